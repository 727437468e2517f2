/* The single checks of expect.c's table. Each compares one value of a fixture with the subject and
 * calls judge_finding when they do not agree. */
#ifndef CONFORM_CHECKS_H
#define CONFORM_CHECKS_H

#include "judge/judge.h"

typedef void check_function(struct judge *judge, const struct subject *subject, const cJSON *value);

/* Of the answer as a whole: check_reply.c. */
check_function check_http;
check_function check_outcome;
check_function check_respcd;
check_function check_header;
check_function check_signature;
check_function check_json;
check_function check_body;
check_function check_excludes;

/* Of fields: check_fields.c. */
check_function check_present;
check_function check_filled;
check_function check_absent;
check_function check_equal;
check_function check_differ;
check_function check_match;
check_function check_types;
check_function check_max_length;

/* Of arrays and times: check_lists.c. */
check_function check_length;
check_function check_near;
check_function check_not_before;
check_function check_sorted;
check_function check_distinct;
check_function check_key_order;

/* A JSON value for a sentence: compact, cut at 80 characters, "nothing" for NULL. */
const char *show(struct arena *arena, const cJSON *value);

/* Whether there is a value that is not null and not empty. */
bool is_filled(const cJSON *value);

/* Whether nothing is asked of a path: it may be lacking, and has no value. */
bool is_excused(const struct judge *judge, const char *path, const cJSON *value);

/* A fixture's text with its variables replaced; NULL after noting the problem as a finding. */
const char *check_expand(struct judge *judge, const char *text);

/* Whether text matches the pattern; false also after noting that the pattern cannot be read. */
bool pattern_matches(struct judge *judge, const char *pattern, const char *text);

#endif
