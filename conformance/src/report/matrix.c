/* See matrix.h. A trial lists every requirement once, so the rows are found by their place in the
 * suite and the whole costs one look at each. */
#include "report/matrix.h"

#include <string.h>

#include "program/print.h"

static bool
blames(const struct finding *finding, const struct requirement *requirement)
{
    size_t i;

    for (i = 0; i < finding->grade.requirement_count; i++) {
        if (finding->grade.requirements[i] == requirement)
            return true;
    }
    return false;
}

/* What one result says about a requirement; false when it says nothing, because it was skipped or
 * failed on something else before it got there. A promise that only a sandbox makes says nothing
 * about the contract. */
static bool
opinion(const struct result *result, const struct requirement *requirement, enum verdict *verdict)
{
    const struct finding *finding;
    bool blamed = false;

    *verdict = VERDICT_PASS;
    for (finding = result->findings.first; finding; finding = finding->next) {
        if (!blames(finding, requirement) || finding->grade.evidence == EVIDENCE_DESIGN)
            continue;
        blamed = true;
        if (finding->grade.evidence != EVIDENCE_ASSUMED)
            *verdict = VERDICT_FAIL;
        else if (*verdict == VERDICT_PASS)
            *verdict = VERDICT_DIFFERS;
    }
    return result->verdict != VERDICT_SKIP &&
           (blamed || (result->verdict != VERDICT_FAIL && result->verdict != VERDICT_UNMET));
}

static void
add_result(struct matrix_row *row, const struct result *result)
{
    enum verdict verdict;

    row->selected++;
    row->ran += result_has_run(result);
    row->unmet += result->verdict == VERDICT_UNMET;
    if (!opinion(result, row->requirement, &verdict))
        return;
    row->decided = true;
    if (verdict > row->verdict)
        row->verdict = verdict;
}

static struct matrix_row *
row_of(struct matrix_row *rows, const struct suite *suite, const struct trial *trial, size_t index)
{
    return &rows[trial->requirements[index] - suite->requirements];
}

/* Whether the trial's requirement of this index is its first of the group. */
static bool
enters_group(struct matrix_row *rows, const struct suite *suite, const struct trial *trial,
             size_t index)
{
    size_t i;

    for (i = 0; i < index; i++) {
        if (row_of(rows, suite, trial, i)->group == row_of(rows, suite, trial, index)->group)
            return false;
    }
    return true;
}

struct matrix_row *
matrix_build(const struct suite *suite, struct arena *arena, const struct trial *trials,
             size_t trial_count, const struct result *results, size_t count)
{
    struct matrix_row *rows = arena_alloc(arena, suite->requirement_count * sizeof *rows);
    size_t i, k;

    for (i = 0; i < suite->requirement_count; i++) {
        rows[i].requirement = &suite->requirements[i];
        rows[i].verdict = VERDICT_PASS;
        rows[i].group = i && strcmp(rows[i].requirement->section,
                                    rows[i - 1].requirement->section) == 0
                            ? rows[i - 1].group
                            : arena_alloc(arena, sizeof *rows[i].group);
    }
    for (i = 0; i < trial_count; i++) {
        for (k = 0; k < trials[i].requirement_count; k++) {
            row_of(rows, suite, &trials[i], k)->trials++;
            row_of(rows, suite, &trials[i], k)->group->trials += enters_group(rows, suite,
                                                                              &trials[i], k);
        }
    }
    for (i = 0; i < count; i++) {
        const struct trial *trial = results[i].trial;

        for (k = 0; k < trial->requirement_count; k++) {
            add_result(row_of(rows, suite, trial, k), &results[i]);
            row_of(rows, suite, trial, k)->group->ran += result_has_run(&results[i]) &&
                                                         enters_group(rows, suite, trial, k);
        }
    }
    return rows;
}

const char *
matrix_word(const struct matrix_row *row)
{
    if (!row->trials)
        return row->requirement->observable ? "no case" : "not observable";
    if (row->decided)
        return verdict_name(row->verdict);
    if (row->ran)
        return "undecided";
    if (row->unmet)
        return verdict_name(VERDICT_UNMET);
    return row->selected ? "skip" : "not selected";
}

const char *
matrix_word_for(const char *word, const char *unit)
{
    static const char *const none[][2] = {{"vector", "no vector"}, {"scenario", "no scenario"}};
    size_t i;

    for (i = 0; strcmp(word, "no case") == 0 && i < sizeof none / sizeof none[0]; i++) {
        if (strcmp(unit, none[i][0]) == 0)
            return none[i][1];
    }
    return word;
}

