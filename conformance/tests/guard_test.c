/* The gate of a live target: what it lets through is in the ledger first, and what came back
 * decides whether there may be an order. */
#include <string.h>

#include "live_desk.h"

#define QR "txcurrcd=HKD&pay_type=800201&txamt=10&out_trade_no=n1&txdtm=2026-11-23+10:00:00"

static const char *
admit(struct live_desk *desk, const char *path, const char *body, struct pass *pass)
{
    struct outgoing outgoing = {.method = "POST", .path = path, .body = body};

    outgoing.body_len = strlen(body);
    outgoing_add(&outgoing, "X-QF-APPCODE", desk->target.given[ROLE_DEFAULT].app_code);
    return guard_admit(&desk->guard, desk->arena, &outgoing, pass);
}

/* The order of a payment that was answered so; body NULL for no answer. */
static const struct order *
paid(struct live_desk *desk, bool sent, int http, const char *body)
{
    struct reply reply = {.answered = body != NULL, .http = body ? http : 0};
    cJSON *json = cJSON_Parse(body ? body : "");
    struct pass pass = {NULL};

    assert_null(admit(desk, "/trade/v1/payment", QR, &pass));
    reply.raw.sent = sent;
    reply.json = json;
    guard_answered(&desk->guard, &pass, &reply);
    cJSON_Delete(json);
    return pass.order;
}

static void
a_payment_is_in_the_ledger_when_it_leaves(void **state)
{
    struct live_desk *desk = *state;
    struct pass pass = {NULL};

    assert_null(admit(desk, "/trade/v1/payment", QR, &pass));
    assert_string_equal(ledger_at(desk->guard.ledger, 0)->out_trade_no, "n1");
    assert_ptr_equal(ledger_at(desk->guard.ledger, 0), pass.order);
}

static void
a_client_key_never_leaves(void **state)
{
    static const char *const bodies[] = {
        QR "&trade_name=" LIVE_KEY,
        QR "&trade_name=5ec2e70000000000000000000000a001",
        QR "&trade_name=%355EC" LIVE_KEY "tail",
        QR "&trade_name=%35EC2E70000000000000000000000A001",
        "<xml>" LIVE_KEY "</xml>",
    };
    struct live_desk *desk = *state;
    struct pass pass;
    size_t i;

    for (i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        assert_string_equal(admit(desk, "/trade/v1/payment", bodies[i], &pass),
                            "it holds a client key");
        assert_string_equal(admit(desk, "/trade/v1/query", bodies[i], &pass),
                            "it holds a client key");
    }
    assert_null(ledger_at(desk->guard.ledger, 0));
}

static void
the_key_of_every_given_merchant_stays(void **state)
{
    struct live_desk *desk = *state;
    struct pass pass;

    desk->target.given[ROLE_AGENT].app_code = "AGENT";
    desk->target.given[ROLE_AGENT].client_key = "KEY/OF THE+AGENT";
    desk->target.given[ROLE_AGENT].mchid = "";
    assert_non_null(
        admit(desk, "/trade/v1/query", "mchid=KEY%2FOF+THE%2BAGENT&out_trade_no=n1", &pass));
}

/* Stores under one app code: who closes an order must be the store that made it. */
static void
an_order_is_of_the_store_whose_mchid_it_has(void **state)
{
    struct live_desk *desk = *state;
    struct credentials *stores = desk->target.given;
    struct pass pass = {NULL};
    const struct order *order;

    stores[ROLE_OTHER] = stores[ROLE_DEFAULT];
    stores[ROLE_DEFAULT].mchid = "FIRST";
    stores[ROLE_OTHER].mchid = "SECOND";
    assert_null(admit(desk, "/trade/v1/payment", QR "&mchid=SECOND", &pass));
    order = ledger_at(desk->guard.ledger, 0);
    assert_string_equal(order->mchid, "SECOND");
    assert_ptr_equal(guard_owner(&desk->guard, order), &stores[ROLE_OTHER]);
}

/* What an answer leaves of the order, and how sure that is. */
static void
only_an_answer_that_says_so_ends_an_order(void **state)
{
    static const struct {
        int http;
        const char *body;
        bool is_open;
        enum order_answer answer;
    } rows[] = {
        {200, "{\"respcd\":\"0000\",\"syssn\":\"20261123000300020000000001\"}", true,
         ANSWER_ACCEPTED},
        {200, "{\"respcd\":\"1143\"}", true, ANSWER_ACCEPTED},
        {200, "{\"respcd\":\"1145\"}", true, ANSWER_ACCEPTED},
        {200, "{\"respcd\":\"1103\"}", false, ANSWER_REFUSED},
        {200, "{\"respcd\":\"1103\",\"syssn\":\"7\"}", true, ANSWER_REFUSED},
        {200, "{\"respcd\":\"1298\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":\"1101\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":\"1161\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":\"1252\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":\"1254\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":\"1295\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":\"1296\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":\"2999\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":\"9999\"}", true, ANSWER_OPEN},
        {200, "{\"respcd\":1103}", true, ANSWER_OPEN},
        {200, "<html>", true, ANSWER_OPEN},
        {404, "<html>", true, ANSWER_REFUSED},
        {408, "<html>", true, ANSWER_OPEN},
        {429, "{}", false, ANSWER_OPEN},
        {500, "<html>", true, ANSWER_OPEN},
        {502, "<html>", true, ANSWER_OPEN},
        {504, "{\"respcd\":\"1298\"}", true, ANSWER_OPEN},
    };
    struct live_desk *desk = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct order *order = paid(desk, true, rows[i].http, rows[i].body);

        if (order->is_open != rows[i].is_open || order->answer != rows[i].answer)
            fail_msg("HTTP %d %s: open %d, answer %d", rows[i].http, rows[i].body, order->is_open,
                     (int)order->answer);
    }
}

static void
a_lost_answer_leaves_the_order_open(void **state)
{
    assert_true(paid(*state, true, 0, NULL)->is_open);
}

static void
what_was_not_sent_made_nothing(void **state)
{
    assert_false(paid(*state, false, 0, NULL)->is_open);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_LIVE_DESK(a_payment_is_in_the_ledger_when_it_leaves),
        AT_LIVE_DESK(a_client_key_never_leaves),
        AT_LIVE_DESK(the_key_of_every_given_merchant_stays),
        AT_LIVE_DESK(an_order_is_of_the_store_whose_mchid_it_has),
        AT_LIVE_DESK(only_an_answer_that_says_so_ends_an_order),
        AT_LIVE_DESK(a_lost_answer_leaves_the_order_open),
        AT_LIVE_DESK(what_was_not_sent_made_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
