/* See folded_ids.h. */
#include "report/folded_ids.h"

#include <string.h>

#include "program/print.h"

enum { LINE_WIDTH = 100 };

struct folding {
    FILE *out;
    const struct report *report;
    const struct saying *saying;
    bool *told; /* of each result */
    int indent;
    int column; /* 0: nothing is written yet */
};

static void
put_word(struct folding *folding, const char *word)
{
    int len = (int)strlen(word);

    if (folding->column && folding->column + 2 + len < LINE_WIDTH) {
        print_to(folding->out, ", %s", word);
        folding->column += 2 + len;
        return;
    }
    fputs(folding->column ? ",\n" : "", folding->out);
    print_to(folding->out, "%*s%s", folding->indent, "", word);
    folding->column = folding->indent + len;
}

/* Whether a result says nothing of a precondition, because it was skipped before that. */
static bool
is_beside(const struct folding *folding, const struct result *result)
{
    return folding->saying->result->verdict == VERDICT_UNMET && result->verdict == VERDICT_SKIP;
}

/* How many results below the first len bytes of a name are still to be told; 0 when one of them
 * says something else. */
static size_t
count_below(const struct folding *folding, const char *name, size_t len)
{
    const struct report *report = folding->report;
    size_t i, count = 0;

    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];

        if (strncmp(result->trial->id, name, len) != 0 || is_beside(folding, result))
            continue;
        if (!saying_is_of(folding->saying, report, result))
            return 0;
        count += !folding->told[i];
    }
    return count;
}

static void
mark_below(const struct folding *folding, const char *name, size_t len)
{
    size_t i;

    for (i = 0; i < folding->report->done; i++) {
        if (strncmp(folding->report->results[i].trial->id, name, len) == 0)
            folding->told[i] = true;
    }
}

/* One result, and with it all others below the shortest name that can speak for them. */
static void
fold(struct folding *folding, struct arena *arena, const char *id)
{
    const char *dot;

    for (dot = strchr(id, '.'); dot; dot = strchr(dot + 1, '.')) {
        size_t len = (size_t)(dot + 1 - id);
        size_t count = count_below(folding, id, len);

        if (count < 2)
            continue;
        put_word(folding, arena_printf(arena, "%.*s* (%zu)", (int)len, id, count));
        mark_below(folding, id, len);
        return;
    }
    put_word(folding, id);
}

void
folded_ids_print(FILE *out, const struct report *report, const struct saying *saying, int indent)
{
    struct arena *arena = arena_new();
    struct folding folding = {.out = out, .report = report, .saying = saying, .indent = indent};
    size_t i;

    folding.told = arena_alloc(arena, report->done * sizeof *folding.told);
    folding.told[saying->result - report->results] = true;
    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];

        if (folding.told[i] || !saying_is_of(saying, report, result))
            continue;
        fold(&folding, arena, result->trial->id);
        folding.told[i] = true;
    }
    fputc('\n', out);
    arena_free(arena);
}
