/* See outbound.h. On a live target money may move by three things: a payment that charges at once,
 * an order that somebody pays because nobody closed it, and a call that changes a transaction which
 * is not ours. So only orders that can be closed again may come to be, small ones, and nothing may
 * name a transaction that this run did not make. */
#include "safety/outbound.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/json.h"
#include "fixture/calls.h"
#include "qfpay/form.h"

enum { OUT_TRADE_NO_MAX = 256, PAY_TYPE_LEN = 6, SYSSN_LEN = 26 };

/* What is no call that is known may pay, and name nobody. */
static const struct call_row unknown = {.effect = EFFECT_ORDER, .reach = REACH_NOBODY};

/* Parameters that charge a payer without asking, so that no unpaid order comes of them. */
static const char *const charging[] = {"auth_code", "token_id", "payment_token", "customer_id"};

/* The pay types whose orders wait for a payer and can be closed or reversed while they do (CLS-02,
 * RVS-12; those that both sections name besides are charged at once). */
static const char *const closable[] = {"800101", "800201", "801501"};

static const struct call_row *
find_call(const char *path)
{
    enum call_kind kind;

    return call_find_path(path, &kind) ? &call_rows[kind] : &unknown;
}

static void
add_param(struct outbound *outbound, const char *name, const char *value)
{
    if (outbound->count == QFPAY_PARAM_MAX)
        outbound->is_readable = false;
    else
        outbound->params[outbound->count++] = qfpay_param_of(name, value);
}

static void
read_json(struct outbound *outbound, struct arena *arena, const char *body, size_t len)
{
    cJSON *json = cJSON_ParseWithLength(body, len);
    const cJSON *item;

    json_keep(arena, json);
    if (!cJSON_IsObject(json)) {
        outbound->is_readable = false;
        return;
    }
    cJSON_ArrayForEach(item, json)
    {
        add_param(outbound, item->string,
                  cJSON_IsString(item) ? item->valuestring : json_print(arena, item));
    }
}

static void
read_form(struct outbound *outbound, struct arena *arena, const char *form, size_t len)
{
    char *copy = arena_copy(arena, form, len);

    if (qfpay_form_parse(copy, len, outbound->params, QFPAY_PARAM_MAX, &outbound->count, NULL) !=
        QFPAY_OK)
        outbound->is_readable = false;
}

/* XML, multipart and the like give names that no parameter has: who knows what a server sees. */
static bool
has_plain_names(const struct outbound *outbound)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    size_t i;

    for (i = 0; i < outbound->count; i++) {
        const struct qfpay_param *param = &outbound->params[i];

        if (strlen(param->name) != param->name_len || strspn(param->name, plain) != param->name_len)
            return false;
    }
    return true;
}

void
outbound_read(struct outbound *outbound, struct arena *arena, const struct outgoing *outgoing)
{
    size_t path_len = strcspn(outgoing->path, "?");
    const char *query = outgoing->path + path_len;
    const char *body = outgoing->body ? outgoing->body : "";
    size_t blank = strspn(body, " \t\r\n");

    memset(outbound, 0, sizeof *outbound);
    outbound->path = arena_copy(arena, outgoing->path, path_len);
    outbound->is_readable = true;
    if (*query)
        read_form(outbound, arena, query + 1, strlen(query + 1));
    if (blank < outgoing->body_len && (body[blank] == '{' || body[blank] == '['))
        read_json(outbound, arena, body, outgoing->body_len);
    else
        read_form(outbound, arena, body, outgoing->body_len);
    outbound->is_readable = outbound->is_readable && has_plain_names(outbound);
    outbound->pays = find_call(outbound->path)->effect == EFFECT_ORDER && outbound->count > 0;
}

const char *
outbound_value(const struct outbound *outbound, const char *name)
{
    size_t i;

    for (i = 0; i < outbound->count; i++) {
        if (strcasecmp(outbound->params[i].name, name) == 0)
            return outbound->params[i].value;
    }
    return NULL;
}

/* The largest number that any reader could find in a text: its value as a number of any notation,
 * and all its digits in a row. */
static double
largest_reading(const struct qfpay_param *param)
{
    double value = strtod(param->value, NULL), digits = 0;
    size_t i;

    for (i = 0; i < param->value_len; i++) {
        unsigned char c = (unsigned char)param->value[i];

        if (c >= '0' && c <= '9')
            digits = digits * 10 + (c - '0');
        if (c >= 0x80) /* digits of other scripts */
            return 1e300;
    }
    if (value < 0)
        value = -value;
    return value > digits ? value : digits;
}

/* Whether a server, however it cleans up a pay type before it looks, finds a closable one in it or
 * none at all: every one has digits, and digits of other scripts are beyond ASCII. */
static bool
is_closable_type(const struct qfpay_param *param)
{
    const char *text = param->value;
    size_t len = param->value_len, i;

    while (len && (unsigned char)*text <= ' ') {
        text++;
        len--;
    }
    for (i = 0; i < sizeof closable / sizeof closable[0]; i++) {
        if (len >= PAY_TYPE_LEN && memcmp(text, closable[i], PAY_TYPE_LEN) == 0) {
            text += PAY_TYPE_LEN;
            len -= PAY_TYPE_LEN;
            break;
        }
    }
    for (i = 0; i < len; i++) {
        if ((text[i] >= '0' && text[i] <= '9') || (unsigned char)text[i] >= 0x80)
            return false;
    }
    return true;
}

