/* What somebody else sent, as terminals, XML and JSON may have it. */
#include "base/printable.h"
#include "support.h"

static void
assert_shown(const char *sent, const char *shown)
{
    struct arena *arena = arena_new();

    assert_string_equal(printable(arena, sent), shown);
    arena_free(arena);
}

static void
text_of_any_script_stays(void **state)
{
    (void)state;
    assert_shown("a \xc3\xa9 \xe6\xb8\xac \xf0\x9f\x98\x80",
                 "a \xc3\xa9 \xe6\xb8\xac \xf0\x9f\x98\x80");
}

static void
control_characters_become_visible(void **state)
{
    (void)state;
    assert_shown("a\x1b[0m\r\n\x7f", "a\\x1b[0m\\x0d\\x0a\\x7f");
}

static void
control_characters_behind_ascii_become_visible(void **state)
{
    (void)state;
    assert_shown("\xc2\x9b[0m", "<U+009B>[0m"); /* CSI in eight bits */
}

static void
marks_that_turn_the_direction_become_visible(void **state)
{
    /* Byte by byte, so that no such mark can turn this file around either. */
    const char override[] = {'a', '\xe2', '\x80', '\xae', 'b', '\0'};
    const char isolate[] = {'\xe2', '\x81', '\xa6', '\0'};

    (void)state;
    assert_shown(override, "a<U+202E>b");
    assert_shown(isolate, "<U+2066>");
}

static void
what_xml_forbids_becomes_visible(void **state)
{
    (void)state;
    assert_shown("\xef\xbf\xbe\xef\xbf\xbf", "<U+FFFE><U+FFFF>");
}

static void
broken_sequences_become_visible(void **state)
{
    (void)state;
    assert_shown("\xe6\xb8", "\\xe6\\xb8");
    assert_shown("\xc0\x80\xed\xa0\x80", "\\xc0\\x80\\xed\\xa0\\x80");
}

static void
a_long_text_is_cut_and_says_how_long_it_was(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(printable_short(arena, "abcdef", 6, 3), "abc... (6 bytes)");
    assert_string_equal(printable_short(arena, "abc", 3, 3), "abc");
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_any_script_stays),
        cmocka_unit_test(control_characters_become_visible),
        cmocka_unit_test(control_characters_behind_ascii_become_visible),
        cmocka_unit_test(marks_that_turn_the_direction_become_visible),
        cmocka_unit_test(what_xml_forbids_becomes_visible),
        cmocka_unit_test(broken_sequences_become_visible),
        cmocka_unit_test(a_long_text_is_cut_and_says_how_long_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
