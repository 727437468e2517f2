/* Patterns mean what they mean to the C library, whose regcomp is the oracle here, and cost what is
 * promised: what explodes there is refused or given up. */
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "program/pattern.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    STEPS = 6 * PATTERN_STEPS_MAX,
    /* At the end of texts. In the middle of a pattern, where nobody writes one, the C library takes
     * a $ before a line break and a ^ behind one against its own manual. */
    WITH_LINE_BREAKS = 3,
};

static const char *const texts[] = {
    "",           "a",          "ab",    "abc",  "aab",    "b",        "ba",
    "a b",        "\\",         "a\\",   "]",    "-",      "a-b",      "^",
    "$",          "a$",         "^a",    ")",    "a)",     "{",        "a{2}",
    "}",          "0",          "09",    "1234", "d",      "n",        "\t",
    "_",          "a_b",        "A",     "AB",   "aA0",    ".",        "a.b",
    ",",          "|",          "*",     "+",    "?",      "(",        "a+b",
    "[",          "[a]",        "aaaa",  "abab", "demo-1", "not-demo", "\xe4\xb8\xad",
    "\xff\x80 x", "order 2026", "a  b ", ":",    "a\n",    "\na",      "a\nb",
};

/* Whether both say the same of a pattern and of each of the first texts. */
static void
assert_same(const char *text, size_t count)
{
    char error[PATTERN_ERROR_SIZE] = "";
    struct pattern *pattern = pattern_new(text, error);
    regex_t regex;
    bool is_valid = regcomp(&regex, text, REG_EXTENDED | REG_NOSUB) == 0;

    if (is_valid != (pattern != NULL))
        fail_msg("%s: valid is %d here and %d there: %s", text, pattern != NULL, is_valid, error);
    for (size_t i = 0; is_valid && i < count; i++) {
        size_t steps = STEPS;
        enum pattern_result wanted = regexec(&regex, texts[i], 0, NULL, 0) == 0 ? PATTERN_MATCHES
                                                                                : PATTERN_DIFFERS;
        enum pattern_result got = pattern_try(pattern, texts[i], &steps);

        if (got != wanted)
            fail_msg("\"%s\" on \"%s\" is %d here and %d there", text, texts[i], (int)got,
                     (int)wanted);
    }
    if (is_valid)
        regfree(&regex);
    pattern_free(pattern);
}

static void
a_pattern_means_what_it_means_to_the_c_library(void **state)
{
    static const char *const patterns[] = {
        "",
        "^$",
        "a",
        "^a$",
        "^demo-",
        "^[0-9]{3}$",
        ".",
        "^.$",
        "^...$",
        "a.b",
        "a$",
        "$",
        "^",
        "a|b",
        "a||b",
        "|",
        "()",
        "(|a)b",
        "(a|b)*c",
        "(ab)+$",
        "^(ab){2}$",
        "a{2}",
        "^a{,2}b",
        "a{2,}",
        "^a{0}$",
        "a{,}",
        "a{1,2}{2}",
        "a*?",
        "a+?b",
        "a**",
        "a*+b",
        "a?+",
        "(a+)+b",
        "[]a]",
        "[^]a]",
        "[a-]",
        "[-a]",
        "[]-a]",
        "[a\\]",
        "^[\\d]$",
        "[[:alpha:]]",
        "[^[:space:]]",
        "[[:alpha:][:digit:]_]+",
        "^[[:punct:]]$",
        "[[.a.]]",
        "[[.-.]]",
        "[[=a=]]",
        "[[.a.]-c]",
        "[!--]",
        "[--/]",
        "[a[]",
        "[[a]",
        "[.]",
        "[$]",
        "[*+?{}()|^]",
        "^[^^]$",
        "\\.",
        "\\\\",
        "\\d",
        "\\n",
        "\\t",
        "\\w+",
        "^\\W$",
        "\\s",
        "\\S\\s",
        "\\<a",
        "a\\>",
        "\\ba",
        "a\\b",
        "\\Bb",
        "\\B",
        "\\`a",
        "a\\'",
        "\\{2\\}",
        "\\(a\\)",
        "\\$",
        "\\^",
        "a)",
        ")",
        "}",
        "]",
        "a^b",
        "a$b",
        "(^a)",
        "(^|b)a",
        "(a$)",
        "(^)*a",
        "x{0,1}",
        "#",
        "/",
        "a b",
        "\xe4\xb8\xad",
        "[\xe4-\xff]",
        "^[^a]{3}$",
        "-",
        ",",
        "\"",
        "'",
        "^(([0-9]){1,2}|d)$",
        "a{1}b{2}|c",
        "[[:upper:]]{2}",
        "(a|ab)(c|bcd)*",
        "\\Q",
        "\\K",
        "\\x41",
        "\\E",
        "(a)(b)(c)",
        "[[:blank:]]",
        /* and what is none */
        "(",
        "(a",
        "(()",
        "[",
        "[a",
        "[]",
        "[^]",
        "[[:alpha:]",
        "[[:word:]]",
        "[[:foo:]]",
        "[[:<:]]",
        "[[.space.]]",
        "[[=ab=]]",
        "[b-a]",
        "[a-c-e]",
        "[a-[:digit:]]",
        "[[:digit:]-z]",
        "[[=a=]-c]",
        "[b-[=c=]]",
        "a{",
        "a{2",
        "a{2,1}",
        "a{x}",
        "a{}",
        "a{1x}",
        "a{-1}",
        "{",
        "{2}",
        "a|{2}",
        "*",
        "+",
        "?",
        "a|*b",
        "(*a)",
        "(?:a)",
        "(?i)a",
        "(*UTF)a",
        "^*",
        "$*",
        "\\<*",
        "\\b{2}",
        "\\",
        "a\\",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(patterns); i++)
        assert_same(patterns[i], COUNT(texts));
}

