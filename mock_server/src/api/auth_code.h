/* The code that a payer shows and the merchant scans (PAY-CPM). It belongs to a wallet and works
 * once. */
#ifndef MOCK_AUTH_CODE_H
#define MOCK_AUTH_CODE_H

#include "rules/check.h"
#include "store/store.h"

/* Conditions of payments. Pay types whose payer shows something else (a card at a terminal) have no
 * code, and nothing to judge. The second keeps the wallet in the call. */
condition has_auth_code;
condition is_of_wallet;
condition is_unused_code;

/* Remember the code of a payment that a wallet has taken, so that it cannot be used again. */
enum store_result auth_code_use(struct call *call);

/* What stands before the CCCC of a code that asks for something. */
#define AUTH_CODE_TRIGGER "0099"

/* Where nothing else asks for something, a code that would work and ends in 0099CCCC lets the call
 * answer CCCC (1143: the payer is typing the password; 1202: the code has expired; ...): for tests
 * that can choose the code and not the amount. */
void auth_code_ask(struct call *call);

#endif
