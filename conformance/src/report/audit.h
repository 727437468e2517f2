/* Whether the numbers of a report agree with its results: all of them are computed again. */
#ifndef CONFORM_AUDIT_H
#define CONFORM_AUDIT_H

#include "revived.h"

enum { AUDIT_PROBLEMS_MAX = 20 };

struct audit {
    const char *problems[AUDIT_PROBLEMS_MAX]; /* the first of them; in the report's arena */
    size_t count;                             /* of all */
};

void audit_report(const struct revived *revived, struct audit *audit);

#endif
