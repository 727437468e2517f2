/*
 * Response codes as data, and the one rule that turns a code into an outcome.
 */
#include "qfpay/code.h"

#include <string.h>

static const struct qfpay_code codes[] = {
#define CODE(respcd, http, name, outcome, stage, current, where, en, hant, hans, evidence, note)   \
    {                                                                                              \
        respcd,                                                                                    \
        http,                                                                                      \
        name,                                                                                      \
        {en, hant, hans},                                                                          \
        QFPAY_OUTCOME_##outcome,                                                                   \
        QFPAY_STAGE_##stage,                                                                       \
        where,                                                                                     \
        current,                                                                                   \
        evidence,                                                                                  \
        note},
#include "qfpay/tables/codes.def"
#undef CODE
};

static const struct {
    unsigned bit;
    const char *name;
} places[] = {
#define ENDPOINT(symbol, name, get, get_documented) {QFPAY_WHERE_##symbol, #name},
#include "qfpay/tables/endpoints.def"
#undef ENDPOINT
    {QFPAY_WHERE_OPENID, "get_weixin_openid"}, {QFPAY_WHERE_INTENT, "create_payment_intent"},
    {QFPAY_WHERE_CUSTOMS, "customs"},          {QFPAY_WHERE_NOTIFICATION, "notification"},
    {QFPAY_WHERE_ELEMENT_SDK, "browser SDK"},
};

_Static_assert(1 << QFPAY_ENDPOINT_COUNT <= QFPAY_WHERE_OPENID, "each place has a bit of its own");

#define CODE_COUNT (sizeof codes / sizeof codes[0])

size_t
qfpay_code_count(void)
{
    return CODE_COUNT;
}

const struct qfpay_code *
qfpay_code_at(size_t index)
{
    return index < CODE_COUNT ? &codes[index] : NULL;
}

const struct qfpay_code *
qfpay_code_find(const char *respcd)
{
    for (size_t i = 0; respcd && i < CODE_COUNT; i++)
        if (codes[i].stage != QFPAY_STAGE_OUTSIDE && strcmp(codes[i].respcd, respcd) == 0)
            return &codes[i];
    return NULL;
}

enum qfpay_outcome
qfpay_outcome_of(const char *respcd)
{
    const struct qfpay_code *code = qfpay_code_find(respcd);

    return code ? code->outcome : QFPAY_OUTCOME_FAILURE;
}

const char *
qfpay_code_place(const struct qfpay_code *code, size_t index)
{
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if ((code->where & places[i].bit) != 0 && index-- == 0)
            return places[i].name;
    }
    return NULL;
}

const char *
qfpay_outcome_name(enum qfpay_outcome outcome)
{
    switch (outcome) {
    case QFPAY_OUTCOME_SUCCESS:
        return "success";
    case QFPAY_OUTCOME_PENDING:
        return "pending";
    case QFPAY_OUTCOME_FAILURE:
        return "failure";
    }
    return "";
}

const char *
qfpay_lang_name(enum qfpay_lang lang)
{
    switch (lang) {
    case QFPAY_LANG_EN:
        return "en";
    case QFPAY_LANG_ZH_HANT:
        return "zh-hant";
    case QFPAY_LANG_ZH_HANS:
        return "zh-hans";
    }
    return "";
}

bool
qfpay_lang_find(const char *name, enum qfpay_lang *lang)
{
    for (int i = 0; i < QFPAY_LANG_COUNT; i++) {
        if (strcmp(qfpay_lang_name((enum qfpay_lang)i), name) == 0) {
            *lang = (enum qfpay_lang)i;
            return true;
        }
    }
    return false;
}
