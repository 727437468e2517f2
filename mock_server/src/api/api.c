/* The way of an API request, chapter by chapter in the fixed order of refusals, then its endpoint.
 */
#include "api/api.h"

#include "api/advice.h"
#include "api/call.h"
#include "api/call_answer.h"
#include "api/disturb.h"
#include "api/meet_situation.h"
#include "api/refuse.h"
#include "base/clock.h"
#include "base/log.h"
#include "qfpay/situation.h"
#include "server/request_log.h"
#include "server/server.h"

enum { NO_SUCH_PATH = 404, HEAD_STATUS = 431 };

static struct reply (*const handlers[QFPAY_ENDPOINT_COUNT])(struct call *call) = {
#define ENDPOINT(symbol, name, get, get_documented) [QFPAY_ENDPOINT_##symbol] = name##_handle,
#include "qfpay/tables/endpoints.def"
#undef ENDPOINT
};

static struct reply
decide(struct call *call)
{
    struct request *req = call->req;
    struct reply reply;

    if (req->head_too_large)
        return refuse_http(req, HEAD_STATUS, QFPAY_REQ_HTTP_11, HEAD_TOO_LARGE);
    if (!call_keeps(call, CHAPTER_ARRIVAL, &reply)) {
        if (reply.http_status == 405)
            reply.allow = call->book->gets[req->endpoint] ? "GET, POST" : "POST";
        return reply;
    }
    if (!call_keeps(call, CHAPTER_CALLER, &reply))
        return reply;
    if (call->book->wire.read)
        call->book->wire.read(req);
    if (!call_keeps(call, CHAPTER_ACCOUNT, &reply) || !call_keeps(call, CHAPTER_VALUES, &reply))
        return reply;
    advise(call);
    meet_situation(req);
    if (req->situation.disturbs)
        return disturb(call, handlers[req->endpoint]);
    return handlers[req->endpoint](call);
}

/* A forged answer has another key. */
static void
sign_reply(struct request *req, struct reply *reply)
{
    unsigned form = req->situation.reshape;
    bool is_forged = (form & RESHAPE_BIT(QFPAY_RESHAPE_WRONG_SIGNATURE)) != 0;
    bool is_query = req->endpoint == QFPAY_ENDPOINT_QUERY;
    enum signing signing = reply->requirement != QFPAY_REQ_NONE ? SIGNING_REFUSAL
                           : is_query                           ? SIGNING_QUERY_ANSWER
                                                                : SIGNING_ANSWER;
    const struct signing_row *row = &req->server->book.signings[signing];
    struct outgoing out = {
        .req = req,
        .arena = req->arena,
        .signer = req->signer,
        .body = reply->body,
        .len = reply->body_len,
    };

    if (!reply->is_api || !req->merchant || (form & RESHAPE_BIT(QFPAY_RESHAPE_UNSIGNED)) != 0)
        return;
    out.key = is_forged ? "the key of a forger" : row->key(req->merchant);
    reply->is_signed = row->sign(&out, reply->sign) && reply->sign[0] != '\0';
}

static void
write_journal(struct request *req, const struct reply *reply, int64_t took_us)
{
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    bool is_refused = reply->requirement != QFPAY_REQ_NONE;
    const struct journal_entry entry = {
        .at = req->now,
        .came_ms = req->started_us / 1000,
        .took_us = took_us,
        .http_status = reply_status(reply),
        .method = req->method,
        .path = is_refused ? request_keyless(req, req->path) : req->path,
        .query = req->query,
        .body = req->body_too_large ? "" : req->body,
        .app_code = req->headers.app_code,
        .request_id = req->id,
        .sign_type = req->headers.sign_type,
        .content_type = req->headers.content_type,
        .respcd = reply->respcd,
        .requirement = is_refused ? broken->id : NULL,
        .evidence = is_refused ? qfpay_evidence_name(reply->evidence) : NULL,
        .diagnosis = reply->diagnosis,
        .advice = reply->advice,
        .trigger = req->trigger_note,
        .fault = reply->fault == FAULT_NONE ? NULL : answer_fault_name(reply->fault),
        .is_lost = req->situation.disturbs && req->situation.is_lost,
        .delay_ms = reply->delay_ms,
        .answer = reply->body,
    };
    struct merchant *merchant = req->merchant;

    /* A stranger's call is shown where somebody who mistyped the app code looks first. */
    if (!merchant)
        merchant = registry_find(&req->server->merchants, req->server->direct_app_code);
    if (!merchant)
        return;
    if (!journal_add(merchant->journal, &entry, merchant->client_key, merchant->notify_key))
        log_fault(req->server->settings->log, "keep a journal entry", "out of memory");
}

struct reply
api_handle(struct request *req)
{
    static const struct clock host_clock;
    struct reply reply;
    struct call call;
    int64_t took_us;

    req->merchant = registry_find(&req->server->merchants, req->headers.app_code);
    req->now = clock_now(req->merchant ? &req->merchant->clock : &host_clock);
    call_init(&call, req);
    reply = decide(&call);
    reply.advice = req->advice;
    sign_reply(req, &reply);
    took_us = clock_host_us() - req->started_us;
    metrics_count(&req->server->metrics,
                  reply.http_status == NO_SUCH_PATH || req->head_too_large ? METRICS_NO_ENDPOINT
                                                                           : req->endpoint,
                  reply.respcd, took_us);
    write_journal(req, &reply, took_us);
    log_request(req->server->settings->log, req, &reply);
    return reply;
}
