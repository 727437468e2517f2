/* The values of a body, one function of the trade each, and the bodies as rows of
 * notify_bodies.def. */
#include "notify_body.h"

#include <ctype.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "channel.h"
#include "defect.h"
#include "node.h"
#include "qfpay/datetime.h"
#include "rewrite.h"
#include "server.h"
#include "situation.h"
#include "wallet.h"

/* What a merchant without mchid is told by mistake. */
#define MCHID_OF_SOMEBODY "ZaMVg00001"

enum shape { SHAPE_PAYMENT, SHAPE_REFUND, SHAPE_VOID };

static const struct {
    const char *type;
    enum shape shape;
} kinds[] = {
#define KIND(symbol, notify_type, shape) {notify_type, SHAPE_##shape},
#include "notify_kinds.def"
#undef KIND
};

const char *
notify_type(enum notify_kind kind)
{
    return kinds[kind].type;
}

static const char *
instant(struct arena *arena, int64_t seconds)
{
    char *text = arena_alloc(arena, QFPAY_DATETIME_SIZE);

    if (text == NULL || seconds == 0)
        return "";
    qfpay_datetime_format(seconds, QFPAY_SYSTEM_ZONE_MINUTES, text);
    return text;
}

static const char *
syssn_of(struct arena *arena, const struct trade *trade)
{
    char *text = arena_alloc(arena, SYSSN_SIZE);

    if (text == NULL)
        return "";
    channel_syssn(trade->id, trade->sysdtm, text);
    return text;
}

static const char *
value_status(const struct message *message)
{
    (void)message;
    return is_defect(DEFECT_NOTIFY_STATUS_MISSING) ? NULL : "1";
}

static const char *
value_respcd(const struct message *message)
{
    (void)message;
    return "0000";
}

static const char *
value_empty(const struct message *message)
{
    (void)message;
    return "";
}

static const char *
value_zero(const struct message *message)
{
    (void)message;
    return "0";
}

/* A receiver that fails at an event of tomorrow gets it again for a day (PIT-84). */
static const char *
value_notify_type(const struct message *message)
{
    if (message->trade->notify_as == NOTIFY_UNKNOWN_TYPE)
        return "settlement_advice";
    return kinds[message->kind].type;
}

static const char *
value_pay_type(const struct message *message)
{
    return message->trade->pay_type;
}

static const char *
value_sysdtm(const struct message *message)
{
    return instant(message->arena, message->trade->sysdtm);
}

static const char *
value_paydtm(const struct message *message)
{
    return instant(message->arena, message->trade->paydtm);
}

static const char *
value_txdtm(const struct message *message)
{
    return message->trade->txdtm;
}

static const char *
value_goods_name(const struct message *message)
{
    return message->trade->goods_name;
}

static const char *
value_txcurrcd(const struct message *message)
{
    if (message->trade->notify_as == NOTIFY_WRONG_CURRENCY)
        return strcmp(message->trade->txcurrcd, "CNY") == 0 ? "HKD" : "CNY";
    return message->trade->txcurrcd;
}

/* A receiver that compares only with <= accepts an amount that is too large, one that does not
 * compare any (PIT-81): one unit less, and one more where there is no less. */
static const char *
value_txamt(const struct message *message)
{
    int64_t amount = is_defect(DEFECT_NOTIFY_AMOUNT_OF_PAYMENT) ? message->original->txamt_minor
                                                                : message->trade->txamt_minor;

    if (message->trade->notify_as == NOTIFY_WRONG_AMOUNT)
        amount += amount > 1 ? -1 : 1;
    return arena_printf(message->arena, "%" PRId64, amount);
}

/* The trade whose numbers are told. */
static const struct trade *
numbered(const struct message *message)
{
    return is_defect(DEFECT_NOTIFY_REFUND_NUMBERS) ? message->original : message->trade;
}

static const char *
value_out_trade_no(const struct message *message)
{
    return numbered(message)->out_trade_no;
}

static const char *
value_syssn(const struct message *message)
{
    struct trade shown = *numbered(message);

    shown.id += is_defect(DEFECT_NOTIFY_SYSSN_WRONG);
    return syssn_of(message->arena, &shown);
}

static const char *
value_orig_out_trade_no(const struct message *message)
{
    return is_defect(DEFECT_NOTIFY_REFUND_WITHOUT_ORIG) ? NULL : message->original->out_trade_no;
}

static const char *
value_orig_syssn(const struct message *message)
{
    return is_defect(DEFECT_NOTIFY_REFUND_WITHOUT_ORIG)
               ? NULL
               : syssn_of(message->arena, message->original);
}

static const char *
value_cancel(const struct message *message)
{
    return trade_cancel(message->trade);
}

/* The mchid whose account it is; NULL, and the key is left out, for a merchant without mchids. */
static const char *
value_of_agent(const struct message *message)
{
    const struct merchant *merchant = message->merchant;

    if (is_defect(DEFECT_NOTIFY_MCHID_OF_DIRECT) && !merchant->is_agent)
        return MCHID_OF_SOMEBODY;
    if (is_defect(DEFECT_NOTIFY_WITHOUT_MCHID))
        return NULL;
    for (size_t i = 0; merchant->is_agent && i < merchant->account_count; i++) {
        if (merchant->accounts[i].id == message->trade->account)
            return merchant->accounts[i].mchid;
    }
    return NULL;
}

