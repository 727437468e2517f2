/* See shop.h. */
#include "shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "defect/defect.h"
#include "http/dispatch.h"
#include "notify/sender.h"
#include "qfpay/form.h"
#include "start/open.h"

enum { PARAMS_MAX = 24, FLAGS_MAX = 24 };

/* A request's parameters under construction. */
struct form {
    struct qfpay_param params[PARAMS_MAX];
    size_t count;
};

static void
open_server(struct shop *shop, char **flags, int count)
{
    char error[512] = "";

    if (settings_read(&shop->settings, count, flags, defect_missed, error) != OPTIONS_READ ||
        !server_open(&shop->server, &shop->settings, error, sizeof error))
        fail_msg("the mock does not start: %s", error);
    assert_true(defect_open(&shop->server.book, shop->settings.defect, NULL));
    shop->is_open = true;
}

static void
close_server(struct shop *shop)
{
    if (!shop->is_open)
        return;
    sender_stop(&shop->server);
    if (shop->is_sending)
        pthread_cond_destroy(&shop->news);
    shop->is_sending = false;
    server_close(&shop->server);
    settings_free(&shop->settings);
    shop->is_open = false;
}

void
shop_restart(struct shop *shop, ...)
{
    char *flags[FLAGS_MAX] = {"qfpay-mock", "--now", SHOP_NOW, "--freeze-clock",
                              "--seed",     "0",     "--log",  "off"};
    int count = 8;
    va_list args;
    char *flag;

    close_server(shop);
    va_start(args, shop);
    while ((flag = va_arg(args, char *))) {
        assert_true(count < FLAGS_MAX - 1);
        flags[count++] = flag;
    }
    va_end(args);
    open_server(shop, flags, count);
}

void
remove_database(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        char name[256];

        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        (void)unlink(name);
    }
}

static void
tell_news(void *cls)
{
    struct shop *shop = cls;

    pthread_mutex_lock(&shop->server.lock);
    pthread_cond_broadcast(&shop->news);
    pthread_mutex_unlock(&shop->server.lock);
}

void
shop_sends(struct shop *shop)
{
    char error[512] = "";
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    assert_int_equal(pthread_cond_init(&shop->news, &attributes), 0);
    pthread_condattr_destroy(&attributes);
    shop->is_sending = true;
    if (!sender_start(&shop->server, tell_news, shop, error, sizeof error))
        fail_msg("nothing can be sent: %s", error);
}

/* What hold.c does for a call that waits. */
static struct reply
handle(struct shop *shop, struct request *req)
{
    struct reply reply = dispatch(req);

    while (reply.http_status == 0 && shop->is_sending) {
        const struct timespec until = {.tv_sec = reply.wait_until_ms / 1000,
                                       .tv_nsec = reply.wait_until_ms % 1000 * 1000000};
        bool is_late = false;

        while (!is_late && !reply.wait_is_over(&shop->server, &reply))
            is_late = pthread_cond_timedwait(&shop->news, &shop->server.lock, &until) != 0;
        req->timed_out = is_late;
        req->is_asked_again = true;
        req->param_count = 0;
        reply = dispatch(req);
    }
    return reply;
}

int
shop_open(void **state)
{
    struct shop *shop = calloc(1, sizeof *shop);

    assert_non_null(shop);
    *state = shop;
    arena_init(&shop->arena, NULL, 0);
    assert_int_equal(qfpay_signer_new(&shop->signer, NULL), QFPAY_OK);
    as_merchant(shop, DIRECT_APP, DIRECT_KEY);
    shop_restart(shop, NULL);
    return 0;
}

int
shop_close(void **state)
{
    struct shop *shop = *state;

    close_server(shop);
    for (struct answer *answer = shop->answers; answer; answer = answer->next)
        cJSON_Delete(answer->json);
    qfpay_signer_free(shop->signer);
    arena_clear(&shop->arena);
    free(shop);
    return 0;
}

int
trial_open(void **state)
{
    static struct trial trial;
    void *shop = NULL;

    trial.row = *state;
    if (shop_open(&shop) != 0)
        return -1;
    trial.shop = shop;
    *state = &trial;
    return 0;
}

int
trial_close(void **state)
{
    void *shop = ((struct trial *)*state)->shop;

    return shop_close(&shop);
}

void
as_merchant(struct shop *shop, const char *app_code, const char *client_key)
{
    shop->app_code = app_code;
    shop->client_key = client_key;
    shop->mchid = NULL;
}

