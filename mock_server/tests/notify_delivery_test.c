/* How a notification gets there: what counts as accepted, the ladder of retries, what the log says
 * to the developer of a receiver, sending again, silence, restarts. The ladder's figures are copied
 * from NTF-07, the digests from the vector notification.derived.payment. */
#include "backend.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/node.h"
#include "notify/digests.h"
#include "store/notification.h"

static void
success_in_capitals_is_accepted_with_white_space_around_it(void **state)
{
    static const char *const bodies[] = {"SUCCESS", "SUCCESS\n", " \r\n\tSUCCESS \r\n"};
    struct backend *backend = *state;

    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        receiver_answers(backend->receiver, 200, bodies[i]);

        assert_log_state(backend, notified(backend), "delivered");
    }
}

/* Answers that are none, and a word of the sentence that the log has for each. */
static const struct {
    unsigned status;
    const char *body;
    const char *word;
} refusals[] = {
    {200, "success", "capitals"},
    {200, "Success", "capitals"},
    {200, "", "empty"},
    {200, "{\"code\": 0}", "JSON"},
    {200, "\"SUCCESS\"", "JSON"},
    {200, "<html></html>", "HTML"},
    {200, "OK SUCCESS", "among other text"},
    {200, "FAIL", "MD5 over the raw bytes"},
    {201, "SUCCESS", "Only HTTP 200"},
    {204, "", "Only HTTP 200"},
    {302, "", "redirects are not followed"},
    {400, "bad sign", "MD5 over the raw bytes"},
    {401, "", "denies access"},
    {403, "", "CSRF"},
    {404, "", "no such path"},
    {405, "", "not for POST"},
    {415, "", "application/json"},
    {500, "SUCCESS", "its own log"},
};

static void
any_other_answer_is_refused_and_the_log_says_why(void **state)
{
    struct backend *backend = *state;

    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        const struct answer *order;
        const cJSON *attempt;

        receiver_answers(backend->receiver, refusals[i].status, refusals[i].body);
        order = notified(backend);

        assert_log_state(backend, order, "waiting");
        attempt = attempt_at(backend, order, 0);
        if (!strstr(text_in(attempt, "diagnosis"), refusals[i].word))
            fail_msg("for %u %s: %s", refusals[i].status, refusals[i].body,
                     text_in(attempt, "diagnosis"));
        assert_string_equal(text_in(attempt, "response"), refusals[i].body);
    }
}

static void
a_redirect_is_not_followed(void **state)
{
    struct backend *backend = *state;

    receiver_answers(backend->receiver, 302, "");
    notified(backend);

    assert_received(backend, 1);
}

static void
a_receiver_that_fails_on_a_refund_hears_what_is_different_there(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified(backend);
    const struct answer *back;

    receiver_answers(backend->receiver, 500, "KeyError: paydtm");
    back = refund(backend->shop, order, NULL);
    everything_is_sent(backend);

    assert_non_null(strstr(text_in(attempt_at(backend, back, 0), "diagnosis"), "PIT-78"));
}

/* Seconds from the first attempt on (NTF-07): 2 m, 10 m, 10 m, 60 m, 2 h, 6 h, 15 h in a row. */
static const int64_t rungs[] = {120, 600, 600, 3600, 7200, 21600, 54000};

static void
each_rung_of_the_ladder_is_one_attempt_at_its_second_and_not_before(void **state)
{
    struct backend *backend = *state;

    receiver_answers(backend->receiver, 500, "");
    notified(backend);

    for (size_t i = 0; i < COUNT_OF(rungs); i++) {
        advance(backend->shop, rungs[i] - 1);
        assert_received(backend, i + 1);
        advance(backend->shop, 1);
        assert_received(backend, i + 2);
    }
}

static void
after_the_eighth_attempt_it_is_given_up(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_answers(backend->receiver, 500, "");
    order = notified(backend);
    advance(backend->shop, 24 * 3600 + 22 * 60 - 1);
    assert_log_state(backend, order, "waiting");

    advance(backend->shop, 1);
    assert_log_state(backend, order, "given-up");
    advance(backend->shop, 100 * 24 * 3600);

    assert_received(backend, 8);
}

