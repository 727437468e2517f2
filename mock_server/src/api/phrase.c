/* See phrase.h. */
#include "api/phrase.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/call.h"
#include "api/other_names.h"
#include "doctor/doctor.h"
#include "notify/store_and_tell.h"
#include "qfpay/currency.h"
#include "qfpay/near.h"
#include "server/server.h"
#include "tell/code_text.h"

enum { NAME_SIZE = 32, SHOWN_MAX = 128 };

static const char *
number(struct call *call, int64_t value)
{
    return arena_number(call->req->arena, value);
}

static const char *
shown(struct call *call, const char *text, size_t max)
{
    return !text ? "" : request_printable(call->req, text, strlen(text), max);
}

/* The path that was meant, of a call or below the control API's. */
static const char *
near_path(struct call *call)
{
    struct arena *arena = call->req->arena;
    const char *path = request_keyless(call->req, call->req->path);
    const char *below = strchr(path + (path[0] != '\0'), '/');
    const char *control = arena_printf(arena, "/__sandbox/%s",
                                       below ? shown(call, below + 1, 60) : "");
    char *hint = arena_alloc(arena, QFPAY_NEAR_HINT_SIZE);
    struct qfpay_near near;

    qfpay_near_begin(&near, path);
    for (unsigned i = 0; i < QFPAY_ENDPOINT_COUNT; i++)
        qfpay_near_offer(&near, qfpay_endpoint_row((enum qfpay_endpoint)i)->path);
    if (control)
        qfpay_near_offer(&near, control);
    return hint ? qfpay_near_hint(&near, hint, ".") : ".";
}

/* All of them, "payment, query and refund". */
static const char *
calls(struct call *call)
{
    const char *told = qfpay_endpoint_row((enum qfpay_endpoint)0)->name;

    for (unsigned i = 1; told && i < QFPAY_ENDPOINT_COUNT; i++)
        told = arena_printf(call->req->arena, "%s%s%s", told,
                            i + 1 < QFPAY_ENDPOINT_COUNT ? ", " : " and ",
                            qfpay_endpoint_row((enum qfpay_endpoint)i)->name);
    return told;
}

static const char *
twin(struct call *call)
{
    const struct request *req = call->req;
    const struct qfpay_param *twice = qfpay_param_duplicate(req->params, req->param_count);

    return twice ? twice->name : NULL;
}

/* Where a body comes from that is no form. */
static const char *
no_form(struct call *call)
{
    static const char multipart[] = "multipart/form-data";
    const char *type = call->req->headers.content_type;

    if (call->req->body[0] == '{')
        return " JSON bodies are not read (PIT-06). Python's requests makes this of json=: give it "
               "data=.";
    return type && strncasecmp(type, multipart, sizeof multipart - 1) == 0
               ? " PHP's curl makes this of an array in CURLOPT_POSTFIELDS: give it "
                 "http_build_query($params). A browser makes it of FormData: give it "
                 "URLSearchParams."
               : "";
}

/* The number by which the call names its order. */
static const char *
handle(struct call *call)
{
    const char *syssn = request_value(call->req, "syssn");

    return arena_printf(call->req->arena, "%s %s", syssn[0] == '\0' ? "out_trade_no" : "syssn",
                        syssn[0] == '\0' ? request_value(call->req, "out_trade_no") : syssn);
}

/* What is left of the day's takings, as the captured text writes it. */
static const char *
balance(struct call *call)
{
    char text[QFPAY_AMOUNT_TEXT_SIZE];

    if (call->balance <= 0)
        return arena_printf(call->req->arena, "0 %s", call->order.txcurrcd);
    qfpay_amount_format(call->balance, call->order.txcurrcd, text);
    return arena_printf(call->req->arena, "%s", text);
}

/* Why a refund comes too late, in the words of the channel where it has any. */
static const char *
late(struct call *call)
{
    const struct refund_rule *rule = refund_rule_of(call->book, call->order.pay_type);
    const struct request *req = call->req;

    return !rule->late_texts ? code_text(req->arena, req->server, rule->late_respcd)
                             : rule->late_texts[req->server->lang];
}

#define PHRASE(name, words)                                                                        \
    static const char *say_##name(struct call *call)                                               \
    {                                                                                              \
        return words;                                                                              \
    }
#include "api/phrases.def"
#undef PHRASE

static const struct {
    const char *name;
    const char *(*say)(struct call *call);
} phrases[] = {
#define PHRASE(name, words) {#name, say_##name},
#include "api/phrases.def"
#undef PHRASE
};

static const char *const facts[] = {
#define FACT(symbol, value, step, requirement, about) #symbol,
#define ZONE(symbol, value, requirement, about)       #symbol,
#include "rules/facts.def"
#undef ZONE
#undef FACT
};

static const char *
fill_in(struct call *call, const char *name)
{
    const char *value;

    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
        if (strcmp(phrases[i].name, name) == 0)
            return phrases[i].say(call);
    }
    for (size_t i = 0; i < FACT_COUNT; i++) {
        if (strcmp(facts[i], name) == 0)
            return number(call, call->book->facts[i]);
    }
    value = request_value(call->req, name);
    return request_printable(call->req, value, strlen(value), SHOWN_MAX);
}

const char *
phrase(struct call *call, const char *text)
{
    const char *done = "";

    while (done && *text != '\0') {
        size_t plain = strcspn(text, "{");
        size_t len = strcspn(text + plain, "}");
        char name[NAME_SIZE] = "";
        const char *value;

        if (text[plain] == '\0') {
            done = done[0] == '\0' ? text : arena_printf(call->req->arena, "%s%s", done, text);
            break;
        }
        (void)snprintf(name, sizeof name, "%.*s", (int)len - 1, text + plain + 1);
        value = fill_in(call, name);
        done = arena_printf(call->req->arena, "%s%.*s%s", done, (int)plain, text,
                            value ? value : "");
        text += plain + len + (text[plain + len] == '}');
    }
    return done ? done : "";
}