void
as_agent(struct shop *shop, const char *mchid)
{
    as_merchant(shop, AGENT_APP, AGENT_KEY);
    shop->mchid = mchid;
}

const char *
format(struct shop *shop, const char *form, ...)
{
    va_list args;
    const char *text;

    va_start(args, form);
    text = arena_vprintf(&shop->arena, form, args);
    va_end(args);
    assert_non_null(text);
    return text;
}

static void
set(struct form *form, const char *name, const char *value)
{
    size_t at = 0;

    while (at < form->count && strcmp(form->params[at].name, name) != 0)
        at++;
    if (value) {
        assert_true(at < PARAMS_MAX);
        form->params[at] = qfpay_param_of(name, value);
        form->count += at == form->count;
    } else if (at < form->count) {
        form->count--;
        memmove(&form->params[at], &form->params[at + 1],
                (form->count - at) * sizeof form->params[0]);
    }
}

static void
set_all(struct form *form, va_list args)
{
    const char *name;

    while ((name = va_arg(args, const char *)))
        set(form, name, va_arg(args, const char *));
}

static struct call
signed_call(struct shop *shop, const char *path, struct form *form)
{
    struct call call = {.path = path};
    char *sign = arena_alloc(&shop->arena, QFPAY_SIGN_HEX_SIZE);
    char *body = NULL;
    size_t len;

    assert_non_null(sign);
    assert_int_equal(qfpay_sign(shop->signer, form->params, form->count, shop->client_key,
                                QFPAY_DIGEST_MD5, sign, NULL),
                     QFPAY_OK);
    assert_int_equal(qfpay_form_encode(form->params, form->count, NULL, 0, &len), QFPAY_E_SPACE);
    body = arena_alloc(&shop->arena, len + 1);
    assert_non_null(body);
    assert_int_equal(qfpay_form_encode(form->params, form->count, body, len + 1, NULL), QFPAY_OK);
    call.body = body;
    call.headers.app_code = shop->app_code;
    call.headers.sign = sign;
    call.headers.trigger = shop->trigger;
    call.headers.content_type = "application/x-www-form-urlencoded";
    return call;
}

static struct call
payment_of(struct shop *shop, va_list args)
{
    struct form form = {.count = 0};

    set(&form, "txamt", "300");
    set(&form, "txcurrcd", "HKD");
    set(&form, "pay_type", "800201");
    set(&form, "out_trade_no", format(shop, "order-%u", ++shop->orders));
    set(&form, "txdtm", SHOP_NOW);
    set(&form, "mchid", shop->mchid);
    set_all(&form, args);
    return signed_call(shop, "/trade/v1/payment", &form);
}

static struct call
query_of(struct shop *shop, va_list args)
{
    struct form form = {.count = 0};

    set(&form, "txzone", "+0800");
    set(&form, "mchid", shop->mchid);
    set_all(&form, args);
    return signed_call(shop, "/trade/v1/query", &form);
}

static struct call
call_of(struct shop *shop, const char *name, va_list args)
{
    struct form form = {.count = 0};

    set(&form, "txdtm", SHOP_NOW);
    set(&form, "mchid", shop->mchid);
    set_all(&form, args);
    return signed_call(shop, format(shop, "/trade/v1/%s", name), &form);
}

struct call
a_call(struct shop *shop, const char *name, ...)
{
    va_list args;
    struct call call;

    va_start(args, name);
    call = call_of(shop, name, args);
    va_end(args);
    return call;
}

const struct answer *
call_api(struct shop *shop, const char *name, ...)
{
    va_list args;
    struct call call;

    va_start(args, name);
    call = call_of(shop, name, args);
    va_end(args);
    return deliver(shop, &call);
}

const struct answer *
refund(struct shop *shop, const struct answer *order, ...)
{
    struct form form = {.count = 0};
    va_list args;
    struct call call;

    set(&form, "syssn", text_of(order, "syssn"));
    set(&form, "out_trade_no", format(shop, "refund-%u", ++shop->refunds));
    set(&form, "txamt", text_of(order, "txamt"));
    set(&form, "txdtm", SHOP_NOW);
    set(&form, "mchid", shop->mchid);
    va_start(args, order);
    set_all(&form, args);
    va_end(args);
    call = signed_call(shop, "/trade/v1/refund", &form);
    return deliver(shop, &call);
}

