/* The registry of merchants: found by app code, byte by byte, also where two share a bucket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "merchant/merchant.h"

enum { CROWD = 3 * MERCHANT_BUCKETS };

static struct merchant *
join(struct merchant_registry *registry, unsigned number)
{
    char app_code[APP_CODE_LEN + 1];
    struct merchant *merchant;

    snprintf(app_code, sizeof app_code, "%032X", number);
    merchant = merchant_new(app_code, "key", 0);
    assert_non_null(merchant);
    registry_add(registry, merchant);
    return merchant;
}

static struct merchant *
look_up(const struct merchant_registry *registry, unsigned number)
{
    char app_code[APP_CODE_LEN + 1];

    snprintf(app_code, sizeof app_code, "%032X", number);
    return registry_find(registry, app_code);
}

static int
gather(void **state)
{
    static struct merchant_registry registry;

    memset(&registry, 0, sizeof registry);
    for (unsigned i = 0; i < CROWD; i++)
        join(&registry, i);
    *state = &registry;
    return 0;
}

static int
disperse(void **state)
{
    registry_clear(*state);
    return 0;
}

static void
everybody_is_found(void **state)
{
    for (unsigned i = 0; i < CROWD; i++)
        assert_non_null(look_up(*state, i));
    assert_null(look_up(*state, CROWD));
    assert_null(registry_find(*state, NULL));
    assert_null(registry_find(*state, ""));
}

static void
a_walk_meets_everybody_once(void **state)
{
    const struct merchant_registry *registry = *state;
    bool is_met[CROWD] = {false};
    const struct merchant *merchant = NULL;
    size_t count = 0;

    while ((merchant = registry_next(registry, merchant))) {
        unsigned long number = strtoul(merchant->app_code, NULL, 16);

        assert_in_range(number, 0, CROWD - 1);
        assert_false(is_met[number]);
        is_met[number] = true;
        count++;
    }
    assert_int_equal(count, CROWD);
    assert_int_equal(registry->count, CROWD);
}

static void
who_leaves_is_gone_and_the_others_stay(void **state)
{
    struct merchant_registry *registry = *state;

    for (unsigned i = 0; i < CROWD; i += 2) {
        struct merchant *merchant = look_up(registry, i);

        registry_remove(registry, merchant);
        merchant_free(merchant);
    }
    for (unsigned i = 0; i < CROWD; i++)
        assert_int_equal(look_up(registry, i) != NULL, i % 2);
    assert_int_equal(registry->count, CROWD / 2);
}

static void
a_key_is_known_for_as_long_as_somebody_has_it(void **state)
{
    struct merchant_registry *registry = *state;
    struct merchant *one = merchant_new("one", "shared", 0);
    struct merchant *two = merchant_new("two", "shared", 0);

    assert_non_null(one);
    assert_non_null(two);
    assert_false(registry_has_key(registry, "shared"));
    registry_add(registry, one);
    registry_add(registry, two);
    registry_remove(registry, one);
    merchant_free(one);
    assert_true(registry_has_key(registry, "shared"));
    registry_remove(registry, two);
    merchant_free(two);
    assert_false(registry_has_key(registry, "shared"));
}

static unsigned
count_awaited(const struct merchant_registry *registry)
{
    unsigned count = 0;

    for (const struct merchant *at = registry->awaited; at; at = at->next_awaited)
        count++;
    return count;
}

static void
only_those_for_whom_something_may_come_are_awaited(void **state)
{
    struct merchant_registry *registry = *state;
    struct merchant *merchant = NULL;

    assert_int_equal(count_awaited(registry), CROWD); /* who comes new is looked at once */
    while ((merchant = registry_next(registry, merchant)))
        registry_await_no_more(merchant);
    assert_int_equal(count_awaited(registry), 0);
    for (unsigned i = 0; i < 6; i++)
        registry_await(registry, look_up(registry, i % 3));
    assert_int_equal(count_awaited(registry), 3);
    for (unsigned i = 1; i < 3; i++)
        registry_await_no_more(look_up(registry, 1)); /* twice is as good as once */

    assert_int_equal(count_awaited(registry), 2);
    merchant = look_up(registry, 0);
    registry_remove(registry, merchant);
    merchant_free(merchant);
    assert_ptr_equal(registry->awaited, look_up(registry, 2));
    assert_int_equal(count_awaited(registry), 1);
}

static void
removing_a_stranger_changes_nothing(void **state)
{
    struct merchant_registry *registry = *state;
    struct merchant *stranger = merchant_new("stranger", "key", 0);

    assert_non_null(stranger);
    registry_remove(registry, stranger);
    merchant_free(stranger);
    assert_int_equal(registry->count, CROWD);
}

static void
a_changed_copy_leaves_the_original_alone_until_it_is_taken(void **state)
{
    struct merchant *merchant = look_up(*state, 7);
    struct merchant *copy;

    assert_true(merchant_add_account(merchant, "one", MCHID_ACTIVE));
    assert_true(merchant_add_pay_type(merchant, "800201"));
    copy = merchant_dup(merchant);
    assert_non_null(copy);
    copy->accounts[0].state = MCHID_DISABLED;
    assert_true(merchant_add_account(copy, "two", MCHID_ACTIVE));
    copy->pay_type_count = 0;
    assert_int_equal(merchant->accounts[0].state, MCHID_ACTIVE);
    assert_null(merchant_account(merchant, "two"));
    assert_true(merchant_has_pay_type(merchant, "800201"));
    merchant_take(merchant, copy);

    assert_int_equal(merchant->accounts[0].state, MCHID_DISABLED);
    assert_non_null(merchant_account(merchant, "two"));
    assert_false(merchant_has_pay_type(merchant, "800201"));
    assert_ptr_equal(look_up(*state, 7), merchant);
    assert_non_null(look_up(*state, 7 + MERCHANT_BUCKETS));
}

static void
lists_are_bounded(void **state)
{
    struct merchant *merchant = look_up(*state, 1);

    for (int i = 0; i < MERCHANT_LIST_MAX; i++)
        assert_true(merchant_add_pay_type(merchant, "800201"));
    assert_false(merchant_add_pay_type(merchant, "800201"));
}

static void
no_currency_listed_means_all(void **state)
{
    struct merchant *merchant = look_up(*state, 1);

    assert_true(merchant_has_currency(merchant, "HKD"));
    assert_true(merchant_add_currency(merchant, "JPY"));
    assert_false(merchant_has_currency(merchant, "HKD"));
    assert_true(merchant_has_currency(merchant, "JPY"));
}

int
main(void)
{
#define CROWD_TEST(name) cmocka_unit_test_setup_teardown(name, gather, disperse)
    static const struct CMUnitTest tests[] = {
        CROWD_TEST(everybody_is_found),
        CROWD_TEST(a_walk_meets_everybody_once),
        CROWD_TEST(who_leaves_is_gone_and_the_others_stay),
        CROWD_TEST(a_key_is_known_for_as_long_as_somebody_has_it),
        CROWD_TEST(only_those_for_whom_something_may_come_are_awaited),
        CROWD_TEST(removing_a_stranger_changes_nothing),
        CROWD_TEST(a_changed_copy_leaves_the_original_alone_until_it_is_taken),
        CROWD_TEST(lists_are_bounded),
        CROWD_TEST(no_currency_listed_means_all),
    };

    return cmocka_run_group_tests_name("merchant", tests, NULL, NULL);
}
