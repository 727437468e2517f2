/* See disturb.h. */
#include "api/disturb.h"

#include <string.h>

#include "api/call.h"
#include "api/own_words.h"
#include "api/refuse.h"
#include "api/reshape.h"

/* The beginning of an answer and then no JSON. */
static const char garbage[] = "{\"respcd\": \"0000\", \x01\x02<html>";

/* The answer is a gateway's, what the journal knows of the call stays. */
static struct reply
behind_gateway(struct request *req, const struct reply *inner, unsigned http_status)
{
    struct reply reply = gateway_answer(req, http_status);

    if (http_status == 204 || http_status == 304)
        reply.body_len = 0; /* as HTTP wants it */
    reply.respcd = inner->respcd;
    reply.requirement = inner->requirement;
    reply.evidence = inner->evidence;
    reply.diagnosis = inner->diagnosis;
    return reply;
}

struct reply
disturb(struct call *call, struct reply (*handle)(struct call *call))
{
    struct request *req = call->req;
    const struct situation *situation = &req->situation;
    /* Never sent: a lost call has a fault, or a gateway answers. */
    struct reply reply = {.http_status = 500, .body = ""};

    if (!situation->is_lost) {
        reply = handle(call);
    } else if (situation->own && situation->own->respcd[0] != '\0') {
        reply = own_refusal(call);
        req->situation.is_lost = false; /* it has its answer, that of a refusal */
    }
    if (situation->http_status != 0)
        reply = behind_gateway(req, &reply, situation->http_status);
    if (situation->own)
        own_words(req, &reply);
    if (situation->fault == FAULT_GARBAGE) {
        reply.body = garbage;
        reply.body_len = sizeof garbage - 1;
        reply.is_api = false; /* nothing signs it */
    }
    if (situation->reshape != 0)
        reshape(req, &reply);
    reply.fault = situation->fault;
    reply.delay_ms = situation->delay_ms;
    return reply;
}
