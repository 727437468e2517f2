/* Control calls for transactions: look at them, and play the payer. */
#include <string.h>

#include "api/call.h"
#include "api/call_answer.h"
#include "api/refuse.h"
#include "control/control.h"
#include "notify/store_and_tell.h"
#include "qfpay/near.h"
#include "server/server.h"
#include "tell/tale.h"
#include "trade/syssn.h"

/* So many orders does one list look at, whoever passes: the next one goes on where it ended. */
enum { LOOKS_MAX = 1000 };

/* The list under construction. */
struct listing {
    struct tree tree;
    cJSON *transactions;
    int64_t room;
    struct trade last; /* that was looked at, of those by time; without an id: none */
    bool has_more;
};

static void
add_transaction(struct request *req, struct tree *tree, cJSON *parent, const struct trade *trade)
{
    struct tale tale = tale_of(req, trade, NULL);

    tale_write(&tale, SHEET_TRANSACTION, tree, parent);
}

/* Look at one candidate. false when the store failed or memory is out. */
static bool
consider(struct request *req, struct listing *listing, struct trade *trade)
{
    const char *out_trade_no = request_value(req, "out_trade_no");
    const char *state = request_value(req, "state");

    if (out_trade_no[0] != '\0' && strcmp(out_trade_no, trade->out_trade_no) != 0)
        return true;
    if (meet_time(req->server, req->merchant, trade) != STORE_OK)
        return false;
    if (state[0] != '\0' && strcmp(state, trade_state_name(trade->state)) != 0)
        return true;
    add_transaction(req, &listing->tree,
                    node_add_object(&listing->tree, listing->transactions, NULL), trade);
    listing->room--;
    return true;
}

/* Newest first, from the one before `before`, or the newest of all for NULL. An order keeps its
 * place, so who goes on behind the last one meets each that was there once, and none that came. */
static bool
list_by_time(struct request *req, struct listing *listing, const struct trade *before)
{
    struct store_walk walk = store_walk_merchant(req->server->store, req->merchant, before);
    struct trade trade;

    for (int looks = 0; store_walk_next(&walk, &trade); looks++) {
        listing->has_more = listing->room == 0 || looks == LOOKS_MAX;
        if (listing->has_more)
            break;
        if (!consider(req, listing, &trade))
            return false;
        listing->last = trade;
    }
    return true;
}

/* By number: an index leads there, however many orders there are. */
static bool
list_by_number(struct request *req, struct listing *listing, const char *out_trade_no)
{
    const struct merchant *merchant = req->merchant;

    for (size_t i = 0; i < merchant->account_count && !listing->has_more; i++) {
        struct trade trade;

        if (!store_trade_by_number(req->server->store, merchant->accounts[i].id, out_trade_no,
                                   strlen(out_trade_no), &trade))
            continue;
        listing->has_more = listing->room == 0;
        if (!listing->has_more && !consider(req, listing, &trade))
            return false;
    }
    return true;
}

/* Whether the merchant has this account. */
static bool
has_account(const struct merchant *merchant, int64_t account)
{
    for (size_t i = 0; i < merchant->account_count; i++) {
        if (merchant->accounts[i].id == account)
            return true;
    }
    return false;
}

static bool
list_by_syssn(struct request *req, struct listing *listing, const char *syssn)
{
    struct trade trade;

    return !call_find_syssn(req, syssn, strlen(syssn), &trade) ||
           !has_account(req->merchant, trade.account) || consider(req, listing, &trade);
}

/* Which order the list goes on behind: the one that `before` names. false: *reply says why not. */
static bool
read_before(struct request *req, struct trade *before, struct reply *reply)
{
    const char *syssn = request_value(req, "before");

    if (request_value(req, "syssn")[0] != '\0' || request_value(req, "out_trade_no")[0] != '\0')
        *reply = control_fail(req, 400, "before goes on in a list without syssn and out_trade_no");
    else if (!call_find_syssn(req, syssn, strlen(syssn), before) ||
             !has_account(req->merchant, before->account))
        *reply = control_fail(req, 400,
                              "before must be the one of a list's answer, the syssn of an order of "
                              "this merchant; there is none with \"%s\"",
                              syssn);
    else
        return true;
    return false;
}