static void
a_clock_that_jumps_a_day_runs_through_the_whole_ladder(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_answers(backend->receiver, 500, "");
    order = notified(backend);

    advance(backend->shop, 2 * 24 * 3600);

    assert_received(backend, 8);
    assert_string_equal(text_in(attempt_at(backend, order, 1), "at"), "2026-03-10 12:02:00");
    assert_string_equal(text_in(attempt_at(backend, order, 7), "at"), "2026-03-11 12:22:00");
}

/* As somebody's hand in the file of --db. */
static void
edit_step(struct backend *backend, const struct answer *order, int step)
{
    struct server *server = &backend->shop->server;
    int64_t id = cJSON_GetObjectItemCaseSensitive(log_of(backend, order), "id")->valueint;
    struct merchant *merchant = registry_find(&server->merchants, backend->shop->app_code);
    const struct notification *found;
    struct notification notification;

    assert_non_null(merchant);
    pthread_mutex_lock(&server->lock);
    found = store_notification(server->store, merchant->id, id);
    assert_non_null(found);
    notification = *found;
    notification.step = step;
    assert_int_equal(store_update_notification(server->store, &notification), STORE_OK);
    pthread_mutex_unlock(&server->lock);
}

/* It was read out of bounds, which gcc 14 noticed at -O3. */
static void
a_step_below_the_ladder_waits_as_the_first_one(void **state)
{
    struct backend *backend = *state;

    receiver_answers(backend->receiver, 500, "");
    edit_step(backend, notified(backend), -100);
    advance(backend->shop, rungs[0]);
    assert_received(backend, 2);

    advance(backend->shop, rungs[0] - 1);
    assert_received(backend, 2);
    advance(backend->shop, 1);
    assert_received(backend, 3);
}

static void
every_retry_repeats_body_and_signature(void **state)
{
    struct backend *backend = *state;
    struct shop *shop = backend->shop;
    const struct answer *order;

    receiver_answers(backend->receiver, 500, "");
    order = notified(backend);
    refund(shop, order, "txamt", "100", "notify_url", WITHOUT, NULL); /* cancel is 5 from now on */
    advance(shop, 120);

    for (size_t i = 0; i < receiver_count(backend->receiver); i++) {
        if (strcmp(told(backend, i, "notify_type"), "payment") != 0)
            continue;
        assert_string_equal(receiver_at(backend->receiver, i)->body,
                            receiver_at(backend->receiver, 0)->body);
        assert_string_equal(receiver_at(backend->receiver, i)->sign,
                            receiver_at(backend->receiver, 0)->sign);
    }
}

static void
an_accepted_retry_ends_the_ladder(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_answers(backend->receiver, 500, "");
    order = notified(backend);
    receiver_answers(backend->receiver, 200, "SUCCESS");

    advance(backend->shop, 2 * 24 * 3600);

    assert_received(backend, 2);
    assert_log_state(backend, order, "delivered");
}

static const struct answer *
send_again(struct backend *backend, const struct answer *order)
{
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(log_of(backend, order), "id");

    return control(backend->shop, "POST",
                   format(backend->shop, "notifications/%d/send", id->valueint), NULL);
}

static void
what_was_delivered_can_be_sent_again(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified(backend);

    assert_int_equal(send_again(backend, order)->reply.http_status, 200);

    assert_received(backend, 2);
    assert_string_equal(receiver_at(backend->receiver, 1)->body,
                        receiver_at(backend->receiver, 0)->body);
    assert_log_state(backend, order, "delivered");
}

static void
sending_again_leaves_the_ladder_as_it_was(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_answers(backend->receiver, 500, "");
    order = notified(backend);
    advance(backend->shop, 60);
    send_again(backend, order);
    assert_received(backend, 2);

    advance(backend->shop, 59);
    assert_received(backend, 2);
    advance(backend->shop, 1);
    assert_received(backend, 3);
}

