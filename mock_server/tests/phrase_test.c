/* The words of refusals: every template of the book, filled in by a call that has everything, has
 * no brace left and asks for nothing that the call does not know. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/call_answer.h"
#include "api/phrase.h"
#include "defect/defect.h"
#include "qfpay/field.h"
#include "server/server.h"
#include "start/open.h"
#include "start/read_settings.h"

enum { ANY_ENDPOINT = QFPAY_ENDPOINT_COUNT };

/* What a parameter says that a template has no business with. */
#define STRANGER "a parameter that no call has"

struct desk {
    struct settings settings;
    struct server server;
    struct arena arena;
    struct request req;
    struct call call;
};

static int
open_desk(void **state)
{
    char *flags[] = {"qfpay-mock", "--log", "off", NULL};
    struct desk *desk = calloc(1, sizeof *desk);
    char error[512] = "";

    assert_non_null(desk);
    arena_init(&desk->arena, NULL, 0);
    if (settings_read(&desk->settings, 3, flags, defect_missed, error) != OPTIONS_READ ||
        !server_open(&desk->server, &desk->settings, error, sizeof error))
        fail_msg("the mock does not start: %s", error);
    *state = desk;
    return 0;
}

static int
close_desk(void **state)
{
    struct desk *desk = *state;

    server_close(&desk->server);
    settings_free(&desk->settings);
    arena_clear(&desk->arena);
    free(desk);
    return 0;
}

static struct trade
a_trade(void)
{
    return (struct trade){
        .id = 7,
        .kind = TRADE_PAYMENT,
        .state = TRADE_PAID,
        .respcd = "1201",
        .txamt_minor = 300,
        .sysdtm = 1586490344,
        .paydtm = 1586490345,
        .expires = 1586490944,
        .refunded_minor = 100,
        .out_trade_no = "order-1",
        .pay_type = "800201",
        .txcurrcd = "HKD",
        .txdtm = "2020-04-10 11:45:44",
        .goods_name = "tea",
        .udid = "till 1",
        .user_creid = "",
        .user_truename = "",
        .notify_url = "",
        .note = "",
        .origssn = "",
        .chnlsn = "",
    };
}

/* A call that has everything a template may ask for but parameters. */
static void
begin_call(struct desk *desk)
{
    struct server *server = &desk->server;
    struct request *req = &desk->req;

    memset(req, 0, sizeof *req);
    req->server = server;
    req->arena = &desk->arena;
    req->signer = server->signer;
    req->headers = (struct request_headers){
        .app_code = "an app code",
        .sign = "0123456789ABCDEF0123456789ABCDEF",
        .sign_type = "MD5",
        .content_type = "application/json",
        .content_encoding = "gzip",
    };
    req->method = "POST";
    req->path = "/trade/v1/refund";
    req->query = "";
    req->body = "";
    req->merchant = registry_find(&server->merchants, server->direct_app_code);
    req->account = &req->merchant->accounts[0];
    req->now = 1586490344;
    req->situation.code = qfpay_code_find("1265");
    call_init(&desk->call, req);
    desk->call.order = a_trade();
    desk->call.made = a_trade();
    desk->call.txamt = 100;
    desk->call.balance = 200;
    desk->call.unreadable = "It is not UTF-8.";
    desk->call.parameter = "txamt";
    desk->call.wrong = "txamt is not a number.";
    desk->call.pay = pay_answer_find(&server->book, "800201");
}

static void
send_parameter(struct desk *desk, const char *name, const char *value)
{
    assert_true(desk->req.param_count < QFPAY_PARAM_MAX);
    desk->req.params[desk->req.param_count++] = qfpay_param_of(name, value);
}

/* The call that a chapter is about, by its name. */
static unsigned
endpoint_of(const char *chapter)
{
    unsigned endpoint = 0;

    while (endpoint < QFPAY_ENDPOINT_COUNT) {
        const char *name = qfpay_endpoint_row((enum qfpay_endpoint)endpoint)->name;

        if (strncmp(chapter, name, strlen(name)) == 0)
            break;
        endpoint++;
    }
    return endpoint;
}

static bool
has_parameter(unsigned endpoint, const char *name)
{
    if (endpoint != ANY_ENDPOINT)
        return qfpay_field_find((enum qfpay_endpoint)endpoint, name, strlen(name)) != NULL;
    for (unsigned i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        if (has_parameter(i, name))
            return true;
    }
    return false;
}

