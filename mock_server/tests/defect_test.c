/* The deliberate mistakes: the list, the only way to switch one on, and that the mock says so.
 * Which case of the fixtures notices which of them is selftest's to find out. */
#include "defect/defect.h"
#include "shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LEAST = 500 };

static struct mutants all;

static int
list_them(void **state)
{
    (void)state;
    all = defect_all();
    return all.is_short;
}

static int
forget_them(void **state)
{
    (void)state;
    mutants_clear(&all);
    return 0;
}

static void
there_are_many_defects(void **state)
{
    (void)state;
    assert_true(all.count >= LEAST);
}

static void
every_defect_has_a_name_that_a_command_line_takes(void **state)
{
    (void)state;
    for (size_t i = 0; i < all.count; i++) {
        const char *name = all.items[i].name;

        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-."), strlen(name));
        assert_true(strlen(name) < DEFECT_NAME_SIZE - 1);
    }
}

static void
every_name_leads_to_its_own_defect(void **state)
{
    (void)state;
    for (size_t i = 0; i < all.count; i++)
        assert_ptr_equal(mutants_find(&all, all.items[i].name), &all.items[i]);
}

static void
every_defect_breaks_a_rule_and_says_how_in_a_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < all.count; i++) {
        const char *about = all.items[i].about;

        assert_true(strlen(about) < MUTANT_ABOUT_SIZE - 1);
        assert_int_not_equal(all.items[i].requirement, QFPAY_REQ_NONE);
        assert_int_equal(about[strlen(about) - 1], '.');
        assert_null(strchr(about, '\n'));
    }
}

static void
assert_no_name_twice(const struct check *left, const struct check *right, const char *chapter)
{
    for (const struct check *row = left; row->name; row++) {
        for (const struct check *other = left == right ? row + 1 : right; other->name; other++) {
            if (strcmp(row->name, other->name) == 0)
                fail_msg("two rows %s in %s", row->name, chapter);
        }
    }
}

/* So that a name finds one row (mutant_check), and a mutant says which row it bends. Chapters of
 * one name count as one. */
static void
rows_of_a_chapter_have_names_of_their_own(void **state)
{
    struct shop *shop = *state;
    const struct rulebook *book = &shop->server.book;

    for (int i = 0; i < CHAPTER_COUNT; i++) {
        for (int k = i; k < CHAPTER_COUNT; k++) {
            const char *chapter = rulebook_chapter_name((enum chapter)i);

            if (strcmp(chapter, rulebook_chapter_name((enum chapter)k)) == 0)
                assert_no_name_twice(book->chapters[i], book->chapters[k], chapter);
        }
    }
}

static size_t
alike_count(void)
{
    size_t count = 0;

    while (mutants_alike(count))
        count++;
    return count;
}

static void
each_that_is_alike_exists(void **state)
{
    (void)state;
    for (size_t i = 0; i < alike_count(); i++) {
        const struct mutant *mutant = mutants_find(&all, mutants_alike(i));

        if (!mutant) {
            fail_msg("%s is in alike.def", mutants_alike(i));
            return;
        }
        assert_int_equal(mutant->alike[strlen(mutant->alike) - 1], '.');
    }
}

static void
at_most_one_in_twenty_is_alike(void **state)
{
    (void)state;
    assert_true(20 * alike_count() <= all.count);
}

