/* JUnit's XML, in the form that build servers read: one suite, one testcase per case. */
#include <string.h>

#include "report.h"

/* Text for XML. Control characters are not allowed there at all, so they become question marks;
 * everything else that the report writes is UTF-8 already. */
static void
put(FILE *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        case '\n':
            fputs("&#10;", out);
            break;
        default:
            fputc((unsigned char)*text < 0x20 ? '?' : *text, out);
        }
    }
}

static void
put_findings(FILE *out, const struct result *result)
{
    const struct finding *finding;
    const struct exchange_note *note;

    for (finding = result->findings.first; finding; finding = finding->next)
        put(out, arena_format(result->arena, "step %zu: %s (%s; %s, %s)\n", finding->step + 1,
                              finding->message, rule_names(result->arena, &finding->grade),
                              evidence_name(finding->grade.evidence), finding->grade.source));
    for (note = result->notes; note; note = note->next) {
        put(out, arena_format(result->arena, "step %zu: %s\n", note->step + 1, note->title));
        if (note->sent)
            put(out, arena_format(result->arena, "sent:\n%s\n", note->sent));
        if (note->answer)
            put(out, arena_format(result->arena, "answer:\n%s\n", note->answer));
    }
}

static void
put_case(FILE *out, const struct report *report, const struct result *result)
{
    fputs("  <testcase classname=\"", out);
    put(out, result->trial->group);
    fputs("\" name=\"", out);
    put(out, result->trial->id);
    fprintf(out, "\" time=\"%.3f\"", (double)result->duration_ms / 1000.0);
    if (result->verdict == VERDICT_SKIP) {
        fputs("><skipped message=\"", out);
        put(out, result->skip_reason);
        fputs("\"/></testcase>\n", out);
    } else if (!result_is_expected(result, report->options->strict)) {
        fputs(">\n    <failure message=\"", out);
        put(out, result_headline(result->arena, result));
        fputs("\">", out);
        put_findings(out, result);
        fputs("</failure>\n  </testcase>\n", out);
    } else if (result->findings.count) {
        fputs(">\n    <system-out>", out);
        put_findings(out, result);
        fputs("</system-out>\n  </testcase>\n", out);
    } else {
        fputs("/>\n", out);
    }
}

bool
junit_write(FILE *out, const struct report *report, const struct matrix_row *rows)
{
    size_t i;

    (void)rows; /* build servers have no place for requirements */
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuite name=\"qfpay-conform %s\" tests=\"%zu\" failures=\"%zu\" "
            "skipped=\"%zu\" errors=\"0\">\n",
            report->head->command, report->done, report->unexpected, report->verdicts[VERDICT_SKIP]);
    for (i = 0; i < report->done; i++)
        put_case(out, report, &report->results[i]);
    fputs("</testsuite>\n", out);
    return !ferror(out);
}
