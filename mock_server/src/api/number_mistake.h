/* What a server with one of the NUMBER_ mistakes of payment_defects.def does with an out_trade_no.
 */
#ifndef MOCK_NUMBER_MISTAKE_H
#define MOCK_NUMBER_MISTAKE_H

#include "pay_answer.h"
#include "request.h"
#include "trade.h"

/* Before a payment is stored. true: the mistake has answered it, in *reply. Else the payment goes
 * on, maybe kept under another number so that a used one is accepted. */
bool number_mistake(struct request *req, const struct pay_answer *row, struct trade *trade,
                    struct reply *reply);

/* Behind a refused payment: its number is used up all the same. */
void number_mistake_after(struct request *req);

#endif