/* No sender is there to take them. */
static void
only_so_many_are_asked_for_before_one_is_sent(void **state)
{
    struct shop *shop = *state;

    payer_does(shop, pay(shop, "notify_url", "http://127.0.0.1:9/", NULL), "pay");
    for (int i = 0; i < 16; i++)
        assert_int_equal(control(shop, "POST", "notifications/1/send", NULL)->reply.http_status,
                         202);

    assert_control_refuses(control(shop, "POST", "notifications/1/send", NULL), 409);
}

static void
nobody_sends_what_is_not_there_or_belongs_to_another(void **state)
{
    struct backend *backend = *state;

    notified(backend);

    assert_control_refuses(control(backend->shop, "POST", "notifications/99/send", NULL), 404);
    assert_control_refuses(control(backend->shop, "POST", "notifications/x/send", NULL), 404);
    assert_control_refuses(
        control(backend->shop, "POST", "notifications/1/send?app_code=" AGENT_APP, NULL), 404);
}

static void
a_receiver_that_never_answers_costs_one_time_out(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_never_answers(backend);
    order = notified(backend);

    assert_int_equal(attempt_count(backend, order), 1);
    assert_non_null(strstr(text_in(attempt_at(backend, order, 0), "diagnosis"), "in time"));
    assert_log_state(backend, order, "waiting");
}

static void
many_silent_ones_cost_no_more_than_one(void **state)
{
    enum { MANY = 40 };
    struct backend *backend = *state;

    receiver_never_answers(backend);
    for (int i = 0; i < MANY; i++)
        paid(backend->shop, "notify_url", backend->url, NULL);
    everything_is_sent(backend);

    /* At four at a time all of them would take ten time-outs. */
    assert_true(receiver_count(backend->receiver) < MANY);
}

/* A port whose connections nobody accepts. */
static int
listen_deaf(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 16), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

/* Whether one comes in before the attempts to the deaf end, which they do not while this waits. */
static void
a_receiver_that_answers_goes_before_many_that_do_not(void **state)
{
    enum { DEAF = 32, EACH = 4 };
    struct backend *backend = *state;
    struct shop *shop = backend->shop;
    const struct answer *first = NULL;
    const struct answer *last;
    int ports[DEAF];
    int fds[DEAF];

    for (int i = 0; i < DEAF; i++)
        fds[i] = listen_deaf(&ports[i]);
    for (int i = 0; i < DEAF * EACH; i++) {
        last = paid(shop, "notify_url", format(shop, "http://127.0.0.1:%d/n", ports[i % DEAF]),
                    NULL);
        first = first ? first : last;
    }
    for (int i = 0; i < EACH; i++)
        last = paid(shop, "notify_url", backend->url, NULL);
    (void)control(shop, "GET", "notifications?since=3&wait_ms=20000", NULL);

    assert_log_state(backend, last, "delivered");
    assert_received(backend, EACH);
    assert_int_equal(attempt_count(backend, first), 0);
    shop_restart(shop, NULL);
    for (int i = 0; i < DEAF; i++)
        close(fds[i]);
}

static void
a_silent_receiver_gets_another_chance_when_the_clock_moves(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_never_answers(backend);
    order = notified(backend);
    receiver_answers(backend->receiver, 200, "SUCCESS");

    advance(backend->shop, 120);

    assert_log_state(backend, order, "delivered");
}

static void
a_port_where_nobody_listens_is_logged(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = paid(backend->shop, "notify_url", "http://127.0.0.1:1/x", NULL);

    everything_is_sent(backend);

    assert_true(cJSON_IsNull(
        cJSON_GetObjectItemCaseSensitive(attempt_at(backend, order, 0), "http_status")));
    assert_non_null(text_in(attempt_at(backend, order, 0), "error"));
    assert_log_state(backend, order, "waiting");
}

static void
other_ports_of_other_machines_are_never_reached(void **state)
{
    static const char *const urls[] = {
        "http://shop.example:8080/notify",  "https://shop.example:8443/notify",
        "http://127.0.0.1.shop.example:81", "http://127.0.0.1@shop.example:81/",
        "http://user:word@127.0.0.1/",      "http://[::2]:81/",
    };
    struct backend *backend = *state;

    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        const struct answer *order = paid(backend->shop, "notify_url", urls[i], NULL);

        everything_is_sent(backend);

        assert_log_state(backend, order, "given-up");
        assert_string_equal(text_in(attempt_at(backend, order, 0), "error"), "nothing was sent");
    }
}