const struct answer *
paid(struct shop *shop, ...)
{
    const struct answer *order;
    va_list args;
    struct call call;

    va_start(args, shop);
    call = payment_of(shop, args);
    va_end(args);
    order = deliver(shop, &call);
    if (!text_of(order, "syssn"))
        fail_msg("the payment was refused: %s", order->reply.body);
    if (strcmp(text_in(record_of(shop, order), "respcd"), "0000") != 0)
        assert_int_equal(payer_does(shop, order, "pay")->reply.http_status, 200);
    return order;
}

struct call
a_payment(struct shop *shop, ...)
{
    va_list args;
    struct call call;

    va_start(args, shop);
    call = payment_of(shop, args);
    va_end(args);
    return call;
}

struct call
a_query(struct shop *shop, ...)
{
    va_list args;
    struct call call;

    va_start(args, shop);
    call = query_of(shop, args);
    va_end(args);
    return call;
}

const struct answer *
pay(struct shop *shop, ...)
{
    va_list args;
    struct call call;

    va_start(args, shop);
    call = payment_of(shop, args);
    va_end(args);
    return deliver(shop, &call);
}

const struct answer *
ask(struct shop *shop, ...)
{
    va_list args;
    struct call call;

    va_start(args, shop);
    call = query_of(shop, args);
    va_end(args);
    return deliver(shop, &call);
}

const struct answer *
deliver(struct shop *shop, const struct call *call)
{
    bool is_kept;
    const struct answer *answer = deliver_or_lose(shop, call, &is_kept);

    assert_true(is_kept);
    return answer;
}

const struct answer *
deliver_or_lose(struct shop *shop, const struct call *call, bool *is_kept)
{
    struct answer *answer = arena_alloc(&shop->arena, sizeof *answer);
    struct request req = {
        .server = &shop->server,
        .arena = &shop->arena,
        .signer = shop->signer,
        .method = call->method ? call->method : "POST",
        .path = call->path,
        .query = call->query ? call->query : "",
        .body = call->body ? call->body : "",
        .body_too_large = call->body_too_large,
        .started_us = clock_host_us(),
        .headers = call->headers,
    };

    assert_non_null(answer);
    req.body_len = call->body_len == 0 ? strlen(req.body) : call->body_len;
    pthread_mutex_lock(&shop->server.lock);
    request_identify(&req);
    answer->reply = handle(shop, &req);
    *is_kept = store_commit(shop->server.store);
    pthread_mutex_unlock(&shop->server.lock);
    if (answer->reply.body_len > 0) {
        answer->json = cJSON_ParseWithLength(answer->reply.body, answer->reply.body_len);
        assert_non_null(answer->json);
    }
    answer->next = shop->answers;
    shop->answers = answer;
    return answer;
}

struct call
a_control_call(struct shop *shop, const char *method, const char *path, const char *body)
{
    struct call call = {.method = method, .body = body};
    const char *query = strchr(path, '?');
    int path_len = (int)(!query ? strlen(path) : (size_t)(query - path));

    call.path = format(shop, "/__sandbox/%.*s", path_len, path);
    call.query = query ? query + 1 : "";
    return call;
}

const struct answer *
control(struct shop *shop, const char *method, const char *path, const char *body)
{
    struct call call = a_control_call(shop, method, path, body);

    return deliver(shop, &call);
}

const struct answer *
payer_does(struct shop *shop, const struct answer *order, const char *action)
{
    return control(shop, "POST", format(shop, "transactions/%s/payer", text_of(order, "syssn")),
                   format(shop, "{\"action\": \"%s\"}", action));
}

static void
change_clock(struct shop *shop, const char *body)
{
    const struct answer *answer = control(shop, "PUT",
                                          format(shop, "clock?app_code=%s", shop->app_code), body);

    assert_int_equal(answer->reply.http_status, 200);
}

void
advance(struct shop *shop, int64_t seconds)
{
    change_clock(shop, format(shop, "{\"advance_seconds\": %lld}", (long long)seconds));
}

void
set_clock(struct shop *shop, const char *now)
{
    change_clock(shop, format(shop, "{\"now\": \"%s\"}", now));
}

