/* See target.h. The network is libqfpay's qfpay_exchange, which adds nothing to the bytes given. */
#include "target.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "qfpay/wire.h"

static enum qfpay_status
open_client(const struct target *target, qfpay_client **client, struct qfpay_error *problem)
{
    struct qfpay_settings settings;

    qfpay_settings_init(&settings);
    settings.base_url = target->url;
    settings.connect_timeout_ms = EXCHANGE_TIMEOUT_MS;
    settings.timeout_ms = EXCHANGE_TIMEOUT_MS;
    settings.user_agent = "qfpay-conform";
    settings.verify_responses = QFPAY_VERIFY_OFF;
    return qfpay_client_new(&settings, client, problem);
}

bool
target_open(struct target *target, struct qfpay_error *problem)
{
    return qfpay_signer_new(&target->signer, problem) == QFPAY_OK &&
           open_client(target, &target->client, problem) == QFPAY_OK;
}

void
target_close(struct target *target)
{
    qfpay_client_free(target->client);
    qfpay_signer_free(target->signer);
    target->client = NULL;
    target->signer = NULL;
}

bool
outgoing_add(struct outgoing *outgoing, const char *name, const char *value)
{
    if (outgoing->header_count == OUTGOING_HEADERS_MAX)
        return false;
    outgoing->headers[outgoing->header_count].name = name;
    outgoing->headers[outgoing->header_count].value = value;
    outgoing->header_count++;
    return true;
}

/* Keep to the rate that the user asked for. */
static void
wait_for_turn(struct target *target, size_t requests)
{
    int64_t now = now_ms();

    target->request_count += requests;
    if (!target->pause_ms)
        return;
    if (target->next_at_ms > now) {
        struct timespec pause;

        pause.tv_sec = (time_t)((target->next_at_ms - now) / 1000);
        pause.tv_nsec = (long)((target->next_at_ms - now) % 1000) * 1000000;
        nanosleep(&pause, NULL);
        now = target->next_at_ms;
    }
    target->next_at_ms = now + target->pause_ms * (int64_t)requests;
}

static void
exchange(qfpay_client *client, const struct outgoing *outgoing, int64_t deadline_ms,
         struct qfpay_response *raw, struct qfpay_error *problem)
{
    struct qfpay_request request = {0};
    int64_t left = deadline_ms - now_ms();

    problem->status = QFPAY_OK;
    if (left <= 0) {
        (void)qfpay_fail(problem, QFPAY_E_TIMEOUT, "the time of this case is over");
        return;
    }
    request.method = outgoing->method;
    request.target = outgoing->path;
    request.headers = outgoing->headers;
    request.header_count = outgoing->header_count;
    request.body = outgoing->body;
    request.body_len = outgoing->body_len;
    request.timeout_ms = left < EXCHANGE_TIMEOUT_MS ? (long)left : EXCHANGE_TIMEOUT_MS;
    problem->status = qfpay_exchange(client, &request, raw, problem);
}

static void
clear_response(void *response)
{
    qfpay_response_clear(response);
}

static void
delete_json(void *item)
{
    cJSON_Delete(item);
}

/* Read what came back; reply->raw is filled already. */
static void
take_reply(struct arena *arena, struct reply *reply, const struct qfpay_error *problem)
{
    cJSON *json = NULL;

    reply->answered = problem->status == QFPAY_OK;
    reply->lost = problem->status == QFPAY_E_TRANSPORT && reply->raw.sent;
    reply->problem = reply->answered ? "" : arena_dup(arena, problem->message);
    reply->http = reply->answered ? reply->raw.http_status : 0;
    arena_defer(arena, clear_response, &reply->raw);
    if (reply->answered && reply->raw.body_len &&
        qfpay_wire_parse(reply->raw.body, reply->raw.body_len, &json, NULL) == QFPAY_OK) {
        arena_defer(arena, delete_json, json);
        reply->json = json;
    }
}

void
target_send(struct target *target, struct arena *arena, const struct outgoing *outgoing,
            int64_t deadline_ms, struct reply *reply)
{
    struct qfpay_error problem = {QFPAY_OK, ""};
    int64_t start;

    memset(reply, 0, sizeof *reply);
    qfpay_response_init(&reply->raw);
    wait_for_turn(target, 1);
    start = now_ms();
    exchange(target->client, outgoing, deadline_ms, &reply->raw, &problem);
    reply->duration_ms = now_ms() - start;
    take_reply(arena, reply, &problem);
}

/* One of many simultaneous requests. Touches no arena: those belong to the main thread. */
struct sender {
    const struct target *target;
    const struct outgoing *outgoing;
    pthread_mutex_t *gate; /* held by the main thread until all are ready */
    int64_t deadline_ms;
    struct qfpay_response *raw;
    struct qfpay_error problem;
    pthread_t thread;
    bool started;
};

static void *
send_one(void *argument)
{
    struct sender *sender = argument;
    qfpay_client *client = NULL;
    enum qfpay_status status = open_client(sender->target, &client, &sender->problem);

    pthread_mutex_lock(sender->gate);
    pthread_mutex_unlock(sender->gate);
    if (status == QFPAY_OK)
        exchange(client, sender->outgoing, sender->deadline_ms, sender->raw, &sender->problem);
    qfpay_client_free(client);
    return NULL;
}

/* Start a thread for each, then open the gate. What the system has no thread for goes last. */
static void
run_senders(struct sender *senders, size_t count, pthread_mutex_t *gate)
{
    size_t i;

    pthread_mutex_lock(gate);
    for (i = 0; i < count; i++)
        senders[i].started = pthread_create(&senders[i].thread, NULL, send_one, &senders[i]) == 0;
    pthread_mutex_unlock(gate);
    for (i = 0; i < count; i++) {
        if (!senders[i].started)
            (void)send_one(&senders[i]);
    }
    for (i = 0; i < count; i++) {
        if (senders[i].started)
            pthread_join(senders[i].thread, NULL);
    }
}

void
target_send_parallel(struct target *target, struct arena *arena, const struct outgoing *outgoing,
                     size_t count, int64_t deadline_ms, struct reply *replies)
{
    struct sender *senders = arena_alloc(arena, count * sizeof *senders);
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    size_t i;

    wait_for_turn(target, count);
    for (i = 0; i < count; i++) {
        memset(&replies[i], 0, sizeof replies[i]);
        qfpay_response_init(&replies[i].raw);
        senders[i].target = target;
        senders[i].outgoing = &outgoing[i];
        senders[i].gate = &gate;
        senders[i].deadline_ms = deadline_ms;
        senders[i].raw = &replies[i].raw;
    }
    run_senders(senders, count, &gate);
    pthread_mutex_destroy(&gate);
    for (i = 0; i < count; i++)
        take_reply(arena, &replies[i], &senders[i].problem);
}
