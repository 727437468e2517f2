/* The fixtures in memory: cases, templates, requirements. Loaded once, checked completely, then
 * only read, by any thread. Steps and expectations stay JSON; the checker has seen to it that
 * whoever reads them finds only known keys with values of the right kind. */
#ifndef CONFORM_SUITE_H
#define CONFORM_SUITE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

#include "arena.h"
#include "words.h"

enum {
    REQUIREMENTS_PER_CASE = 16,
    PAY_TYPES_PER_CASE = 16,
    RECEIVER_ANSWERS_MAX = 20,
    PROBLEMS_SHOWN = 30
};

struct requirement {
    const char *id;
    const char *section;
    enum evidence evidence;
    const char *source;
    const char *text;
    bool observable;
    const char *reason; /* why not; "" when observable */
};

struct template
{
    const char *name;
    const char *call;
    const cJSON *params;
};

struct test_case {
    const char *id;
    const char *subject;
    const char *file; /* below the fixtures folder */
    const struct requirement *requirements[REQUIREMENTS_PER_CASE];
    size_t requirement_count;
    enum evidence evidence;
    const char *source;
    const char *checked;
    const char *comment;
    capability_set needs;                      /* those written and those that its steps imply */
    const char *pay_types[PAY_TYPES_PER_CASE]; /* that the target must offer, beside 800201 */
    size_t pay_type_count;
    enum safety safety;
    enum role role;
    const cJSON *let;      /* NULL when there is none */
    const cJSON *receiver; /* answers to notifications in turn; NULL: always SUCCESS */
    const cJSON *steps;
};

struct suite {
    struct arena *arena;
    struct test_case *cases; /* in the order of files and within them */
    size_t case_count;
    struct template *templates;
    size_t template_count;
    struct requirement *requirements;
    size_t requirement_count;
    size_t problem_count; /* the first PROBLEMS_SHOWN were printed */
    FILE *problems_to;
};

/* Load and check everything below folder. Each problem is one line on problems_to that names the
 * file and the place in it. NULL when there was any; else caller frees with suite_free. */
struct suite *suite_load(const char *folder, FILE *problems_to);
void suite_free(struct suite *suite);

const struct test_case *suite_find_case(const struct suite *suite, const char *id);
const struct template *suite_find_template(const struct suite *suite, const char *name);
const struct requirement *suite_find_requirement(const struct suite *suite, const char *id);

/* Note one problem: where is "cases/x.json: $.cases[0].id". */
void suite_problem(struct suite *suite, const char *where, const char *format, ...)
    QFPAY_PRINTF(3, 4);

/* The text of a string member, or fallback. */
const char *json_text(const cJSON *object, const char *key, const char *fallback);

#endif
