/* GET catalogue: every code, what provokes it, and what the payer can do. */
#include "control.h"
#include "options.h"
#include "qfpay/code.h"
#include "server.h"
#include "trade.h"
#include "trigger.h"

static const struct {
    unsigned bit;
    const char *name;
} places[] = {
    {QFPAY_WHERE_PAYMENT, "payment"},
    {QFPAY_WHERE_QUERY, "query"},
    {QFPAY_WHERE_REFUND, "refund"},
    {QFPAY_WHERE_REVERSAL, "reversal"},
    {QFPAY_WHERE_CLOSE, "close"},
    {QFPAY_WHERE_ADD_NOTE, "add_note"},
    {QFPAY_WHERE_AUTHTRADE, "authtrade"},
    {QFPAY_WHERE_UNFREEZE, "unfreeze"},
    {QFPAY_WHERE_OPENID, "get_weixin_openid"},
    {QFPAY_WHERE_INTENT, "create_payment_intent"},
    {QFPAY_WHERE_CUSTOMS, "customs"},
    {QFPAY_WHERE_NOTIFICATION, "notification"},
};

static void
add_triggers(struct request *req, struct tree *tree, cJSON *object, const struct qfpay_code *code)
{
    cJSON *triggers = node_add_object(tree, object, "triggers");
    cJSON *amounts = node_add_array(tree, triggers, "txamt");

    for (size_t i = 0; req->server->settings->triggers && i < trigger_amount_count; i++)
        node_text(tree, amounts, NULL,
                  arena_printf(req->arena, "%s%s", trigger_amounts[i].prefix, code->respcd));
    node_text(tree, triggers, "header", arena_printf(req->arena, "respcd=%s", code->respcd));
}

static void
add_code(struct request *req, struct tree *tree, cJSON *list, const struct qfpay_code *code)
{
    cJSON *object = node_add_object(tree, list, NULL);
    cJSON *texts;
    cJSON *where;

    node_text(tree, object, "respcd", code->respcd);
    node_text(tree, object, "name", code->name);
    node_text(tree, object, "outcome", qfpay_outcome_name(code->outcome));
    texts = node_add_object(tree, object, "text");
    for (unsigned lang = 0; lang < QFPAY_LANG_COUNT; lang++)
        node_text(tree, texts, qfpay_lang_name((enum qfpay_lang)lang), code->text[lang]);
    where = node_add_array(tree, object, "where");
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if ((code->where & places[i].bit) != 0)
            node_text(tree, where, NULL, places[i].name);
    }
    node_bool(tree, object, "current", code->current);
    node_text(tree, object, "evidence", code->evidence);
    node_text(tree, object, "note", code->note);
    add_triggers(req, tree, object, code);
}

static void
add_trigger_amounts(struct tree *tree, cJSON *root, struct request *req)
{
    cJSON *forms = node_add_array(tree, root, "trigger_amounts");

    for (size_t i = 0; i < trigger_amount_count; i++) {
        cJSON *form = node_add_object(tree, forms, NULL);

        node_text(tree, form, "txamt",
                  arena_printf(req->arena, "%sCCCC", trigger_amounts[i].prefix));
        node_text(tree, form, "does", trigger_amounts[i].does);
    }
}

struct reply
control_catalogue(struct request *req, const char *id, const cJSON *body)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    cJSON *header;
    cJSON *list;

    (void)id;
    (void)body;
    node_bool(&tree, root, "triggers", req->server->settings->triggers);
    add_trigger_amounts(&tree, root, req);
    header = node_add_object(&tree, root, "trigger_header");
    node_text(&tree, header, "name", "X-QFMock-Trigger");
    list = node_add_array(&tree, header, "values");
    node_text(&tree, list, NULL, "respcd=CCCC");
    list = node_add_array(&tree, root, "payer_actions");
    for (unsigned i = 0; i < PAYER_ACTION_COUNT; i++)
        node_text(&tree, list, NULL, payer_action_name((enum payer_action)i));
    list = node_add_array(&tree, root, "states");
    for (unsigned i = 0; i < TRADE_STATE_COUNT; i++)
        node_text(&tree, list, NULL, trade_state_name((enum trade_state)i));
    list = node_add_array(&tree, root, "codes");
    for (size_t i = 0; i < qfpay_code_count(); i++) {
        const struct qfpay_code *code = qfpay_code_at(i);

        if (code->stage != QFPAY_STAGE_OUTSIDE)
            add_code(req, &tree, list, code);
    }
    return control_answer(req, 200, &tree, root);
}
