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
    merchant = merchant_new(app_code, "key", NULL);
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
    struct merchant *one = merchant_new("one", "shared", NULL);
    struct merchant *two = merchant_new("two", "shared", NULL);

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

/* Whom the agenda names, one after another; all others have to be unheard of. */
static void
assert_agenda(struct merchant_registry *registry, const unsigned *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct appointment *first = registry->agenda.first;

        assert_non_null(first);
        assert_ptr_equal(first->whose, look_up(registry, numbers[i]));
        agenda_cancel(&registry->agenda, first);
    }
    assert_null(registry->agenda.first);
    assert_int_equal(agenda_ms(&registry->agenda), INT64_MAX);
}

/* An agenda of nobody, on clocks that run as the host's. */
static struct agenda *
empty_agenda(struct merchant_registry *registry)
{
    while (registry->agenda.first)
        agenda_cancel(&registry->agenda, registry->agenda.first);
    return &registry->agenda;
}

static void
who_comes_new_is_looked_at_at_once(void **state)
{
    struct merchant_registry *registry = *state;
    unsigned count = 0;

    for (; agenda_ms(&registry->agenda) == 0; count++)
        agenda_cancel(&registry->agenda, registry->agenda.first);
    assert_int_equal(count, CROWD);
}

static void
the_agenda_names_the_earliest_first(void **state)
{
    struct merchant_registry *registry = *state;
    struct agenda *agenda = empty_agenda(registry);
    int64_t now = clock_now(&(struct clock){.frozen = false});

    for (unsigned i = 0; i < 50; i++) /* 7 has no divisor with 50: each once, in disorder */
        registry_expect(registry, look_up(registry, i * 7 % 50), now + 1000 + i * 7 % 50);
    for (unsigned i = 10; i < 50; i++)
        agenda_cancel(agenda, &look_up(registry, i)->appointment);
    registry_expect(registry, look_up(registry, 5), now + 500);
    registry_expect(registry, look_up(registry, 5), now + 5000); /* earlier is planned already */

    assert_true(agenda_ms(agenda) > 0);
    assert_agenda(registry, (const unsigned[]){5, 0, 1, 2, 3, 4, 6, 7, 8, 9}, 10);
}

static void
the_agenda_reads_each_merchants_clock(void **state)
{
    struct merchant_registry *registry = *state;
    int64_t now = clock_now(&(struct clock){.frozen = false});

    (void)empty_agenda(registry);
    clock_set(&look_up(registry, 1)->clock, now + 86400);
    look_up(registry, 2)->clock = (struct clock){.frozen = true, .value = now + 86400};
    look_up(registry, 3)->clock = (struct clock){.frozen = true, .value = now};
    for (unsigned i = 0; i < 4; i++)
        registry_expect(registry, look_up(registry, i), now + 86400 - 3600 * (i == 1));

    /* 1 is past it, 2 stands at it, 0 comes to it tomorrow and 3 never. */
    assert_agenda(registry, (const unsigned[]){1, 2, 0}, 3);
}

static void
a_wait_list_keeps_the_order_in_which_they_came(void **state)
{
    struct merchant_registry *registry = *state;
    struct wait_list list = {.first = NULL};
    struct wait_list other = {.first = NULL};
    struct merchant *last;

    for (unsigned i = 0; i < 4; i++)
        wait_list_join(&list, &look_up(registry, i)->waiting);
    wait_list_join(&list, &look_up(registry, 0)->waiting); /* it keeps its place */
    wait_list_join(&other, &look_up(registry, 1)->waiting);
    wait_list_leave(&look_up(registry, 2)->waiting);
    wait_list_leave(&look_up(registry, 2)->waiting); /* twice is as good as once */
    assert_null(other.first);
    assert_ptr_equal(list.first->whose, look_up(registry, 0));
    wait_list_leave(&look_up(registry, 0)->waiting);
    assert_ptr_equal(list.first->whose, look_up(registry, 1));
    wait_list_leave(&look_up(registry, 3)->waiting);
    assert_ptr_equal(list.last->whose, look_up(registry, 1));
    last = list.first->whose;
    registry_remove(registry, last); /* who leaves the registry leaves the list */
    merchant_free(last);
    assert_null(list.first);
    assert_null(list.last);
}

static void
removing_a_stranger_changes_nothing(void **state)
{
    struct merchant_registry *registry = *state;
    struct merchant *stranger = merchant_new("stranger", "key", NULL);

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
        CROWD_TEST(who_comes_new_is_looked_at_at_once),
        CROWD_TEST(the_agenda_names_the_earliest_first),
        CROWD_TEST(the_agenda_reads_each_merchants_clock),
        CROWD_TEST(a_wait_list_keeps_the_order_in_which_they_came),
        CROWD_TEST(removing_a_stranger_changes_nothing),
        CROWD_TEST(a_changed_copy_leaves_the_original_alone_until_it_is_taken),
        CROWD_TEST(lists_are_bounded),
        CROWD_TEST(no_currency_listed_means_all),
    };

    return cmocka_run_group_tests_name("merchant", tests, NULL, NULL);
}