static struct reply
answer_list(struct request *req, struct listing *listing, cJSON *root)
{
    char before[SYSSN_SIZE];

    node_bool(&listing->tree, root, "more", listing->has_more);
    if (listing->has_more && listing->last.id != 0) {
        syssn_write(&req->server->book, listing->last.id, listing->last.sysdtm, before);
        node_text(&listing->tree, root, "before", before);
    }
    return control_answer(req, 200, &listing->tree, root);
}

static struct reply
no_such_state(struct request *req, const char *state)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, state);
    for (unsigned i = 0; i < TRADE_STATE_COUNT; i++)
        qfpay_near_offer(&near, trade_state_name((enum trade_state)i));
    return control_fail(req, 400, "unknown state '%s'%s", state, qfpay_near_hint(&near, hint, ""));
}

struct reply
control_get_transactions(struct request *req, const char *id, const cJSON *body)
{
    struct listing listing = {.tree = {.arena = req->arena}};
    cJSON *root = node_object(&listing.tree);
    const char *out_trade_no = request_value(req, "out_trade_no");
    const char *syssn = request_value(req, "syssn");
    const char *state = request_value(req, "state");
    bool is_going_on = request_value(req, "before")[0] != '\0';
    enum trade_state known;
    struct trade before;
    struct reply reply;
    bool ok;

    (void)id;
    (void)body;
    if (!control_number(req, "limit", 1, LOOKS_MAX, 100, &listing.room, &reply))
        return reply;
    if (state[0] != '\0' && !trade_state_find(state, &known))
        return no_such_state(req, state);
    if (is_going_on && !read_before(req, &before, &reply))
        return reply;
    listing.transactions = node_add_array(&listing.tree, root, "transactions");
    if (syssn[0] != '\0')
        ok = list_by_syssn(req, &listing, syssn);
    else if (out_trade_no[0] != '\0')
        ok = list_by_number(req, &listing, out_trade_no);
    else
        ok = list_by_time(req, &listing, is_going_on ? &before : NULL);
    return ok ? answer_list(req, &listing, root) : fault(req, "list transactions");
}

/* Whose account it is. */
static struct merchant *
owner_of(const struct server *server, int64_t account)
{
    struct merchant *merchant = NULL;

    while ((merchant = registry_next(&server->merchants, merchant))) {
        if (has_account(merchant, account))
            return merchant;
    }
    return NULL;
}

/* A syssn is unique over all merchants, so the payer needs no app_code; when one is named, the
 * trade must be his. Its owner, or NULL. */
static struct merchant *
find_trade(struct request *req, const char *syssn, struct trade *trade)
{
    struct merchant *owner;

    if (!call_find_syssn(req, syssn, strlen(syssn), trade))
        return NULL;
    owner = owner_of(req->server, trade->account);
    return request_value(req, "app_code")[0] == '\0' || owner == req->merchant ? owner : NULL;
}

/* What the body of a payer call asks for. */
struct payer_order {
    enum move action;
    const char *respcd; /* of a failure */
    bool has_payer;
    struct payer payer;
};

/* The wallet's owner. The error, or NULL. */
static const char *
read_payer(struct request *req, const cJSON *object, struct payer *payer)
{
    const cJSON *bound = cJSON_GetObjectItemCaseSensitive(object, "bank_card_bound");
    const cJSON *member;

    if (!cJSON_IsObject(object))
        return "payer must be an object with user_creid, user_truename and bank_card_bound";
    cJSON_ArrayForEach(member, object)
    {
        if (strcmp(member->string, "bank_card_bound") == 0)
            continue;
        if (strcmp(member->string, "user_creid") != 0 &&
            strcmp(member->string, "user_truename") != 0)
            return control_unknown(req, "member of payer", member->string,
                                   "user_creid, user_truename or bank_card_bound");
        if (!cJSON_IsString(member))
            return "user_creid and user_truename must be strings";
    }
    if (bound && !cJSON_IsBool(bound))
        return "bank_card_bound must be true or false";
    payer->user_creid = cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(object, "user_creid"));
    payer->user_truename = cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(object, "user_truename"));
    payer->bank_card_bound = !bound || cJSON_IsTrue(bound);
    return NULL;
}

