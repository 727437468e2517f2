/*
 * The nearest name to a mistyped word: what people mistype is found, and what is merely another
 * word is not.
 */
#include "qfpay/near.h"

#include <string.h>

#include "testing.h"

static const char *const commands[] = {"pay",   "wait",   "query",  "refund", "close",
                                       "codes", "listen", "testee", NULL};

static const char *
hint_of(const char *word, const char *const *names)
{
    static char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, word);
    for (; *names; names++)
        qfpay_near_offer(&near, *names);
    return qfpay_near_hint(&near, hint, "");
}

static void
what_people_mistype_is_found(void **state)
{
    static const char *const pairs[][2] = {
        {"paay", "; did you mean 'pay'?"},      /* one too many */
        {"qury", "; did you mean 'query'?"},    /* one missing */
        {"wajt", "; did you mean 'wait'?"},     /* one wrong */
        {"lisetn", "; did you mean 'listen'?"}, /* two swapped */
        {"REFUND", "; did you mean 'refund'?"}, /* capitals */
        {"test", "; did you mean 'testee'?"},   /* the beginning */
        {"fund", "; did you mean 'refund'?"},   /* a part */
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_string_equal(hint_of(pairs[i][0], commands), pairs[i][1]);
}

static void
another_word_is_near_to_nothing(void **state)
{
    static const char *const words[] = {"", "p", "pa", "xyz", "settle", "ecods", "capture", "--"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        assert_string_equal(hint_of(words[i], commands), "");
}

static void
the_nearest_wins_wherever_it_stands(void **state)
{
    (void)state;
    assert_string_equal(hint_of("merchants", (const char *const[]){"marchand", "merchant", NULL}),
                        "; did you mean 'merchant'?");
    assert_string_equal(hint_of("merchants", (const char *const[]){"merchant", "marchand", NULL}),
                        "; did you mean 'merchant'?");
}

static void
three_that_are_equally_near_are_named(void **state)
{
    static const char *const codes[] = {"1104", "1141", "1142", "1143", "1145", NULL};

    (void)state;
    assert_string_equal(hint_of("114", codes), "; did you mean '1141', '1142' or '1143'?");
    assert_string_equal(hint_of("114", codes + 3), "; did you mean '1143' or '1145'?");
}

static void
a_missing_zero_counts_less_than_a_missing_digit(void **state)
{
    static const char *const ids[] = {"PIT-04", "PIT-05", "PIT-50", "PIT-55", NULL};

    (void)state;
    assert_string_equal(hint_of("PIT-5", ids), "; did you mean 'PIT-05'?");
    assert_string_equal(hint_of("pit-005", ids), "; did you mean 'PIT-05'?");
}

static void
longer_words_may_have_more_mistakes_but_four_at_most(void **state)
{
    static const char *const ids[] = {"payment.expired_time.minimum", NULL};

    (void)state;
    assert_string_equal(hint_of("paymnt.exipred-time.minimun", ids),
                        "; did you mean 'payment.expired_time.minimum'?");
    assert_string_equal(hint_of("payment.expired_tme", ids),
                        "; did you mean 'payment.expired_time.minimum'?");
    assert_string_equal(hint_of("pamnt.exipred_tme.maxmun", ids), "");
}

static void
an_option_is_compared_without_dashes_and_value_and_named_with_dashes(void **state)
{
    static const char *const options[] = {"target", "filter", NULL};

    (void)state;
    assert_string_equal(hint_of("--taget", options), "; did you mean '--target'?");
    assert_string_equal(hint_of("--filtre=query.*", options), "; did you mean '--filter'?");
}

static void
a_list_is_offered_as_people_read_it(void **state)
{
    static const char *const lists[] = {"drop, truncate or garbage", "drop|truncate|garbage",
                                        "drop,truncate,garbage"};
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        qfpay_near_begin(&near, "trunkate");
        qfpay_near_offer_list(&near, lists[i]);
        assert_string_equal(qfpay_near_hint(&near, hint, ""), "; did you mean 'truncate'?");
        qfpay_near_begin(&near, "ore");
        qfpay_near_offer_list(&near, lists[i]);
        assert_string_equal(qfpay_near_hint(&near, hint, ""), "");
    }
}

static void
a_name_is_never_offered_for_itself_nor_twice(void **state)
{
    (void)state;
    assert_string_equal(hint_of("pay", (const char *const[]){"pay", NULL}), "");
    assert_string_equal(hint_of("paay", (const char *const[]){"pay", "pay", NULL}),
                        "; did you mean 'pay'?");
}

static void
what_is_too_long_is_near_to_nothing(void **state)
{
    char word[1000];
    char name[QFPAY_NEAR_LEN_MAX + 2];

    (void)state;
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_string_equal(hint_of(word, (const char *const[]){name, name + 1, NULL}), "");
    assert_string_equal(hint_of(name + 2, (const char *const[]){name, NULL}), "");
}

static void
three_of_the_longest_names_fit_a_hint(void **state)
{
    char names[3][QFPAY_NEAR_LEN_MAX + 1];
    char word[QFPAY_NEAR_LEN_MAX + 3] = "--";
    const char *hint = NULL;

    (void)state;
    memset(word + 2, 'x', QFPAY_NEAR_LEN_MAX);
    word[QFPAY_NEAR_LEN_MAX + 2] = '\0';
    for (size_t i = 0; i < 3; i++) {
        memset(names[i], 'x', QFPAY_NEAR_LEN_MAX);
        names[i][i] = 'y';
        names[i][QFPAY_NEAR_LEN_MAX] = '\0';
    }
    hint = hint_of(word, (const char *const[]){names[0], names[1], names[2], NULL});
    assert_int_equal(strlen(hint),
                     strlen("; did you mean '--', '--' or '--'?") + 3 * (size_t)QFPAY_NEAR_LEN_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_mistype_is_found),
        cmocka_unit_test(another_word_is_near_to_nothing),
        cmocka_unit_test(the_nearest_wins_wherever_it_stands),
        cmocka_unit_test(three_that_are_equally_near_are_named),
        cmocka_unit_test(a_missing_zero_counts_less_than_a_missing_digit),
        cmocka_unit_test(longer_words_may_have_more_mistakes_but_four_at_most),
        cmocka_unit_test(an_option_is_compared_without_dashes_and_value_and_named_with_dashes),
        cmocka_unit_test(a_list_is_offered_as_people_read_it),
        cmocka_unit_test(a_name_is_never_offered_for_itself_nor_twice),
        cmocka_unit_test(what_is_too_long_is_near_to_nothing),
        cmocka_unit_test(three_of_the_longest_names_fit_a_hint),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
