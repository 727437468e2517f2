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

static struct journals all;

static int
open_journal(void **state)
{
    all = (struct journals){.max = {3, 1 << 20, 8 << 20}};
    *state = journal_new(&all);
    return *state ? 0 : -1;
}

static int
close_journal(void **state)
{
    journal_free(*state);
    assert_int_equal(all.bytes, 0);
    assert_null(all.oldest);
    assert_null(all.youngest);
    return 0;
}

static void
note(struct journal *journal, const char *body)
{
    const struct journal_entry entry = {.method = "POST", .body = body};

    assert_true(journal_add(journal, &entry, SECRET, OTHER_SECRET));
}

/* An entry whose body has so many bytes. */
static void
note_large(struct journal *journal, size_t size)
{
    static char body[200000];

    assert_in_range(size, 0, sizeof body - 1);
    memset(body, 'x', size);
    body[size] = '\0';
    note(journal, body);
}

static void
a_new_journal_is_empty(void **state)
{
    const struct journal *journal = *state;

    assert_int_equal(journal->first, 1);
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

    assert_int_equal(journal->first, 2);
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
    assert_int_equal(journal->first, 3);
    note(journal, "3");

    assert_string_equal(journal_get(journal, 3)->body, "3");
}

static void
a_long_journal_takes_only_the_room_that_its_entries_need(void **state)
{
    struct journal *journal = *state;
    char body[24];

    all.max[JOURNAL_ENTRIES] = 1000;
    for (int i = 1; i <= 5; i++)
        note(journal, "old");
    assert_in_range(journal->room, 5, 10);
    journal_clear(journal);
    for (int64_t i = 6; i <= 1200; i++) {
        (void)snprintf(body, sizeof body, "%d", (int)i);
        note(journal, body);
    }

    assert_int_equal(journal->room, 1024);
    assert_int_equal(journal->first, 201);
    for (int64_t i = 201; i <= 1200; i++) {
        (void)snprintf(body, sizeof body, "%d", (int)i);
        assert_string_equal(journal_get(journal, i)->body, body);
    }
}

static void
a_flood_of_large_requests_stays_within_the_bytes_and_keeps_the_latest(void **state)
{
    struct journal *journal = *state;

    all.max[JOURNAL_ENTRIES] = 1000;
    for (int i = 1; i <= 200; i++) {
        note_large(journal, 60000);
        assert_in_range(journal->bytes, 60000, 1 << 20);
        assert_int_equal(journal->bytes, all.bytes);
    }

    assert_int_equal(journal->last, 200);
    assert_int_equal(journal->last - journal->first + 1, (1 << 20) / 60400);
    assert_int_equal(strlen(journal_get(journal, 200)->body), 60000);
    assert_int_equal(journal->dropped[JOURNAL_BYTES], journal->first - 1);
    assert_int_equal(journal->dropped[JOURNAL_ENTRIES], 0);
}

static void
what_was_dropped_is_counted_by_the_bound_that_it_met(void **state)
{
    struct journal *journal = *state;

    for (int i = 0; i < 5; i++)
        note(journal, "short");
    assert_int_equal(journal->dropped[JOURNAL_ENTRIES], 2);
    all.max[JOURNAL_BYTES] = JOURNAL_BYTES_MIN;
    note_large(journal, 60000);
    note_large(journal, 60000);

    assert_int_equal(journal->first, 7);
    assert_int_equal(journal->dropped[JOURNAL_ENTRIES], 4);
    assert_int_equal(journal->dropped[JOURNAL_BYTES], 2);
    journal_clear(journal);
    assert_int_equal(journal->dropped[JOURNAL_BYTES], 0);
}

static void
when_all_are_full_the_oldest_of_any_goes(void **state)
{
    struct journal *quiet = *state;
    struct journal *busy = journal_new(&all);

    assert_non_null(busy);
    all.max[JOURNAL_ENTRIES] = 1000;
    all.max[JOURNAL_TOTAL] = 4 * JOURNAL_BYTES_MIN;
    note_large(busy, 60000);
    note_large(quiet, 60000);
    note_large(busy, 60000);
    note_large(busy, 60000);
    note_large(busy, 60000);
    assert_int_equal(busy->first, 2);
    assert_int_equal(quiet->first, 1);
    note_large(busy, 60000);

    assert_int_equal(busy->first, 2);
    assert_int_equal(busy->dropped[JOURNAL_TOTAL], 1);
    assert_int_equal(quiet->first, 2);
    assert_int_equal(quiet->dropped[JOURNAL_TOTAL], 1);
    assert_in_range(all.bytes, 4 * 60000, 4 * JOURNAL_BYTES_MIN);
    journal_free(busy);
}

