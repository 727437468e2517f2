/* What somebody else sent, as it may be shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "program/shown.h"

static void
assert_shown_of(const char *bytes, size_t len, const char *wanted)
{
    char shown[200] = "";
    char piece[SHOWN_PIECE_SIZE];
    size_t at = 0;

    while (len > 0) {
        size_t step = shown_span(bytes, len);

        assert_true(at + step + sizeof piece < sizeof shown);
        memcpy(shown + at, bytes, step);
        at += step;
        if (step == 0) {
            step = shown_instead(bytes, len, piece);
            memcpy(shown + at, piece, strlen(piece));
            at += strlen(piece);
        }
        bytes += step;
        len -= step;
    }
    assert_string_equal(shown, wanted);
}

static void
assert_shown(const char *text, const char *wanted)
{
    assert_shown_of(text, strlen(text), wanted);
}

static void
text_of_any_script_stays(void **state)
{
    (void)state;
    assert_shown("a \xc3\xa9 \xe6\xb8\xac \xf0\x9f\x98\x80 \\x1b",
                 "a \xc3\xa9 \xe6\xb8\xac \xf0\x9f\x98\x80 \\x1b");
}

static void
what_a_terminal_obeys_becomes_visible(void **state)
{
    (void)state;
    assert_shown("a\x1b[0m\r\n\t\x7f", "a\\x1b[0m\\x0d\\x0a\\x09\\x7f");
    assert_shown_of("\0", 1, "\\x00");
    assert_shown("\xc2\x9b[0m", "<U+009B>[0m"); /* CSI in eight bits */
}

/* Byte by byte, so that no such mark can turn this file around either. */
static void
marks_that_deceive_the_eye_become_visible(void **state)
{
    static const struct {
        char bytes[5];
        const char *shown;
    } marks[] = {
        {{'\xe2', '\x80', '\xaa'}, "<U+202A>"}, {{'\xe2', '\x80', '\xae'}, "<U+202E>"},
        {{'\xe2', '\x81', '\xa6'}, "<U+2066>"}, {{'\xe2', '\x81', '\xa9'}, "<U+2069>"},
        {{'\xe2', '\x80', '\x8e'}, "<U+200E>"}, {{'\xe2', '\x80', '\x8f'}, "<U+200F>"},
        {{'\xd8', '\x9c'}, "<U+061C>"},         {{'\xe2', '\x80', '\x8b'}, "<U+200B>"},
        {{'\xe2', '\x81', '\xa0'}, "<U+2060>"}, {{'\xef', '\xbb', '\xbf'}, "<U+FEFF>"},
        {{'\xc2', '\xad'}, "<U+00AD>"},         {{'\xe2', '\x80', '\xa8'}, "<U+2028>"},
        {{'\xe2', '\x80', '\xa9'}, "<U+2029>"}, {{'\xf3', '\xa0', '\x81', '\x81'}, "<U+E0041>"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        assert_shown(marks[i].bytes, marks[i].shown);
}

static void
what_xml_forbids_becomes_visible(void **state)
{
    (void)state;
    assert_shown("\xef\xbf\xbe\xef\xbf\xbf", "<U+FFFE><U+FFFF>");
    assert_shown("\xf4\x8f\xbf\xbf", "<U+10FFFF>");
}

static void
broken_sequences_become_visible(void **state)
{
    (void)state;
    assert_shown("\xe6\xb8", "\\xe6\\xb8");
    assert_shown("\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80",
                 "\\xc0\\x80\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80");
    assert_shown("\x9b[0m\xff", "\\x9b[0m\\xff");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_any_script_stays),
        cmocka_unit_test(what_a_terminal_obeys_becomes_visible),
        cmocka_unit_test(marks_that_deceive_the_eye_become_visible),
        cmocka_unit_test(what_xml_forbids_becomes_visible),
        cmocka_unit_test(broken_sequences_become_visible),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
