/* Whether two texts of two transcripts say the same, names and all. */
#ifndef CONFORM_SAME_H
#define CONFORM_SAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { PAIRS_MAX = 256 };

/* Which name of the left transcript goes with which of the right, within one case: the first
 * meeting of two numbered names decides, and from then on equalities must agree. All zero at first.
 */
struct pairing {
    struct arena *arena;
    int64_t tolerance_s; /* between two times */
    const char *lefts[PAIRS_MAX];
    const char *rights[PAIRS_MAX];
    size_t count;
};

/* Whether left and right agree: letter by letter outside of names; names by what they name, times
 * by the tolerance, which is wider for months, because they differ in length. */
bool same_text(struct pairing *pairing, const char *left, const char *right);

/* A text for people and for grouping: numbers of names left out, times rounded. In arena. */
const char *same_shown(struct arena *arena, const char *text, int64_t tolerance_s);

#endif
