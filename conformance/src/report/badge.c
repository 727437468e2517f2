/* The report in two words, as an SVG for a page: what was judged, and the highest level that was
 * reached. Its title says of whom, when and by which fixtures, since a badge travels without its
 * report. White on both colours has a contrast of more than 6 : 1 (WCAG 2, AA and AAA for large
 * text). */
#include <string.h>

#include "report/facts.h"
#include "report/markup.h"
#include "report/standing.h"

enum { HEIGHT = 20, PADDING = 60, TENTHS = 10 }; /* PADDING in tenths of a pixel */

#define COLOUR_LABEL "#444"
#define COLOUR_GOOD  "#1b6e3a"
#define COLOUR_BAD   "#a61b1b"

/* What characters of Verdana at 11 pixels take, in tenths of a pixel. Another font is stretched to
 * it by textLength. */
static const struct {
    const char *characters;
    int width;
} widths[] = {
    {"ijlI.,:;'|! ", 39},
    {"frt()[]-/\"", 49},
    {"mwMW%@", 105},
    {"ABCDEFGHJKLNOPQRSTUVXYZ", 76},
};
enum { WIDTH_OF_OTHERS = 68 };

static int
width_of(const char *text)
{
    int sum = 0;

    for (; *text; text++) {
        size_t i = 0;

        while (i < sizeof widths / sizeof widths[0] && !strchr(widths[i].characters, *text))
            i++;
        sum += i < sizeof widths / sizeof widths[0] ? widths[i].width : WIDTH_OF_OTHERS;
    }
    return sum;
}

/* The level wished for, else the highest; NULL when it is not reached. A run that was stopped
 * reaches none. */
static const char *
level_reached(const struct report *report)
{
    const char *reached = NULL;
    size_t i;

    if (report->done < report->count)
        return NULL;
    for (i = 0; i < report->standing_count; i++) {
        const struct standing *standing = &report->standings[i];

        if (standing_is_reached(standing))
            reached = standing->level->name;
        if (standing->level == report->level)
            return standing_is_reached(standing) ? standing->level->name : NULL;
    }
    return reached;
}

/* One half: a box from left on, and a text in its middle. */
static void
put_half(FILE *out, int left, int text_width, const char *colour, const char *text)
{
    int box = text_width + 2 * PADDING;

    markup_print(out, "<rect x=\"%d.%d\" width=\"%d.%d\" height=\"%d\" fill=\"%s\"/>\n",
                 left / TENTHS, left % TENTHS, box / TENTHS, box % TENTHS, HEIGHT, colour);
    fprintf(out, "<text x=\"%d.%d\" y=\"14\" textLength=\"%d.%d\">", (left + PADDING) / TENTHS,
            (left + PADDING) % TENTHS, text_width / TENTHS, text_width % TENTHS);
    markup_text(out, text);
    fputs("</text>\n", out);
}

/* Beside the two words, everything that they are worth nothing without. */
static void
put_title(FILE *out, const struct report *report, struct arena *arena, const char *label,
          const char *word)
{
    fputs("<title>", out);
    markup_text(out, arena_printf(arena, "%s: %s. %s, %s, qfpay-conform %s, fixtures %.12s", label,
                                  word, report->head->about,
                                  run_words(arena, report->started_at, report->duration_ms),
                                  QFPAY_VERSION, report->fixtures.hex));
    fputs("</title>\n", out);
}

bool
badge_write(FILE *out, const struct report *report, const struct matrix_row *rows)
{
    struct arena *arena = arena_new();
    const char *label = strcmp(report->head->command, "server") == 0 ? "QFPay" : "QFPay client";
    const char *reached = level_reached(report);
    const char *word = reached ? reached : "not certified";
    int label_width = width_of(label), word_width = width_of(word);
    int whole = label_width + word_width + 4 * PADDING;

    (void)rows;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d.%d\" height=\"%d\" role=\"img\" "
            "aria-label=\"",
            whole / TENTHS, whole % TENTHS, HEIGHT);
    markup_text(out, arena_printf(arena, "%s: %s", label, word));
    fputs("\">\n<!-- qfpay-conform badge -->\n", out);
    put_title(out, report, arena, label, word);
    fputs("<g font-family=\"Verdana, DejaVu Sans, Geneva, sans-serif\" font-size=\"11\" "
          "fill=\"#fff\">\n",
          out);
    put_half(out, 0, label_width, COLOUR_LABEL, label);
    put_half(out, label_width + 2 * PADDING, word_width, reached ? COLOUR_GOOD : COLOUR_BAD, word);
    fputs("</g>\n</svg>\n", out);
    arena_free(arena);
    return !ferror(out);
}
