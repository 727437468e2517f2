/* See live_desk.h. */
#include "live_desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t
tell_now(void *self)
{
    const struct live_desk *desk = self;

    return (int64_t)time(NULL) + desk->later_s;
}

static int64_t
tell_ms(void *self)
{
    const struct live_desk *desk = self;

    return desk->pauses_ms;
}

static void
pass_time(void *self, int64_t ms)
{
    struct live_desk *desk = self;

    desk->pauses_ms += ms;
}

static const char *
answer_query(struct live_desk *desk)
{
    static char body[2000];

    (void)snprintf(body, sizeof body, "{\"respcd\":\"0000\",\"data\":[%s]}",
                   ++desk->queries >= desk->appears_at ? desk->records : "");
    return body;
}

static const char *
answer_cancel(struct live_desk *desk, int *count, const char *records_then)
{
    static char body[60];

    (*count)++;
    if (records_then && desk->queries + 1 >= desk->appears_at)
        desk->records = records_then;
    (void)snprintf(body, sizeof body, "{\"respcd\":\"%s\"}", desk->cancel_code);
    return body;
}

static enum qfpay_status
serve(void *self, const struct qfpay_request *request, struct qfpay_response *response,
      struct qfpay_error *err)
{
    struct live_desk *desk = self;
    const char *body = "{}";

    response->sent = true;
    if (strcmp(request->target, "/trade/v1/query") == 0) {
        body = answer_query(desk);
        if (desk->is_mute)
            return qfpay_fail(err, QFPAY_E_TRANSPORT, "the connection was lost");
    } else if (strcmp(request->target, "/trade/v1/close") == 0) {
        body = answer_cancel(desk, &desk->closes, desk->after_close);
    } else if (strcmp(request->target, "/trade/v1/reversal") == 0) {
        body = answer_cancel(desk, &desk->reversals, desk->after_revert);
    } else if (strcmp(request->target, "/trade/v1/refund") == 0) {
        size_t len = strlen(desk->refunds);

        (void)snprintf(desk->refunds + len, sizeof desk->refunds - len, "%.*s\n",
                       (int)request->body_len, (const char *)request->body);
        desk->records = desk->after_refund ? desk->after_refund : desk->records;
    }
    response->http_status = 200;
    return qfpay_response_add_body(response, body, strlen(body));
}

static void
open_target(struct live_desk *desk)
{
    const struct qfpay_transport transport = {desk, serve, NULL};
    const struct qfpay_clock clock = {desk, tell_now, tell_ms, pass_time};
    struct qfpay_clock *kept = arena_alloc(desk->arena, sizeof *kept);
    struct qfpay_settings settings;

    *kept = clock;
    qfpay_settings_init(&settings);
    settings.base_url = "https://test.example";
    settings.verify_responses = QFPAY_VERIFY_OFF;
    settings.transport = &transport;
    assert_int_equal(qfpay_client_new(&settings, &desk->target.client, NULL), QFPAY_OK);
    assert_int_equal(qfpay_signer_new(&desk->target.signer, NULL), QFPAY_OK);
    pace_init(&desk->target.pace, kept, 0, false);
    desk->target.given[ROLE_DEFAULT] = (struct credentials){
        .app_code = "C0FFEE", .client_key = LIVE_KEY, .mchid = "", .digest = QFPAY_DIGEST_MD5};
    desk->target.guard = &desk->guard;
}

int
live_desk_set_up(void **state)
{
    struct live_desk *desk = calloc(1, sizeof *desk);
    char problem[400] = "";

    assert_non_null(desk);
    desk->arena = arena_new();
    (void)snprintf(desk->folder, sizeof desk->folder, "/tmp/conform-live-XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    (void)snprintf(desk->ledger_path, sizeof desk->ledger_path, "%s/ledger", desk->folder);
    open_target(desk);
    desk->guard.ledger = ledger_open(desk->ledger_path, problem, sizeof problem);
    assert_string_equal(problem, "");
    (void)snprintf(desk->guard.place, sizeof desk->guard.place, "test.example:443");
    desk->guard.max_amount = 100;
    desk->guard.number = "n";
    desk->guard.given = desk->target.given;
    desk->records = "";
    desk->cancel_code = "0000";
    *state = desk;
    return 0;
}

int
live_desk_tear_down(void **state)
{
    struct live_desk *desk = *state;

    ledger_close(desk->guard.ledger);
    (void)unlink(desk->ledger_path);
    (void)rmdir(desk->folder);
    target_close(&desk->target);
    arena_free(desk->arena);
    free(desk);
    return 0;
}

struct order *
live_desk_order(struct live_desk *desk)
{
    char number[] = "n1", app_code[] = "C0FFEE", amount[] = "10", currency[] = "HKD", none[] = "";
    const struct order facts = {.target = desk->guard.place,
                                .app_code = app_code,
                                .mchid = none,
                                .out_trade_no = number,
                                .txamt = amount,
                                .txcurrcd = currency};
    struct order *order = ledger_add(desk->guard.ledger, &facts);

    assert_non_null(order);
    return order;
}
