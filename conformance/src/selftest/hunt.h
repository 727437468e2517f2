/* One mock, with a mistake or without, and the cases that look for it, in a process of its own: so
 * several hunts go on at once, and none can harm another. */
#ifndef CONFORM_HUNT_H
#define CONFORM_HUNT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "selftest/defect_list.h"
#include "trial/result.h"

/* What a hunt needs, all borrowed. */
struct hunting {
    const struct suite *suite;
    const struct trial *trials; /* of suite->cases */
    const char *program;        /* qfpay-mock */
    const int64_t *case_ms;     /* how long each case took without a mistake; NULL: not known */
    volatile bool *is_over;     /* shared with the processes: end soon */
    bool finds_all;             /* go on behind the first case that notices */
};

/* A case that noticed, or in the hunt without a mistake any case. */
struct catch
{
    size_t index; /* of the suite's cases */
    enum verdict verdict;
    int64_t ms;
    const char *message; /* the first finding */
};

struct hunt {
    const struct defect *defect; /* NULL: without a mistake */
    pid_t pid;                   /* 0: not started, or over */
    int from;                    /* its pipe; -1: none */
    struct arena *arena;         /* of all below; NULL before the start */
    struct text report;          /* what has come through the pipe */
    struct catch *catches;
    size_t catch_count;
    size_t run;          /* cases that were run */
    int64_t ms;          /* from the start of the mock on */
    const char *problem; /* why it came to no end; NULL when it did */
};

/* Start the process. false with hunt->problem. */
bool hunt_start(struct hunt *hunt, const struct hunting *hunting);

/* Read what has come; false when the process is done, and then all is filled in. */
bool hunt_read(struct hunt *hunt);

/* Whether a case is about what the defect breaks. */
bool hunt_is_own(const struct defect *defect, const struct trial *trial);

void hunt_free(struct hunt *hunt);

#endif
