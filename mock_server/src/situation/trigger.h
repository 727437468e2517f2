/* Triggers: how a client asks for a situation. Amounts are for clients that cannot be changed, the
 * header X-QFMock-Trigger for those that can add one. The words and numbers are the protocol's
 * situations.def. */
#ifndef MOCK_TRIGGER_H
#define MOCK_TRIGGER_H

#include <stdbool.h>

#include "qfpay/endpoint.h"
#include "qfpay/near.h"
#include "situation/situation.h"

/* Read what the header says: "respcd=CCCC", "ending=CCCC", both joined by a
 * semicolon, "reshape=WORD", or a situation's word with its value.
 * false, and nothing written, when it cannot be read. */
bool trigger_read_word(const char *text, struct situation *situation);

/* Offer every word that the header may begin with, and every one that may follow "reshape=". */
void trigger_offer_words(struct qfpay_near *near);

/* Read an amount, if it is a trigger of the endpoint. */
bool trigger_read_amount(enum qfpay_endpoint endpoint, const char *txamt,
                         struct situation *situation);

#endif
