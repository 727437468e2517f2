/* The structures in which the store finds things: each keeps what was put in, in its order, and
 * an addition costs the same however many are there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/by_id.h"
#include "store/lookup.h"
#include "store/ordered.h"

enum { MANY = 3000, MOST_HASHED = 160 };

struct thing {
    int64_t key;
    int64_t hash;
};

static size_t hashed; /* calls of hash_of */

static uint64_t
hash_of(const void *item)
{
    hashed++;
    return (uint64_t)((const struct thing *)item)->hash;
}

static bool
is(const void *item, const void *key)
{
    return ((const struct thing *)item)->key == *(const int64_t *)key;
}

static const struct lookup_key by_key = {hash_of, is};

static struct thing *
find(const struct lookup *lookup, const struct thing *thing)
{
    return lookup_find(lookup, (uint64_t)thing->hash, &thing->key);
}

/* All kinds of hashes: each its own, many the same, far apart. */
static void
fill(struct lookup *lookup, struct thing things[MANY], int64_t factor, int64_t modulus)
{
    for (int64_t i = 0; i < MANY; i++) {
        things[i] = (struct thing){i, i % modulus * factor};
        assert_true(lookup_reserve(lookup));
        lookup_add(lookup, &things[i]);
    }
}

static void
everything_that_was_added_is_found(void **state)
{
    static struct thing things[MANY];
    const int64_t shapes[][2] = {{1, MANY}, {1, 40}, {1024, MANY}};

    (void)state;
    for (size_t shape = 0; shape < 3; shape++) {
        struct lookup lookup = {.key = &by_key};

        fill(&lookup, things, shapes[shape][0], shapes[shape][1]);
        for (int64_t i = 0; i < MANY; i++)
            assert_ptr_equal(find(&lookup, &things[i]), &things[i]);
        assert_null(find(&lookup, &(struct thing){-1, 3}));
        lookup_clear(&lookup);
    }
}

static void
what_was_removed_is_gone_and_the_rest_is_found(void **state)
{
    static struct thing things[MANY];
    struct lookup lookup = {.key = &by_key};

    (void)state;
    fill(&lookup, things, 1, 40);
    for (int64_t i = 0; i < MANY; i += 3)
        lookup_remove(&lookup, &things[i]);

    for (int64_t i = 0; i < MANY; i++)
        assert_ptr_equal(find(&lookup, &things[i]), i % 3 == 0 ? NULL : &things[i]);
    lookup_clear(&lookup);
}

static void
what_was_removed_can_come_back_without_any_memory(void **state)
{
    static struct thing things[MANY];
    struct lookup lookup = {.key = &by_key};
    size_t capacity;

    (void)state;
    fill(&lookup, things, 1, MANY);
    capacity = lookup.capacity;
    for (int64_t i = 0; i < MANY; i++)
        lookup_remove(&lookup, &things[i]);
    for (int64_t i = 0; i < MANY; i++)
        lookup_add(&lookup, &things[i]);

    assert_int_equal(lookup.count, MANY);
    assert_int_equal(lookup.capacity, capacity);
    lookup_clear(&lookup);
}

static void
no_removal_goes_through_all_that_are_there(void **state)
{
    static struct thing things[MANY];
    struct lookup lookup = {.key = &by_key};

    (void)state;
    fill(&lookup, things, 1, MANY); /* ids one behind the other */
    for (int64_t i = 0; i < MANY; i++) {
        hashed = 0;
        lookup_remove(&lookup, &things[i]);
        assert_in_range(hashed, 1, i == 0 ? 2 * MANY : MOST_HASHED); /* the first ends a growth */
    }
    lookup_clear(&lookup);
}

static void
no_addition_pays_for_all_that_are_there(void **state)
{
    static struct thing things[MANY];
    struct lookup lookup = {.key = &by_key};

    (void)state;
    for (int64_t i = 0; i < MANY; i++) {
        things[i] = (struct thing){i, i};
        hashed = 0;
        assert_true(lookup_reserve(&lookup));
        lookup_add(&lookup, &things[i]);
        assert_in_range(hashed, 1, MOST_HASHED);
    }
    lookup_clear(&lookup);
}

static struct rank
rank_of_thing(const void *item)
{
    const struct thing *thing = item;

    return (struct rank){thing->hash, thing->key};
}

