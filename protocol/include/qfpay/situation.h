/**
 * @file situation.h
 * What a test can ask a sandbox for, beside the codes: an answer that gets lost, one that is slow
 * or garbage, a notification that is forged. The rows are qfpay/tables/situations.def, so that the
 * sandbox, its catalogue and `qfpay codes` name the same things. Real QFPay knows none of them.
 *
 * Life and threads: constant tables; every pointer returned is static.
 */
#ifndef QFPAY_SITUATION_H
#define QFPAY_SITUATION_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/endpoint.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The first four digits of an amount that names a situation: 9600NN. */
#define QFPAY_SITUATION_PREFIX "9600"

/** An amount PPCCCC that makes its call meet the code CCCC. */
struct qfpay_code_amount {
    const char *prefix;       /**< "99" */
    enum qfpay_endpoint call; /**< whose amount it is */
    bool is_answer; /**< the call itself answers the code; else it is how the matter ends later */
    const char *about;
};

/** Trouble that a call can be made to meet. */
struct qfpay_situation {
    const char *number; /**< "01": the NN of 9600NN */
    const char *word;   /**< "lost-answer": for the header X-QFMock-Trigger */
    const char *value;  /**< what may follow the word behind =, for people: "MS"; "" for nothing */
    const char *about;
};

/** Another form of an answer: still true, yet a careless reader stumbles over it. */
struct qfpay_reshape {
    const char *word; /**< "shuffled-keys": for X-QFMock-Trigger: reshape=WORD, and for rules */
    const char *about;
};

/** The rows of that table by name; an index for qfpay_reshape_at. */
enum qfpay_reshape_index {
#define CODE_AMOUNT(prefix, call, kind, about)
#define SITUATION(number, word, value, fault, applied, status, delay_ms, notification, about)
#define RESHAPE(symbol, word, about) QFPAY_RESHAPE_##symbol,
#include "qfpay/tables/situations.def"
#undef RESHAPE
#undef SITUATION
#undef CODE_AMOUNT
    QFPAY_RESHAPE_COUNT
};

/** Row by index, in the order of the table. @return static; NULL at or beyond the end */
QFPAY_API const struct qfpay_code_amount *qfpay_code_amount_at(size_t index);

/** Row by index, in the order of the table. @return static; NULL at or beyond the end */
QFPAY_API const struct qfpay_situation *qfpay_situation_at(size_t index);

/** Row by index, in the order of the table. @return static; NULL at or beyond the end */
QFPAY_API const struct qfpay_reshape *qfpay_reshape_at(size_t index);

#ifdef __cplusplus
}
#endif

#endif
