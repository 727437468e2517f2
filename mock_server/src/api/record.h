/* One transaction as a query shows it, and as the control API does. */
#ifndef MOCK_RECORD_H
#define MOCK_RECORD_H

#include "node.h"
#include "request.h"
#include "trade.h"

/* A time in UTC+8, "" for 0; a trade's syssn. In the arena, "" when it is full. */
const char *record_instant(struct request *req, int64_t seconds);
const char *record_syssn(struct request *req, const struct trade *trade);

/* What an answer says for a udid (RSP-11). Borrowed, or static. */
const char *record_udid(const char *udid);

/* The wallet's number and the payer's id, "" until the trade is paid. */
void record_wallet_ids(struct request *req, const struct trade *trade, const char **chnlsn,
                       const char **cardcd);

/* Add the record of a query's `data` (section 6, old:transaction-enquiry order). */
void record_add(struct request *req, struct tree *tree, cJSON *data, const struct trade *trade);

/* Add what the control API shows: numbers, state, times, amount, payer's handle. */
void record_add_control(struct request *req, struct tree *tree, cJSON *parent, const char *key,
                        const struct trade *trade);

#endif
