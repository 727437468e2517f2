/* A JSON report read again as the results that it was made from, so that its numbers can be
 * computed anew by the code that computed them first. */
#ifndef CONFORM_REVIVED_H
#define CONFORM_REVIVED_H

#include <cjson/cJSON.h>

#include "report/standing.h"

struct revived {
    struct arena *arena;
    const cJSON *json;
    struct suite suite;   /* the requirements of the report's matrix, nothing else */
    struct level *levels; /* by name alone; as the report states them */
    struct standing *standings;
    struct options options;
    struct report_head head;
    struct report report;
    const cJSON **rows; /* of each result, its JSON */
};

/* Read a report whose bytes live longer. NULL and half a sentence in *problem ("results[3] has no
 * id") when it is not shaped like one; else caller frees with revived_free. */
struct revived *revived_new(const cJSON *json, struct arena *arena, const char **problem);
void revived_free(struct revived *revived);

#endif
