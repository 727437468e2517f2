/* See refuse.h. */
#include "refuse.h"

#include <string.h>

#include "disturb.h"
#include "log.h"
#include "server.h"

enum { DIAGNOSIS_MAX = 2000, HTTP_GATEWAY = 429 };

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

const char *
with_code(struct arena *arena, const struct server *server, const char *text, const char *respcd)
{
    const char *whole = arena_printf(arena, "%s%s(%s)", text, server->profile->before_code, respcd);

    return whole == NULL ? text : whole;
}

const char *
code_text(struct arena *arena, const struct server *server, const char *respcd)
{
    const struct qfpay_code *code = qfpay_code_find(respcd);

    if (code == NULL)
        return "";
    if (code->outcome == QFPAY_OUTCOME_SUCCESS)
        return server->profile->success[server->lang];
    return with_code(arena, server, code->text[server->lang], respcd);
}

static struct reply
finish(struct request *req, struct tree *tree, const cJSON *root)
{
    const struct wire *wire = &req->server->book.wire;
    struct reply reply = {.http_status = 200, .is_api = true};

    reply.body = node_print(tree, root, &reply.body_len);
    if (reply.body != NULL && wire->leave != NULL)
        reply.body = wire->leave(req, req->arena, reply.body, &reply.body_len);
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

struct reply
refuse(struct request *req, struct tree *tree, const cJSON *root, const char *respcd,
       enum qfpay_req broken, const char *diagnosis)
{
    struct reply reply = answer(req, tree, root, respcd);

    if (reply.http_status != 200) /* a fault on the way keeps its own words */
        return reply;
    reply.http_status = (unsigned)fact(&req->server->book, FACT_REFUSAL_STATUS);
    reply.requirement = broken;
    reply.evidence = qfpay_requirement(broken)->refusal;
    reply.diagnosis = request_printable(req, diagnosis, strlen(diagnosis), DIAGNOSIS_MAX);
    return reply;
}

struct reply
refuse_http(struct request *req, unsigned http_status, enum qfpay_req broken, const char *diagnosis)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    struct reply reply;

    diagnosis = request_printable(req, diagnosis, strlen(diagnosis), DIAGNOSIS_MAX);
    if (http_status < HTTP_GATEWAY) {
        node_text(&tree, root, "error", diagnosis);
        reply = finish(req, &tree, root);
    } else {
        reply = gateway_answer(req, http_status);
    }
    if (reply.http_status == 500)
        return reply;
    reply.http_status = http_status;
    reply.requirement = broken;
    reply.evidence = qfpay_requirement(broken)->refusal;
    reply.diagnosis = diagnosis;
    return reply;
}
