/* See send.h. The network is libqfpay's qfpay_exchange, which adds nothing to the bytes given. */
#include "target/send.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/watchdog.h"
#include "safety/guard.h"
#include "target/pipeline.h"

enum { TRIES_MAX = 5 }; /* of a request that meets HTTP 429 */

/* Wait until count requests may leave. The watchdog over the case does not count this time. false
 * after Ctrl-C. */
static bool
wait_for_turn(struct target *target, size_t count)
{
    int64_t watchdog = watchdog_pause();
    bool may_leave;

    may_leave = pace_wait(&target->pace, count, target->is_tidying ? NULL : interrupt_requested);
    watchdog_resume(watchdog);
    return may_leave;
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

/* Read what came back; reply->raw is filled already. */
static void
take_reply(struct arena *arena, struct reply *reply, const struct qfpay_error *problem)
{
    reply->answered = problem->status == QFPAY_OK;
    reply->lost = problem->status == QFPAY_E_TRANSPORT && reply->raw.sent;
    reply->problem = reply->answered ? "" : arena_dup(arena, problem->message);
    reply->http = reply->answered ? reply->raw.http_status : 0;
    reply_keep(arena, reply);
}

static void
begin_reply(struct reply *reply)
{
    memset(reply, 0, sizeof *reply);
    qfpay_response_init(&reply->raw);
}

/* It does not leave; why is in the arena or static. */
static void
refuse(struct arena *arena, struct reply *reply, const char *why)
{
    reply->refused = why;
    reply->problem = arena_printf(arena, "not sent: %s", why);
}

static int64_t
retry_after_s(const struct reply *reply)
{
    const char *value = qfpay_response_header(&reply->raw, "Retry-After");

    return value ? strtol(value, NULL, 10) : 0;
}

/* Send and, on a live target, send again after HTTP 429, which says that nothing was done. false
 * when it did not leave. */
static bool
exchange_in_turn(struct target *target, const struct outgoing *outgoing, int64_t deadline_ms,
                 struct reply *reply, struct qfpay_error *problem)
{
    bool is_429 = true;
    int tries;

    for (tries = 0; is_429 && tries < (target->guard ? TRIES_MAX : 1); tries++) {
        int64_t start;

        if (!wait_for_turn(target, 1))
            return tries > 0;
        start = now_ms();
        exchange(target->client, outgoing, deadline_ms + target->pace.waited_ms, &reply->raw,
                 problem);
        reply->duration_ms = now_ms() - start;
        is_429 = problem->status == QFPAY_OK && reply->raw.http_status == 429;
        if (target->guard)
            pace_answered(&target->pace, is_429, retry_after_s(reply));
    }
    return true;
}

void
target_send(struct target *target, struct arena *arena, const struct outgoing *outgoing,
            int64_t deadline_ms, struct reply *reply)
{
    struct qfpay_error problem = {QFPAY_OK, ""};
    struct pass pass = {NULL};
    const char *why = target->guard ? guard_admit(target->guard, arena, outgoing, &pass) : NULL;

    begin_reply(reply);
    if (why)
        refuse(arena, reply, why);
    else if (!exchange_in_turn(target, outgoing, deadline_ms, reply, &problem))
        refuse(arena, reply, "the run was stopped");
    else
        take_reply(arena, reply, &problem);
    identity_note(target->identity.subject, reply->raw.tls_subject);
    identity_note(target->identity.issuer, reply->raw.tls_issuer);
    if (target->guard)
        guard_answered(target->guard, &pass, reply);
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
    enum qfpay_status status = target_connect(sender->target, &client, &sender->problem);

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

/* Let all pass the gate, or none. */
static const char *
admit_all(struct target *target, struct arena *arena, const struct outgoing *outgoing, size_t count,
          struct pass *passes)
{
    const char *why = NULL;
    size_t i;

    for (i = 0; target->guard && !why && i < count; i++)
        why = guard_admit(target->guard, arena, &outgoing[i], &passes[i]);
    if (!why && !wait_for_turn(target, count))
        why = "the run was stopped";
    return why;
}

/* Send many requests together, through send, and take what came back. */
typedef void send_many(struct target *target, struct sender *senders, size_t count);

static void
send_together(struct target *target, struct arena *arena, const struct outgoing *outgoing,
              size_t count, int64_t deadline_ms, struct reply *replies, send_many *send)
{
    struct sender *senders = arena_alloc(arena, count * sizeof *senders);
    struct pass *passes = arena_alloc(arena, count * sizeof *passes);
    const char *why = admit_all(target, arena, outgoing, count, passes);
    size_t i;

    for (i = 0; i < count; i++) {
        begin_reply(&replies[i]);
        senders[i].target = target;
        senders[i].outgoing = &outgoing[i];
        senders[i].deadline_ms = deadline_ms + target->pace.waited_ms;
        senders[i].raw = &replies[i].raw;
    }
    if (!why)
        send(target, senders, count);
    for (i = 0; i < count; i++) {
        if (why)
            refuse(arena, &replies[i], why);
        else
            take_reply(arena, &replies[i], &senders[i].problem);
        if (target->guard)
            guard_answered(target->guard, &passes[i], &replies[i]);
    }
}

static void
send_at_once(struct target *target, struct sender *senders, size_t count)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    size_t i;

    (void)target;
    for (i = 0; i < count; i++)
        senders[i].gate = &gate;
    run_senders(senders, count, &gate);
    pthread_mutex_destroy(&gate);
}

static void
send_in_one_piece(struct target *target, struct sender *senders, size_t count)
{
    struct qfpay_response *answers[PIPELINED_MAX];
    struct qfpay_error *problems[PIPELINED_MAX];
    size_t i;

    for (i = 0; i < count; i++) {
        answers[i] = senders[i].raw;
        problems[i] = &senders[i].problem;
    }
    pipeline_exchange(target, senders[0].outgoing, count, senders[0].deadline_ms, answers,
                      problems);
}

void
target_send_parallel(struct target *target, struct arena *arena, const struct outgoing *outgoing,
                     size_t count, int64_t deadline_ms, struct reply *replies)
{
    send_together(target, arena, outgoing, count, deadline_ms, replies, send_at_once);
}

void
target_send_pipelined(struct target *target, struct arena *arena, const struct outgoing *outgoing,
                      size_t count, int64_t deadline_ms, struct reply *replies)
{
    send_together(target, arena, outgoing, count, deadline_ms, replies, send_in_one_piece);
}
