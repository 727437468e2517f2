/* The ledger: what is in it after the program that wrote it has gone, however it went. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "safety/ledger.h"

static char folder[] = "/tmp/conform-ledger-XXXXXX";
static char path[64];
static char problem[400];

static int
make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    (void)snprintf(path, sizeof path, "%s/ledger", folder);
    return 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int
remove_ledger(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static struct ledger *
open_it(void)
{
    struct ledger *ledger = ledger_open(path, problem, sizeof problem);

    if (!ledger)
        fail_msg("%s", problem);
    return ledger;
}

static struct order *
add(struct ledger *ledger, const char *number)
{
    char target[] = "test.example:443", app_code[] = "C0FFEE", empty[] = "", amount[] = "10",
         currency[] = "HKD";
    char *copy = strdup(number);
    struct order facts = {.target = target,
                          .app_code = app_code,
                          .mchid = empty,
                          .out_trade_no = copy,
                          .txamt = amount,
                          .txcurrcd = currency};
    struct order *order = ledger_add(ledger, &facts);

    free(copy);
    return order;
}

/* Everything that is in the file, in storage of this function. */
static const char *
content(void)
{
    static char text[4096];
    FILE *file = fopen(path, "r");
    size_t len = file ? fread(text, 1, sizeof text - 1, file) : 0;

    text[len] = '\0';
    if (file)
        (void)fclose(file);
    return text;
}

