/* What selftest says, for people and for programs. */
#ifndef CONFORM_SELFTEST_REPORT_H
#define CONFORM_SELFTEST_REPORT_H

#include "selftest/hunt.h"

/* Who noticed a mistake. */
enum notice {
    NOTICE_OWN,      /* a case about the requirement that it breaks */
    NOTICE_STRANGER, /* only cases about others */
    NOTICE_NONE,
    NOTICE_COUNT
};

struct selftest {
    const struct hunting *hunting;
    const struct defect_list *defects;
    const struct hunt *hunts; /* one for each defect */
    size_t done;              /* the first so many are over */
    int64_t ms;
};

enum notice notice_of(const struct hunting *hunting, const struct hunt *hunt);

/* One line about a hunt that is over. */
void selftest_say(const struct hunting *hunting, const struct hunt *hunt);

/* What remains to be said at the end: counts, weak spots, cases that never noticed anything when
 * all were tried. */
void selftest_sum_up(const struct selftest *selftest);

/* Write everything as JSON to the file of that name. false after a line on standard error. */
bool selftest_write(const struct selftest *selftest, struct arena *arena, const char *path);

#endif
