/* See refuse.h. */
#include "api/refuse.h"

#include <string.h>

#include "base/log.h"
#include "server/server.h"

enum { DIAGNOSIS_MAX = 2000, HTTP_GATEWAY = 429 };

struct reply
fault_reply(void)
{
    static const char body[] = "{\"error\": \"internal error; the mock's log says more\"}";

    return (struct reply){.http_status = 500,
                          .body = body,
                          .body_len = sizeof body - 1,
                          .diagnosis = "The mock itself failed; its log says why."};
}

struct reply
fault(struct request *req, const char *what)
{
    const char *named = !req->id ? NULL : arena_printf(req->arena, "%s, request %s", what, req->id);

    log_fault(req->server->settings->log, named ? named : what, store_error(req->server->store));
    return fault_reply();
}

struct reply
gateway_answer(struct request *req, unsigned http_status)
{
    struct reply reply = {.http_status = http_status, .is_page = http_status != 429};

    reply.body = reply.is_page ? arena_printf(req->arena,
                                              "<html>\r\n<head><title>%u</title></head>\r\n"
                                              "<body>\r\n<center><h1>%u</h1></center>\r\n"
                                              "<hr><center>nginx</center>\r\n</body>\r\n"
                                              "</html>\r\n",
                                              http_status, http_status)
                               : "{}";
    if (!reply.body)
        return fault(req, "answer as a gateway");
    reply.body_len = strlen(reply.body);
    return reply;
}

static struct reply
finish(struct request *req, struct tree *tree, const cJSON *root)
{
    const struct wire *wire = &req->server->book.wire;
    struct reply reply = {.http_status = 200, .is_api = true};

    reply.body = node_print(tree, root, &reply.body_len);
    if (reply.body && wire->leave)
        reply.body = wire->leave(req, req->arena, reply.body, &reply.body_len);
    return reply.body ? reply : fault(req, "print an answer");
}

struct reply
answer(struct request *req, struct tree *tree, const cJSON *root, const char *respcd)
{
    struct reply reply = finish(req, tree, root);

    reply.respcd = respcd;
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
    if (http_status != HTTP_GATEWAY) {
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
