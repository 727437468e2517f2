/* Control calls for merchants: each is a world of its own. */
#include <string.h>

#include "api/refuse.h"
#include "control/control.h"
#include "merchant/merchant_json.h"
#include "notify/queue.h"
#include "server/first_merchants.h"
#include "server/server.h"
#include "server/settings.h"

enum { MERCHANTS_MAX = 100000 };

static struct reply
answer_merchant(struct request *req, unsigned http_status, const struct merchant *merchant,
                bool with_key)
{
    struct tree tree = {.arena = req->arena};
    cJSON *holder = node_object(&tree);

    merchant_add_json(merchant, &tree, holder, "merchant", with_key);
    return control_answer(req, http_status, &tree, holder ? holder->child : NULL);
}

struct reply
control_get_merchants(struct request *req, const char *id, const cJSON *body)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    cJSON *list = node_add_array(&tree, root, "merchants");
    const struct merchant *merchant = NULL;

    (void)id;
    (void)body;
    while ((merchant = registry_next(&req->server->merchants, merchant)))
        merchant_add_json(merchant, &tree, list, NULL, req->server->settings->show_credentials);
    return control_answer(req, 200, &tree, root);
}

struct reply
control_post_merchants(struct request *req, const char *id, const cJSON *body)
{
    struct server *server = req->server;
    char error[MERCHANT_ERROR_SIZE];
    struct merchant *merchant;

    (void)id;
    if (server->merchants.count >= MERCHANTS_MAX)
        return control_fail(req, 409, "there are %d merchants already; delete some", MERCHANTS_MAX);
    merchant = server_new_merchant(server);
    if (!merchant)
        return fault(req, "make a merchant");
    if (body && !merchant_read_json(merchant, &server->settings->notify_hosts, body, true, error)) {
        merchant_free(merchant);
        return control_fail(req, 400, "%s", error);
    }
    if (registry_find(&server->merchants, merchant->app_code)) {
        merchant_free(merchant);
        return control_fail(req, 409, "a merchant with this app_code exists");
    }
    if (server_adopt(server, merchant) != STORE_OK) {
        merchant_free(merchant);
        return fault(req, "store a merchant");
    }
    /* The one time that the key is told: whoever makes a merchant needs it. */
    return answer_merchant(req, 201, merchant, true);
}

/* The merchant of the path. NULL, with the answer in *reply. */
static struct merchant *
named(struct request *req, const char *app_code, struct reply *reply)
{
    struct merchant *merchant = registry_find(&req->server->merchants, app_code);

    if (!merchant)
        *reply = control_fail(req, 404, "no merchant has the app_code \"%s\"", app_code);
    return merchant;
}

struct reply
control_get_merchant(struct request *req, const char *id, const cJSON *body)
{
    struct reply reply;
    const struct merchant *merchant = named(req, id, &reply);

    (void)body;
    return !merchant ? reply
                     : answer_merchant(req, 200, merchant, req->server->settings->show_credentials);
}

struct reply
control_put_merchant(struct request *req, const char *id, const cJSON *body)
{
    char error[MERCHANT_ERROR_SIZE];
    struct reply reply;
    struct merchant *merchant = named(req, id, &reply);
    struct merchant *changed;

    if (!merchant)
        return reply;
    /* On a copy, so that a refused change changes nothing. */
    changed = merchant_dup(merchant);
    if (!changed)
        return fault(req, "change a merchant");
    if (!merchant_read_json(changed, &req->server->settings->notify_hosts, body, false, error)) {
        merchant_free(changed);
        return control_fail(req, 400, "%s", error);
    }
    if (store_change_merchant(req->server->store, &req->server->merchants, merchant, changed) !=
        STORE_OK)
        return fault(req, "store a merchant");
    return answer_merchant(req, 200, merchant, req->server->settings->show_credentials);
}

struct reply
control_delete_merchant(struct request *req, const char *id, const cJSON *body)
{
    struct reply reply;
    struct merchant *merchant = named(req, id, &reply);

    (void)body;
    if (!merchant)
        return reply;
    if (strcmp(merchant->app_code, req->server->direct_app_code) == 0)
        return control_fail(req, 409,
                            "this merchant is the one that control calls mean by "
                            "default; reset it instead");
    notify_forget(req->server, merchant);
    if (store_delete_merchant(req->server->store, &req->server->merchants, merchant) != STORE_OK)
        return fault(req, "delete a merchant");
    return control_done();
}