/* From the middle of the list of all as well. */
static void
a_journal_that_is_freed_or_cleared_leaves_the_others_as_they_are(void **state)
{
    struct journal *journal = *state;
    struct journal *others[2] = {journal_new(&all), journal_new(&all)};
    size_t taken;

    note(journal, "1");
    taken = all.bytes;
    for (int i = 0; i < 2; i++) {
        assert_non_null(others[i]);
        note(others[0], "theirs");
        note(others[1], "theirs");
        note(journal, "ours");
    }
    journal_clear(others[0]);
    assert_int_equal(others[0]->bytes, 0);
    journal_free(others[1]);
    journal_free(others[0]);

    assert_in_range(all.bytes, 3 * taken, 4 * taken);
    assert_ptr_equal(all.oldest->entry.body, journal_get(journal, 1)->body);
    assert_ptr_equal(all.oldest->younger->entry.body, journal_get(journal, 2)->body);
    assert_ptr_equal(all.youngest->entry.body, journal_get(journal, 3)->body);
}

static void
an_entry_that_no_journal_has_room_for_is_cut_and_says_so(void **state)
{
    struct journal *journal = *state;
    const struct journal_entry *entry;

    all.max[JOURNAL_TOTAL] = JOURNAL_BYTES_MIN;
    note(journal, "1");
    note_large(journal, 150000);
    entry = journal_get(journal, 2);

    assert_string_equal(entry->method, "POST");
    assert_in_range(strlen(entry->body), 1, JOURNAL_BYTES_MIN);
    assert_int_equal(strlen(entry->body) + entry->cut_bytes, 150000);
    assert_int_equal(journal_get(journal, 1)->cut_bytes, 0);
}

/* A cut must not leave a part of the secret that is then not found. */
static void
a_secret_on_the_edge_of_a_cut_is_masked(void **state)
{
    static char body[200000];
    struct journal *journal = *state;
    size_t kept;

    all.max[JOURNAL_TOTAL] = JOURNAL_BYTES_MIN;
    note_large(journal, sizeof body - 1);
    kept = strlen(journal_get(journal, 1)->body);
    memset(body, 'x', sizeof body - 1);
    memcpy(body + kept - 10, SECRET, strlen(SECRET));
    note(journal, body);

    assert_string_equal(journal_get(journal, 2)->body + kept - 11, "x**********");
}

static void
a_journal_of_none_counts_what_passes(void **state)
{
    struct journal *journal = *state;

    all.max[JOURNAL_ENTRIES] = 0;
    note(journal, "1");
    note(journal, "2");

    assert_int_equal(journal->last, 2);
    assert_int_equal(journal->first, 3);
    assert_int_equal(journal->bytes, 0);
    assert_int_equal(journal->dropped[JOURNAL_ENTRIES], 2);
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
        JOURNAL_TEST(a_long_journal_takes_only_the_room_that_its_entries_need),
        JOURNAL_TEST(a_flood_of_large_requests_stays_within_the_bytes_and_keeps_the_latest),
        JOURNAL_TEST(what_was_dropped_is_counted_by_the_bound_that_it_met),
        JOURNAL_TEST(when_all_are_full_the_oldest_of_any_goes),
        JOURNAL_TEST(a_journal_that_is_freed_or_cleared_leaves_the_others_as_they_are),
        JOURNAL_TEST(an_entry_that_no_journal_has_room_for_is_cut_and_says_so),
        JOURNAL_TEST(a_secret_on_the_edge_of_a_cut_is_masked),
        JOURNAL_TEST(a_journal_of_none_counts_what_passes),
        JOURNAL_TEST(every_occurrence_of_the_secret_is_masked),
        JOURNAL_TEST(a_text_that_is_nothing_but_the_secret_is_masked),
        JOURNAL_TEST(without_a_secret_nothing_is_masked),
    };

    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
