/*
 * The client's life: settings in, connections and keys out.
 */
#include "client.h"

#include <stdlib.h>
#include <string.h>

#include "transport.h"

const char *
qfpay_client_version(void)
{
    return QFPAY_VERSION;
}

/* A line break in the app code would let a header be smuggled in; the key never leaves the process.
 */
static bool
is_header_text(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    return true;
}

static enum qfpay_status
check_settings(const struct qfpay_settings *settings, struct qfpay_error *err)
{
    if (!settings->app_code || settings->app_code[0] == '\0')
        return qfpay_fail(err, QFPAY_E_ARG, "the app code is missing");
    if (!is_header_text(settings->app_code))
        return qfpay_fail(err, QFPAY_E_ARG, "the app code has a control character in it");
    if (!settings->client_key || settings->client_key[0] == '\0')
        return qfpay_fail(err, QFPAY_E_ARG, "the client key is missing");
    if (settings->timeout_ms < 0 || settings->connect_timeout_ms < 0)
        return qfpay_fail(err, QFPAY_E_ARG, "a timeout is negative");
    return QFPAY_OK;
}

static enum qfpay_status
copy_settings(qfpay_client *client, const struct qfpay_settings *settings, struct qfpay_error *err)
{
    client->digest = settings->digest;
    client->verify_responses = settings->verify_responses;
    client->timeout_ms = settings->timeout_ms;
    client->clock = settings->clock ? *settings->clock : *qfpay_clock_system();
    client->app_code = strdup(settings->app_code);
    client->client_key = strdup(settings->client_key);
    if (settings->mchid && settings->mchid[0] != '\0')
        client->mchid = strdup(settings->mchid);
    if (!client->app_code || !client->client_key ||
        (settings->mchid && settings->mchid[0] != '\0' && !client->mchid))
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory while making a client");
    return QFPAY_OK;
}

enum qfpay_status
qfpay_client_new(const struct qfpay_settings *settings, qfpay_client **out, struct qfpay_error *err)
{
    qfpay_client *client = NULL;
    enum qfpay_status status = check_settings(settings, err);

    if (status != QFPAY_OK)
        return status;
    client = calloc(1, sizeof *client);
    if (!client)
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory while making a client");
    status = copy_settings(client, settings, err);
    if (status == QFPAY_OK)
        status = qfpay_signer_new(&client->signer, err);
    if (status == QFPAY_OK) {
        if (settings->transport)
            client->transport = *settings->transport;
        else
            status = transport_new(settings, &client->transport, err);
    }
    if (status != QFPAY_OK) {
        qfpay_client_free(client);
        return status;
    }
    *out = client;
    return QFPAY_OK;
}

/* Freed memory is handed out again, and a core file shows it: the key is wiped first. */
static void
free_secret(char *secret)
{
    if (secret)
        explicit_bzero(secret, strlen(secret));
    free(secret);
}

void
qfpay_client_free(qfpay_client *client)
{
    if (!client)
        return;
    if (client->transport.release)
        client->transport.release(client->transport.self);
    qfpay_signer_free(client->signer);
    free_secret(client->client_key);
    free(client->app_code);
    free(client->mchid);
    free(client);
}

int64_t
client_monotonic_ms(const qfpay_client *client)
{
    return client->clock.monotonic_ms(client->clock.self);
}

void
client_pause(const qfpay_client *client, int64_t ms)
{
    if (ms > 0)
        client->clock.pause(client->clock.self, ms);
}

void
client_now(const qfpay_client *client, const char *txzone, char now[QFPAY_DATETIME_SIZE])
{
    int zone_minutes = QFPAY_SYSTEM_ZONE_MINUTES;

    if (txzone)
        (void)qfpay_zone_parse(txzone, strlen(txzone), &zone_minutes);
    qfpay_datetime_format(client->clock.now(client->clock.self), zone_minutes, now);
}

static bool
has_line_break(const char *text)
{
    return text && strpbrk(text, "\r\n");
}

static enum qfpay_status
check_request(const struct qfpay_request *request, struct qfpay_error *err)
{
    if (!request->target || request->target[0] != '/')
        return qfpay_fail(err, QFPAY_E_ARG, "a request's target must begin with a slash");
    if (has_line_break(request->method) || has_line_break(request->target))
        return qfpay_fail(err, QFPAY_E_ARG, "a request's method or target has a line break in it");
    for (size_t i = 0; i < request->header_count; i++)
        if (has_line_break(request->headers[i].name) || has_line_break(request->headers[i].value))
            return qfpay_fail(err, QFPAY_E_ARG, "a request's header has a line break in it");
    return QFPAY_OK;
}

enum qfpay_status
qfpay_exchange(qfpay_client *client, const struct qfpay_request *request,
               struct qfpay_response *response, struct qfpay_error *err)
{
    enum qfpay_status status = check_request(request, err);
    bool sent = false;

    qfpay_response_clear(response);
    if (status != QFPAY_OK)
        return status;
    status = client->transport.exchange(client->transport.self, request, response, err);
    if (status != QFPAY_OK) {
        sent = response->sent;
        qfpay_response_clear(response);
        response->sent = sent;
    }
    return status;
}
