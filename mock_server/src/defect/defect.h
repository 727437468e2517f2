/* One deliberate mistake at a time, so that somebody can see whether the conformance cases notice
 * it (--defect NAME; qfpay-conform selftest tries all of them).
 *
 * The mistakes are rows beside the checks that they break, one file NOUN_defects.def per noun, and
 * the check asks is_defect. defect_on is written once, before any request is served; without the
 * flag it is DEFECT_NONE, and a question costs one comparison. */
#ifndef MOCK_DEFECT_H
#define MOCK_DEFECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "qfpay/evidence.h"

enum defect {
    DEFECT_NONE,
#define DEFECT_GROUP(title)
#define DEFECT(symbol, requirement, about)                              DEFECT_##symbol,
#define FIELD_DEFECT(symbol, requirement, endpoint, field, what, about) DEFECT_##symbol,
#include "defects.def"
#undef FIELD_DEFECT
#undef DEFECT
#undef DEFECT_GROUP
    DEFECT_COUNT
};

/* Name and nearest names have room here. */
enum { DEFECT_NAME_SIZE = 48, DEFECT_NEAREST_SIZE = 3 * (DEFECT_NAME_SIZE + 2) };

extern enum defect defect_on;

static inline bool
is_defect(enum defect defect)
{
    return __builtin_expect(defect_on == defect, 0);
}

/* What is added to a bound: 1 with the defect that makes it higher, -1 with the one that makes it
 * lower, else 0. */
static inline int
defect_step(enum defect lower, enum defect higher)
{
    return is_defect(higher) ? 1 : is_defect(lower) ? -1 : 0;
}

/* Switch one on, or all off with DEFECT_NONE. Before the first request only. */
void defect_switch(enum defect defect);

/* The name of the one that is on; "" without any. Static. */
const char *defect_shown(void);

/* The name on the command line: "refund-window-longer" for REFUND_WINDOW_LONGER. */
void defect_name(enum defect defect, char name[DEFECT_NAME_SIZE]);

/* Find by name. false when there is none. */
bool defect_find(const char *name, enum defect *defect);

/* The requirement that it breaks, and what the server does wrong, in a sentence. Static. */
enum qfpay_req defect_requirement(enum defect defect);
const char *defect_about(enum defect defect);

/* Up to three names that look most like a wrong one, comma separated; "" when none does. */
void defect_nearest(const char *wrong, char nearest[DEFECT_NEAREST_SIZE]);

/* Print them all: name, requirement, sentence, one line each; headings begin with #. */
void defect_list(FILE *out);

#endif
