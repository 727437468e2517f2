/* The number that QFPay's node gives a trade. It follows from the trade's id and time, so it is not
 * stored; what the wallets make up is wallet_numbers.h and template.h. */
#ifndef MOCK_SYSSN_H
#define MOCK_SYSSN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/sign.h"

struct rulebook;

enum {
    SYSSN_SIZE = 27, /* 26 digits and a NUL (RSP-16) */
};

/* The number of the first trade in an empty store, where numbers are to repeat or a file sees to it
 * that they do not; and where one begins that has neither. Shops have unique keys on them. */
#define SYSSN_FIRST_ID INT64_C(86358791)
int64_t syssn_random_id(void);
/* The sequence has ten digits. */
#define SYSSN_LAST_ID INT64_C(9999999999)

/* date(8) node(4) 0002 sequence(10); nodes 0002 and 0003 take turns, so that nobody can sort by it
 * (RSP-16, PIT-56). sysdtm is the trade's. */
void syssn_write(const struct rulebook *book, int64_t id, int64_t sysdtm, char syssn[SYSSN_SIZE]);

/* The id inside something that looks like a syssn; the caller compares the whole with
 * syssn_write. false when it does not look like one. */
bool syssn_read_id(const char *syssn, size_t len, int64_t *id);

/* A number for a trade that nobody has numbered: 32 hex digits in capitals, the same in every run
 * with the same seed. false when OpenSSL fails. */
bool made_up_number(qfpay_signer *signer, uint64_t seed, int64_t id, char hex[QFPAY_SIGN_HEX_SIZE]);

#endif
