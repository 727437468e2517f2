/* The code that a payer shows and the merchant scans (PAY-CPM). It belongs to a wallet and works
 * once. */
#ifndef MOCK_AUTH_CODE_H
#define MOCK_AUTH_CODE_H

#include "pay_answer.h"
#include "store.h"

enum auth_code_verdict {
    AUTH_CODE_FINE,
    AUTH_CODE_WRONG, /* of no wallet, or of another one than that of the pay type: 1202 */
    AUTH_CODE_USED,  /* 1202 */
    AUTH_CODE_FAULT, /* the store failed */
};

/* Judge the code of a payment; wallet becomes the one that it belongs to. Pay types whose payer
 * shows something else (a card at a terminal) have no code, and nothing to judge. */
enum auth_code_verdict auth_code_judge(struct request *req, const struct pay_answer *row,
                                       enum wallet *wallet);

/* Remember the code of a payment that the wallet has seen, so that it cannot be used again. */
enum store_result auth_code_use(struct request *req, const struct pay_answer *row);

/* What stands before the CCCC of a code that asks for something. */
#define AUTH_CODE_TRIGGER "0099"

/* A code ending in 0099CCCC lets the call answer CCCC (1143: the payer is typing the password;
 * 1202: the code has expired; ...): for tests that can choose the code and not the amount. */
void auth_code_situation(struct request *req, const struct pay_answer *row,
                         struct situation *situation);

#endif
