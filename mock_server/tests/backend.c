/* See backend.h. */
#include "backend.h"

#include <stdlib.h>
#include <string.h>

void
backend_sends(struct backend *backend)
{
    backend->shop->server.notify_timeout_ms = backend->timeout_ms;
    shop_sends(backend->shop);
}

int
backend_open(void **state)
{
    struct backend *backend = calloc(1, sizeof *backend);
    void *shop = NULL;

    assert_non_null(backend);
    assert_int_equal(shop_open(&shop), 0);
    backend->shop = shop;
    backend->receiver = receiver_open();
    backend->url = receiver_url(backend->receiver);
    backend->timeout_ms = BACKEND_PATIENCE_MS;
    backend_sends(backend);
    *state = backend;
    return 0;
}

int
backend_close(void **state)
{
    struct backend *backend = *state;
    void *shop = backend->shop;

    shop_close(&shop);
    receiver_close(backend->receiver);
    free(backend);
    return 0;
}

void
receiver_never_answers(struct backend *backend)
{
    backend->timeout_ms = BACKEND_IMPATIENCE_MS;
    backend_restart(backend, NULL);
    receiver_falls_silent(backend->receiver);
}

const struct answer *
notified_as(struct backend *backend, const char *situation)
{
    const struct answer *order;

    backend->shop->trigger = situation;
    order = pay(backend->shop, "notify_url", backend->url, NULL);
    backend->shop->trigger = NULL;
    assert_int_equal(payer_does(backend->shop, order, "pay")->reply.http_status, 200);
    everything_is_sent(backend);
    return order;
}

const struct answer *
notified(struct backend *backend)
{
    return notified_as(backend, NULL);
}

void
everything_is_sent(struct backend *backend)
{
    advance(backend->shop, 0);
}

static const cJSON *
list_of(struct backend *backend, const struct answer *trade)
{
    struct shop *shop = backend->shop;
    const struct answer *answer = control(
        shop, "GET",
        format(shop, "notifications?app_code=%s&syssn=%s", shop->app_code, text_of(trade, "syssn")),
        NULL);

    assert_int_equal(answer->reply.http_status, 200);
    return cJSON_GetObjectItemCaseSensitive(answer->json, "notifications");
}

size_t
log_count(struct backend *backend, const struct answer *trade)
{
    return (size_t)cJSON_GetArraySize(list_of(backend, trade));
}

const cJSON *
log_of(struct backend *backend, const struct answer *trade)
{
    const cJSON *list = list_of(backend, trade);

    assert_int_equal(cJSON_GetArraySize(list), 1);
    return cJSON_GetArrayItem(list, 0);
}

static const cJSON *
attempts_of(struct backend *backend, const struct answer *trade)
{
    return cJSON_GetObjectItemCaseSensitive(log_of(backend, trade), "attempts");
}

size_t
attempt_count(struct backend *backend, const struct answer *trade)
{
    return (size_t)cJSON_GetArraySize(attempts_of(backend, trade));
}

const cJSON *
attempt_at(struct backend *backend, const struct answer *trade, size_t index)
{
    const cJSON *attempt = cJSON_GetArrayItem(attempts_of(backend, trade), (int)index);

    assert_non_null(attempt);
    return attempt;
}

const char *
told(struct backend *backend, size_t index, const char *key)
{
    cJSON *body = cJSON_Parse(receiver_at(backend->receiver, index)->body);
    const char *value;

    assert_non_null(body);
    value = text_in(body, key);
    if (value)
        value = format(backend->shop, "%s", value);
    cJSON_Delete(body);
    return value;
}

bool
is_signed_with(struct backend *backend, size_t index, const char *key)
{
    const struct received *received = receiver_at(backend->receiver, index);
    char sign[QFPAY_SIGN_HEX_SIZE];

    assert_int_equal(qfpay_sign_bytes(backend->shop->signer, received->body, strlen(received->body),
                                      key, QFPAY_DIGEST_MD5, sign, NULL),
                     QFPAY_OK);
    return strcmp(sign, received->sign) == 0;
}

bool
is_well_signed(struct backend *backend, size_t index)
{
    return is_signed_with(backend, index, backend->shop->client_key);
}

void
assert_log_state(struct backend *backend, const struct answer *trade, const char *state)
{
    assert_string_equal(text_in(log_of(backend, trade), "state"), state);
}

void
assert_received(struct backend *backend, size_t count)
{
    assert_int_equal(receiver_count(backend->receiver), count);
}
