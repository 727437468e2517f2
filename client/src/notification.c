/*
 * The signatures that QFPay makes, and the notifications that carry them.
 */
#include "qfpay/notification.h"

#include <stdlib.h>
#include <string.h>

#include "qfpay/sign.h"
#include "record.h"

struct qfpay_notification {
    struct record_document document;
};

enum qfpay_status
qfpay_signature_check(const void *body, size_t body_len, const char *sign, const char *client_key,
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
        status = qfpay_sign_bytes(signer, body, body_len, client_key, QFPAY_DIGEST_MD5, expected,
                                  err);
    if (status == QFPAY_OK)
        *found = qfpay_sign_equal(expected, sign) ? QFPAY_SIGNATURE_RIGHT : QFPAY_SIGNATURE_WRONG;
    qfpay_signer_free(signer);
    return status;
}

enum qfpay_status
qfpay_notification_check(const void *body, size_t body_len, const char *sign,
                         const char *client_key, qfpay_notification **out, struct qfpay_error *err)
{
    enum qfpay_signature found = QFPAY_SIGNATURE_ABSENT;
    qfpay_notification *notification = NULL;
    enum qfpay_status status = QFPAY_OK;

    if (body_len > QFPAY_RESPONSE_MAX)
        return qfpay_fail(err, QFPAY_E_LIMIT, "a notification is larger than %u bytes",
                          QFPAY_RESPONSE_MAX);
    status = qfpay_signature_check(body, body_len, sign, client_key, &found, err);
    if (status != QFPAY_OK)
        return status;
    if (found == QFPAY_SIGNATURE_ABSENT)
        return qfpay_fail(err, QFPAY_E_SIGNATURE, "the notification has no X-QF-SIGN");
    if (found == QFPAY_SIGNATURE_WRONG)
        return qfpay_fail(err, QFPAY_E_SIGNATURE,
                          "the notification's X-QF-SIGN is not the MD5 of its raw body and this "
                          "client key");

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
