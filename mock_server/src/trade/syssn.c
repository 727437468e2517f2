/* See syssn.h. The shape is RSP-16. */
#include "trade/syssn.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "qfpay/datetime.h"
#include "rules/rulebook.h"

/* The eight digits of the day in UTC+8. */
static void
day_of(const struct rulebook *book, int64_t instant, char day[9])
{
    char text[QFPAY_DATETIME_SIZE];

    qfpay_datetime_format(instant, (int)fact(book, FACT_SYSSN_ZONE), text);
    memcpy(day, text, 4);
    memcpy(day + 4, text + 5, 2);
    memcpy(day + 6, text + 8, 2);
    day[8] = '\0';
}

void
syssn_write(const struct rulebook *book, int64_t id, int64_t sysdtm, char syssn[SYSSN_SIZE])
{
    day_of(book, sysdtm, syssn);
    memcpy(syssn + 8, id % 2 == 0 ? "00020002" : "00030002", 8);
    for (int at = SYSSN_SIZE - 2; at >= 16; at--) {
        syssn[at] = (char)('0' + id % 10);
        id /= 10;
    }
    syssn[SYSSN_SIZE - 1] = '\0';
}

int64_t
syssn_random_id(void)
{
    uint64_t random;

    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        random = (uint64_t)clock_host_us();
    /* Half of the sequence is left before it starts again. */
    return 1 + (int64_t)(random % (SYSSN_LAST_ID / 2));
}

bool
syssn_read_id(const char *syssn, size_t len, int64_t *id)
{
    int64_t sequence = 0;

    if (len != SYSSN_SIZE - 1)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (syssn[i] < '0' || syssn[i] > '9')
            return false;
        if (i >= 16)
            sequence = sequence * 10 + (syssn[i] - '0');
    }
    *id = sequence;
    return true;
}

bool
made_up_number(qfpay_signer *signer, uint64_t seed, int64_t id, char hex[QFPAY_SIGN_HEX_SIZE])
{
    char text[48];
    int len = snprintf(text, sizeof text, "%" PRIu64 ":%" PRId64, seed, id);

    return qfpay_sign_bytes(signer, text, (size_t)len, "", QFPAY_DIGEST_MD5, hex, NULL) == QFPAY_OK;
}