static void
what_waits_for_its_retry_survives_a_restart(void **state)
{
    struct backend *backend = *state;
    char folder[] = "/tmp/qfpay-notify-XXXXXX";
    const struct answer *order;
    const char *file;

    assert_non_null(mkdtemp(folder));
    file = format(backend->shop, "%s/mock.db", folder);
    backend_restart(backend, "--db", file, NULL);
    receiver_answers(backend->receiver, 500, "");
    order = notified(backend);
    backend_restart(backend, "--db", file, NULL);
    receiver_answers(backend->receiver, 200, "SUCCESS");
    everything_is_sent(backend);
    assert_received(backend, 1);

    advance(backend->shop, 120);

    assert_received(backend, 2);
    assert_string_equal(receiver_at(backend->receiver, 1)->body,
                        receiver_at(backend->receiver, 0)->body);
    assert_log_state(backend, order, "delivered");
    shop_restart(backend->shop, NULL);
    unlink(file);
    unlink(format(backend->shop, "%s-lock", file));
    unlink(format(backend->shop, "%s-wal", file));
    unlink(format(backend->shop, "%s-shm", file));
    assert_int_equal(rmdir(folder), 0);
}

static void
a_reset_forgets_what_was_to_be_sent(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_answers(backend->receiver, 500, "");
    order = notified(backend);

    control(backend->shop, "POST", "reset", NULL);
    advance(backend->shop, 2 * 24 * 3600);

    assert_received(backend, 1);
    assert_int_equal(log_count(backend, order), 0);
}

static void
worlds_do_not_see_each_others_log(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified(backend);

    as_agent(backend->shop, "ZaMVg00001");

    assert_int_equal(log_count(backend, order), 0);
}

static void
waiting_ends_with_the_attempt_after_since(void **state)
{
    struct backend *backend = *state;
    struct shop *shop = backend->shop;
    const struct answer *answer;

    pay(shop, NULL); /* without a URL: nothing of it ever comes */
    paid(shop, "notify_url", backend->url, NULL);
    answer = control(shop, "GET", "notifications?since=0&wait_ms=20000", NULL);

    assert_int_equal(
        cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(answer->json, "notifications")), 1);
    assert_int_equal(cJSON_GetObjectItemCaseSensitive(answer->json, "last")->valueint, 1);
    answer = control(shop, "GET", "notifications?since=1&wait_ms=1", NULL);
    assert_int_equal(
        cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(answer->json, "notifications")), 0);
}

#define NOTIFY_KEY "NotifyKeyOfThisShop"

static void
set_notify_key(struct shop *shop)
{
    assert_int_equal(
        control(shop, "PUT", "merchants/" DIRECT_APP, "{\"notify_key\": \"" NOTIFY_KEY "\"}")
            ->reply.http_status,
        200);
}

/* The receiver that took the client key finds its own value in the log. */
static void
a_receiver_with_the_client_key_hears_of_the_notify_key(void **state)
{
    static const struct {
        unsigned status;
        const char *body;
    } answers[] = {{400, "bad sign"}, {401, ""}, {200, "FAIL"}};
    struct backend *backend = *state;
    struct shop *shop = backend->shop;

    set_notify_key(shop);
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        const struct answer *order;
        const cJSON *digest;
        char sign[QFPAY_SIGN_HEX_SIZE];
        const char *body;

        receiver_answers(backend->receiver, answers[i].status, answers[i].body);
        order = notified(backend);
        body = receiver_at(backend->receiver, i)->body;

        assert_non_null(strstr(text_in(attempt_at(backend, order, 0), "diagnosis"),
                               "notify key of this merchant, not by the client key"));
        digest = cJSON_GetArrayItem(
            cJSON_GetObjectItemCaseSensitive(log_of(backend, order), "digests"), 0);
        assert_string_equal(text_in(digest, "mistake"), "the client key instead of the notify key");
        assert_int_equal(qfpay_sign_bytes(shop->signer, body, strlen(body), DIRECT_KEY,
                                          QFPAY_DIGEST_MD5, sign, NULL),
                         QFPAY_OK);
        assert_string_equal(text_in(digest, "digest"), sign);
    }
}

