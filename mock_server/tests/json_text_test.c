/* JSON written in another way: white space between the parts, escapes, characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json_text.h"

static const char text[] = "{ \"a, b\" :\"c\\\": d\",\n\t\"e\":[1, 2]}";

static void
assert_respaced(const struct json_spaces *spaces, const char *expected)
{
    struct arena arena;

    arena_init(&arena, NULL, 0);
    assert_string_equal(json_respace(&arena, text, spaces), expected);
    arena_clear(&arena);
}

static void
white_space_changes_outside_of_texts_only(void **state)
{
    (void)state;
    assert_respaced(&json_compact, "{\"a, b\":\"c\\\": d\",\"e\":[1,2]}");
    assert_respaced(&json_one_line, "{\"a, b\": \"c\\\": d\", \"e\": [1, 2]}");
    assert_respaced(&json_lines, "{\n    \"a, b\": \"c\\\": d\",\n    \"e\": [1,\n    2]\n}");
}

static void
an_escape_has_four_digits(void **state)
{
    (void)state;
    assert_int_equal(json_escaped_unit("\\u00E9!", 7), 0xe9);
    assert_int_equal(json_escaped_unit("\\u00E9", 5), -1);
    assert_int_equal(json_escaped_unit("\\u00g9", 6), -1);
    assert_int_equal(json_escaped_unit("\\n0000", 6), -1);
}

static void
characters_take_one_to_four_bytes(void **state)
{
    char bytes[4];

    (void)state;
    assert_int_equal(json_put_utf8(bytes, 'A'), 1);
    assert_int_equal(bytes[0], 'A');
    assert_int_equal(json_put_utf8(bytes, 0xe9), 2);
    assert_memory_equal(bytes, "\xc3\xa9", 2);
    assert_int_equal(json_put_utf8(bytes, 0x20ac), 3);
    assert_memory_equal(bytes, "\xe2\x82\xac", 3);
    assert_int_equal(json_put_utf8(bytes, 0x1f600), 4);
    assert_memory_equal(bytes, "\xf0\x9f\x98\x80", 4);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_changes_outside_of_texts_only),
        cmocka_unit_test(an_escape_has_four_digits),
        cmocka_unit_test(characters_take_one_to_four_bytes),
    };

    return cmocka_run_group_tests_name("json_text", tests, NULL, NULL);
}
