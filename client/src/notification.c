/*
 * The signatures that QFPay makes, and the notifications that carry them.
 */
#include "qfpay/notification.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/sign.h"
#include "record.h"

/* The longest syssn, and more than the longest notify_type that is known. */
#define KEY_PART_MAX 40

struct qfpay_notification {
    struct record_document document;
};

enum qfpay_status
qfpay_signature_check(const void *body, size_t body_len, const char *sign, const char *key,
                      enum qfpay_signature *found, struct qfpay_error *err)
{
    char expected[QFPAY_SIGN_HEX_SIZE];
    qfpay_signer *signer = NULL;
    enum qfpay_status status = QFPAY_OK;

    if (!sign || sign[0] == '\0') {
        *found = QFPAY_SIGNATURE_ABSENT;
        return QFPAY_OK;
    }
    status = qfpay_signer_new(&signer, err);
    /* Always MD5, also for merchants that sign their requests with SHA256 (SIG-14, NTF-05). */
    if (status == QFPAY_OK)
        status = qfpay_sign_bytes(signer, body, body_len, key, QFPAY_DIGEST_MD5, expected, err);
    if (status == QFPAY_OK)
        *found = qfpay_sign_equal(expected, sign) ? QFPAY_SIGNATURE_RIGHT : QFPAY_SIGNATURE_WRONG;
    qfpay_signer_free(signer);
    return status;
}

enum qfpay_status
qfpay_notification_check(const void *body, size_t body_len, const char *sign, const char *key,
                         qfpay_notification **out, struct qfpay_error *err)
{
    enum qfpay_signature found = QFPAY_SIGNATURE_ABSENT;
    qfpay_notification *notification = NULL;
    enum qfpay_status status = QFPAY_OK;

    if (body_len > QFPAY_RESPONSE_MAX)
        return qfpay_fail(err, QFPAY_E_LIMIT, "a notification is larger than %u bytes",
                          QFPAY_RESPONSE_MAX);
    status = qfpay_signature_check(body, body_len, sign, key, &found, err);
    if (status != QFPAY_OK)
        return status;
    if (found == QFPAY_SIGNATURE_ABSENT)
        return qfpay_fail(err, QFPAY_E_SIGNATURE, "the notification has no X-QF-SIGN");
    if (found == QFPAY_SIGNATURE_WRONG)
        return qfpay_fail(
            err, QFPAY_E_SIGNATURE,
            "the notification's X-QF-SIGN is not the MD5 of its raw body and this key");

    notification = calloc(1, sizeof *notification);
    if (!notification)
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory while reading a notification");
    status = record_document_parse(body, body_len, &notification->document, err);
    if (status != QFPAY_OK) {
        free(notification);
        return status;
    }
    *out = notification;
    return QFPAY_OK;
}

struct qfpay_notification_reply
qfpay_notification_reply(enum qfpay_status status)
{
    switch (status) {
    case QFPAY_OK:
        return (struct qfpay_notification_reply){200, "SUCCESS"};
    case QFPAY_E_SIGNATURE:
        return (struct qfpay_notification_reply){400, "wrong signature"};
    case QFPAY_E_PARSE:
    case QFPAY_E_LIMIT:
        return (struct qfpay_notification_reply){400, "not a notification"};
    case QFPAY_E_ARG:
    case QFPAY_E_MEMORY:
    case QFPAY_E_SPACE:
    case QFPAY_E_DUPLICATE:
    case QFPAY_E_CRYPTO:
    case QFPAY_E_TRANSPORT:
    case QFPAY_E_TIMEOUT:
    case QFPAY_E_HTTP:
        break;
    }
    return (struct qfpay_notification_reply){500, "try again later"};
}

void
qfpay_notification_free(qfpay_notification *notification)
{
    if (!notification)
        return;
    record_document_clear(&notification->document);
    free(notification);
}

const qfpay_record *
qfpay_notification_record(const qfpay_notification *notification)
{
    return &notification->document.top;
}

static const char *
text_or_empty(const qfpay_notification *notification, const char *name)
{
    const char *text = qfpay_record_text(&notification->document.top, name);

    return text ? text : "";
}

const char *
qfpay_notification_type(const qfpay_notification *notification)
{
    return text_or_empty(notification, "notify_type");
}

const char *
qfpay_notification_order(const qfpay_notification *notification)
{
    const char *orig = text_or_empty(notification, "orig_out_trade_no");

    return orig[0] != '\0' ? orig : text_or_empty(notification, "out_trade_no");
}

enum qfpay_status
qfpay_notification_key(const qfpay_notification *notification,
                       char key[QFPAY_NOTIFICATION_KEY_SIZE], struct qfpay_error *err)
{
    const char *syssn = text_or_empty(notification, "syssn");
    const char *type = qfpay_notification_type(notification);

    if (syssn[0] == '\0' || strlen(syssn) > KEY_PART_MAX || strlen(type) > KEY_PART_MAX)
        return qfpay_fail(err, QFPAY_E_PARSE,
                          "the notification has no syssn by which to remember it, or one of more "
                          "than %d characters",
                          KEY_PART_MAX);
    (void)snprintf(key, QFPAY_NOTIFICATION_KEY_SIZE, "%s:%s", syssn, type);
    return QFPAY_OK;
}

static bool
says(const qfpay_record *record, const char *name, const char *expected)
{
    const char *text = qfpay_record_text(record, name);

    return text && strcmp(text, expected) == 0;
}

bool
qfpay_notification_pays(const qfpay_notification *notification, const char *out_trade_no,
                        int64_t txamt_minor, const char *txcurrcd)
{
    const qfpay_record *record = &notification->document.top;
    int64_t paid_minor = 0;

    return says(record, "notify_type", "payment") &&
           qfpay_record_outcome(record) == QFPAY_OUTCOME_SUCCESS &&
           says(record, "out_trade_no", out_trade_no) &&
           qfpay_record_int(record, "txamt", &paid_minor) && paid_minor == txamt_minor &&
           says(record, "txcurrcd", txcurrcd);
}

bool
qfpay_notification_refunds(const qfpay_notification *notification, const char *orig_syssn,
                           int64_t txamt_minor, const char *txcurrcd)
{
    const qfpay_record *record = &notification->document.top;
    int64_t refunded_minor = 0;

    return (says(record, "notify_type", "refund") || says(record, "notify_type", "cancel")) &&
           qfpay_outcome_of(qfpay_record_text(record, "respcd")) == QFPAY_OUTCOME_SUCCESS &&
           says(record, "orig_syssn", orig_syssn) &&
           qfpay_record_int(record, "txamt", &refunded_minor) && refunded_minor == txamt_minor &&
           says(record, "txcurrcd", txcurrcd);
}