/* The error, or NULL. */
static const char *
read_order(struct request *req, const cJSON *body, struct payer_order *order)
{
    const char *action = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(body, "action"));
    const cJSON *respcd = cJSON_GetObjectItemCaseSensitive(body, "respcd");
    const cJSON *payer = cJSON_GetObjectItemCaseSensitive(body, "payer");
    const struct qfpay_code *code;
    const cJSON *member;

    memset(order, 0, sizeof *order);
    cJSON_ArrayForEach(member, body)
    {
        if (!member->string ||
            (strcmp(member->string, "action") != 0 && strcmp(member->string, "respcd") != 0 &&
             strcmp(member->string, "payer") != 0))
            return control_unknown(req, "member", member->string, "action, respcd or payer");
    }
    if (!action || !move_find(action, &order->action))
        return control_unknown(req, "action", action,
                               "scan, password, processing, pay, fail or cancel");
    order->respcd = respcd ? cJSON_GetStringValue(respcd) : "1201";
    code = qfpay_code_find(order->respcd);
    if (!code || code->outcome != QFPAY_OUTCOME_FAILURE)
        return "respcd must be the code of a failure, for example 1201; GET "
               "/__sandbox/catalogue lists them";
    if (respcd && order->action != MOVE_FAIL)
        return "respcd belongs to the action fail only";
    order->has_payer = payer != NULL;
    return payer ? read_payer(req, payer, &order->payer) : NULL;
}

static struct reply
answer_trade(struct request *req, unsigned http_status, const char *error,
             const struct trade *trade)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    if (error)
        node_text(&tree, root, "error", error);
    node_text(&tree, root, "state", trade_state_name(trade->state));
    node_text(&tree, root, "respcd", trade_respcd(&req->server->book, trade));
    add_transaction(req, &tree, node_add_object(&tree, root, "transaction"), trade);
    return control_answer(req, http_status, &tree, root);
}

static struct reply
act(struct request *req, struct merchant *owner, struct trade *trade,
    const struct payer_order *order)
{
    const struct rulebook *book = &req->server->book;
    int64_t now = clock_now(&owner->clock);
    const struct check *refused = NULL;
    struct call call;
    bool was_success;

    if (meet_time(req->server, owner, trade) != STORE_OK)
        return fault(req, "let time pass for a trade");
    if (!trade_can(book, trade, order->action))
        return answer_trade(req, 409,
                            arena_printf(req->arena, "the payer cannot %s an order that is %s",
                                         move_name(order->action), trade_state_name(trade->state)),
                            trade);
    was_success = trade_is_success(trade);
    call_init(&call, req);
    call.order = *trade;
    call.payer = order->payer;
    if (order->action == MOVE_PAY && order->has_payer)
        refused = call_broken(&call, CHAPTER_PAYER);
    trade_act(book, trade, refused ? MOVE_FAIL : order->action,
              refused ? call_code(&call, refused) : order->respcd, now);
    if (store_and_tell_change(req->server, owner, trade, was_success) != STORE_OK)
        return fault(req, "store what the payer did");
    return answer_trade(req, 200, NULL, trade);
}

struct reply
control_post_payer(struct request *req, const char *id, const cJSON *body)
{
    struct payer_order order;
    struct trade trade;
    const char *error = read_order(req, body, &order);
    struct merchant *owner = error ? NULL : find_trade(req, id, &trade);

    if (error)
        return control_fail(req, 400, "%s", error);
    if (!owner)
        return control_fail(req, 404, "there is no transaction with the syssn \"%s\"", id);
    return act(req, owner, &trade, &order);
}
