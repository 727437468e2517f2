/* Whether the numbers of a report agree with its results: all of them are computed again. */
#ifndef CONFORM_AUDIT_H
#define CONFORM_AUDIT_H

#include "report/revived.h"

enum { AUDIT_PROBLEMS_MAX = 20 };

struct audit {
    const char *problems[AUDIT_PROBLEMS_MAX]; /* the first of them; in the report's arena */
    size_t count;                             /* of all */
};

void audit_report(const struct revived *revived, struct audit *audit);

/* The same of the levels, for who has the fixtures that the report was made with: trials are all
 * that exist of this kind ("server"). Adds to what audit_report found. */
void audit_levels(const struct revived *revived, const struct suite *suite, const char *kind,
                  const struct trial *trials, size_t trial_count, struct audit *audit);

#endif
