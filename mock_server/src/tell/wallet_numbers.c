/* See wallet_numbers.h. */
#include "tell/wallet_numbers.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "server/server.h"
#include "tell/template.h"

static const struct {
    bool at_creation;
    const char *chnlsn;
    const char *cardcd;
} wallets[] = {
#define WALLET(symbol, at_creation, chnlsn, cardcd) {at_creation, chnlsn, cardcd},
#include "rules/wallets.def"
#undef WALLET
};

/* The wallet's number of an order that is paid at that instant. */
static void
number_at(enum wallet wallet, uint64_t seed, const struct trade *trade, int64_t paydtm,
          char chnlsn[CHNLSN_SIZE])
{
    struct trade paid = *trade;
    const struct template_source source = {.seed = seed, .trade = &paid};

    paid.paydtm = paydtm;
    template_fill(wallets[wallet].chnlsn, &source, chnlsn, CHNLSN_SIZE);
}

bool
wallet_keep(enum wallet wallet, struct request *req, struct trade *trade)
{
    char chnlsn[CHNLSN_SIZE];

    if (wallet == WALLET_COUNT)
        return true;
    number_at(wallet, req->server->seed, trade, trade->sysdtm, chnlsn);
    trade->chnlsn = arena_dup(req->arena, chnlsn);
    return trade->chnlsn != NULL;
}

/* A pay type for several wallets keeps the number in the order; whose it is shows in it. */
static enum wallet
wallet_of(const struct server *server, const struct trade *trade)
{
    const struct pay_answer *answer = pay_answer_find(&server->book, trade->pay_type);

    if (answer && answer->wallet != WALLET_BY_CODE)
        return answer->wallet;
    for (unsigned i = 0; i < WALLET_COUNT; i++) {
        char chnlsn[CHNLSN_SIZE];

        number_at((enum wallet)i, server->seed, trade, trade->sysdtm, chnlsn);
        if (strcmp(chnlsn, trade->chnlsn) == 0)
            return (enum wallet)i;
    }
    return WALLET_WECHAT;
}

void
wallet_chnlsn(const struct server *server, const struct trade *trade, char chnlsn[CHNLSN_SIZE])
{
    enum wallet wallet = wallet_of(server, trade);

    chnlsn[0] = '\0';
    if (trade->paydtm == 0 && !wallets[wallet].at_creation)
        return;
    if (trade->chnlsn[0] != '\0')
        (void)snprintf(chnlsn, CHNLSN_SIZE, "%s", trade->chnlsn);
    else
        number_at(wallet, server->seed, trade, trade->paydtm, chnlsn);
}

void
wallet_cardcd(const struct server *server, const struct trade *trade, char cardcd[CARDCD_SIZE])
{
    const struct template_source source = {.seed = server->seed, .trade = trade};

    cardcd[0] = '\0';
    if (trade->paydtm != 0)
        template_fill(wallets[wallet_of(server, trade)].cardcd, &source, cardcd, CARDCD_SIZE);
}
