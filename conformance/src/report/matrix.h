/* Requirements against trials: which have some, and what became of them. */
#ifndef CONFORM_MATRIX_H
#define CONFORM_MATRIX_H

#include "trial/result.h"

/* Of a group of requirements; each trial counts once, whatever number of them it is about. */
struct matrix_group {
    size_t trials;
    size_t ran;
};

struct matrix_row {
    const struct requirement *requirement;
    struct matrix_group *group;
    size_t trials;        /* that are about it */
    size_t selected;      /* and among the results */
    size_t ran;           /* and neither skipped nor unmet */
    size_t unmet;         /* and ended before they came to what they are about */
    bool decided;         /* at least one said something about it */
    enum verdict verdict; /* the worst, when decided */
};

/* One row per requirement, in the order of requirements.json; in arena. results may be NULL with
 * count 0, then only `trials` is filled in. */
struct matrix_row *matrix_build(const struct suite *suite, struct arena *arena,
                                const struct trial *trials, size_t trial_count,
                                const struct result *results, size_t count);

/* "pass", "differs", "fail", "skip" (all skipped), "unmet" (none ran, not all skipped), "undecided"
 * (failed before it came to that), "not selected", "no case" or "not observable". */
const char *matrix_word(const struct matrix_row *row);

/* The same for people: where a trial is a vector, "no vector" instead of "no case". */
const char *matrix_word_for(const char *word, const char *unit);

/* One line per group of requirements, or per requirement, with the trials that ran, when whole;
 * unit is what a trial is called. */
void matrix_print(FILE *out, const struct suite *suite, const struct matrix_row *rows,
                  const char *unit, bool whole);

/* The number of rows of a group of requirements with a word; all of them for NULL. */
size_t matrix_count(const struct suite *suite, const struct matrix_row *rows, const char *section,
                    const char *word);

/* Whether one of the trials selected is about a requirement of the group; whatever is said of the
 * others is the same: nothing. */
bool matrix_tried(const struct suite *suite, const struct matrix_row *rows, const char *section);

/* All words of matrix_word, by index; NULL at the end. */
const char *matrix_word_at(size_t index);

#endif
