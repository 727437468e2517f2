/* The log on stderr: one line per call of the API, which no input can forge, and in which no client
 * key stands. */
#include "shop.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

/* The shop's log goes into a file from listen_in to heard. */
struct ear {
    FILE *file;
    int stderr_fd;
};

static struct ear
listen_in(void)
{
    struct ear ear = {.file = tmpfile(), .stderr_fd = dup(STDERR_FILENO)};

    assert_non_null(ear.file);
    assert_true(ear.stderr_fd >= 0);
    assert_true(dup2(fileno(ear.file), STDERR_FILENO) >= 0);
    return ear;
}

static const char *
heard(struct shop *shop, struct ear *ear)
{
    enum { LOG_MAX = 32 * 1024 };
    char *text = arena_alloc(&shop->arena, LOG_MAX + 1);

    log_flush();
    assert_true(dup2(ear->stderr_fd, STDERR_FILENO) >= 0);
    close(ear->stderr_fd);
    assert_non_null(text);
    rewind(ear->file);
    (void)!fread(text, 1, LOG_MAX, ear->file);
    fclose(ear->file);
    return text;
}

static const char *
log_of(struct shop *shop, const struct call *call)
{
    struct ear ear = listen_in();

    deliver(shop, call);
    return heard(shop, &ear);
}

