/* Commands as people paste them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "program/shell_word.h"

static void
only_words_that_mean_themselves_stay_bare(void **state)
{
    char *const words[] = {"qfpay", "--syssn", "1;touch${IFS}x", "", "it's", "~", NULL};
    struct arena arena;

    (void)state;
    arena_init(&arena, NULL, 0);
    assert_string_equal(shell_words(&arena, words),
                        "qfpay --syssn '1;touch${IFS}x' '' 'it'\\''s' '~'");
    assert_string_equal(shell_words(&arena, (char *const[]){NULL}), "");
    arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_words_that_mean_themselves_stay_bare),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
