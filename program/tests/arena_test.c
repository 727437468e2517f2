/* An arena: pieces do not meet, sizes that cannot be are refused, and everything goes at
 * once. What overlaps or leaks is found by AddressSanitizer, under which each piece stands alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "program/arena.h"

static void
pieces_do_not_meet(void **state)
{
    enum { PIECES = 2000 };
    struct arena arena;
    unsigned char *pieces[PIECES];

    (void)state;
    arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < PIECES; i++) {
        pieces[i] = arena_alloc(&arena, i % 97 + 1);
        assert_non_null(pieces[i]);
        memset(pieces[i], (int)(i % 251), i % 97 + 1);
    }

    for (size_t i = 0; i < PIECES; i++) {
        assert_int_equal(pieces[i][0], i % 251);
        assert_int_equal(pieces[i][i % 97], i % 251);
    }
    arena_clear(&arena);
}

static void
every_piece_is_aligned_for_any_type(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, NULL, 0);
    for (size_t size = 1; size < 100; size++)
        assert_int_equal((uintptr_t)arena_alloc(&arena, size) % _Alignof(max_align_t), 0);
    arena_clear(&arena);
}

static void
the_callers_first_block_may_be_exceeded(void **state)
{
    max_align_t first[8];
    struct arena arena;

    (void)state;
    arena_init(&arena, first, sizeof first);
    for (size_t i = 0; i < 100; i++) {
        unsigned char *piece = arena_alloc(&arena, 48);

        assert_non_null(piece);
        memset(piece, 0xff, 48);
    }
    arena_clear(&arena);
}

static void
a_piece_may_be_larger_than_a_block(void **state)
{
    enum { SIZE = 1000000 };
    struct arena arena;
    unsigned char *piece;

    (void)state;
    arena_init(&arena, NULL, 0);
    piece = arena_alloc(&arena, SIZE);
    assert_non_null(piece);
    memset(piece, 1, SIZE);
    arena_clear(&arena);
}

static void
sizes_that_no_memory_has_are_refused(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, NULL, 0);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_alloc(&arena, SIZE_MAX - 8));
    assert_non_null(arena_alloc(&arena, 1));
    arena_clear(&arena);
}

static void
a_copy_ends_with_a_nul_and_keeps_those_inside(void **state)
{
    struct arena arena;
    const char *copy;

    (void)state;
    arena_init(&arena, NULL, 0);
    copy = arena_copy(&arena, "a\0b", 3);
    assert_memory_equal(copy, "a\0b", 4);
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    arena_clear(&arena);
}

static void
memory_is_zero_even_where_it_was_used_before(void **state)
{
    static const unsigned char zeros[32];
    max_align_t first[64];
    struct arena arena;

    (void)state;
    memset(first, 0xff, sizeof first);
    arena_init(&arena, first, sizeof first);
    assert_memory_equal(arena_alloc(&arena, sizeof zeros), zeros, sizeof zeros);
    arena_clear(&arena);
}

static struct arena *waiting;
static char done[4];

static void
note_release(void *object)
{
    strncat(done, object, 1);
}

static void
what_was_deferred_is_done_last_in_first_out_while_the_memory_is_there(void **state)
{
    struct arena arena;

    (void)state;
    done[0] = '\0';
    arena_init(&arena, NULL, 0);
    assert_true(arena_defer(&arena, note_release, arena_dup(&arena, "a")));
    assert_true(arena_defer(&arena, note_release, arena_dup(&arena, "b")));
    arena_clear(&arena);
    assert_string_equal(done, "ba");
}

static void
give_up(void)
{
    arena_clear(waiting);
    waiting = NULL;
}

static void
who_must_not_go_on_without_memory_is_told(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, NULL, 0);
    arena.exhausted = give_up;
    waiting = &arena;
    assert_non_null(arena_alloc(&arena, 1));
    assert_non_null(waiting);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(waiting);
}

static void
a_formatted_text_has_the_room_that_it_needs(void **state)
{
    struct arena arena;
    const char *text;

    (void)state;
    arena_init(&arena, NULL, 0);
    text = arena_printf(&arena, "%05000d", 7);
    assert_int_equal(strlen(text), 5000);
    assert_int_equal(text[4999], '7');
    arena_clear(&arena);
}

static void
a_number_is_written_in_decimal(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, NULL, 0);
    assert_string_equal(arena_number(&arena, 0), "0");
    assert_string_equal(arena_number(&arena, 1200), "1200");
    assert_string_equal(arena_number(&arena, -7), "-7");
    assert_string_equal(arena_number(&arena, INT64_MAX), "9223372036854775807");
    assert_string_equal(arena_number(&arena, INT64_MIN), "-9223372036854775808");
    arena_clear(&arena);
}

static void
a_formatted_text_may_be_short_or_just_too_long_for_the_first_try(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, NULL, 0);
    assert_string_equal(arena_printf(&arena, "%s-%d", "a", 7), "a-7");
    assert_int_equal(strlen(arena_printf(&arena, "%0127d", 7)), 127);
    assert_int_equal(strlen(arena_printf(&arena, "%0128d", 7)), 128);
    arena_clear(&arena);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_do_not_meet),
        cmocka_unit_test(every_piece_is_aligned_for_any_type),
        cmocka_unit_test(the_callers_first_block_may_be_exceeded),
        cmocka_unit_test(a_piece_may_be_larger_than_a_block),
        cmocka_unit_test(sizes_that_no_memory_has_are_refused),
        cmocka_unit_test(a_copy_ends_with_a_nul_and_keeps_those_inside),
        cmocka_unit_test(memory_is_zero_even_where_it_was_used_before),
        cmocka_unit_test(what_was_deferred_is_done_last_in_first_out_while_the_memory_is_there),
        cmocka_unit_test(who_must_not_go_on_without_memory_is_told),
        cmocka_unit_test(a_formatted_text_has_the_room_that_it_needs),
        cmocka_unit_test(a_formatted_text_may_be_short_or_just_too_long_for_the_first_try),
        cmocka_unit_test(a_number_is_written_in_decimal),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
