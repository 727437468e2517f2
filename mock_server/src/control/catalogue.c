/* GET catalogue: every code, what provokes it, and what the payer can do. */
#include <string.h>

#include "api/auth_code.h"
#include "control/control.h"
#include "qfpay/code.h"
#include "qfpay/pay_type.h"
#include "qfpay/situation.h"
#include "rules/pay_answer.h"
#include "server/server.h"
#include "server/settings.h"
#include "trade/trade.h"

static void
add_triggers(struct request *req, struct tree *tree, cJSON *object, const struct qfpay_code *code)
{
    cJSON *triggers = node_add_object(tree, object, "triggers");
    cJSON *amounts = node_add_array(tree, triggers, "txamt");
    const struct qfpay_code_amount *row;

    for (size_t i = 0; req->server->settings->triggers && (row = qfpay_code_amount_at(i)); i++)
        node_text(tree, amounts, NULL, arena_printf(req->arena, "%s%s", row->prefix, code->respcd));
    node_text(tree, triggers, "header", arena_printf(req->arena, "respcd=%s", code->respcd));
}

static void
add_code(struct request *req, struct tree *tree, cJSON *list, const struct qfpay_code *code)
{
    cJSON *object = node_add_object(tree, list, NULL);
    cJSON *texts;
    cJSON *where;
    const char *place;

    node_text(tree, object, "respcd", code->respcd);
    node_text(tree, object, "name", code->name);
    node_text(tree, object, "outcome", qfpay_outcome_name(code->outcome));
    texts = node_add_object(tree, object, "text");
    for (unsigned lang = 0; lang < QFPAY_LANG_COUNT; lang++)
        node_text(tree, texts, qfpay_lang_name((enum qfpay_lang)lang), code->text[lang]);
    where = node_add_array(tree, object, "where");
    for (size_t i = 0; (place = qfpay_code_place(code, i)); i++)
        node_text(tree, where, NULL, place);
    node_bool(tree, object, "current", code->current);
    node_text(tree, object, "evidence", code->evidence);
    node_text(tree, object, "note", code->note);
    add_triggers(req, tree, object, code);
}

static void
add_trigger_amounts(struct tree *tree, cJSON *root, struct request *req)
{
    cJSON *forms = node_add_array(tree, root, "trigger_amounts");
    const struct qfpay_code_amount *row;

    for (size_t i = 0; (row = qfpay_code_amount_at(i)); i++) {
        cJSON *form = node_add_object(tree, forms, NULL);

        node_text(tree, form, "txamt", arena_printf(req->arena, "%sCCCC", row->prefix));
        node_text(tree, form, "call", qfpay_endpoint_row(row->call)->name);
        node_text(tree, form, "does", row->about);
    }
}

/* The header with each of its values, and what a situation has besides: an amount. */
static void
add_situations(struct tree *tree, cJSON *root, struct request *req)
{
    cJSON *header = node_add_object(tree, root, "trigger_header");
    cJSON *values;
    cJSON *list;
    const struct qfpay_situation *row;

    node_text(tree, header, "name", "X-QFMock-Trigger");
    values = node_add_array(tree, header, "values");
    node_text(tree, values, NULL, "respcd=CCCC");
    node_text(tree, values, NULL, "ending=CCCC");
    node_text(tree, values, NULL, "respcd=CCCC;ending=CCCC");
    node_text(tree, values, NULL, "reshape=WORD");
    list = node_add_array(tree, root, "situations");
    for (size_t i = 0; (row = qfpay_situation_at(i)); i++) {
        cJSON *object = node_add_object(tree, list, NULL);
        const char *said = row->value[0] == '\0'
                               ? row->word
                               : arena_printf(req->arena, "%s=%s", row->word, row->value);

        node_text(tree, values, NULL, said);
        node_text(tree, object, "txamt",
                  arena_printf(req->arena, QFPAY_SITUATION_PREFIX "%s", row->number));
        node_text(tree, object, "header", said);
        node_text(tree, object, "does", row->about);
    }
}

/* Other forms of an answer. */
static void
add_reshapes(struct tree *tree, cJSON *root)
{
    cJSON *list = node_add_array(tree, root, "reshapes");
    const struct qfpay_reshape *row;

    for (size_t i = 0; (row = qfpay_reshape_at(i)); i++) {
        cJSON *object = node_add_object(tree, list, NULL);

        node_text(tree, object, "word", row->word);
        node_text(tree, object, "does", row->about);
    }
}

/* The pay types that are played, with what a payment by each must carry besides. */
static void
add_pay_types(struct tree *tree, cJSON *root)
{
    cJSON *list = node_add_array(tree, root, "pay_types");

    for (size_t i = 0; i < PAY_ANSWER_COUNT; i++) {
        const char *pay_type = pay_answer_rows[i].pay_type;
        const struct qfpay_pay_type *type = qfpay_pay_type_find(pay_type, strlen(pay_type));
        cJSON *object = node_add_object(tree, list, NULL);

        node_text(tree, object, "pay_type", pay_type);
        if (!type)
            continue;
        node_text(tree, object, "wallet", type->wallet);
        node_text(tree, object, "mode", qfpay_mode_name(type->mode));
        node_text(tree, object, "needs", type->required);
        node_text(tree, object, "hands_over", qfpay_handover_name(type->handover));
    }
}

struct reply
control_catalogue(struct request *req, const char *id, const cJSON *body)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    cJSON *list;

    (void)id;
    (void)body;
    node_bool(&tree, root, "triggers", req->server->settings->triggers);
    add_trigger_amounts(&tree, root, req);
    add_situations(&tree, root, req);
    add_reshapes(&tree, root);
    node_text(&tree, root, "trigger_auth_code", AUTH_CODE_TRIGGER "CCCC");
    add_pay_types(&tree, root);
    list = node_add_array(&tree, root, "payer_actions");
    for (unsigned i = 0; i < MOVE_COUNT; i++) {
        if (move_rows[i].by == BY_PAYER)
            node_text(&tree, list, NULL, move_rows[i].name);
    }
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
