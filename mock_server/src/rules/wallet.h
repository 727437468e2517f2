/* The wallets, as wallets.def lists them. */
#ifndef MOCK_WALLET_H
#define MOCK_WALLET_H

enum wallet {
#define WALLET(symbol, at_creation, chnlsn, cardcd) WALLET_##symbol,
#include "rules/wallets.def"
#undef WALLET
    WALLET_COUNT,
    WALLET_BY_CODE = WALLET_COUNT, /* the payer's code says which (800008) */
};

#endif
