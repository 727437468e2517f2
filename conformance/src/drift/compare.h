/* Two transcripts side by side: where the two targets part, field by field. The same difference in
 * many cases is one group with many places. */
#ifndef CONFORM_COMPARE_H
#define CONFORM_COMPARE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { GROUPS_MAX = 4000 };

struct place_of_difference {
    const char *id; /* of the case */
    int step;       /* from 1 */
    int n;          /* within a repeated step; 0 for a single one */
    struct place_of_difference *next;
};

struct difference {
    const char *call;   /* what kind of step: "payment", "notification", "payer pay" */
    const char *respcd; /* of both answers; "" when they have none or not the same */
    const char *field;  /* "txamt", "data[].respcd", "HTTP status", "header Content-Type" */
    const char *left;   /* as shown: "\"1104\"", "nothing" */
    const char *right;
    struct place_of_difference *places;
    struct place_of_difference *last;
    size_t count; /* of places */
    size_t case_count;
    struct difference *next;
};

/* A case that only one side can tell about. */
struct uncompared {
    const char *id;
    const char *side; /* "left", "right" or "both" */
    const char *reason;
    struct uncompared *next;
};

struct comparison {
    struct arena *arena;
    int64_t tolerance_s;
    size_t compared;  /* cases */
    size_t differing; /* of those */
    struct difference *differences;
    size_t group_count;
    size_t beyond; /* differences not kept, because there were GROUPS_MAX groups */
    struct uncompared *uncompared;
    struct uncompared **uncompared_end;
    size_t uncompared_count;
};

void comparison_init(struct comparison *comparison, struct arena *arena, int64_t tolerance_s);

/* Compare one case; either side may be NULL, which means that it was not recorded. A side is
 * partial when what it does not have is not known. */
void compare_case(struct comparison *comparison, const char *id, const cJSON *left,
                  bool left_is_partial, const cJSON *right, bool right_is_partial);

/* Note a case that cannot be compared; side is static, the rest is copied. */
void compare_not(struct comparison *comparison, const char *id, const char *side,
                 const char *reason);

/* The groups that matter most first, and among those the ones with the most cases. */
void comparison_sort(struct comparison *comparison);

#endif
