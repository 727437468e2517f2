/* The names that stand for secret and volatile values in the transcript of one case: ${app_code},
 * ${unique}, ${syssn:1}, ${now-5m}. The same value has the same name throughout the case, so that
 * equalities stay visible; a value that the fixture itself spells out keeps its spelling. Belongs
 * to one case and lives in its arena. */
#ifndef CONFORM_NAMING_H
#define CONFORM_NAMING_H

#include "drift/kinds.h"
#include "fixture/suite.h"

struct naming;

/* The texts of the case and its templates are what the fixture spells out. */
struct naming *naming_new(const struct kind_table *kinds, const struct suite *suite,
                          const struct test_case *test, struct arena *arena);

/* Let value be called ${name} from here on, wherever it occurs, a short one where it stands alone;
 * nothing for one that is NULL, empty or known already. Secrets are found in any spelling of their
 * letters, and at any length. */
void naming_add(struct naming *naming, const char *value, const char *name);
void naming_add_secret(struct naming *naming, const char *value, const char *name);

/* Name what a step captured, unless the fixture spells it out: by its form, else as captured. */
void naming_capture(struct naming *naming, const char *value, const char *name);

/* Name the volatile values of an answer, known by the keys that they stand under. */
void naming_learn(struct naming *naming, const cJSON *json);

/* A text with every value replaced by its name; times are told relative to now, seconds since
 * 1970. */
const char *naming_text(struct naming *naming, const char *text, int64_t now);

/* The same for all texts of a JSON value; caller frees with cJSON_Delete. */
cJSON *naming_json(struct naming *naming, const cJSON *json, int64_t now);

#endif
