/*
 * The transport that libqfpay brings: HTTP by libcurl. Private to libqfpay.
 */
#ifndef QFPAY_CLIENT_TRANSPORT_H
#define QFPAY_CLIENT_TRANSPORT_H

#include "qfpay/settings.h"

/* Make it; everything it needs of settings is copied. On QFPAY_OK the caller calls out->release. */
enum qfpay_status transport_new(const struct qfpay_settings *settings, struct qfpay_transport *out,
                                struct qfpay_error *err);

#endif