static size_t
lines_in(const char *text)
{
    size_t lines = 0;

    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

static void
assert_one_printable_line(const char *text)
{
    size_t len = strlen(text);

    assert_true(len > 1);
    assert_int_equal(text[len - 1], '\n');
    for (size_t i = 0; i + 1 < len; i++)
        assert_in_range(text[i], 0x20, 0x7e);
}

static void
an_accepted_call_is_one_line(void **state)
{
    struct shop *shop = *state;
    struct call call;

    shop_restart(shop, "--log", "text", NULL);
    call = a_payment(shop, "out_trade_no", "T1", NULL);
    call.headers.request_id = "mine";

    assert_string_equal(log_of(shop, &call), SHOP_NOW " POST /trade/v1/payment app_code=" DIRECT_APP
                                                      " out_trade_no=T1 id=mine 200 0000\n");
}

static void
a_refused_call_says_requirement_and_reason(void **state)
{
    struct shop *shop = *state;
    struct call call;
    const char *line;

    shop_restart(shop, "--log", "text", NULL);
    call = a_payment(shop, "expired_time", "4", NULL);
    line = log_of(shop, &call);

    assert_one_printable_line(line);
    assert_non_null(strstr(line, " 200 1104 PAY-EXP-02: expired_time is 4"));
}

static void
a_number_cannot_pass_for_what_stands_behind_it(void **state)
{
    struct shop *shop = *state;
    struct call call;

    shop_restart(shop, "--log", "text", NULL);
    call = a_payment(shop, "out_trade_no", "1 id=x 200 0000", NULL);
    call.headers.request_id = "mine";

    assert_non_null(
        strstr(log_of(shop, &call), " out_trade_no=1\\x20id=x\\x20200\\x200000 id=mine "));
}

static void
as_json_each_line_is_an_object(void **state)
{
    struct shop *shop = *state;
    struct call call;
    const char *line;
    cJSON *entry;

    shop_restart(shop, "--log", "json", NULL);
    call = a_payment(shop, "expired_time", "4", "out_trade_no", "T1", NULL);
    call.headers.request_id = "mine";
    line = log_of(shop, &call);
    assert_one_printable_line(line);
    entry = cJSON_Parse(line);

    assert_non_null(entry);
    assert_string_equal(text_in(entry, "requirement"), "PAY-EXP-02");
    assert_string_equal(text_in(entry, "respcd"), "1104");
    assert_string_equal(text_in(entry, "app_code"), DIRECT_APP);
    assert_string_equal(text_in(entry, "out_trade_no"), "T1");
    assert_string_equal(text_in(entry, "request_id"), "mine");
    cJSON_Delete(entry);
}

static void
a_log_that_is_off_says_nothing(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    assert_string_equal(log_of(shop, &call), "");
}

static void
control_calls_are_not_logged(void **state)
{
    struct shop *shop = *state;
    struct call call = {.method = "GET", .path = "/__sandbox/health"};

    shop_restart(shop, "--log", "text", NULL);

    assert_string_equal(log_of(shop, &call), "");
}

/* Everything of a request that a client can choose freely, with a forged line in it. */
#define FORGED "x\r\n2026-03-10 12:00:00 POST /trade/v1/payment 200 0000\n\x1b[31m"

static void
no_input_can_forge_a_line(void **state)
{
    static const char *const forms[] = {"text", "json"};
    struct shop *shop = *state;

    for (size_t form = 0; form < COUNT_OF(forms); form++) {
        struct call calls[8];

        shop_restart(shop, "--log", forms[form], NULL);
        for (size_t i = 0; i < COUNT_OF(calls); i++)
            calls[i] = a_payment(shop, "txamt", "0", NULL);
        calls[0].path = "/" FORGED;
        calls[1].method = FORGED;
        calls[2].headers.content_type = FORGED;
        calls[3].headers.app_code = FORGED;
        calls[4].headers.sign_type = FORGED;
        calls[5] = a_payment(shop, "out_trade_no", FORGED, NULL);
        calls[6] = a_payment(shop, FORGED, "1", NULL);
        calls[7].headers.request_id = FORGED;

        for (size_t i = 0; i < COUNT_OF(calls); i++) {
            const char *line = log_of(shop, &calls[i]);

            assert_one_printable_line(line);
            assert_int_equal(lines_in(line), 1);
        }
    }
}

static void
the_client_key_is_not_logged_wherever_it_is_put(void **state)
{
    static const char *const forms[] = {"text", "json"};
    struct shop *shop = *state;

    for (size_t form = 0; form < COUNT_OF(forms); form++) {
        struct call calls[11];

        shop_restart(shop, "--log", forms[form], NULL);
        for (size_t i = 0; i < COUNT_OF(calls); i++)
            calls[i] = a_payment(shop, NULL);
        calls[0].path = "/" DIRECT_KEY;
        calls[1].method = DIRECT_KEY;
        calls[2].headers.content_type = DIRECT_KEY;
        calls[3].headers.app_code = DIRECT_KEY;
        calls[4].headers.sign_type = DIRECT_KEY;
        calls[5] = a_payment(shop, DIRECT_KEY, "1", NULL);
        calls[6] = a_payment(shop, "txzone", DIRECT_KEY, NULL);
        calls[7] = a_payment(shop, "expired_time", "12345678901234567890" DIRECT_KEY, NULL);
        calls[8].headers.content_encoding = "1234567890" DIRECT_KEY;
        calls[9].headers.request_id = DIRECT_KEY;
        calls[10] = a_payment(shop, "out_trade_no", DIRECT_KEY, NULL);

        for (size_t i = 0; i < COUNT_OF(calls); i++) {
            const char *line = log_of(shop, &calls[i]);

            assert_int_equal(lines_in(line), 1);
            /* Nor the half of it that fits into a cut text. */
            assert_null(strstr(line, "0F1E2D3C4B"));
        }
    }
}

/* Small letters are a frequent mistake as well. */
static void
a_key_in_a_path_is_not_logged_without_an_app_code_either(void **state)
{
    static char *const paths[] = {"/" DIRECT_KEY, "/trade/v1/0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                                  "/sandbox/" DIRECT_KEY "/payer", "/trade/v1/query/Ab1" DIRECT_KEY,
                                  "/trade/v1/payment"};
    struct shop *shop = *state;

    shop_restart(shop, "--log", "text", NULL);
    for (size_t i = 0; i < 2 * COUNT_OF(paths); i++) {
        struct call call = a_payment(shop, NULL);
        const char *line;

        call.path = paths[i / 2];
        call.headers.app_code = i % 2 ? "" : "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
        call.method = i / 2 == COUNT_OF(paths) - 1 ? DIRECT_KEY : call.method;
        line = log_of(shop, &call);

        assert_int_equal(lines_in(line), 1);
        assert_null(strstr(line, "0F1E2D3C4B"));
        assert_null(strstr(line, "0f1e2d3c4b"));
        assert_non_null(strstr(line, "****"));
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(an_accepted_call_is_one_line),
        SHOP_TEST(a_refused_call_says_requirement_and_reason),
        SHOP_TEST(a_number_cannot_pass_for_what_stands_behind_it),
        SHOP_TEST(as_json_each_line_is_an_object),
        SHOP_TEST(a_log_that_is_off_says_nothing),
        SHOP_TEST(control_calls_are_not_logged),
        SHOP_TEST(no_input_can_forge_a_line),
        SHOP_TEST(the_client_key_is_not_logged_wherever_it_is_put),
        SHOP_TEST(a_key_in_a_path_is_not_logged_without_an_app_code_either),
    };

    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
