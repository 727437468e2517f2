/* See channel.h. The shapes are those of contract/observed.md sections 1, 7 and 8. */
#include "channel.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "qfpay/datetime.h"

static const char alphanumerics[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/* splitmix64: a well spread number from any other, so that neighbours do not look alike. */
static uint64_t
spread(uint64_t value)
{
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

static void
letters(uint64_t from, char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (i % 8 == 0)
            from = spread(from);
        text[i] = alphanumerics[from % (sizeof(alphanumerics) - 1)];
        from /= sizeof(alphanumerics) - 1;
    }
    text[len] = '\0';
}

/* The eight digits of the day in UTC+8. */
static void
day_of(int64_t instant, char day[9])
{
    char text[QFPAY_DATETIME_SIZE];

    qfpay_datetime_format(instant, QFPAY_SYSTEM_ZONE_MINUTES, text);
    memcpy(day, text, 4);
    memcpy(day + 4, text + 5, 2);
    memcpy(day + 6, text + 8, 2);
    day[8] = '\0';
}

void
channel_syssn(int64_t id, int64_t sysdtm, char syssn[SYSSN_SIZE])
{
    day_of(sysdtm, syssn);
    memcpy(syssn + 8, id % 2 == 0 ? "00020002" : "00030002", 8);
    for (int at = SYSSN_SIZE - 2; at >= 16; at--) {
        syssn[at] = (char)('0' + id % 10);
        id /= 10;
    }
    syssn[SYSSN_SIZE - 1] = '\0';
}

bool
channel_syssn_id(const char *syssn, size_t len, int64_t *id)
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

void
channel_qrcode(uint64_t seed, int64_t id, char qrcode[QRCODE_SIZE])
{
    static const char prefix[] = "weixin://wxpay/bizpayurl?pr=";

    memcpy(qrcode, prefix, sizeof(prefix) - 1);
    letters(seed ^ (uint64_t)id, qrcode + sizeof(prefix) - 1, 7);
}

void
channel_chnlsn(uint64_t seed, int64_t id, int64_t paydtm, char chnlsn[CHNLSN_SIZE])
{
    uint64_t number = spread(seed ^ spread((uint64_t)id));
    char day[9];

    day_of(paydtm, day);
    snprintf(chnlsn, CHNLSN_SIZE, "4200%06" PRIu64 "%s%010" PRIu64,
             number / 10000000000U % 1000000U, day, number % 10000000000U);
}

void
channel_cardcd(uint64_t seed, int64_t id, char cardcd[CARDCD_SIZE])
{
    memcpy(cardcd, "oUpF8u", 6);
    letters(spread(seed) ^ (uint64_t)id, cardcd + 6, CARDCD_SIZE - 7);
}
