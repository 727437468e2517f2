/*
 * Answers that a wrong client key makes unverifiable. Private to libqfpay.
 */
#ifndef QFPAY_CLIENT_ANSWER_H
#define QFPAY_CLIENT_ANSWER_H

#include "qfpay/answer.h"

/*
 * As qfpay_answer_parse, for a response whose signature does not verify: only a refusal with 1108
 * is taken, without its records, so that nothing in it can be mistaken for money.
 * Returns QFPAY_OK, QFPAY_E_MEMORY, or QFPAY_E_SIGNATURE for all else; *response is untouched then.
 */
enum qfpay_status answer_parse_unproven(const struct qfpay_asked *asked,
                                        struct qfpay_response *response, qfpay_answer **out);

#endif