const char *
text_in(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

const char *
text_of(const struct answer *answer, const char *key)
{
    return text_in(answer->json, key);
}

static const cJSON *
records_of(const struct answer *answer)
{
    const cJSON *data = cJSON_GetObjectItemCaseSensitive(answer->json, "data");

    assert_true(cJSON_IsArray(data));
    return data;
}

size_t
record_count(const struct answer *answer)
{
    return (size_t)cJSON_GetArraySize(records_of(answer));
}

const cJSON *
record_at(const struct answer *answer, size_t index)
{
    const cJSON *record = cJSON_GetArrayItem(records_of(answer), (int)index);

    assert_non_null(record);
    return record;
}

const char *
numbers_in(struct shop *shop, const struct answer *answer)
{
    const char *numbers = "";
    const cJSON *record;

    cJSON_ArrayForEach(record, records_of(answer))
    {
        const char *number = text_in(record, "out_trade_no");

        assert_non_null(number);
        numbers = format(shop, "%s%s%s", numbers, numbers[0] == '\0' ? "" : " ", number);
    }
    return numbers;
}

void
assert_respcd(const struct answer *answer, const char *respcd)
{
    const char *got = text_of(answer, "respcd");

    assert_non_null(got);
    if (strcmp(got, respcd) != 0)
        fail_msg("respcd is %s, not %s: %s", got, respcd, answer->reply.body);
}

void
assert_accepted(const struct answer *answer)
{
    assert_int_equal(answer->reply.http_status, 200);
    assert_respcd(answer, "0000");
    assert_non_null(text_of(answer, "qrcode"));
    assert_non_null(text_of(answer, "syssn"));
}

/* What goes into a header must be one line of printable ASCII. */
static void
assert_printable(const char *text)
{
    for (; *text != '\0'; text++)
        assert_in_range(*text, 0x20, 0x7e);
}

void
assert_refused(const struct answer *answer, const char *respcd, const char *requirement)
{
    assert_int_equal(answer->reply.http_status, 200);
    assert_respcd(answer, respcd);
    assert_string_equal(qfpay_requirement(answer->reply.requirement)->id, requirement);
    assert_non_null(answer->reply.diagnosis);
    assert_true(strlen(answer->reply.diagnosis) > 10);
    assert_printable(answer->reply.diagnosis);
    assert_null(text_of(answer, "syssn"));
    assert_null(text_of(answer, "qrcode"));
}

void
assert_advised(const struct answer *answer, const char *requirement)
{
    assert_respcd(answer, "0000");
    assert_non_null(answer->reply.advice);
    assert_printable(answer->reply.advice);
    if (!strstr(answer->reply.advice, requirement))
        fail_msg("the advice does not name %s: %s", requirement, answer->reply.advice);
}

void
assert_not_advised(const struct answer *answer)
{
    if (answer->reply.advice)
        fail_msg("there is advice: %s", answer->reply.advice);
}

void
assert_control_refuses(const struct answer *answer, unsigned http_status)
{
    const char *error = text_of(answer, "error");

    if (answer->reply.http_status != http_status)
        fail_msg("HTTP status is %u, not %u: %s", answer->reply.http_status, http_status,
                 answer->reply.body);
    assert_non_null(error);
    assert_true(strchr(error, ' '));
}

void
assert_state(struct shop *shop, const struct answer *order, const char *state)
{
    const struct answer *answer = control(
        shop, "GET",
        format(shop, "transactions?app_code=%s&syssn=%s", shop->app_code, text_of(order, "syssn")),
        NULL);
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(answer->json, "transactions");

    assert_int_equal(answer->reply.http_status, 200);
    assert_int_equal(cJSON_GetArraySize(list), 1);
    assert_string_equal(text_in(cJSON_GetArrayItem(list, 0), "state"), state);
}

void
assert_record(struct shop *shop, const struct answer *order, const char *respcd)
{
    const struct answer *answer = ask(shop, "syssn", text_of(order, "syssn"), NULL);

    assert_respcd(answer, "0000");
    assert_int_equal(record_count(answer), 1);
    assert_string_equal(text_in(record_at(answer, 0), "respcd"), respcd);
}

const cJSON *
record_of(struct shop *shop, const struct answer *transaction)
{
    const struct answer *answer = ask(shop, "syssn", text_of(transaction, "syssn"), NULL);

    assert_int_equal(record_count(answer), 1);
    return record_at(answer, 0);
}

void
assert_shows(struct shop *shop, const struct answer *transaction, const char *key,
             const char *value)
{
    assert_string_equal(text_in(record_of(shop, transaction), key), value);
}

void
assert_keys(const cJSON *object, const char *const *keys)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, object)
    {
        assert_non_null(*keys);
        assert_string_equal(member->string, *keys);
        keys++;
    }
    assert_null(*keys);
}

void
assert_unknown(struct shop *shop, const char *out_trade_no)
{
    const struct answer *answer = ask(shop, "out_trade_no", out_trade_no, NULL);

    assert_respcd(answer, "0000");
    assert_int_equal(record_count(answer), 0);
}