static const char *
payment_refusal(const struct outbound *outbound, struct arena *arena,
                const struct outbound_limits *limits)
{
    size_t i, k;

    for (i = 0; i < outbound->count; i++) {
        const struct qfpay_param *param = &outbound->params[i];

        for (k = 0; k < sizeof charging / sizeof charging[0]; k++) {
            if (strcasecmp(param->name, charging[k]) == 0)
                return arena_printf(arena, "%s charges the payer at once", param->name);
        }
        if (strcasecmp(param->name, "txamt") == 0 &&
            !(largest_reading(param) <= (double)limits->max_amount))
            return arena_printf(arena, "txamt is above the ceiling of %lld (--max-amount)",
                                (long long)limits->max_amount);
        if (strcasecmp(param->name, "pay_type") == 0 && !is_closable_type(param))
            return "orders of this pay_type cannot be closed again";
        if (strcasecmp(param->name, "out_trade_no") == 0 && param->value_len > OUT_TRADE_NO_MAX)
            return "out_trade_no is too long for the ledger";
    }
    return NULL;
}

/* Whether bytes contain a text, in whatever case. */
static bool
contains(const char *bytes, size_t len, const char *text)
{
    size_t text_len = strlen(text), i;

    for (i = 0; text_len && i + text_len <= len; i++) {
        if (strncasecmp(bytes + i, text, text_len) == 0)
            return true;
    }
    return false;
}

bool
outbound_holds(const struct outbound *outbound, const struct outgoing *outgoing, const char *secret)
{
    const char *body = outgoing->body ? outgoing->body : "";
    bool found = contains(outgoing->path, strlen(outgoing->path), secret) ||
                 contains(body, outgoing->body_len, secret);
    size_t i;

    for (i = 0; !found && i < outgoing->header_count; i++) {
        const struct qfpay_header *header = &outgoing->headers[i];

        found = contains(header->value, strlen(header->value), secret);
    }
    for (i = 0; !found && i < outbound->count; i++) {
        const struct qfpay_param *param = &outbound->params[i];

        found = contains(param->name, param->name_len, secret) ||
                contains(param->value, param->value_len, secret);
    }
    return found;
}

/* QFPay's numbers have 26 digits and begin with the day (RSP-16); the last ten count, and have not
 * come near ten nines. */
static bool
is_nobodys(const char *syssn, size_t len)
{
    return len != SYSSN_LEN || strspn(syssn, "0123456789") < SYSSN_LEN ||
           strncmp(syssn, "20", 2) != 0 || strncmp(syssn + SYSSN_LEN - 10, "9999999999", 10) == 0;
}

/* Whether all numbers of a parameter, separated by commas, may be named. */
static bool
may_name(const struct qfpay_param *param, struct arena *arena, const struct call_row *call,
         const struct outbound_limits *limits)
{
    bool is_syssn = strcasecmp(param->name, "out_trade_no") != 0;
    bool reaches_own = call->reach == REACH_OWN ||
                       (call->reach == REACH_PAID && limits->may_refund);
    const char *at = param->value;

    for (;;) {
        size_t len = strcspn(at, ",");
        const char *number = arena_copy(arena, at, len);
        bool ok = len == 0 || (is_syssn && is_nobodys(number, len)) ||
                  (reaches_own && limits->is_own(limits->context, param->name, number));

        if (!ok)
            return false;
        if (!at[len])
            return true;
        at += len + 1;
    }
}

static const char *
reach_refusal(const struct outbound *outbound, struct arena *arena, const struct call_row *call,
              const struct outbound_limits *limits)
{
    size_t i;

    for (i = 0; i < outbound->count; i++) {
        const struct qfpay_param *param = &outbound->params[i];
        bool names = strcasecmp(param->name, "syssn") == 0 ||
                     strcasecmp(param->name, "orig_syssn") == 0 ||
                     (call->effect == EFFECT_END && strcasecmp(param->name, "out_trade_no") == 0);

        if (names && !may_name(param, arena, call, limits))
            return arena_printf(arena, "%s is not of an order of this run", param->name);
    }
    return NULL;
}

const char *
outbound_refusal(const struct outbound *outbound, struct arena *arena,
                 const struct outbound_limits *limits)
{
    const struct call_row *call = find_call(outbound->path);
    const char *refusal = NULL;

    if (strncmp(outbound->path, "/__sandbox/", 11) == 0)
        return "a live target has no control API";
    if (call->reach == REACH_ALL)
        return NULL;
    if (!outbound->is_readable)
        return "its parameters cannot be read before it leaves";
    refusal = reach_refusal(outbound, arena, call, limits);
    return refusal || call->effect != EFFECT_ORDER ? refusal
                                                   : payment_refusal(outbound, arena, limits);
}