/* The names in braces are parameters of the call, which are sent, or phrases. */
static void
assert_known(struct desk *desk, unsigned endpoint, const char *template)
{
    for (const char *at = strchr(template, '{'); at; at = strchr(at + 1, '{')) {
        size_t len = strcspn(at, "}") - 1;
        const char *name = arena_copy(&desk->arena, at + 1, len);
        const char *said;

        assert_int_equal(at[len + 1], '}');
        begin_call(desk);
        send_parameter(desk, name, STRANGER);
        said = phrase(&desk->call, arena_printf(&desk->arena, "{%s}", name));
        if (strcmp(said, STRANGER) == 0 && !has_parameter(endpoint, name))
            fail_msg("nobody knows {%s} of \"%s\"", name, template);
    }
}

/* A template as it goes out: what it asks for is all there. */
static const char *
rendered(struct desk *desk, unsigned endpoint, const char *template)
{
    const char *text;

    assert_known(desk, endpoint, template);
    begin_call(desk);
    for (const char *at = strchr(template, '{'); at; at = strchr(at + 1, '{')) {
        const char *name = arena_copy(&desk->arena, at + 1, strcspn(at, "}") - 1);

        if (has_parameter(endpoint, name) && request_value(&desk->req, name)[0] == '\0')
            send_parameter(desk, name, "100");
    }
    text = phrase(&desk->call, template);
    if (strpbrk(text, "{}"))
        fail_msg("a brace is left in \"%s\"", text);
    return text;
}

static void
assert_printable(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (!isprint((unsigned char)*at))
            fail_msg("\"%s\" cannot be printed", text);
    }
}

static void
every_diagnosis_is_a_printable_sentence(void **state)
{
    struct desk *desk = *state;

    for (unsigned i = 0; i < CHAPTER_COUNT; i++) {
        const struct check *check = desk->server.book.chapters[i];
        unsigned endpoint = endpoint_of(rulebook_chapter_name((enum chapter)i));

        for (; check->name; check++) {
            const char *template = check->diagnosis;

            assert_printable(rendered(desk, endpoint, template));
            /* "": a payer is told nothing. What is filled in may end as it likes. */
            if (template[0] != '\0' && !strchr(".}", template[strlen(template) - 1]))
                fail_msg("\"%s\" is no sentence", template);
        }
    }
}

static void
every_text_of_a_check_is_filled_in_by_its_call(void **state)
{
    struct desk *desk = *state;

    for (unsigned i = 0; i < CHAPTER_COUNT; i++) {
        const struct check *check = desk->server.book.chapters[i];
        unsigned endpoint = endpoint_of(rulebook_chapter_name((enum chapter)i));

        for (; check->name; check++) {
            const struct text_row *text = &desk->server.book.texts[check->text];

            (void)rendered(desk, endpoint, text->resperr);
            (void)rendered(desk, endpoint, text->respmsg);
            if (strlen(call_code(&desk->call, check)) == 4)
                assert_string_not_equal(call_resperr(&desk->call, check), "");
        }
    }
}

static void
every_text_is_filled_in_by_some_call(void **state)
{
    struct desk *desk = *state;

    for (size_t i = 0; i < TEXT_COUNT; i++) {
        (void)rendered(desk, ANY_ENDPOINT, desk->server.book.texts[i].resperr);
        (void)rendered(desk, ANY_ENDPOINT, desk->server.book.texts[i].respmsg);
    }
}

static void
what_the_caller_sent_becomes_printable(void **state)
{
    struct desk *desk = *state;

    begin_call(desk);
    send_parameter(desk, "txamt", "1\n{rest}\xc3\xa9");

    assert_string_equal(phrase(&desk->call, "txamt is {txamt}."),
                        "txamt is 1\\x0a{rest}\\xc3\\xa9.");
}

static void
the_callers_key_is_never_said(void **state)
{
    struct desk *desk = *state;

    begin_call(desk);
    send_parameter(desk, "txamt", desk->req.merchant->client_key);

    assert_null(strstr(phrase(&desk->call, "txamt is {txamt}."), desk->req.merchant->client_key));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_diagnosis_is_a_printable_sentence),
        cmocka_unit_test(every_text_of_a_check_is_filled_in_by_its_call),
        cmocka_unit_test(every_text_is_filled_in_by_some_call),
        cmocka_unit_test(what_the_caller_sent_becomes_printable),
        cmocka_unit_test(the_callers_key_is_never_said),
    };

    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