/* It was signed, and is repeated, with the key of its own time. */
static void
a_notification_older_than_the_notify_key_is_told_of_the_client_key(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_answers(backend->receiver, 400, "bad sign");
    order = notified(backend);
    set_notify_key(backend->shop);
    advance(backend->shop, 120);

    assert_true(is_well_signed(backend, 1));
    assert_null(strstr(text_in(attempt_at(backend, order, 1), "diagnosis"), "notify key"));
    assert_null(strstr(control(backend->shop, "GET", "notifications", NULL)->reply.body,
                       "instead of the notify key"));
}

static void
a_notify_key_survives_a_restart(void **state)
{
    struct backend *backend = *state;
    char folder[] = "/tmp/qfpay-notify-XXXXXX";
    const char *file;

    assert_non_null(mkdtemp(folder));
    file = format(backend->shop, "%s/mock.db", folder);
    backend_restart(backend, "--db", file, NULL);
    set_notify_key(backend->shop);
    backend_restart(backend, "--db", file, NULL);
    notified(backend);

    assert_true(is_signed_with(backend, 0, NOTIFY_KEY));
    shop_restart(backend->shop, NULL);
    unlink(file);
    unlink(format(backend->shop, "%s-lock", file));
    unlink(format(backend->shop, "%s-wal", file));
    unlink(format(backend->shop, "%s-shm", file));
    assert_int_equal(rmdir(folder), 0);
}

static void
the_log_never_shows_the_key(void **state)
{
    struct backend *backend = *state;
    const struct answer *answer;

    set_notify_key(backend->shop);
    receiver_answers(backend->receiver, 400, "wrong");
    notified(backend);
    answer = control(backend->shop, "GET", "notifications", NULL);

    assert_non_null(strstr(answer->reply.body, "digests"));
    assert_null(strstr(answer->reply.body, DIRECT_KEY));
    assert_null(strstr(answer->reply.body, NOTIFY_KEY));
}

/* notification.derived.payment with its key. */
static const char d8[] =
    "{\"status\": \"1\", \"pay_type\": \"800201\", \"sysdtm\": \"2020-04-10 11:45:44\", "
    "\"paydtm\": \"2020-04-10 11:46:10\", \"goods_name\": \"\\u6d4b\\u8bd5\", \"txcurrcd\": "
    "\"HKD\", \"txdtm\": \"2020-04-10 11:45:44\", \"txamt\": \"10\", \"chnlsn2\": \"\", "
    "\"out_trade_no\": \"01234567890123\", \"syssn\": \"20200410000300020086358791\", "
    "\"cash_fee_type\": \"\", \"cancel\": \"0\", \"respcd\": \"0000\", \"goods_info\": \"\", "
    "\"cash_fee\": \"0\", \"notify_type\": \"payment\", \"chnlsn\": "
    "\"4200000384202004103585006133\", \"cardcd\": \"\"}";

/* What the log lists of a refused body, as JSON text. */
static const char *
digests_of(struct backend *backend, const char *body)
{
    struct tree tree = {.arena = &backend->shop->arena};
    cJSON *root = node_object(&tree);
    const char *text;
    size_t len;

    notify_digests_add(&tree, root, backend->shop->signer, body, "0123456789ABCDEF0123456789ABCDEF",
                       NULL);
    text = node_print(&tree, root, &len);
    assert_non_null(text);
    return text;
}

static void
the_digests_of_mistaken_receivers_are_those_of_the_vector(void **state)
{
    static const char *const digests[] = {
        "84ADA2820BD2866D17AC2300CE80AAA6", /* sorted parameters */
        "F58587553AD95A2970BF883C69BCE66C", /* compact JSON */
        "BE0A0142CEB26FFE3BAABBD00D1B53EC", /* escapes decoded */
    };
    const char *text = digests_of(*state, d8);

    for (size_t i = 0; i < COUNT_OF(digests); i++)
        assert_non_null(strstr(text, digests[i]));
    assert_null(strstr(text, "B4FD1612B2DE64CC59FE926710731410")); /* the right one is no mistake */
}

