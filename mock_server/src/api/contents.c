/* See contents.h. */
#include "api/contents.h"

#include "merchant/merchant.h"
#include "notify/store_and_tell.h"
#include "notify/verdict.h"
#include "tell/value.h"

static const struct line lines[] = {
#define LINE(set, name, how, from, broken)                                                         \
    {.sheet = SHEET_##set,                                                                         \
     .key = (name),                                                                                \
     .form = LINE_##how,                                                                           \
     .value = value_##from,                                                                        \
     .requirement = QFPAY_REQ_##broken},
#define KEY(symbol, name, how, from, broken) LINE(PAYMENT, name, how, from, broken)
#define PARAM(set, name, how, broken, pattern)                                                     \
    {.sheet = SHEET_##set,                                                                         \
     .key = (name),                                                                                \
     .form = LINE_##how,                                                                           \
     .value = value_made_up,                                                                       \
     .requirement = QFPAY_REQ_##broken,                                                            \
     .template = (pattern)},
#define PARAM_OBJECT(set, name, members, broken)                                                   \
    {.sheet = SHEET_##set,                                                                         \
     .key = (name),                                                                                \
     .form = LINE_OBJECT,                                                                          \
     .value = value_empty,                                                                         \
     .requirement = QFPAY_REQ_##broken,                                                            \
     .object = SHEET_##members},
#include "tell/lines.def"
#include "tell/pay_keys.def"
#include "tell/pay_params.def"
#undef PARAM_OBJECT
#undef PARAM
#undef KEY
#undef LINE
    {.key = NULL},
};

/* Each sheet ends with a line of its own without a key; one is spare. */
_Static_assert(sizeof lines / sizeof lines[0] + SHEET_COUNT <= LINES_MAX, "LINES_MAX");

static const struct address addresses[] = {
#define ADDRESS(name, url, requirement) {#name, value_##url, QFPAY_REQ_##requirement},
#include "api/addresses.def"
#undef ADDRESS
    {.name = NULL},
};

_Static_assert(sizeof addresses / sizeof addresses[0] <= ADDRESSES_MAX + 1, "ADDRESSES_MAX");

static const struct signing_row signings[] = {
#define SIGNING(symbol, name, sign, key, requirement, digest)                                      \
    {name, sign, key, QFPAY_REQ_##requirement, QFPAY_REQ_##digest},
#include "rules/signings.def"
#undef SIGNING
};

const struct contents api_contents = {
    .chapters =
        {
#define CHAPTER(symbol, name, refusal, rows) rows,
#include "rules/chapters.def"
#undef CHAPTER
        },
    .lines = lines,
    .addresses = addresses,
    .is_receipt = verdict_is_word,
    .signings = signings,
    .sources = query_sources,
    .filters = query_filters,
    .expects = sign_parameters,
    .store_new = store_and_tell_new,
};
