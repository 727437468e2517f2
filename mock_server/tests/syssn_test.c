/* syssn: date, node, 0002, sequence (RSP-16). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/contents.h"
#include "rules/profile.h"
#include "trade/syssn.h"

/* 2020-04-10 11:45:44 in UTC+8, the time of the seed's sample. */
#define SEED_TIME INT64_C(1586490344)

static struct rulebook book;

static int
open_book(void **state)
{
    (void)state;
    rulebook_open(&book, &api_contents, profile_find("observed"));
    return 0;
}

static void
the_seeds_number_is_spelt_as_in_the_seed(void **state)
{
    char syssn[SYSSN_SIZE];

    (void)state;
    syssn_write(&book, 86358791, SEED_TIME, syssn);

    assert_string_equal(syssn, "20200410000300020086358791");
}

static void
the_day_is_that_of_utc_plus_8(void **state)
{
    char syssn[SYSSN_SIZE];

    (void)state;
    syssn_write(&book, 86358791, INT64_C(1586534399), syssn); /* 23:59:59 there */
    assert_memory_equal(syssn, "20200410", 8);
    syssn_write(&book, 86358791, INT64_C(1586534400), syssn);
    assert_memory_equal(syssn, "20200411", 8);
}

static void
a_number_gives_its_sequence_back(void **state)
{
    static const int64_t ids[] = {1, 86358791, 9999999999};
    char syssn[SYSSN_SIZE];
    int64_t id;

    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        syssn_write(&book, ids[i], SEED_TIME, syssn);
        assert_true(syssn_read_id(syssn, strlen(syssn), &id));
        assert_true(id == ids[i]);
    }
}

static void
other_texts_are_no_numbers(void **state)
{
    int64_t id;

    (void)state;
    assert_false(syssn_read_id("", 0, &id));
    assert_false(syssn_read_id("2020041000030002008635879", 25, &id));
    assert_false(syssn_read_id("202004100003000200863587911", 27, &id));
    assert_false(syssn_read_id("20200410000300020086358x91", 26, &id));
    assert_false(syssn_read_id("-0200410000300020086358791", 26, &id));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seeds_number_is_spelt_as_in_the_seed),
        cmocka_unit_test(the_day_is_that_of_utc_plus_8),
        cmocka_unit_test(a_number_gives_its_sequence_back),
        cmocka_unit_test(other_texts_are_no_numbers),
    };

    return cmocka_run_group_tests_name("channel", tests, open_book, NULL);
}