/* MD5 of each text and the key, computed with md5sum. */
static void
half_read_bodies_and_none_at_all_have_their_digests(void **state)
{
    static const char body[] = "{\"goods_name\": \"\\u6d4b\\u8bd5 \\\\ caf\\u00e9 \\\"1/2\\\"\", "
                               "\"txamt\": \"10\"}";
    static const char *const digests[] = {
        "2A071870A982224224D0E9643D2685C4", /* Chinese decoded */
        "73C21D5AE1FBCC9ABE70FDF5DF24B92D", /* the letter e with its accent decoded */
        "A3CF96C22DBF2D2310818623229C1264", /* {} */
        "5392FAD6BEE373074DBD3EDFAE6506F2", /* nothing */
        "B8AE9AAD9E906EDDACEA1774868BACCA", /* null */
        "7F31E2F46AA737429F6AC4405FD0E8E1", /* [object Object] */
    };
    const char *text = digests_of(*state, body);

    for (size_t i = 0; i < COUNT_OF(digests); i++)
        assert_non_null(strstr(text, digests[i]));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        BACKEND_TEST(success_in_capitals_is_accepted_with_white_space_around_it),
        BACKEND_TEST(any_other_answer_is_refused_and_the_log_says_why),
        BACKEND_TEST(a_redirect_is_not_followed),
        BACKEND_TEST(a_receiver_that_fails_on_a_refund_hears_what_is_different_there),
        BACKEND_TEST(each_rung_of_the_ladder_is_one_attempt_at_its_second_and_not_before),
        BACKEND_TEST(after_the_eighth_attempt_it_is_given_up),
        BACKEND_TEST(a_clock_that_jumps_a_day_runs_through_the_whole_ladder),
        BACKEND_TEST(a_step_below_the_ladder_waits_as_the_first_one),
        BACKEND_TEST(every_retry_repeats_body_and_signature),
        BACKEND_TEST(an_accepted_retry_ends_the_ladder),
        BACKEND_TEST(what_was_delivered_can_be_sent_again),
        BACKEND_TEST(sending_again_leaves_the_ladder_as_it_was),
        cmocka_unit_test_setup_teardown(only_so_many_are_asked_for_before_one_is_sent, shop_open,
                                        shop_close),
        BACKEND_TEST(nobody_sends_what_is_not_there_or_belongs_to_another),
        BACKEND_TEST(a_receiver_that_never_answers_costs_one_time_out),
        BACKEND_TEST(many_silent_ones_cost_no_more_than_one),
        BACKEND_TEST(a_receiver_that_answers_goes_before_many_that_do_not),
        BACKEND_TEST(a_silent_receiver_gets_another_chance_when_the_clock_moves),
        BACKEND_TEST(a_port_where_nobody_listens_is_logged),
        BACKEND_TEST(other_ports_of_other_machines_are_never_reached),
        BACKEND_TEST(what_waits_for_its_retry_survives_a_restart),
        BACKEND_TEST(a_reset_forgets_what_was_to_be_sent),
        BACKEND_TEST(worlds_do_not_see_each_others_log),
        BACKEND_TEST(waiting_ends_with_the_attempt_after_since),
        BACKEND_TEST(a_receiver_with_the_client_key_hears_of_the_notify_key),
        BACKEND_TEST(a_notification_older_than_the_notify_key_is_told_of_the_client_key),
        BACKEND_TEST(a_notify_key_survives_a_restart),
        BACKEND_TEST(the_log_never_shows_the_key),
        BACKEND_TEST(the_digests_of_mistaken_receivers_are_those_of_the_vector),
        BACKEND_TEST(half_read_bodies_and_none_at_all_have_their_digests),
    };

    return cmocka_run_group_tests_name("notify_delivery", tests, NULL, NULL);
}