static void
print_row(FILE *out, const struct matrix_row *row, const char *unit)
{
    print_to(out, "  %-16s %-14s %4zu of %-4zu  %-8s  %s\n", row->requirement->id,
             matrix_word_for(matrix_word(row), unit), row->ran, row->trials,
             evidence_name(row->requirement->evidence), row->requirement->source);
}

static const char *const words[] = {"pass",         "differs", "fail",
                                    "skip",         "unmet",   "undecided",
                                    "not selected", "no case", "not observable"};

const char *
matrix_word_at(size_t index)
{
    return index < sizeof words / sizeof words[0] ? words[index] : NULL;
}

size_t
matrix_count(const struct suite *suite, const struct matrix_row *rows, const char *section,
             const char *word)
{
    size_t i, count = 0;

    for (i = 0; i < suite->requirement_count; i++) {
        if (strcmp(rows[i].requirement->section, section) == 0 &&
            (!word || strcmp(matrix_word(&rows[i]), word) == 0))
            count++;
    }
    return count;
}

/* How much of what there is was tried: a verdict rests on no more. */
static void
print_ran(FILE *out, const struct suite *suite, const struct matrix_row *rows, const char *section,
          const char *unit)
{
    size_t i = 0;

    while (i < suite->requirement_count && strcmp(rows[i].requirement->section, section) != 0)
        i++;
    print_to(out, "; %zu of %zu %ss ran\n", rows[i].group->ran, rows[i].group->trials, unit);
}

static void
print_group(FILE *out, const struct suite *suite, const struct matrix_row *rows,
            const char *section, const char *unit)
{
    const char *separator = ": ";
    size_t i;

    print_to(out, "  %-18s %3zu requirements", section, matrix_count(suite, rows, section, NULL));
    for (i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t count = matrix_count(suite, rows, section, words[i]);

        if (count) {
            print_to(out, "%s%zu %s", separator, count, matrix_word_for(words[i], unit));
            separator = ", ";
        }
    }
    print_ran(out, suite, rows, section, unit);
}

bool
matrix_tried(const struct suite *suite, const struct matrix_row *rows, const char *section)
{
    size_t i;

    for (i = 0; i < suite->requirement_count; i++) {
        if (rows[i].selected && strcmp(rows[i].requirement->section, section) == 0)
            return true;
    }
    return false;
}

/* Groups that were tried, a line each; the others in one line. */
static void
print_groups(FILE *out, const struct suite *suite, const struct matrix_row *rows, const char *unit)
{
    const char *separator = "  not tried: ";
    bool tried;
    int turn;
    size_t i;

    for (turn = 0; turn < 2; turn++) {
        for (i = 0; i < suite->requirement_count; i++) {
            const char *section = rows[i].requirement->section;

            if (i && strcmp(section, rows[i - 1].requirement->section) == 0)
                continue;
            tried = matrix_tried(suite, rows, section);
            if (tried && turn == 0)
                print_group(out, suite, rows, section, unit);
            if (tried || turn == 0)
                continue;
            print_to(out, "%s%s", separator, section);
            separator = ", ";
        }
    }
    if (strcmp(separator, ", ") == 0)
        fputc('\n', out);
}

/* Whether a filter left rules out that something is about; then the others are of no interest. */
static bool
is_narrowed(const struct suite *suite, const struct matrix_row *rows)
{
    size_t i;

    for (i = 0; i < suite->requirement_count; i++) {
        if (rows[i].trials && !rows[i].selected)
            return true;
    }
    return false;
}

static void
print_rows(FILE *out, const struct suite *suite, const struct matrix_row *rows, const char *unit)
{
    bool narrowed = is_narrowed(suite, rows);
    size_t i, left_out = 0;

    print_to(out, "  %-16s %-14s %ss ran%*s  %-8s  %s\n", "requirement", "verdict", unit,
             strlen(unit) < 7 ? (int)(7 - strlen(unit)) : 0, "", "evidence", "source");
    for (i = 0; i < suite->requirement_count; i++) {
        if (narrowed && !rows[i].selected)
            left_out++;
        else
            print_row(out, &rows[i], unit);
    }
    if (left_out)
        print_to(out, "  and %zu that no %s selected is about\n", left_out, unit);
}

void
matrix_print(FILE *out, const struct suite *suite, const struct matrix_row *rows, const char *unit,
             bool whole)
{
    if (whole)
        print_rows(out, suite, rows, unit);
    else
        print_groups(out, suite, rows, unit);
}
