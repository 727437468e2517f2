/* What a report says of the run: fixtures, options, what was left out; and the badge. */
#include "report/facts.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/seed.h"
#include "desk.h"
#include "fixture/fixtures_digest.h"
#include "options/command_line.h"
#include "options/options_given.h"
#include "program/shell_word.h"
#include "report/standing.h"

static void
put_file(const char *folder, const char *name, const char *content)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void
drop_file(const char *folder, const char *name)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(unlink(path), 0);
}

/* As find, sort and sha256sum make it of the same files. */
static void
the_number_of_fixtures_is_that_of_the_shell(void **state)
{
    char folder[] = "/tmp/qfpay-facts-XXXXXX", sub[64];
    struct fixtures_digest digest;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(sub, sizeof sub, "%s/sub", folder);
    assert_int_equal(mkdir(sub, 0700), 0);
    put_file(folder, "a.json", "{}\n");
    put_file(sub, "b.json", "[]\n");
    put_file(sub, ".hidden.json", "x");
    put_file(folder, "notes.md", "x");
    assert_true(fixtures_digest(folder, &digest));
    assert_string_equal(digest.hex,
                        "0d9c3f5f5f6f59746969d77f3eaeb2b8ee0f721aa570a985a53ceff6d77c484f");
    assert_int_equal(digest.files, 2);
    drop_file(sub, "b.json");
    drop_file(sub, ".hidden.json");
    drop_file(folder, "a.json");
    drop_file(folder, "notes.md");
    assert_int_equal(rmdir(sub), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_false(fixtures_digest(folder, &digest));
}

static void
options_are_told_without_keys_and_places(void **state)
{
    char program[] = "qfpay-conform", command[] = "server", filter[] = "--filter", glob[] = "a *",
         key[] = "--client-key", secret[] = "HUSH", code[] = "--app-code", shown[] = "SHOWN",
         json[] = "--json", place[] = "/home/me/r.json", strict[] = "--strict";
    char *argv[] = {program, command, filter, glob,  key,    secret,
                    code,    shown,   json,   place, strict, NULL};
    struct arena *arena = arena_new();
    struct options options;
    const char *words;

    (void)state;
    assert_int_equal(options_parse(&options, 11, argv, stdout, stderr), OPTIONS_READ);
    words = shell_words(arena, options_given(&options, arena));
    assert_contains(words, "--filter 'a *'");
    assert_contains(words, "--app-code SHOWN");
    assert_contains(words, "--strict");
    assert_lacks(words, "HUSH");
    assert_lacks(words, "client-key");
    assert_lacks(words, "/home/me");
    arena_free(arena);
}

static void
draws_of_one_seed_differ(void **state)
{
    unsigned char one[32], other[32];

    (void)state;
    seed_draw(one, sizeof one);
    seed_draw(other, sizeof other);
    assert_memory_not_equal(one, other, sizeof one);
    assert_int_equal(strlen(seed_text()), 32);
}

static const char *
fact(struct desk *desk, const char *name)
{
    size_t count, i;
    const struct fact *facts = facts_of(&desk->report, desk->arena, &count);

    for (i = 0; i < count; i++) {
        if (strcmp(facts[i].name, name) == 0)
            return facts[i].value;
    }
    return NULL;
}

static void
what_was_left_out_is_counted(void **state)
{
    struct desk *desk = *state;

    assert_string_equal(fact(desk, "left_out"), "nothing");
    desk->report.trial_count = 5;
    desk->report.verdicts[VERDICT_SKIP] = 1;
    assert_string_equal(fact(desk, "left_out"), "4 of 5 cases not selected; 1 skipped, 0 unmet");
}

/* What nobody asked for or knows is no line. */
static void
what_is_not_known_is_not_told(void **state)
{
    struct desk *desk = *state;

    assert_null(fact(desk, "fixtures"));
    assert_null(fact(desk, "certificate"));
}

static const struct level core = {.name = "core", .of = "server"};

static const char *
badge(struct desk *desk, size_t made)
{
    static struct standing standing;

    standing = (struct standing){.level = &core, .demanded = 2, .made = made, .judged = made};
    desk->report.standings = &standing;
    desk->report.standing_count = 1;
    assert_true(badge_write(desk->out, &desk->report, NULL));
    return written(desk);
}

static void
a_badge_names_the_level_that_was_reached(void **state)
{
    const char *svg = badge(*state, 2);

    assert_contains(svg, "aria-label=\"QFPay: core\"");
    assert_contains(svg, ">core</text>");
    assert_contains(svg, "<title>QFPay: core. http://127.0.0.1:1, ");
}

static void
a_badge_of_a_run_that_reached_none_says_so(void **state)
{
    assert_contains(badge(*state, 1), ">not certified</text>");
}

static void
a_badge_of_a_run_that_was_stopped_says_so(void **state)
{
    struct desk *desk = *state;

    desk->report.count++;
    assert_contains(badge(desk, 2), ">not certified</text>");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_of_fixtures_is_that_of_the_shell),
        cmocka_unit_test(options_are_told_without_keys_and_places),
        cmocka_unit_test(draws_of_one_seed_differ),
        AT_DESK(what_was_left_out_is_counted),
        AT_DESK(what_is_not_known_is_not_told),
        AT_DESK(a_badge_names_the_level_that_was_reached),
        AT_DESK(a_badge_of_a_run_that_reached_none_says_so),
        AT_DESK(a_badge_of_a_run_that_was_stopped_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
