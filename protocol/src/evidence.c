/*
 * The requirements as data, for refusals that name the rule they enforce.
 */
#include "qfpay/evidence.h"

static const struct qfpay_requirement requirements[QFPAY_REQ_COUNT] = {
    [QFPAY_REQ_NONE] = {"", QFPAY_EVIDENCE_ASSUMED, QFPAY_EVIDENCE_ASSUMED, "", ""},
#define ROW(symbol, id, evidence, refusal, source, summary)                                        \
    [QFPAY_REQ_##                                                                                  \
        symbol] = {id, QFPAY_EVIDENCE_##evidence, QFPAY_EVIDENCE_##refusal, source, summary},
#define REQUIREMENT(symbol, id, evidence, source, summary)                                         \
    ROW(symbol, id, evidence, evidence, source, summary)
#define DESCRIPTION(symbol, id, evidence, source, summary)                                         \
    ROW(symbol, id, evidence, ASSUMED, source, summary)
#include "qfpay/tables/requirements.def"
#undef DESCRIPTION
#undef REQUIREMENT
#undef ROW
};

const struct qfpay_requirement *
qfpay_requirement(enum qfpay_req req)
{
    /* Callers in other languages can pass any number. */
    if ((int)req < 0 || req >= QFPAY_REQ_COUNT)
        return &requirements[QFPAY_REQ_NONE];
    return &requirements[req];
}

const char *
qfpay_evidence_name(enum qfpay_evidence evidence)
{
    switch (evidence) {
    case QFPAY_EVIDENCE_SEED:
        return "seed";
    case QFPAY_EVIDENCE_DOCS:
        return "docs";
    case QFPAY_EVIDENCE_OLD:
        return "old";
    case QFPAY_EVIDENCE_OBSERVED:
        return "observed";
    case QFPAY_EVIDENCE_ASSUMED:
        return "assumed";
    }
    return "";
}
