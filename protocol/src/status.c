/*
 * Names of statuses, and the one way to fill in an error. What went wrong is decided elsewhere.
 */
#include "qfpay/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

/* vsnprintf cuts between bytes; half a character would make the whole line invalid UTF-8. */
static void
drop_half_character(char *message)
{
    size_t len = strlen(message);
    size_t start = len;

    while (start > 0 && len - start < UTF8_MAX &&
           ((unsigned char)message[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)message[start - 1] >= 0xC0 &&
        utf8_decode(message + start - 1, len - start + 1, NULL) == 0)
        message[start - 1] = '\0';
}

const char *
qfpay_status_name(enum qfpay_status status)
{
    switch (status) {
    case QFPAY_OK:
        return "QFPAY_OK";
    case QFPAY_E_ARG:
        return "QFPAY_E_ARG";
    case QFPAY_E_MEMORY:
        return "QFPAY_E_MEMORY";
    case QFPAY_E_SPACE:
        return "QFPAY_E_SPACE";
    case QFPAY_E_PARSE:
        return "QFPAY_E_PARSE";
    case QFPAY_E_DUPLICATE:
        return "QFPAY_E_DUPLICATE";
    case QFPAY_E_LIMIT:
        return "QFPAY_E_LIMIT";
    case QFPAY_E_CRYPTO:
        return "QFPAY_E_CRYPTO";
    case QFPAY_E_TRANSPORT:
        return "QFPAY_E_TRANSPORT";
    case QFPAY_E_TIMEOUT:
        return "QFPAY_E_TIMEOUT";
    case QFPAY_E_HTTP:
        return "QFPAY_E_HTTP";
    case QFPAY_E_SIGNATURE:
        return "QFPAY_E_SIGNATURE";
    }
    return "QFPAY_E_UNKNOWN";
}

enum qfpay_status
qfpay_fail(struct qfpay_error *err, enum qfpay_status status, const char *format, ...)
{
    va_list args;
    int written;

    if (!err)
        return status;
    err->status = status;
    va_start(args, format);
    written = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (written < 0)
        err->message[0] = '\0';
    else if ((size_t)written >= sizeof err->message)
        drop_half_character(err->message);
    return status;
}
