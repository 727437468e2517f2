/* What the calls on an existing order share (refund, reversal, close, capture, release, note):
 * finding the order that they mean, and answers of one set of values in each call's own order. */
#ifndef MOCK_OPERATION_H
#define MOCK_OPERATION_H

#include "request.h"
#include "trade.h"

/* A call that is being answered. Texts are borrowed. */
struct operation {
    const struct trade *original;
    int64_t id; /* its own number, with req->now the syssn; 0: none */
    const char *respcd;
    const char *resperr; /* NULL: the code's own */
    const char *respmsg;
    const char *out_trade_no;
    const char *txdtm;
    const char *chnlsn;
    const char *cardcd;
};

/* An operation on a trade as the request asks for it, answered 0000, without wallet numbers. */
struct operation operation_of(struct request *req, const struct trade *original, int64_t id);

/* Find what the request means by syssn, else by out_trade_no, and let time work on it. false: the
 * refusal is in *reply, 1136 for this requirement when there is no such trade. */
bool operation_find(struct request *req, enum qfpay_req unknown, struct trade *original,
                    struct reply *reply);

/* Whether an out_trade_no beside the syssn names this trade too, or none; false with 1267 for this
 * requirement when it names another. For calls whose out_trade_no is not their own number. */
bool operation_numbers_agree(struct request *req, enum qfpay_req broken,
                             const struct trade *original, struct reply *reply);

/* Refuse with 1136 in its captured shape. */
struct reply operation_unknown(struct request *req, enum qfpay_req unknown);

/* The failure or wait that a situation asks of the call, "" for none. */
const char *operation_situation(const struct request *req);

/* Refuse as a situation asks. */
struct reply operation_refuse_as_asked(struct request *req);

/* The answer with these keys in their order; NULL ends them. */
struct reply operation_answer(struct request *req, const char *const *keys,
                              const struct operation *operation);

#endif
