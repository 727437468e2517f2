/**
 * @file evidence.h
 * The numbered requirements of the contract that this implementation enforces, and how well each is
 * attested. The rows are qfpay/tables/requirements.def.
 *
 * Life and threads: constant tables; every pointer returned is static.
 */
#ifndef QFPAY_EVIDENCE_H
#define QFPAY_EVIDENCE_H

#include <stddef.h>

#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where a rule comes from, strongest first. */
enum qfpay_evidence {
    QFPAY_EVIDENCE_SEED,     /**< the API page that the project started from */
    QFPAY_EVIDENCE_DOCS,     /**< the newest official documentation */
    QFPAY_EVIDENCE_OLD,      /**< older official documents */
    QFPAY_EVIDENCE_OBSERVED, /**< captured traffic */
    QFPAY_EVIDENCE_ASSUMED,  /**< this project's decision; no source says it */
};

/** One value per row of requirements.def: QFPAY_REQ_PAY_TXAMT_01 is "PAY-TXAMT-01". */
enum qfpay_req {
    QFPAY_REQ_NONE,
#define REQUIREMENT(symbol, id, evidence, source, summary) QFPAY_REQ_##symbol,
#define DESCRIPTION                                        REQUIREMENT
#include "qfpay/tables/requirements.def"
#undef DESCRIPTION
#undef REQUIREMENT
    QFPAY_REQ_COUNT
};

struct qfpay_requirement {
    const char *id; /**< "PAY-TXAMT-01"; "" for QFPAY_REQ_NONE */
    enum qfpay_evidence evidence;
    /** That what has another form or length than the rule describes is refused: as evidence, or
     * assumed where no source says more than what it looks like. */
    enum qfpay_evidence refusal;
    const char *source;  /**< page, capture or open question */
    const char *summary; /**< the rule in one sentence, English */
};

/** The row of a requirement. @return static, never NULL; the empty row for a value out of range */
QFPAY_API const struct qfpay_requirement *qfpay_requirement(enum qfpay_req req);

/** "seed", "docs", "old", "observed" or "assumed". @return static, never NULL */
QFPAY_API const char *qfpay_evidence_name(enum qfpay_evidence evidence);

#ifdef __cplusplus
}
#endif

#endif
