/* What QFPay's node and the wallet behind it would have made up: numbers, codes, ids. Everything is
 * derived from the trade's id and the server's seed, so nothing of it is stored and a run with the
 * same --seed repeats itself. */
#ifndef MOCK_CHANNEL_H
#define MOCK_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SYSSN_SIZE = 27,  /* 26 digits and a NUL (RSP-16) */
    QRCODE_SIZE = 40, /* weixin://wxpay/bizpayurl?pr= and 7 characters */
    CHNLSN_SIZE = 29, /* 28 digits */
    CARDCD_SIZE = 29, /* a WeChat openid has 28 characters */
};

/* The number of the first trade in an empty store. */
#define CHANNEL_FIRST_ID INT64_C(86358791)
/* The sequence has ten digits. */
#define CHANNEL_LAST_ID INT64_C(9999999999)

/* date(8) node(4) 0002 sequence(10); nodes 0002 and 0003 take turns, so that nobody can sort by it
 * (observed 7, PIT-56). sysdtm is the trade's. */
void channel_syssn(int64_t id, int64_t sysdtm, char syssn[SYSSN_SIZE]);

/* The id inside something that looks like a syssn; the caller compares the whole with
 * channel_syssn. false when it does not look like one. */
bool channel_syssn_id(const char *syssn, size_t len, int64_t *id);

/* The content of a WeChat QR code (5.1, response of 800201). */
void channel_qrcode(uint64_t seed, int64_t id, char qrcode[QRCODE_SIZE]);

/* WeChat's transaction number: 4200, then digits with the date (observed 8). */
void channel_chnlsn(uint64_t seed, int64_t id, int64_t paydtm, char chnlsn[CHNLSN_SIZE]);

/* The payer's WeChat openid (observed 8). */
void channel_cardcd(uint64_t seed, int64_t id, char cardcd[CARDCD_SIZE]);

#endif