static void
assert_in_order(const struct ordered *ordered)
{
    for (size_t i = 1; i < ordered->count; i++)
        assert_true(rank_is_below(ordered->rank(ordered_at(ordered, i - 1)),
                                  ordered->rank(ordered_at(ordered, i))));
    assert_null(ordered_at(ordered, ordered->count));
}

static void
items_lie_in_order_however_they_come_and_go(void **state)
{
    static struct thing things[MANY];
    struct ordered ordered = {.rank = rank_of_thing};

    (void)state;
    for (int64_t i = 0; i < MANY; i++) {
        things[i] = (struct thing){i, i * 7919 % 1000};
        assert_true(ordered_reserve(&ordered));
        ordered_add(&ordered, &things[i]);
    }
    assert_in_order(&ordered);
    assert_int_equal(ordered_below(&ordered, (struct rank){500, INT64_MIN}), MANY / 2);
    for (int64_t i = 0; i < MANY; i += 2)
        ordered_remove(&ordered, &things[i]);
    assert_in_order(&ordered);
    for (int64_t i = 0; i < MANY; i += 2)
        ordered_add(&ordered, &things[i]);
    assert_in_order(&ordered);
    assert_int_equal(ordered.count, MANY);
    ordered_clear(&ordered);
}

static void
a_queue_that_empties_as_it_fills_needs_no_more_room(void **state)
{
    static struct thing things[MANY];
    struct ordered ordered = {.rank = rank_of_thing};

    (void)state;
    for (int64_t i = 0; i < MANY; i++) {
        things[i] = (struct thing){i, i};
        assert_true(ordered_reserve(&ordered));
        ordered_add(&ordered, &things[i]);
        if (i >= 10)
            ordered_remove(&ordered, ordered_at(&ordered, 0));
    }

    assert_in_range(ordered.capacity, 1, 64);
    ordered_clear(&ordered);
}

/* What leaves at one end and comes in at the other needs no more room than there is. */
static void
room_for_so_many_is_room_wherever_they_lie(void **state)
{
    enum { FEW = 16, TURNS = 100 };
    static struct thing things[FEW + TURNS];
    struct ordered ordered = {.rank = rank_of_thing};
    size_t capacity;

    (void)state;
    assert_true(ordered_reserve_for(&ordered, FEW));
    capacity = ordered.capacity;
    for (int64_t i = 0; i < FEW + TURNS; i++) {
        things[i] = (struct thing){i, i};
        if (i >= FEW)
            ordered_remove(&ordered, &things[i - FEW]);
        ordered_add(&ordered, &things[i]);
        assert_in_order(&ordered);
    }
    assert_int_equal(ordered.count, FEW);
    assert_int_equal(ordered.capacity, capacity);
    ordered_clear(&ordered);
}

/* And nothing is left of a page when its last item has gone. */
static void
items_are_found_by_id_until_they_are_removed(void **state)
{
    struct by_id by_id = {.pages = {.key = &page_by_number}};
    int things[MANY];

    (void)state;
    for (int i = 0; i < MANY; i++) {
        assert_null(by_id_find(&by_id, i));
        assert_true(by_id_reserve(&by_id, i));
        by_id_add(&by_id, i, &things[i]);
    }
    for (int i = 0; i < MANY; i += 2)
        by_id_remove(&by_id, i);
    for (int i = 0; i < MANY; i++)
        assert_ptr_equal(by_id_find(&by_id, i), i % 2 == 0 ? NULL : &things[i]);
    for (int i = 1; i < MANY; i += 2)
        by_id_remove(&by_id, i);
    assert_int_equal(by_id.pages.count, 0);
    assert_null(by_id_find(&by_id, -1));
    by_id_clear(&by_id);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_was_added_is_found),
        cmocka_unit_test(what_was_removed_is_gone_and_the_rest_is_found),
        cmocka_unit_test(what_was_removed_can_come_back_without_any_memory),
        cmocka_unit_test(no_removal_goes_through_all_that_are_there),
        cmocka_unit_test(no_addition_pays_for_all_that_are_there),
        cmocka_unit_test(items_lie_in_order_however_they_come_and_go),
        cmocka_unit_test(room_for_so_many_is_room_wherever_they_lie),
        cmocka_unit_test(a_queue_that_empties_as_it_fills_needs_no_more_room),
        cmocka_unit_test(items_are_found_by_id_until_they_are_removed),
    };

    return cmocka_run_group_tests_name("lookup", tests, NULL, NULL);
}
