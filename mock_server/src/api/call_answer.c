/* See call_answer.h. */
#include "api/call_answer.h"

#include <stdlib.h>
#include <string.h>

#include "api/phrase.h"
#include "api/refuse.h"
#include "server/server.h"
#include "tell/code_text.h"

enum { HTTP_DIGITS = 3 };

const struct check *
call_broken(struct call *call, enum chapter chapter)
{
    const struct check *asking = call->check; /* a row whose condition runs another chapter */
    const struct check *check = call->book->chapters[chapter];

    for (; check->name; check++) {
        call->check = check;
        if (check->applies(call) && !check->holds(call))
            break;
    }
    call->check = asking;
    return !check->name || call->trouble ? NULL : check;
}

static bool
is_what_was_asked(const struct check *check)
{
    return strcmp(check->respcd, "ASKED") == 0;
}

const char *
call_code(const struct call *call, const struct check *check)
{
    if (is_what_was_asked(check))
        return call->req->situation.code->respcd;
    if (strcmp(check->respcd, "LATE") == 0)
        return refund_rule_of(call->book, call->order.pay_type)->late_respcd;
    return check->respcd;
}

const char *
call_resperr(struct call *call, const struct check *check)
{
    const struct text_row *text = &call->book->texts[check->text];
    const struct server *server = call->req->server;
    struct arena *arena = call->req->arena;
    const char *respcd = call_code(call, check);

    switch (text->form) {
    case TEXT_FORM_CODE:
        break;
    case TEXT_FORM_PLAIN:
        return phrase(call, text->resperr);
    case TEXT_FORM_CODED:
        return with_code(arena, server, phrase(call, text->resperr), respcd);
    case TEXT_FORM_CAPTURED:
        if (server->lang == QFPAY_LANG_EN)
            return with_code(arena, server, phrase(call, text->resperr), respcd);
        break;
    }
    return code_text(arena, server, respcd);
}

/* The refusal of a row, on the sheet of its chapter. What a trigger asked for is said as of any
 * call, without the order (RSP-12). */
static struct reply
refuse_by(struct call *call, enum chapter chapter, const struct check *check)
{
    struct request *req = call->req;
    const char *respcd = call_code(call, check);
    enum qfpay_req broken = check->requirement == QFPAY_REQ_NONE ? call->broken
                                                                 : check->requirement;
    struct tale tale = tale_of(req, NULL, is_what_was_asked(check) ? NULL : &call->order);
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    struct reply reply;

    if (strlen(respcd) == HTTP_DIGITS)
        return refuse_http(req, (unsigned)strtoul(respcd, NULL, 10), broken,
                           phrase(call, check->diagnosis));
    tale.text = check->text;
    tale.respcd = respcd;
    tale.resperr = call_resperr(call, check);
    tale.respmsg = phrase(call, call->book->texts[check->text].respmsg);
    tale_write(&tale, call->book->refusals[chapter], &tree, root);
    reply = refuse(req, &tree, root, tale.respcd, broken, phrase(call, check->diagnosis));
    if (check->requirement == QFPAY_REQ_NONE && call->is_absent)
        reply.evidence = qfpay_requirement(broken)->evidence;
    return reply;
}

bool
call_keeps(struct call *call, enum chapter chapter, struct reply *reply)
{
    const struct check *broken = call_broken(call, chapter);

    if (call->trouble)
        *reply = fault(call->req, call->trouble);
    else if (broken)
        *reply = refuse_by(call, chapter, broken);
    return !broken && !call->trouble;
}

void
call_ask_channel(struct call *call, enum chapter chapter)
{
    const struct situation *situation = &call->req->situation;

    call->refused = call_broken(call, chapter);
    if (call->refused)
        trade_fail(&call->made, call_code(call, call->refused));
    else if (situation->kind == SITUATION_ENDING || situation->kind == SITUATION_WAIT)
        trade_script(call->book, &call->made, situation->code, situation->ending_asks);
}

struct tale
call_tale(struct call *call, const struct trade *original)
{
    const struct qfpay_code *doubt = call->req->situation.doubt;
    struct tale tale = tale_of(call->req, &call->made, original);

    if (call->refused)
        tale.resperr = call_resperr(call, call->refused);
    tale.respcd = !call->refused && doubt ? doubt->respcd : trade_respcd(call->book, &call->made);
    return tale;
}

struct reply
call_answer(struct call *call, const struct tale *tale, struct tree *tree, const cJSON *root)
{
    struct request *req = call->req;
    const struct check *refused = call->refused;

    if (refused)
        return refuse(req, tree, root, tale->respcd, refused->requirement,
                      phrase(call, refused->diagnosis));
    if (req->situation.doubt && qfpay_outcome_of(tale->respcd) == QFPAY_OUTCOME_FAILURE)
        return refuse(req, tree, root, tale->respcd, QFPAY_REQ_RSP_13, SITUATION_DOUBT_DIAGNOSIS);
    return answer(req, tree, root, tale->respcd);
}