static const char *
value_chnlsn(const struct message *message)
{
    char *text = arena_alloc(message->arena, CHNLSN_SIZE);

    if (text != NULL)
        wallet_chnlsn(message->server->seed, message->trade, text);
    return text == NULL ? "" : text;
}

static const char *
value_cardcd(const struct message *message)
{
    char *text = arena_alloc(message->arena, CARDCD_SIZE);

    if (text != NULL)
        wallet_cardcd(message->server->seed, message->trade, text);
    return text == NULL ? "" : text;
}

/* 32 hex digits that are the same in every run with the same seed. */
static const char *
value_generated_number(const struct message *message)
{
    char hex[QFPAY_SIGN_HEX_SIZE];
    const char *of = arena_printf(message->arena, "%" PRIu64 ":%" PRId64, message->server->seed,
                                  message->trade->id);

    if (of == NULL || qfpay_sign_bytes(message->server->signer, of, strlen(of), "",
                                       QFPAY_DIGEST_MD5, hex, NULL) != QFPAY_OK)
        return NULL;
    for (char *at = hex; *at != '\0'; at++) {
        if (*at >= 'A' && *at <= 'F')
            *at = (char)(*at - 'A' + 'a');
    }
    return arena_copy(message->arena, hex, strlen(hex));
}

typedef const char *value_of(const struct message *message);

static const struct {
    enum shape shape;
    const char *key;
    value_of *value;
} keys[] = {
#define KEY(shape, key, value) {SHAPE_##shape, key, value_##value},
#include "notify_bodies.def"
#undef KEY
};

/* Line breaks as Python's indent=4 makes them: a receiver that reads line by line loses them
 * (PIT-72). The body is one flat object of strings. */
static const char *
indent(struct arena *arena, const char *body)
{
    size_t len = strlen(body);
    char *pretty = arena_alloc(arena, len + 6 * (sizeof(keys) / sizeof(keys[0])) + 8);
    char *at = pretty;
    bool in_string = false;

    if (pretty == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        char c = body[i];

        if (c == '}' && !in_string)
            *at++ = '\n';
        if (in_string && c == '\\')
            *at++ = body[i++];
        else if (c == '"')
            in_string = !in_string;
        *at++ = body[i];
        if (in_string || (c != '{' && c != ','))
            continue;
        memcpy(at, "\n    ", 5);
        at += 5;
        i += c == ','; /* the space behind it */
    }
    *at = '\0';
    return pretty;
}

static enum shape
shape_of(enum notify_kind kind)
{
    if (is_defect(DEFECT_NOTIFY_REFUND_AS_PAYMENT))
        return SHAPE_PAYMENT;
    return kinds[kind].shape;
}

/* The body as the wire has it, or another form of it by mistake. */
static const char *
written(struct arena *arena, const char *body, size_t *len)
{
    if (is_defect(DEFECT_NOTIFY_COMPACT))
        return rewrite_compact(arena, body, len);
    if (is_defect(DEFECT_NOTIFY_RAW_UTF8))
        return rewrite_raw_utf8(arena, body, len);
    return body;
}

const char *
notify_body(const struct message *message)
{
    struct tree tree = {.arena = message->arena};
    cJSON *root = node_object(&tree);
    const char *body;
    size_t len;

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *value;

        if (keys[i].shape != shape_of(message->kind))
            continue;
        value = keys[i].value(message);
        if (value != NULL && is_defect(DEFECT_NOTIFY_AMOUNT_NUMBER) &&
            strcmp(keys[i].key, "txamt") == 0)
            node_raw(&tree, root, keys[i].key, value);
        else if (value != NULL)
            node_text(&tree, root, keys[i].key, value);
    }
    body = node_print(&tree, root, &len);
    if (body != NULL && message->trade->notify_as == NOTIFY_PRETTY)
        return indent(message->arena, body);
    return body == NULL ? NULL : written(message->arena, body, &len);
}

/* A forger has another key. */
const char *
notify_sign(const struct message *message, const char *body)
{
    bool is_forged = message->trade->notify_as == NOTIFY_FORGED;
    const char *key = is_forged ? "the key of a forger" : message->merchant->client_key;
    char hex[QFPAY_SIGN_HEX_SIZE];
    size_t len = strlen(body);

    if (is_defect(DEFECT_NOTIFY_UNSIGNED))
        return "";
    if (is_defect(DEFECT_NOTIFY_SIGN_WITHOUT_KEY))
        key = "";
    if (is_defect(DEFECT_NOTIFY_SIGN_COMPACT))
        body = rewrite_compact(message->arena, body, &len);
    if (body == NULL || qfpay_sign_bytes(message->server->signer, body, len, key,
                                         is_defect(DEFECT_NOTIFY_SIGN_SHA256) ? QFPAY_DIGEST_SHA256
                                                                              : QFPAY_DIGEST_MD5,
                                         hex, NULL) != QFPAY_OK)
        return NULL;
    for (char *at = hex; is_defect(DEFECT_NOTIFY_SIGN_LOWER) && *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return arena_copy(message->arena, hex, strlen(hex));
}
