/* See pattern.h. Compiling is bounded by what expression.c lets through, matching by limits of
 * PCRE2, whose just-in-time compiler stays out of it. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "program/pattern.h"

#include <pcre2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expression.h"

enum {
    /* A first, short trial costs a text of this length so many steps a byte. Most need no other. */
    FIRST_STEPS_PER_BYTE = 2,
    FIRST_STEPS_MORE = 64,
    /* A long text may take more than a short one, in proportion. */
    STEPS_MORE_PER_BYTE = 16,
    HEAP_MAX_KIB = 8 * 1024,
};

struct pattern {
    pcre2_code *code;
};

static pcre2_code *
compile(const char *expression, char error[PATTERN_ERROR_SIZE])
{
    const uint32_t options = PCRE2_ANCHORED | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY |
                             PCRE2_NO_AUTO_CAPTURE | PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C;
    PCRE2_SIZE at;
    int code;
    size_t size = 0;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED, options,
                                         &code, &at, NULL);

    if (!compiled && code != PCRE2_ERROR_PATTERN_TOO_LARGE) {
        (void)pcre2_get_error_message(code, (PCRE2_UCHAR *)error, PATTERN_ERROR_SIZE);
        return NULL;
    }
    if (compiled && pcre2_pattern_info(compiled, PCRE2_INFO_SIZE, &size) == 0 &&
        size <= PATTERN_SIZE_MAX)
        return compiled;
    (void)snprintf(error, PATTERN_ERROR_SIZE,
                   "its counts {n,m} repeat too much: it would be compiled to more than %d bytes",
                   PATTERN_SIZE_MAX);
    pcre2_code_free(compiled);
    return NULL;
}

struct pattern *
pattern_new(const char *text, char error[PATTERN_ERROR_SIZE])
{
    char *expression = expression_translate(text, error);
    struct pattern *pattern = NULL;

    if (!expression)
        return NULL;
    pattern = calloc(1, sizeof *pattern);
    if (!pattern)
        (void)snprintf(error, PATTERN_ERROR_SIZE, "out of memory");
    else
        pattern->code = compile(expression, error);
    free(expression);
    if (pattern && pattern->code)
        return pattern;
    free(pattern);
    return NULL;
}

void
pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    free(pattern);
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* A trial that may take so many steps; they are paid whether it needs them or not, because PCRE2
 * does not tell. */
static enum pattern_result
try_with(const struct pattern *pattern, const char *text, size_t limit, size_t *steps)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    int got = PCRE2_ERROR_NOMEMORY;

    if (data && context) {
        pcre2_set_match_limit(context, (uint32_t)limit);
        pcre2_set_heap_limit(context, HEAP_MAX_KIB);
        got = pcre2_match(pattern->code, (PCRE2_SPTR)text, strlen(text), 0, 0, data, context);
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    *steps -= limit;
    return got >= 0                     ? PATTERN_MATCHES
           : got == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS
                                        : PATTERN_GAVE_UP;
}

enum pattern_result
pattern_try(const struct pattern *pattern, const char *text, size_t *steps)
{
    size_t len = strlen(text);
    size_t first = FIRST_STEPS_PER_BYTE * len + FIRST_STEPS_MORE;
    size_t most = STEPS_MORE_PER_BYTE * len + PATTERN_STEPS_MAX;
    enum pattern_result result = try_with(pattern, text, smaller(first, *steps), steps);

    if (result == PATTERN_GAVE_UP && *steps > 0)
        result = try_with(pattern, text, smaller(most, *steps), steps);
    return result;
}
