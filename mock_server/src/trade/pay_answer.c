/* See pay_answer.h. */
#include "pay_answer.h"

#include <stdlib.h>
#include <string.h>

#include "channel.h"
#include "defect.h"
#include "node.h"
#include "qfpay/code.h"
#include "qfpay/pay_type.h"
#include "record.h"
#include "refuse.h"
#include "server.h"
#include "shape.h"

enum { PAY_TYPE_LEN = 6, KEYS_MAX = 18 };

static const struct pay_answer answers[] = {
#define PAY_ANSWER(pay_type, order, wallet, begin, minutes, least, params, respmsg, template)      \
    {pay_type, PAY_ORDER_##order,   WALLET_##wallet, PAY_##begin, minutes,                         \
     least,    PAY_PARAMS_##params, respmsg,         template},
#include "pay_answers.def"
#undef PAY_ANSWER
};

enum { ANSWER_COUNT = sizeof(answers) / sizeof(answers[0]) };

enum pay_key {
    KEY_END,
#define KEY(symbol, name, form) KEY_##symbol,
#include "pay_keys.def"
#undef KEY
    KEY_COUNT
};

enum key_form { FORM_TEXT, FORM_NUMBER, FORM_ZERO, FORM_PARAMS };

static const struct {
    const char *name;
    enum key_form form;
} keys[] = {
    [KEY_END] = {"", FORM_TEXT},
#define KEY(symbol, name, form) [KEY_##symbol] = {name, FORM_##form},
#include "pay_keys.def"
#undef KEY
};

static const unsigned char orders[][KEYS_MAX + 1] = {
#define K(symbol)          KEY_##symbol
#define ORDER(symbol, ...) [PAY_ORDER_##symbol] = {__VA_ARGS__, KEY_END},
#include "pay_orders.def"
#undef ORDER
#undef K
};

static const struct {
    enum pay_params set;
    const char *group;
    const char *name;
    enum key_form form;
    const char *template;
} params[] = {
#define PARAM(set, group, name, form, template)                                                    \
    {PAY_PARAMS_##set, group, name, FORM_##form, template},
#include "pay_params.def"
#undef PARAM
};

const struct pay_answer *
pay_answer_find(const char *pay_type)
{
    size_t low = 0;
    size_t high = ANSWER_COUNT;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(pay_type, answers[middle].pay_type);

        if (order == 0)
            return &answers[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct pay_answer *
pay_answer_at(size_t index)
{
    return index < ANSWER_COUNT ? &answers[index] : NULL;
}

/* The rows of a set, with an object of its own for each run of rows of one group. */
static void
add_params(struct tree *tree, cJSON *root, enum pay_params set, const struct shape_source *source)
{
    cJSON *object = node_add_object(tree, root, keys[KEY_PAY_PARAMS].name);
    cJSON *parent = object;
    const char *group = "";

    for (size_t i = 0; i < sizeof(params) / sizeof(params[0]); i++) {
        const char *text;

        if (params[i].set != set)
            continue;
        if (strcmp(group, params[i].group) != 0) {
            group = params[i].group;
            parent = group[0] == '\0' ? object : node_add_object(tree, object, group);
        }
        text = shape_text(tree->arena, params[i].template, source);
        if (params[i].form == FORM_NUMBER)
            node_raw(tree, parent, params[i].name, text);
        else
            node_text(tree, parent, params[i].name, text);
    }
}

/* Which field hands the order to the payer (pay_types.def). */
static void
hand_over(struct request *req, const struct pay_answer *row, const struct shape_source *source,
          const char *values[KEY_COUNT])
{
    const struct qfpay_pay_type *type = qfpay_pay_type_find(row->pay_type, PAY_TYPE_LEN);

    const struct trade another = {.id = CHANNEL_FIRST_ID, .txcurrcd = "HKD", .chnlsn = ""};
    struct shape_source shown = *source;
    bool is_code;

    values[KEY_QRCODE] = "";
    values[KEY_PAY_URL] = "";
    if (row->template[0] == '\0' || type == NULL || is_defect(DEFECT_QRCODE_MISSING))
        return;
    if (is_defect(DEFECT_QRCODE_SAME))
        shown.trade = &another;
    is_code = type->handover == QFPAY_HANDOVER_QRCODE && !is_defect(DEFECT_QRCODE_AS_URL);
    values[is_code ? KEY_QRCODE : KEY_PAY_URL] = shape_text(req->arena, row->template, &shown);
}

/* The texts that no request and no table holds. */
struct made_up {
    char syssn[SYSSN_SIZE];
    char chnlsn[CHNLSN_SIZE];
    char cardcd[CARDCD_SIZE];
};

/* What comes back changed by mistake. */
static void
mistake_values(struct request *req, const char *values[KEY_COUNT])
{
    if (is_defect(DEFECT_AMOUNT_NOT_ECHOED))
        values[KEY_TXAMT] = arena_printf(req->arena, "%lld",
                                         strtoll(values[KEY_TXAMT], NULL, 10) - 1);
    if (is_defect(DEFECT_CURRENCY_NOT_ECHOED))
        values[KEY_TXCURRCD] = "HKD";
    if (is_defect(DEFECT_PAY_TYPE_NOT_ECHOED))
        values[KEY_PAY_TYPE] = "800201";
    if (is_defect(DEFECT_NUMBER_NOT_ECHOED))
        values[KEY_OUT_TRADE_NO] = "1";
    if (is_defect(DEFECT_TXDTM_OF_SERVER))
        values[KEY_TXDTM] = values[KEY_SYSDTM];
}

/* The texts of the answer; false when out of memory. */
static bool
fill(struct request *req, const struct trade *trade, const char *respcd,
     const char *values[KEY_COUNT])
{
    uint64_t seed = req->server->seed;
    struct made_up *made_up = arena_alloc(req->arena, sizeof(*made_up));

    if (made_up == NULL)
        return false;
    channel_syssn(trade->id, trade->sysdtm, made_up->syssn);
    wallet_chnlsn(seed, trade, made_up->chnlsn);
    wallet_cardcd(seed, trade, made_up->cardcd);
    values[KEY_SYSDTM] = record_instant(req, trade->sysdtm);
    values[KEY_PAYDTM] = values[KEY_SYSDTM]; /* also of one that nobody has paid yet */
    values[KEY_TXCURRCD] = trade->txcurrcd;
    values[KEY_RESPMSG] = "";
    values[KEY_PAY_TYPE] = trade->pay_type;
    values[KEY_CARDCD] = made_up->cardcd;
    values[KEY_UDID] = record_udid(trade->udid);
    values[KEY_TXDTM] = trade->txdtm;
    values[KEY_TXAMT] = request_value(req, "txamt");
    values[KEY_RESPERR] = code_text(req, respcd);
    values[KEY_OUT_TRADE_NO] = trade->out_trade_no;
    values[KEY_SYSSN] = made_up->syssn;
    values[KEY_RESPCD] = respcd;
    values[KEY_CHNLSN] = made_up->chnlsn;
    values[KEY_CHNLSN2] = "";
    mistake_values(req, values);
    values[KEY_PAYME_LOGO] = "https://payme.example/logo.png";
    return true;
}

/* What the call itself answers. An order that waits for its payer is accepted with 0000
 * (PAY-RSP-01); a payer who has been asked already shows as in a query (PAY-CPM-02). */
static const char *
respcd_of(const struct request *req, const struct pay_answer *row, const struct trade *trade)
{
    if (trade->state != TRADE_FAILED && req->situation.doubt != NULL)
        return req->situation.doubt->respcd;
    if (trade->state == TRADE_FAILED || row->begin != PAY_AT_PAYER)
        return trade_respcd(trade);
    if (req->situation.kind == SITUATION_ANSWER && is_defect(DEFECT_PENDING_IS_FAILURE) &&
        req->situation.code->outcome == QFPAY_OUTCOME_PENDING)
        return "1297";
    if (req->situation.kind == SITUATION_ANSWER)
        return req->situation.code->respcd;
    return is_defect(DEFECT_ACCEPTED_AS_PENDING) ? "1143" : "0000";
}

/* A key that a mistake leaves out. */
static bool
is_left_out(const struct pay_answer *row, unsigned key, const char *respcd)
{
    if (key == KEY_SYSSN)
        return is_defect(DEFECT_CHANNEL_REFUSAL_SHORT) &&
               qfpay_outcome_of(respcd) == QFPAY_OUTCOME_FAILURE;
    return key == KEY_PAY_PARAMS && is_defect(DEFECT_PAY_PARAMS_MISSING) &&
           row->params == PAY_PARAMS_JSAPI;
}

struct reply
pay_answer_say(struct request *req, const struct pay_answer *row, const struct trade *trade)
{
    const struct shape_source source = {req->server->seed, trade, req};
    const char *respcd = arena_copy(req->arena, respcd_of(req, row, trade), 4);
    const unsigned char *order = orders[row->order];
    const char *values[KEY_COUNT] = {NULL};
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    if (respcd == NULL || !fill(req, trade, respcd, values))
        return fault(req, "answer a payment");
    if (qfpay_outcome_of(respcd) == QFPAY_OUTCOME_FAILURE)
        order = orders[PAY_ORDER_REFUSED];
    else
        hand_over(req, row, &source, values);
    if (strcmp(respcd, "0000") == 0)
        values[KEY_RESPMSG] = row->respmsg;
    for (; *order != KEY_END; order++) {
        const char *name = keys[*order].name;

        if (is_left_out(row, *order, respcd))
            continue;
        if (keys[*order].form == FORM_TEXT)
            node_text(&tree, root, name, values[*order]);
        else if (keys[*order].form == FORM_ZERO)
            node_number(&tree, root, name, 0);
        else
            add_params(&tree, root, row->params, &source);
    }
    return answer(req, &tree, root, respcd);
}
