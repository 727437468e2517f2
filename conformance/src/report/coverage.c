/* See coverage.h. */
#include "report/coverage.h"

#include "program/print.h"

/* What a rule lacks; NULL when it lacks nothing. */
static const char *
missing(const struct coverage_row *row)
{
    if (!row->requirement->observable)
        return NULL;
    if (!row->positive)
        return row->cases ? "no positive case" : "no case";
    return row->requirement->breakable && !row->negative ? "no negative case" : NULL;
}

static const char *
unseen(const struct coverage_row *row)
{
    return row->requirement->observable ? NULL : row->requirement->reason;
}

static const char *
unbroken(const struct coverage_row *row)
{
    const struct requirement *requirement = row->requirement;

    return requirement->observable && !requirement->breakable ? requirement->reason : NULL;
}

static void
count_case(struct coverage_row *row, enum polarity polarity)
{
    row->cases++;
    row->positive += !row->requirement->breakable || polarity == POLARITY_POSITIVE ||
                     polarity == POLARITY_BOTH;
    row->negative += row->requirement->breakable &&
                     (polarity == POLARITY_NEGATIVE || polarity == POLARITY_BOTH);
}

struct coverage_row *
coverage_build(const struct suite *suite, struct arena *arena, const struct trial *trials)
{
    struct coverage_row *rows = arena_alloc(arena, suite->requirement_count * sizeof *rows);
    size_t i, k;

    for (i = 0; i < suite->requirement_count; i++)
        rows[i].requirement = &suite->requirements[i];
    for (i = 0; i < suite->case_count; i++) {
        for (k = 0; k < trials[i].requirement_count; k++)
            count_case(&rows[trials[i].requirements[k] - suite->requirements],
                       suite->cases[i].polarity);
    }
    return rows;
}

/* The rules for which why() knows something, below a heading; returns their number. */
static size_t
print_group(FILE *out, const struct suite *suite, const struct coverage_row *rows,
            const char *heading, const char *(*why)(const struct coverage_row *row))
{
    size_t i, count = 0;

    for (i = 0; i < suite->requirement_count; i++) {
        const char *reason = why(&rows[i]);

        if (reason && count++ == 0)
            print_to(out, "%s\n", heading);
        if (reason)
            print_to(out, "  %-16s %s\n                   %s\n", rows[i].requirement->id,
                     rows[i].requirement->text, reason);
    }
    if (count)
        fputc('\n', out);
    return count;
}

static void
print_rows(FILE *out, const struct suite *suite, const struct coverage_row *rows)
{
    size_t i;

    print_to(out, "  %-16s %8s %8s  %s\n", "requirement", "positive", "negative", "evidence");
    for (i = 0; i < suite->requirement_count; i++) {
        const struct requirement *requirement = rows[i].requirement;

        print_to(out, "  %-16s %8zu ", requirement->id, rows[i].positive);
        if (requirement->breakable)
            fprintf(out, "%8zu", rows[i].negative);
        else
            print_to(out, "%8s", requirement->observable ? "-" : "unseen");
        print_to(out, "  %s\n", evidence_name(requirement->evidence));
    }
    fputc('\n', out);
}

size_t
coverage_print(FILE *out, const struct suite *suite, const struct coverage_row *rows, bool whole)
{
    size_t hidden, firm, lacking;

    if (whole)
        print_rows(out, suite, rows);
    hidden = print_group(out, suite, rows,
                         "Not observable in a server, so without a case:", unseen);
    firm = print_group(
        out, suite, rows,
        "Nothing that a merchant does can break these, so they have no negative case:", unbroken);
    lacking = print_group(out, suite, rows, "Lacking:", missing);
    fprintf(
        out,
        "%zu requirements, %zu cases. %zu requirements can be observed and want a positive case; "
        "%zu of them can be broken and want a negative one. ",
        suite->requirement_count, suite->case_count, suite->requirement_count - hidden,
        suite->requirement_count - hidden - firm);
    if (lacking)
        fprintf(out, "%zu lack something.\n", lacking);
    else
        fputs("None lacks anything.\n", out);
    return lacking;
}