static void
the_list_has_a_line_for_each_and_headings(void **state)
{
    char *text = NULL;
    size_t size = 0, lines = 0, headings = 0;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    assert_non_null(out);
    defect_list(out);
    assert_int_equal(fclose(out), 0);
    for (char *rest, *line = strtok_r(text, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        headings += line[0] == '#';
        lines += line[0] != '#';
    }
    free(text);
    assert_int_equal(lines, all.count - alike_count());
    assert_true(headings > 20);
}

/* Read settings from one flag and its value; the error, "" when there is none. */
static const char *
reading(const char *flag, const char *value)
{
    static char error[OPTIONS_ERROR_SIZE];
    char *argv[] = {strdup("qfpay-mock"), strdup(flag), strdup(value), NULL};
    struct settings settings;

    error[0] = '\0';
    if (settings_read(&settings, 3, argv, defect_missed, error) != OPTIONS_READ)
        assert_true(error[0] != '\0');
    settings_free(&settings);
    for (size_t i = 0; i < 3; i++)
        free(argv[i]);
    return error;
}

static void
an_unknown_defect_is_a_usage_error_that_names_near_ones(void **state)
{
    (void)state;
    assert_string_equal(reading("--defect", "refund-channel.in-tim.one-more"),
                        "unknown defect 'refund-channel.in-tim.one-more'; did you mean "
                        "'refund-channel.in-time.one-more'?");
}

static void
a_part_of_a_defects_name_is_answered_with_what_has_it(void **state)
{
    (void)state;
    assert_non_null(strstr(reading("--defect", "in-time.one-more"),
                           "; did you mean 'refund-channel.in-time.one-more'?"));
}

static void
a_defect_that_is_like_none_is_answered_with_the_way_to_the_list(void **state)
{
    char endless[1000];

    (void)state;
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';

    assert_string_equal(reading("--defect", "xyzzy"),
                        "unknown defect 'xyzzy'; --defect list shows all");
    assert_non_null(strstr(reading("--defect", endless), "aaa'; --defect list shows all"));
}

static void
the_environment_cannot_switch_a_defect_on(void **state)
{
    const char *error;

    (void)state;
    setenv("QFPAY_MOCK_DEFECT", "caller.signature.skip", 1);
    error = reading("--port", "0");
    unsetenv("QFPAY_MOCK_DEFECT");

    assert_non_null(strstr(error, "--defect"));
}

static void
a_config_file_cannot_switch_a_defect_on(void **state)
{
    char path[] = "/tmp/qfpay-defect-XXXXXX";
    int file = mkstemp(path);
    const char *error;

    (void)state;
    assert_true(file >= 0);
    assert_int_equal(write(file, "{\"defect\": \"caller.signature.skip\"}", 35), 35);
    close(file);
    error = reading("--config", path);
    unlink(path);

    assert_non_null(strstr(error, "unknown option 'defect'"));
}

static void
without_the_flag_nothing_is_wrong_and_nothing_is_said(void **state)
{
    const struct answer *health = control(*state, "GET", "health", NULL);

    assert_null(text_of(health, "defect"));
}

static void
with_the_flag_the_mock_does_it_wrong_and_says_so(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--defect", "payment.txamt.longer", NULL);

    assert_accepted(pay(shop, "txamt", "999999999999", NULL));
    assert_string_equal(text_of(control(shop, "GET", "health", NULL), "defect"),
                        "payment.txamt.longer");
}

static void
a_mock_that_starts_again_without_it_is_right(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--defect", "payment.txamt.longer", NULL);
    shop_restart(shop, "--profile", "observed", NULL);

    assert_refused(pay(shop, "txamt", "999999999999", NULL), "1104", "PAY-TXAMT-04");
}

static void
a_defect_changes_nothing_else(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop_restart(shop, "--defect", "payment.txamt.longer", NULL);
    assert_refused(pay(shop, "txamt", "9999999999999", NULL), "1104", "PAY-TXAMT-04");
    order = pay(shop, NULL);

    assert_accepted(order);
    assert_record(shop, order, "1143");
}

/* One call of each kind, and a query behind them all, of orders that are paid and told of and of
 * one that is not; whether it is accepted depends on the defect. */
static void
try_every_call(struct shop *shop)
{
    static const struct {
        const char *pay_type;
        const char *action; /* of the payer */
    } orders[] = {{"800201", "pay"}, {"800101", "scan"}, {"801808", "pay"}};

    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        struct call payment = a_payment(shop, "pay_type", orders[i].pay_type, "notify_url",
                                        "http://127.0.0.1:9/", NULL);
        const struct answer *order = deliver(shop, &payment);
        const char *syssn = text_in(order->json, "syssn");

        if (!syssn)
            syssn = "1";
        control(shop, "POST", format(shop, "transactions/%s/payer", syssn),
                format(shop, "{\"action\": \"%s\"}", orders[i].action));
        for (unsigned at = QFPAY_ENDPOINT_QUERY; at <= QFPAY_ENDPOINT_COUNT; at++) {
            unsigned endpoint = at < QFPAY_ENDPOINT_COUNT ? at : QFPAY_ENDPOINT_QUERY;
            const char *name = qfpay_endpoint_row((enum qfpay_endpoint)endpoint)->name;
            const struct answer *answer = call_api(shop, name, "syssn", syssn, "txamt", "100",
                                                   "out_trade_no", format(shop, "%zu-%u", i, at),
                                                   "code", DIRECT_APP, "note", "n", NULL);

            assert_int_not_equal(answer->reply.http_status, 500);
        }
    }
}

/* What the sanitizers have to say about each of them. */
static void
a_mock_with_any_defect_answers_every_call(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < all.count; i++) {
        shop_restart(shop, "--defect", all.items[i].name, NULL);
        try_every_call(shop);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_many_defects),
        cmocka_unit_test(every_defect_has_a_name_that_a_command_line_takes),
        cmocka_unit_test(every_name_leads_to_its_own_defect),
        cmocka_unit_test(every_defect_breaks_a_rule_and_says_how_in_a_sentence),
        SHOP_TEST(rows_of_a_chapter_have_names_of_their_own),
        cmocka_unit_test(each_that_is_alike_exists),
        cmocka_unit_test(at_most_one_in_twenty_is_alike),
        cmocka_unit_test(the_list_has_a_line_for_each_and_headings),
        cmocka_unit_test(an_unknown_defect_is_a_usage_error_that_names_near_ones),
        cmocka_unit_test(a_part_of_a_defects_name_is_answered_with_what_has_it),
        cmocka_unit_test(a_defect_that_is_like_none_is_answered_with_the_way_to_the_list),
        cmocka_unit_test(the_environment_cannot_switch_a_defect_on),
        cmocka_unit_test(a_config_file_cannot_switch_a_defect_on),
        SHOP_TEST(without_the_flag_nothing_is_wrong_and_nothing_is_said),
        SHOP_TEST(with_the_flag_the_mock_does_it_wrong_and_says_so),
        SHOP_TEST(a_mock_that_starts_again_without_it_is_right),
        SHOP_TEST(a_defect_changes_nothing_else),
        SHOP_TEST(a_mock_with_any_defect_answers_every_call),
    };

    return cmocka_run_group_tests(tests, list_them, forget_them);
}
