/* See refuse.h. */
#include "refuse.h"

#include <stdarg.h>
#include <string.h>

#include "answer_mistake.h"
#include "channel.h"
#include "defect.h"
#include "log.h"
#include "server.h"

struct reply
fault_reply(void)
{
    static const char body[] = "{\"error\": \"internal error; the mock's log says more\"}";

    return (struct reply){.http_status = 500,
                          .body = body,
                          .body_len = sizeof(body) - 1,
                          .diagnosis = "The mock itself failed; its log says why."};
}

struct reply
fault(struct request *req, const char *what)
{
    log_fault(req->server->settings, what, store_error(req->server->store));
    return fault_reply();
}

static const char *
with_code(struct request *req, const char *text, const char *respcd)
{
    const char *whole = is_defect(DEFECT_TEXT_WITHOUT_CODE)
                            ? text
                            : arena_printf(req->arena, "%s%s(%s)", text,
                                           req->server->profile->before_code, respcd);

    return whole == NULL ? text : whole;
}

const char *
code_text(struct request *req, const char *respcd)
{
    const struct qfpay_code *code = qfpay_code_find(respcd);
    const struct server *server = req->server;

    if (code == NULL)
        return "";
    if (code->outcome == QFPAY_OUTCOME_SUCCESS)
        return server->profile->success[server->lang];
    return with_code(req, code->text[server->lang], respcd);
}

/* A diagnosis goes into a header: one line of printable ASCII. */
__attribute__((format(printf, 2, 0))) static const char *
diagnose(struct request *req, const char *format, va_list args)
{
    const char *text = arena_vprintf(req->arena, format, args);

    return text == NULL ? "" : request_printable(req, text, strlen(text), 2000);
}

/* Say what a refusal is about; a fault on the way to it keeps its own words. */
__attribute__((format(printf, 4, 0))) static void
blame(struct request *req, struct reply *reply, enum qfpay_req broken, const char *format,
      va_list args)
{
    if (reply->http_status != 200)
        return;
    reply->requirement = broken;
    reply->diagnosis = diagnose(req, format, args);
}

static struct reply
finish(struct request *req, struct tree *tree, const cJSON *root)
{
    struct reply reply = {.http_status = 200, .is_api = true};

    reply.body = node_print(tree, root, &reply.body_len);
    if (reply.body != NULL && defect_on != DEFECT_NONE)
        reply.body = answer_mistake(req, reply.body, &reply.body_len);
    return reply.body == NULL ? fault(req, "print an answer") : reply;
}

struct reply
answer(struct request *req, struct tree *tree, const cJSON *root, const char *respcd)
{
    struct reply reply = finish(req, tree, root);

    reply.respcd = respcd;
    reply.advice = req->advice;
    return reply;
}

/* A number that no trade has. */
static const char *
invented_syssn(struct request *req)
{
    char *syssn = arena_alloc(req->arena, SYSSN_SIZE);

    if (syssn == NULL)
        return "";
    channel_syssn(CHANNEL_LAST_ID, req->now, syssn);
    return syssn;
}

/* The short shape: resperr respcd respmsg, and the number when the request has a good one (RSP-12).
 * A request whose signature is wrong gets nothing back that it sent. */
static struct reply
short_refusal(struct request *req, const char *respcd, const char *resperr, const char *respmsg)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    const char *out_trade_no = request_value(req, "out_trade_no");

    node_text(&tree, root, "resperr", is_defect(DEFECT_RESPERR_EMPTY) ? "" : resperr);
    if (is_defect(DEFECT_ANSWER_RESPCD_NUMBER))
        node_raw(&tree, root, "respcd", respcd);
    else
        node_text(&tree, root, "respcd", respcd);
    node_text(&tree, root, "respmsg", respmsg);
    if (req->account != NULL && out_trade_no[0] != '\0')
        node_text(&tree, root, "out_trade_no", out_trade_no);
    if (is_defect(DEFECT_REFUSAL_HAS_SYSSN))
        node_text(&tree, root, "syssn", invented_syssn(req));
    for (size_t i = 0; is_defect(DEFECT_REFUSAL_ECHOES) && i < req->param_count; i++)
        node_text(&tree, root, req->params[i].name, req->params[i].value);
    return answer(req, &tree, root, respcd);
}

struct reply
refuse(struct request *req, const char *respcd, const char *respmsg, enum qfpay_req broken,
       const char *format, ...)
{
    struct reply reply = short_refusal(req, respcd, code_text(req, respcd), respmsg);
    va_list args;

    va_start(args, format);
    blame(req, &reply, broken, format, args);
    va_end(args);
    return reply;
}

struct reply
refuse_with_text(struct request *req, const char *respcd, const char *resperr, const char *respmsg,
                 enum qfpay_req broken, const char *format, ...)
{
    struct reply reply = short_refusal(req, respcd, resperr, respmsg);
    va_list args;

    va_start(args, format);
    blame(req, &reply, broken, format, args);
    va_end(args);
    return reply;
}

struct reply
refuse_tree(struct request *req, struct tree *tree, const cJSON *root, const char *respcd,
            enum qfpay_req broken, const char *format, ...)
{
    struct reply reply = answer(req, tree, root, respcd);
    va_list args;

    va_start(args, format);
    blame(req, &reply, broken, format, args);
    va_end(args);
    return reply;
}

const char *
duplicate_text(struct request *req)
{
    const struct profile *profile = req->server->profile;

    if (profile->duplicate_resperr == NULL)
        return code_text(req, profile->duplicate_respcd);
    return with_code(req, profile->duplicate_resperr, profile->duplicate_respcd);
}

const char *
captured_text(struct request *req, const char *text, const char *respcd)
{
    return req->server->lang == QFPAY_LANG_EN ? with_code(req, text, respcd)
                                              : code_text(req, respcd);
}

struct reply
refuse_http(struct request *req, unsigned http_status, enum qfpay_req broken, const char *format,
            ...)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    struct reply reply;
    const char *diagnosis;
    va_list args;

    va_start(args, format);
    diagnosis = diagnose(req, format, args);
    va_end(args);
    node_text(&tree, root, "error", diagnosis);
    reply = finish(req, &tree, root);
    if (reply.http_status != 200)
        return reply;
    reply.http_status = http_status;
    reply.requirement = broken;
    reply.diagnosis = diagnosis;
    return reply;
}
