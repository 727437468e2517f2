/* See received.h. Remarks never repeat the signature, only its length. */
#include "doctor/received.h"

#include <stdint.h>
#include <string.h>

enum { MD5_HEX_LEN = 32, SHA256_HEX_LEN = 64, SIGN_MAX = 256 };

/* Lengths that only other digests have. */
static const struct {
    size_t len;
    const char *name;
} other_digests[] = {
    {16, "the middle half of an MD5"},
    {40, "a SHA1"},
    {56, "a SHA224"},
    {96, "a SHA384"},
    {128, "a SHA512"},
};

static bool
is_hex(const char *text, size_t len)
{
    return strspn(text, "0123456789abcdefABCDEF") == len;
}

/* Take it as a digest when it is hex of a known length. */
static bool
take_hex(struct received *received, const char *text, size_t len)
{
    if ((len != MD5_HEX_LEN && len != SHA256_HEX_LEN) || !is_hex(text, len))
        return false;
    memcpy(received->hex, text, len + 1);
    received->digest = len == MD5_HEX_LEN ? QFPAY_DIGEST_MD5 : QFPAY_DIGEST_SHA256;
    received->is_digest = true;
    return true;
}

/* Without what people and platforms put around and between hex digits. */
static bool
take_decorated(struct received *received, const char *sign)
{
    char bare[SIGN_MAX + 1];
    size_t len = 0;

    for (size_t i = 0; sign[i] != '\0'; i++) {
        if (!strchr(" \t\"'-:", sign[i]))
            bare[len++] = sign[i];
    }
    bare[len] = '\0';
    return take_hex(received, bare, len);
}

static int
base64_value(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c == '-' ? digits + 62 : c == '_' ? digits + 63 : strchr(digits, c);

    return !at || c == '\0' ? -1 : (int)(at - digits);
}

/* Base64 of the digest's bytes, with or without its = signs, also in the alphabet of URLs. */
static bool
take_base64(struct received *received, const char *sign)
{
    static const char digits[] = "0123456789abcdef";
    char hex[QFPAY_SIGN_HEX_SIZE];
    size_t used = 0;
    uint32_t bits = 0;
    unsigned bit_count = 0;
    size_t i = 0;

    for (; sign[i] != '\0' && sign[i] != '='; i++) {
        int value = base64_value(sign[i]);

        if (value < 0)
            return false;
        bits = (bits << 6 | (uint32_t)value) & 0xffff;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            if (used + 2 >= sizeof hex)
                return false;
            hex[used++] = digits[bits >> (bit_count + 4) & 15];
            hex[used++] = digits[bits >> bit_count & 15];
        }
    }
    hex[used] = '\0';
    return strspn(sign + i, "=") == strlen(sign + i) && take_hex(received, hex, used);
}

static const char *
describe(const char *sign, size_t len, struct arena *arena)
{
    const char *other = NULL;

    if (is_hex(sign, len)) {
        for (size_t i = 0; i < sizeof other_digests / sizeof other_digests[0]; i++) {
            if (other_digests[i].len == len)
                other = other_digests[i].name;
        }
        return arena_printf(arena,
                            "X-QF-SIGN has %zu hexadecimal digits%s%s; an MD5 has 32, a SHA256 64 "
                            "(SIG-05).",
                            len, !other ? "" : ", which is ", other ? other : "");
    }
    return arena_printf(arena,
                        "X-QF-SIGN has %zu characters, not all of them hexadecimal digits; an MD5 "
                        "has 32 hexadecimal digits, a SHA256 64 (SIG-06).",
                        len);
}

void
received_read(struct received *received, const char *sign, struct arena *arena)
{
    size_t len = strlen(sign);

    memset(received, 0, sizeof *received);
    if (take_hex(received, sign, len))
        return;
    if (len <= SIGN_MAX && take_decorated(received, sign)) {
        received->remark = "X-QF-SIGN holds more than hexadecimal digits: send the bare digits, "
                           "without quotes or separators (SIG-06).";
        return;
    }
    if (len <= SIGN_MAX && take_base64(received, sign)) {
        received->remark = "X-QF-SIGN is base64: send the digest as hexadecimal digits (SIG-06).";
        return;
    }
    received->remark = describe(sign, len, arena);
}
