/* What is printed: the format is the program's, its arguments may be anybody's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "program/print.h"

/* What was printed since the stream was opened. */
struct page {
    FILE *out;
    char *text;
    size_t len;
};

static FILE *
begin(struct page *page)
{
    page->out = open_memstream(&page->text, &page->len);
    assert_non_null(page->out);
    return page->out;
}

static void
assert_printed(struct page *page, const char *wanted)
{
    assert_int_equal(fclose(page->out), 0);
    assert_string_equal(page->text, wanted);
    free(page->text);
}

static void
numbers_and_widths_are_as_printf_has_them(void **state)
{
    struct page page;
    char wanted[200];

    (void)state;
#define NUMBERS                                                                                    \
    "%d|%5d|%-5d|%05d|%u|%x|%04X|%zu|%8zu|%-4zu|%ld|%lld|%.3f|%5.1f|%*d|%%\n", -1, 12, 12, 12, 7U, \
        255U, 0xABU, (size_t)9, (size_t)10, (size_t)11, -5L, 1LL << 40, 1.5, 2.25, 4, 8
    (void)snprintf(wanted, sizeof wanted, NUMBERS);
    print_to(begin(&page), NUMBERS);
    assert_printed(&page, wanted);
}

static void
texts_are_laid_out_as_printf_does(void **state)
{
    struct page page;

    (void)state;
    print_to(begin(&page), "[%s] [%6s] [%-6s] [%.2s] [%*s] [%.*s] [%c]\n", "a", "b", "c", "def", 3,
             "g", 1, "hi", 'j');
    assert_printed(&page, "[a] [     b] [c     ] [de] [  g] [h] [j]\n");
}

static void
no_argument_commands_the_terminal_or_adds_a_line(void **state)
{
    struct page page;

    (void)state;
    print_to(begin(&page), "%s: %s%c\n", "a\nPaid.", "\x1b[2J\xc2\x9b\xff", '\a');
    assert_printed(&page, "a\\x0aPaid.: \\x1b[2J<U+009B>\\xff\\x07\n");
}

static void
own_text_keeps_its_lines_and_colours(void **state)
{
    struct page page;

    (void)state;
    print_own(begin(&page), "\x1b[1mone\ntwo\x1b[0m\n");
    assert_printed(&page, "\x1b[1mone\ntwo\x1b[0m\n");
}

static void
lines_stay_and_what_is_in_them_is_text(void **state)
{
    struct page page;

    (void)state;
    print_lines(begin(&page), "# ", "one\n\x1b[2Jtwo");
    assert_printed(&page, "# one\n# \\x1b[2Jtwo\n");
}

static void
json_says_the_same_in_characters_that_can_be_shown(void **state)
{
    struct page page;

    (void)state;
    print_json(begin(&page),
               "{\n\t\"a\": \"\xc2\x9b\xe2\x80\xae\x7f\xf3\xa0\x81\x81\xff \xe6\xb8\xac\"\n}");
    assert_printed(&page,
                   "{\n\t\"a\": \"\\u009b\\u202e\\u007f\\udb40\\udc41\\ufffd \xe6\xb8\xac\"\n}");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_widths_are_as_printf_has_them),
        cmocka_unit_test(texts_are_laid_out_as_printf_does),
        cmocka_unit_test(no_argument_commands_the_terminal_or_adds_a_line),
        cmocka_unit_test(own_text_keeps_its_lines_and_colours),
        cmocka_unit_test(lines_stay_and_what_is_in_them_is_text),
        cmocka_unit_test(json_says_the_same_in_characters_that_can_be_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
