/* Regular expressions that somebody else wrote. What could cost much is refused before it is
 * compiled: back-references (matching them can take exponential time) and counts whose product
 * would make the machine huge. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "situation/rule.h"

enum { COUNT_PRODUCT_MAX = 256 };

static bool
fail(char error[RULE_ERROR_SIZE], const char *reason)
{
    snprintf(error, RULE_ERROR_SIZE, "%s", reason);
    return false;
}

/* The larger number of a count such as {2,5}; 1 for a brace that begins none. */
static long
count_at(const char *brace)
{
    char *end;
    long low;
    long high;

    if (!isdigit((unsigned char)brace[1]) && brace[1] != ',')
        return 1;
    low = strtol(brace + 1, &end, 10);
    high = *end == ',' ? strtol(end + 1, NULL, 10) : low;
    if (high < low)
        high = low;
    return high < 1 ? 1 : high;
}

static bool
is_bounded(const char *pattern, char error[RULE_ERROR_SIZE])
{
    long product = 1;

    if (strlen(pattern) > RULE_PATTERN_MAX)
        return fail(error, "it is longer than 128 characters");
    for (const char *at = pattern; *at != '\0'; at++) {
        if (at[0] == '\\' && at[1] != '\0') {
            if (isdigit((unsigned char)at[1]))
                return fail(error, "back-references are not allowed");
            at++;
        } else if (*at == '{') {
            long count = count_at(at);

            if (count > COUNT_PRODUCT_MAX || (product *= count) > COUNT_PRODUCT_MAX)
                return fail(error, "its counts {n,m} multiply to more than 256");
        }
    }
    return true;
}

bool
rule_pattern_compile(const char *pattern, regex_t *regex, char error[RULE_ERROR_SIZE])
{
    int result;

    if (!is_bounded(pattern, error))
        return false;
    result = regcomp(regex, pattern, REG_EXTENDED | REG_NOSUB);
    if (result == 0)
        return true;
    regerror(result, regex, error, RULE_ERROR_SIZE);
    return false;
}
