/* See own_words.h. */
#include "api/own_words.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "api/call.h"
#include "api/refuse.h"
#include "qfpay/wire.h"
#include "server/server.h"
#include "tell/code_text.h"
#include "tell/tale.h"

struct reply
own_refusal(struct call *call)
{
    struct request *req = call->req;
    const struct own_answer *own = req->situation.own;
    bool is_refund = req->endpoint == QFPAY_ENDPOINT_REFUND;
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    struct tale tale = tale_of(req, NULL, NULL);

    tale.respcd = own->respcd;
    tale.resperr = with_code(req->arena, req->server, "Transaction failed", own->respcd);
    tale.respmsg = "";
    tale_write(&tale, call->book->refusals[is_refund ? CHAPTER_REFUND : CHAPTER_VALUES], &tree,
               root);
    return refuse(req, &tree, root, own->respcd, QFPAY_REQ_RSP_12,
                  "The rule asked for this code, which the catalogue does not list.");
}

static bool
set_text(cJSON *root, const char *key, const char *value)
{
    cJSON *text = cJSON_CreateString(value);
    bool is_there = cJSON_HasObjectItem(root, key);

    if (text && (is_there ? cJSON_ReplaceItemInObjectCaseSensitive(root, key, text)
                          : cJSON_AddItemToObject(root, key, text)))
        return true;
    cJSON_Delete(text);
    return false;
}

static void
write_texts(struct request *req, struct reply *reply)
{
    const struct own_answer *own = req->situation.own;
    struct tree tree = {.arena = req->arena};
    cJSON *root = NULL;
    const char *body = NULL;

    if (qfpay_wire_parse(reply->body, reply->body_len, &root, NULL) == QFPAY_OK &&
        (own->respcd[0] == '\0' || set_text(root, "respcd", own->respcd)) &&
        (!own->respmsg || set_text(root, "respmsg", own->respmsg)) &&
        (!own->resperr || set_text(root, "resperr", own->resperr)))
        body = node_print(&tree, root, &reply->body_len);
    cJSON_Delete(root);
    if (!body) {
        *reply = fault(req, "give an answer the words of a rule");
        return;
    }
    reply->body = body;
    if (own->respcd[0] != '\0')
        reply->respcd = own->respcd;
}

void
own_words(struct request *req, struct reply *reply)
{
    const struct own_answer *own = req->situation.own;

    if (reply->is_api && (own->respcd[0] != '\0' || own->respmsg || own->resperr))
        write_texts(req, reply);
    if (own->body) {
        reply->body = own->body;
        reply->body_len = strlen(own->body);
        reply->is_page = reply->is_page && !own->is_json;
    }
}
