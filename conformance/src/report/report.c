/* What all reports share: which results are expected, and the words for them. */
#include "report/report.h"

#include <string.h>

static bool
is_bad(const struct result *result, bool strict)
{
    return result->verdict == VERDICT_FAIL ||
           (strict && (result->verdict == VERDICT_DIFFERS || result->verdict == VERDICT_UNMET));
}

bool
result_is_expected(const struct result *result, bool strict)
{
    if (result->verdict == VERDICT_SKIP || (result->verdict == VERDICT_UNMET && !strict))
        return true;
    return is_bad(result, strict) == (result->known != NULL);
}

/* The first finding may be a mere difference; the one that fails says more. */
static const struct finding *
first_of_weight(const struct result *result)
{
    const struct finding *finding = result->findings.first;

    while (finding && finding->next && result->verdict == VERDICT_FAIL &&
           finding->grade.evidence == EVIDENCE_ASSUMED)
        finding = finding->next;
    return finding;
}

const char *
result_headline(struct arena *arena, const struct result *result)
{
    const struct finding *finding = first_of_weight(result);

    if (result->verdict == VERDICT_UNMET)
        return arena_printf(arena, "precondition not met: %s", result->skip_reason);
    if (finding)
        return finding->message;
    if (result->known)
        return arena_printf(arena, "passes, although it is listed as failing: %s", result->known);
    return "";
}

static bool
is_certified(const struct certificate *certificate)
{
    return certificate->right && !certificate->wrong && !certificate->skipped;
}

const char *
certificate_verdict(const struct certificate *certificate)
{
    if (is_certified(certificate))
        return "certified";
    if (certificate->wrong)
        return "wrong";
    if (certificate->right)
        return "in part";
    return certificate->skipped ? "not there" : "not asked";
}

const char *
signatures_words(struct arena *arena, const struct report_head *head)
{
    struct text text;
    size_t i, told = 0;

    text_init(&text, arena);
    for (i = 0; i < head->signature_count; i++) {
        if (is_certified(&head->signatures[i]))
            text_printf(&text, "%s%s", told++ ? " and " : "certified for ",
                        head->signatures[i].name);
    }
    for (i = 0; i < head->signature_count; i++) {
        const struct certificate *one = &head->signatures[i];

        if (is_certified(one) || one->right + one->wrong + one->skipped == 0)
            continue;
        text_printf(&text, "%s%s: ", told++ ? "; " : "", one->name);
        if (one->wrong)
            text_printf(&text, "wrong in %zu of %zu vectors", one->wrong, one->right + one->wrong);
        else if (!one->right)
            text_printf(&text, "not there");
        else
            text_printf(&text, "right in %zu vectors, %zu skipped", one->right, one->skipped);
    }
    return told ? text.bytes : NULL;
}

const char *
result_cause(const struct result *result)
{
    const struct finding *finding = first_of_weight(result);

    if (result->charged_cause)
        return result->charged_cause;
    if (finding)
        return finding->cause;
    return result->known ? result->known : "";
}

static bool
says(const struct result *result, const char *cause)
{
    const struct finding *finding = result->findings.first;

    while (finding && strcmp(finding->cause, cause) != 0)
        finding = finding->next;
    return finding != NULL;
}

static bool
is_first_of_its_cause(const struct report *report, const struct result *result)
{
    const char *cause = result_cause(result);
    const struct result *before;

    for (before = report->results; before < result; before++) {
        if (!result_is_expected(before, report->options->strict) &&
            strcmp(result_cause(before), cause) == 0)
            return false;
    }
    return true;
}

/* Before this result, and where people read it. */
static bool
was_said(const struct report *report, const struct result *before, const char *cause)
{
    const struct result *result;

    for (result = report->results; result < before; result++) {
        if (!result_is_expected(result, report->options->strict) && says(result, cause) &&
            (!result->charged_cause || is_first_of_its_cause(report, result)))
            return true;
    }
    return false;
}

bool
result_is_news(const struct report *report, const struct result *result)
{
    const struct finding *finding = result->findings.first;

    if (result->charged_cause)
        return is_first_of_its_cause(report, result);
    while (finding && was_said(report, result, finding->cause))
        finding = finding->next;
    return finding || is_first_of_its_cause(report, result);
}

const char *
rule_names(struct arena *arena, const struct grade *grade)
{
    struct text text;
    size_t i;

    text_init(&text, arena);
    for (i = 0; i < grade->requirement_count; i++)
        text_printf(&text, "%s%s", i ? ", " : "", grade->requirements[i]->id);
    return grade->requirement_count ? text.bytes : "no rule";
}
