/* Which wallet a payment belongs to, and the numbers that this wallet gives it (wallets.def). */
#ifndef MOCK_WALLET_NUMBERS_H
#define MOCK_WALLET_NUMBERS_H

#include <stdbool.h>

#include "rules/wallet.h"

struct request;
struct server;
struct trade;

enum {
    CHNLSN_SIZE = 37, /* a UUID and a NUL */
    CARDCD_SIZE = 29, /* a WeChat openid has 28 characters */
};

/* The wallet's number of an order; "" while it has none. */
void wallet_chnlsn(const struct server *server, const struct trade *trade,
                   char chnlsn[CHNLSN_SIZE]);

/* Keep the wallet's number in an order whose pay type does not say which wallet it is. The order
 * has its id. false when out of memory. */
bool wallet_keep(enum wallet wallet, struct request *req, struct trade *trade);

/* Who paid an order; "" while nobody has, or when the wallet does not tell. */
void wallet_cardcd(const struct server *server, const struct trade *trade,
                   char cardcd[CARDCD_SIZE]);

#endif
