/* The file of known failures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture/load.h"
#include "report/known.h"
#include "support.h"
#include "trial/case_trials.h"

/* A suite of the case made.case, the retired id old.case, and what was said about a file. */
struct list {
    struct suite *suite;
    struct known known;
    struct retired retired;
    char said[2048];
};

static int
set_up(void **state)
{
    struct list *list = calloc(1, sizeof *list);

    assert_non_null(list);
    list->suite = load_expectation("{\"http\": 200}");
    list->retired = (struct retired){"old.case", "2026-11-23", "It moved.", "made.case"};
    list->suite->retired = &list->retired;
    list->suite->retired_count = 1;
    *state = list;
    return 0;
}

static int
tear_down(void **state)
{
    struct list *list = *state;

    suite_free(list->suite);
    free(list);
    return 0;
}

static bool
load(struct list *list, const char *content)
{
    char path[] = "/tmp/conform-known-XXXXXX";
    int file = mkstemp(path);
    FILE *notes = fmemopen(list->said, sizeof list->said, "w");
    struct arena *arena = list->suite->arena;
    bool loaded;

    assert_true(file >= 0);
    assert_int_equal(write(file, content, strlen(content)), strlen(content));
    close(file);
    loaded = known_load(&list->known, list->suite, case_trials(list->suite, arena),
                        list->suite->case_count, arena, path, notes);
    fclose(notes);
    remove(path);
    return loaded;
}

static void
assert_refused(struct list *list, const char *content, const char *because)
{
    assert_false(load(list, content));
    assert_contains(list->said, because);
}

static void
known_failures_have_reasons(void **state)
{
    struct list *list = *state;

    assert_true(load(list, "# why\n\nmade.case : issue 9\n"));
    assert_string_equal(known_reason(&list->known, "made.case"), "issue 9");
    assert_null(known_reason(&list->known, "other.case"));
}

static void
the_last_line_needs_no_line_end(void **state)
{
    struct list *list = *state;

    assert_true(load(list, "made.case: issue 9"));
    assert_string_equal(known_reason(&list->known, "made.case"), "issue 9");
}

static void
an_id_that_does_not_exist_is_refused(void **state)
{
    assert_refused(*state, "made.case: a\nnone.case: b\n",
                   "line 2 names an id that does not exist");
}

static void
a_mistyped_id_is_refused_with_the_nearest(void **state)
{
    assert_refused(*state, "mad.case: a\n", "'mad.case'; did you mean 'made.case'?");
}

static void
a_retired_id_is_refused_and_what_took_its_place_is_named(void **state)
{
    struct list *list = *state;

    assert_refused(list, "old.case: a\n", "line 1 names an id that is retired");
    assert_contains(list->said, "old.case is retired since 2026-11-23: It moved. See made.case");
}

static void
an_id_without_a_reason_is_refused(void **state)
{
    assert_refused(*state, "made.case\n", "line 1 is not ID: REASON");
}

static void
an_id_that_is_listed_twice_is_refused(void **state)
{
    assert_refused(*state, "made.case: a\nmade.case: b\n",
                   "line 2 names an id for the second time");
}

static void
a_line_without_end_is_refused(void **state)
{
    char line[4096];

    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    assert_refused(*state, line, "line 1 is too long");
}

#define WITH_LIST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_LIST(known_failures_have_reasons),
        WITH_LIST(the_last_line_needs_no_line_end),
        WITH_LIST(an_id_that_does_not_exist_is_refused),
        WITH_LIST(a_mistyped_id_is_refused_with_the_nearest),
        WITH_LIST(a_retired_id_is_refused_and_what_took_its_place_is_named),
        WITH_LIST(an_id_without_a_reason_is_refused),
        WITH_LIST(an_id_that_is_listed_twice_is_refused),
        WITH_LIST(a_line_without_end_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
