/* The tables of known mistakes: what is read of a page that is written for people. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture/mistake.h"
#include "support.h"

/* A suite with the mistakes of a page. */
static struct suite *
reading(struct arena *arena, const char *page)
{
    struct suite *suite = arena_alloc(arena, sizeof *suite);
    char path[] = "/tmp/mistake_test.XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

    assert_non_null(file);
    assert_true(fputs(page, file) >= 0);
    assert_int_equal(fclose(file), 0);
    suite->arena = arena;
    suite->problems_to = stderr;
    mistakes_load(suite, path);
    unlink(path);
    assert_int_equal(suite->problem_count, 0);
    return suite;
}

static void
a_row_of_two_columns_is_a_mistake_without_its_marks(void **state)
{
    struct arena *arena = arena_new();
    struct suite *suite = reading(arena, "| id | mistake |\n|---|---|\n"
                                         "| PIT-20 | A refund without `txdtm` |\r\n");

    (void)state;
    assert_int_equal(suite->mistake_count, 1);
    assert_string_equal(mistake_title(suite, "PIT-20"), "A refund without txdtm");
    assert_null(mistake_title(suite, "PIT-2"));
    arena_free(arena);
}

static void
rows_of_other_tables_and_prose_are_not_read(void **state)
{
    struct arena *arena = arena_new();
    struct suite *suite = reading(arena, "PIT-01 is prose\n| PIT-02 | `a.b` | `c.d` | |\n"
                                         "| PIT-03 | cut\n| PIT-04\n| PIT-05 | |\n"
                                         "| PIT-0123456789 | too long |\n");

    (void)state;
    assert_int_equal(suite->mistake_count, 0);
    arena_free(arena);
}

static void
a_list_of_ids_is_told_one_by_one(void **state)
{
    struct arena *arena = arena_new();
    struct suite *suite = reading(arena, "| PIT-52 | read as failure |\n");
    const char *names = "PIT-52, PIT-53", *title = NULL;
    char id[MISTAKE_ID_SIZE];

    (void)state;
    assert_true(mistake_is_among(names, "PIT-53"));
    assert_false(mistake_is_among(names, "PIT-5"));
    assert_true(mistake_next(suite, &names, id, &title));
    assert_string_equal(id, "PIT-52");
    assert_string_equal(title, "read as failure");
    assert_true(mistake_next(suite, &names, id, &title));
    assert_string_equal(id, "PIT-53");
    assert_null(title);
    assert_false(mistake_next(suite, &names, id, &title));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_of_two_columns_is_a_mistake_without_its_marks),
        cmocka_unit_test(rows_of_other_tables_and_prose_are_not_read),
        cmocka_unit_test(a_list_of_ids_is_told_one_by_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