/* The same of what nobody would think of. Short, or the C library explodes. */
static void
so_do_patterns_made_at_random(void **state)
{
    static const char *const parts[] = {
        "a",  "b",   "c",   ".",   "^",    "$",   "|",         "(",    ")",     "(",
        ")",  "[",   "]",   "[",   "]",    "*",   "+",         "?",    "{2}",   "{1,2}",
        "{,", "}",   "-",   ":",   "[:",   ":]",  "[:alpha:]", "[.",   ".]",    "[=a=]",
        "^",  "\\<", "\\>", "\\b", "\\B",  "\\w", "\\W",       "\\s",  "\\.",   "\\n",
        "0",  "_",   ",",   "\n",  "\xff", "\\`", "\\'",       "[^a]", "[a-c]", " ",
    };
    uint32_t random = 14;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char pattern[64] = "";
        size_t len = 0;

        for (int count = 0; count < 7; count++) {
            random = random * 1664525u + 1013904223u;
            len += (size_t)snprintf(pattern + len, sizeof pattern - len, "%s",
                                    parts[(random >> 8) % COUNT(parts)]);
        }
        assert_same(pattern, COUNT(texts) - WITH_LINE_BREAKS);
    }
}

static void
a_refusal_says_why_and_where(void **state)
{
    static const struct {
        const char *pattern;
        const char *because;
    } bad[] = {
        {"ab(c", "a ( is never closed, at character 3"},
        {"ab[c", "a [ is never closed, at character 3"},
        {"a{2", "a { begins no count such as {2} or {1,3}, at character 2"},
        {"^*", "a repeat has nothing to repeat, at character 2"},
        {"a\\", "a backslash has nothing behind it, at character 2"},
        {"(a)\\1", "back-references are not allowed, at character 4"},
        {"[b-a]", "a range ends before it begins, at character 2"},
        {"[[:foo:]]", "[: begins no class of characters such as [:digit:], at character 2"},
        {"(a{99}){999}", "a count is larger than 256, at character 8"},
        {"a{1,30000}", "a count is larger than 256, at character 2"},
        {"a++++++++++++++++++++", "more than 16 repeats of repeats, at character 19"},
        {"((((((((((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+",
         "its parentheses nest more than 16 deep, at character 17"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        char error[PATTERN_ERROR_SIZE] = "";

        assert_null(pattern_new(bad[i].pattern, error));
        assert_string_equal(error, bad[i].because);
    }
}

static void
what_would_be_compiled_to_much_is_refused(void **state)
{
    char error[PATTERN_ERROR_SIZE] = "";

    (void)state;
    assert_null(pattern_new("([ab][bc][cd][de][ef][fg]){256}", error));
    assert_non_null(strstr(error, "compiled to more than 16384 bytes"));
}

static void
a_pattern_has_a_longest_length(void **state)
{
    char text[PATTERN_MAX + 2];
    char error[PATTERN_ERROR_SIZE] = "";
    struct pattern *pattern;

    (void)state;
    memset(text, 'a', sizeof text);
    text[PATTERN_MAX + 1] = '\0';
    assert_null(pattern_new(text, error));
    assert_string_equal(error, "it is longer than 4096 characters");
    text[PATTERN_MAX] = '\0';
    pattern = pattern_new(text, error);
    assert_non_null(pattern);
    pattern_free(pattern);
}

/* Each as long as it may be everywhere a byte becomes more than one. */
static void
the_longest_translations_have_room(void **state)
{
    static const char *const units[] = {"\\<", "[a]", "[a-b]", "(a)", ".", "a?", "[[.a.]]", "#"};

    (void)state;
    for (size_t i = 0; i < COUNT(units); i++) {
        char text[PATTERN_MAX + 8] = "";
        char error[PATTERN_ERROR_SIZE] = "";
        size_t len = 0;

        while (len + strlen(units[i]) <= PATTERN_MAX)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s", units[i]);
        pattern_free(pattern_new(text, error));
    }
}

/* Texts that take a search which tries one way after another an exponential time. */
static const char *const endless[] = {
    "(a+)+c", "(a|aa)+c", "(a*)*c", "^(a?){64}a{4}[ab]c",     "((a*)*)*c",
    "(a+)+$", "^(a|a)*$", "(.*)*x", "(a*a*a*a*a*a*a*a*a*)*c", "(\\w+\\s?)*;",
};

static void
a_trial_without_end_is_given_up(void **state)
{
    char text[1024];

    (void)state;
    memset(text, 'a', sizeof text);
    memcpy(text + sizeof text - 3, "!c", 3);
    for (size_t i = 0; i < COUNT(endless); i++) {
        char error[PATTERN_ERROR_SIZE] = "";
        struct pattern *pattern = pattern_new(endless[i], error);
        size_t steps = STEPS;

        if (!pattern)
            fail_msg("%s is refused: %s", endless[i], error);
        if (pattern_try(pattern, text, &steps) == PATTERN_MATCHES)
            fail_msg("%s matches", endless[i]);
        assert_true(steps >= STEPS - 2 * PATTERN_STEPS_MAX);
        pattern_free(pattern);
    }
}

/* Given up one after the other they share what there is, and the last costs nothing any more. */
static void
trials_share_their_steps(void **state)
{
    char error[PATTERN_ERROR_SIZE] = "";
    struct pattern *pattern = pattern_new("(a+)+c", error);
    size_t steps = STEPS;
    int trials = 0;

    (void)state;
    assert_non_null(pattern);
    for (; steps > 0; trials++)
        assert_int_equal(pattern_try(pattern, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!c", &steps),
                         PATTERN_GAVE_UP);
    assert_in_range(trials, STEPS / (2 * PATTERN_STEPS_MAX), STEPS / PATTERN_STEPS_MAX);
    assert_int_equal(pattern_try(pattern, "ac", &steps), PATTERN_GAVE_UP);
    assert_int_equal(steps, 0);
    pattern_free(pattern);
}

/* Eight of a hundred rules each. */
static void
ordinary_patterns_leave_enough_for_eight_hundred(void **state)
{
    char error[PATTERN_ERROR_SIZE] = "";
    struct pattern *pattern = pattern_new("^(demo|test)-[0-9]{4}.*[a-z]$", error);
    size_t steps = STEPS;

    (void)state;
    assert_non_null(pattern);
    for (int i = 0; i < 800; i++)
        assert_int_equal(
            pattern_try(pattern, "demo-2026-a number that a shop gives its orders", &steps),
            PATTERN_MATCHES);
    pattern_free(pattern);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_means_what_it_means_to_the_c_library),
        cmocka_unit_test(so_do_patterns_made_at_random),
        cmocka_unit_test(a_refusal_says_why_and_where),
        cmocka_unit_test(what_would_be_compiled_to_much_is_refused),
        cmocka_unit_test(a_pattern_has_a_longest_length),
        cmocka_unit_test(the_longest_translations_have_room),
        cmocka_unit_test(a_trial_without_end_is_given_up),
        cmocka_unit_test(trials_share_their_steps),
        cmocka_unit_test(ordinary_patterns_leave_enough_for_eight_hundred),
    };

    return cmocka_run_group_tests_name("pattern", tests, NULL, NULL);
}
