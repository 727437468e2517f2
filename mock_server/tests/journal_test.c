/* The ring of one world's calls: the newest are kept, numbers never come again, and no secret gets
 * in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "merchant/journal.h"

#define SECRET       "0F1E2D3C4B5A69788796A5B4C3D2E1F0"
#define OTHER_SECRET "NotifyKeyOfThisShop"

static int
open_journal(void **state)
{
    static struct journal journal;

    journal_init(&journal, 3);
    *state = &journal;
    return 0;
}

static int
close_journal(void **state)
{
    journal_reset(*state);
    return 0;
}

static void
note(struct journal *journal, const char *body)
{
    const struct journal_entry entry = {.method = "POST", .body = body};

    assert_true(journal_add(journal, &entry, SECRET, OTHER_SECRET));
}

static void
a_new_journal_is_empty(void **state)
{
    const struct journal *journal = *state;

    assert_int_equal(journal_first(journal), 1);
    assert_int_equal(journal->last, 0);
    assert_null(journal_get(journal, 1));
    assert_null(journal_get(journal, 0));
}

static void
an_entry_is_a_copy(void **state)
{
    struct journal *journal = *state;
    char body[] = "a=1";

    note(journal, body);
    body[0] = 'x';

    assert_string_equal(journal_get(journal, 1)->body, "a=1");
    assert_string_equal(journal_get(journal, 1)->method, "POST");
    assert_null(journal_get(journal, 1)->diagnosis);
    assert_int_equal(journal_get(journal, 1)->number, 1);
}

static void
the_newest_push_the_oldest_out(void **state)
{
    struct journal *journal = *state;

    note(journal, "1");
    note(journal, "2");
    note(journal, "3");
    note(journal, "4");

    assert_int_equal(journal_first(journal), 2);
    assert_null(journal_get(journal, 1));
    assert_string_equal(journal_get(journal, 2)->body, "2");
    assert_string_equal(journal_get(journal, 4)->body, "4");
    assert_null(journal_get(journal, 5));
}

static void
clearing_keeps_the_numbers_going(void **state)
{
    struct journal *journal = *state;

    note(journal, "1");
    note(journal, "2");
    journal_clear(journal);
    assert_null(journal_get(journal, 2));
    assert_int_equal(journal_first(journal), 3);
    note(journal, "3");

    assert_string_equal(journal_get(journal, 3)->body, "3");
}

static void
resetting_starts_from_1_with_the_same_room(void **state)
{
    struct journal *journal = *state;

    note(journal, "1");
    journal_reset(journal);
    note(journal, "2");

    assert_string_equal(journal_get(journal, 1)->body, "2");
    assert_int_equal(journal->capacity, 3);
}

/* At once after clearing as well, when the ring still holds what was forgotten. */
static void
a_long_journal_takes_only_the_room_that_its_entries_need(void **state)
{
    struct journal *journal = *state;
    char body[24];

    journal->capacity = 1000;
    for (int i = 1; i <= 5; i++)
        note(journal, "old");
    assert_in_range(journal->room, 5, 10);
    journal_clear(journal);
    for (int64_t i = 6; i <= 1200; i++) {
        (void)snprintf(body, sizeof body, "%d", (int)i);
        note(journal, body);
    }

    assert_int_equal(journal->room, 1000);
    assert_int_equal(journal_first(journal), 201);
    for (int64_t i = 201; i <= 1200; i++) {
        (void)snprintf(body, sizeof body, "%d", (int)i);
        assert_string_equal(journal_get(journal, i)->body, body);
    }
}

static void
every_occurrence_of_the_secret_is_masked(void **state)
{
    struct journal *journal = *state;
    const char *body;

    note(journal, SECRET "&" SECRET OTHER_SECRET SECRET "&0F1E");
    body = journal_get(journal, 1)->body;

    assert_null(strstr(body, SECRET));
    assert_null(strstr(body, OTHER_SECRET));
    assert_int_equal(strlen(body), 32 + 1 + 32 + strlen(OTHER_SECRET) + 32 + 1 + 4);
    assert_string_equal(body + strlen(body) - 5, "&0F1E");
}

static void
a_text_that_is_nothing_but_the_secret_is_masked(void **state)
{
    struct journal *journal = *state;

    note(journal, SECRET);

    assert_string_equal(journal_get(journal, 1)->body, "********************************");
}

static void
without_a_secret_nothing_is_masked(void **state)
{
    struct journal *journal = *state;
    const struct journal_entry entry = {.body = "plain"};

    assert_true(journal_add(journal, &entry, NULL, NULL));
    assert_true(journal_add(journal, &entry, "", ""));

    assert_string_equal(journal_get(journal, 1)->body, "plain");
    assert_string_equal(journal_get(journal, 2)->body, "plain");
}

int
main(void)
{
#define JOURNAL_TEST(name) cmocka_unit_test_setup_teardown(name, open_journal, close_journal)
    static const struct CMUnitTest tests[] = {
        JOURNAL_TEST(a_new_journal_is_empty),
        JOURNAL_TEST(an_entry_is_a_copy),
        JOURNAL_TEST(the_newest_push_the_oldest_out),
        JOURNAL_TEST(clearing_keeps_the_numbers_going),
        JOURNAL_TEST(resetting_starts_from_1_with_the_same_room),
        JOURNAL_TEST(a_long_journal_takes_only_the_room_that_its_entries_need),
        JOURNAL_TEST(every_occurrence_of_the_secret_is_masked),
        JOURNAL_TEST(a_text_that_is_nothing_but_the_secret_is_masked),
        JOURNAL_TEST(without_a_secret_nothing_is_masked),
    };

    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
