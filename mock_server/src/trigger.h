/* Triggers: how a client asks for a certain answer. Amounts are for clients that cannot be changed,
 * the header X-QFMock-Trigger for those that can add one. */
#ifndef MOCK_TRIGGER_H
#define MOCK_TRIGGER_H

#include "qfpay/code.h"
#include "request.h"

enum trigger_kind {
    TRIGGER_NONE,
    TRIGGER_ANSWER, /* the call itself answers the code: 99CCCC, respcd=CCCC */
    TRIGGER_ENDING, /* the call is accepted, the payer's attempt ends in the code: 98CCCC */
};

struct trigger {
    enum trigger_kind kind;
    const struct qfpay_code *code; /* NULL for TRIGGER_NONE */
};

/* The rows that the catalogue prints: prefix of the amount, and what it does. */
struct trigger_amount {
    const char *prefix;
    enum trigger_kind kind;
    const char *does;
};
extern const struct trigger_amount trigger_amounts[];
extern const size_t trigger_amount_count;

/* How many queries see 1143 or 1145 before a pending trigger ends in 0000. */
enum { TRIGGER_PENDING_ASKS = 2 };

/* What the request asks for: its header first, then its amount. Notes in the request what it
 * follows, and advises on a header that it cannot read. */
struct trigger trigger_read(struct request *req);

#endif