static void
append_text(const char *text)
{
    FILE *file = fopen(path, "a");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
an_order_is_in_the_file_before_its_payment_leaves(void **state)
{
    struct ledger *ledger = open_it();

    (void)state;
    assert_non_null(add(ledger, "order-1"));
    assert_non_null(strstr(content(), "\"out_trade_no\":\"order-1\""));
    assert_non_null(strstr(content(), "\"target\":\"test.example:443\""));
    ledger_close(ledger);
}

static void
an_open_order_is_known_to_the_next_run(void **state)
{
    struct ledger *ledger = open_it();
    const struct order *order;

    (void)state;
    assert_true(ledger_answer(ledger, add(ledger, "order-1"), ANSWER_ACCEPTED, "0000",
                              "20261123000300020000000001"));
    ledger_close(ledger);
    ledger = open_it();
    order = ledger_at(ledger, 0);
    assert_true(order->is_open && order->is_old);
    assert_int_equal(order->answer, ANSWER_ACCEPTED);
    assert_string_equal(order->out_trade_no, "order-1");
    assert_string_equal(order->syssn, "20261123000300020000000001");
    assert_string_equal(order->txamt, "10");
    ledger_close(ledger);
}

static void
a_settled_order_is_not_open_for_the_next_run(void **state)
{
    struct ledger *ledger = open_it();

    (void)state;
    assert_true(ledger_settle(ledger, add(ledger, "order-1"), "closed"));
    assert_non_null(add(ledger, "order-2"));
    ledger_close(ledger);
    ledger = open_it();
    assert_string_equal(ledger_at(ledger, 0)->out_trade_no, "order-2");
    assert_null(ledger_at(ledger, 1));
    assert_int_equal(add(ledger, "order-3")->id, 3);
    ledger_close(ledger);
}

static void
a_ledger_with_nothing_open_is_removed(void **state)
{
    struct ledger *ledger = open_it();

    (void)state;
    assert_true(ledger_settle(ledger, add(ledger, "order-1"), "closed"));
    ledger_close(ledger);
    assert_int_equal(access(path, F_OK), -1);
}

static void
a_ledger_is_for_its_owner_alone(void **state)
{
    struct ledger *ledger = open_it();
    struct stat status;

    (void)state;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    ledger_close(ledger);
}

static void
a_second_run_does_not_get_it(void **state)
{
    struct ledger *ledger = open_it();

    (void)state;
    assert_null(ledger_open(path, problem, sizeof problem));
    assert_non_null(strstr(problem, "in use"));
    ledger_close(ledger);
}

/* The machine lost power while a line was written; what that line is about has not left. */
static void
a_torn_last_line_is_cut_off(void **state)
{
    struct ledger *ledger = open_it();

    (void)state;
    assert_non_null(add(ledger, "order-1"));
    ledger_close(ledger);
    append_text("{\"event\":\"order\",\"id\":2,\"out_tra");
    ledger = open_it();
    assert_null(ledger_at(ledger, 1));
    assert_non_null(add(ledger, "order-2"));
    ledger_close(ledger);
    ledger = open_it();
    assert_string_equal(ledger_at(ledger, 1)->out_trade_no, "order-2");
    ledger_close(ledger);
}

static void
a_file_of_somebody_else_is_refused_and_kept(void **state)
{
    static const char *const lines[] = {
        "hello\n",
        "{\"event\":\"answer\",\"id\":1,\"respcd\":\"0000\",\"syssn\":\"\"}\n",
        "{\"event\":\"order\",\"id\":0}\n",
        "{\"event\":\"order\",\"id\":1}\n{\"event\":\"order\",\"id\":1}\n",
        "{\"event\":\"order\",\"id\":2}\n{\"event\":\"order\",\"id\":1}\n",
        "{\"event\":\"other\",\"id\":1}\n",
        "[]\n",
        /* without a line end: nothing was torn here */
        "{\"name\":\"shop\",\"version\":1}",
        "{\"event\":\"push\",\"id\":1}",
        "{",
        "hello",
        "{\"event\":\"order\",\"id\":1}\nhello",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        append_text(lines[i]);
        assert_null(ledger_open(path, problem, sizeof problem));
        assert_non_null(strstr(problem, "not a ledger"));
        assert_string_equal(content(), lines[i]);
        assert_int_equal(unlink(path), 0);
    }
}

/* What is torn may be as short as one character, once there are lines that are ours. */
static void
every_rest_of_a_line_is_cut_off(void **state)
{
    static const char line[] = "{\"event\":\"answer\",\"id\":1,";
    size_t len;

    (void)state;
    for (len = 1; len < sizeof line; len++) {
        char rest[sizeof line];
        struct ledger *ledger = open_it();

        assert_non_null(add(ledger, "order-1"));
        ledger_close(ledger);
        (void)snprintf(rest, sizeof rest, "%.*s", (int)len, line);
        append_text(rest);
        ledger = open_it();
        assert_string_equal(ledger_at(ledger, 0)->out_trade_no, "order-1");
        assert_int_equal(content()[strlen(content()) - 1], '\n');
        ledger_close(ledger);
        assert_int_equal(unlink(path), 0);
    }
}

/* Let files grow to this size only; 0 for any size. */
static void
limit_files(size_t size)
{
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size ? (rlim_t)size : limit.rlim_max;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
a_line_that_did_not_fit_onto_the_disk_is_taken_back(void **state)
{
    struct ledger *ledger = open_it();
    struct order *first, *refused;

    (void)state;
    first = add(ledger, "order-1");
    limit_files(strlen(content()) + 20);
    refused = add(ledger, "order-2");
    limit_files(0);
    assert_null(refused);
    assert_non_null(add(ledger, "order-3"));
    assert_true(ledger_answer(ledger, first, ANSWER_ACCEPTED, "0000", "1"));
    ledger_close(ledger);
    ledger = open_it();
    assert_string_equal(ledger_at(ledger, 0)->syssn, "1");
    assert_string_equal(ledger_at(ledger, 1)->out_trade_no, "order-3");
    assert_null(ledger_at(ledger, 2));
    ledger_close(ledger);
}

/* Somebody moved the ledger away and put something else in its place. */
static void
a_file_that_took_its_name_is_not_removed(void **state)
{
    struct ledger *ledger = open_it();

    (void)state;
    assert_true(ledger_settle(ledger, add(ledger, "order-1"), "closed"));
    assert_int_equal(unlink(path), 0);
    append_text("hello");
    ledger_close(ledger);
    assert_string_equal(content(), "hello");
}

static void
what_an_answer_means_is_known_to_the_next_run(void **state)
{
    static const enum order_answer answers[] = {ANSWER_OPEN, ANSWER_ACCEPTED, ANSWER_REFUSED};
    struct ledger *ledger = open_it();
    size_t i;

    (void)state;
    for (i = 0; i < 3; i++)
        assert_true(ledger_answer(ledger, add(ledger, "order"), answers[i], "code", ""));
    ledger_close(ledger);
    ledger = open_it();
    for (i = 0; i < 3; i++)
        assert_int_equal(ledger_at(ledger, i)->answer, answers[i]);
    ledger_close(ledger);
}

static void
a_link_is_not_followed(void **state)
{
    char other[80];

    (void)state;
    (void)snprintf(other, sizeof other, "%s/other", folder);
    assert_int_equal(symlink(other, path), 0);
    assert_null(ledger_open(path, problem, sizeof problem));
    assert_int_equal(access(other, F_OK), -1);
}

static void
whatever_is_in_a_number_fits_into_a_line(void **state)
{
    static const char number[] = "a\n\"b\\\xe4\xb8\xad\x01";
    struct ledger *ledger = open_it();

    (void)state;
    assert_non_null(add(ledger, number));
    ledger_close(ledger);
    ledger = open_it();
    assert_string_equal(ledger_at(ledger, 0)->out_trade_no, number);
    ledger_close(ledger);
}

static void
what_cannot_be_written_down_is_said_not_to_be(void **state)
{
    struct ledger *ledger = open_it();
    char number[LEDGER_TEXT_MAX + 2];

    (void)state;
    memset(number, '9', sizeof number - 1);
    number[sizeof number - 1] = '\0';
    assert_null(add(ledger, number));
    ledger_close(ledger);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, remove_ledger)
    const struct CMUnitTest tests[] = {
        TEST(an_order_is_in_the_file_before_its_payment_leaves),
        TEST(an_open_order_is_known_to_the_next_run),
        TEST(a_settled_order_is_not_open_for_the_next_run),
        TEST(a_ledger_with_nothing_open_is_removed),
        TEST(a_ledger_is_for_its_owner_alone),
        TEST(a_second_run_does_not_get_it),
        TEST(a_torn_last_line_is_cut_off),
        TEST(a_file_of_somebody_else_is_refused_and_kept),
        TEST(every_rest_of_a_line_is_cut_off),
        TEST(a_line_that_did_not_fit_onto_the_disk_is_taken_back),
        TEST(a_file_that_took_its_name_is_not_removed),
        TEST(what_an_answer_means_is_known_to_the_next_run),
        TEST(a_link_is_not_followed),
        TEST(whatever_is_in_a_number_fits_into_a_line),
        TEST(what_cannot_be_written_down_is_said_not_to_be),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
