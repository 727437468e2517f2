/* Results made by hand, for the tests of reports. */
#ifndef CONFORM_TESTS_DESK_H
#define CONFORM_TESTS_DESK_H

#include <stdio.h>
#include <string.h>

#include "report/report.h"
#include "support.h"

enum { DESK_RESULTS_MAX = 512 };

/* A suite of one case, a report, and where it is written to. */
struct desk {
    struct suite *suite;
    struct trial *trials;
    struct report_head head;
    struct options options;
    struct result results[DESK_RESULTS_MAX];
    struct report report;
    struct arena *arena;
    char *written;
    size_t written_len;
    FILE *out;
};

/* For cmocka: *state is a desk with one result that passed. */
int desk_set_up(void **state);
int desk_tear_down(void **state);
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_set_up, desk_tear_down)

/* None, not even the first. */
void forget_results(struct desk *desk);

/* One more result of the same case, which passed. */
struct result *another(struct desk *desk);

/* One more result, of a case with this id, that failed so. */
void another_failed(struct desk *desk, const char *id, const char *message);

/* Something was found in the first step of the newest result; on is the requirement's id. */
void found_on(struct desk *desk, const char *on, enum evidence evidence, const char *message);
void found(struct desk *desk, enum evidence evidence, const char *message);

/* One more result, of a case with this id, whose first step did not prepare what it needs. */
struct result *another_unmet(struct desk *desk, const char *id, const char *reason);

struct matrix_row *matrix(struct desk *desk);

/* What was written so far. */
const char *written(struct desk *desk);

#endif
