/**
 * @file settings.h
 * How QFPay is reached, and as whom.
 *
 * Life:    the caller's; all texts are borrowed until qfpay_client_new returns.
 * Threads: functions of their arguments, and of the environment.
 */
#ifndef QFPAY_SETTINGS_H
#define QFPAY_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/exchange.h"
#include "qfpay/sign.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What to do with the signature of responses (SIG-13, OQ-12). A wrong one fails unless off; see
 * qfpay_call for the one exception.
 */
enum qfpay_verify {
    QFPAY_VERIFY_WHEN_PRESENT, /**< an unsigned response passes: production may not sign */
    QFPAY_VERIFY_STRICT,       /**< an unsigned response is QFPAY_E_SIGNATURE as well */
    QFPAY_VERIFY_OFF,
};

/** How to reach QFPay and as whom. All texts borrowed until qfpay_client_new returns. */
struct qfpay_settings {
    const char *base_url; /**< "https://test-openapi-hk.qfapi.com"; a path prefix is allowed */
    const char *app_code;
    const char *client_key;
    const char *notify_key; /**< for qfpay_notification_check, where QFPay gave one; NULL:
                               client_key is for that too. No call uses it. */
    const char *mchid;      /**< sent by the typed calls; NULL or "" for none (PAY-MCHID-02) */
    enum qfpay_digest digest;
    long connect_timeout_ms;    /**< name, connection and TLS together */
    long timeout_ms;            /**< one whole exchange */
    const char *user_agent;     /**< NULL for "qfpay/VERSION" */
    const char *ca_file;        /**< PEM of trusted authorities; NULL for the system's */
    const char *const *resolve; /**< "HOST:PORT:ADDRESS", NULL at the end; NULL for none */
    enum qfpay_verify verify_responses;
    const struct qfpay_transport *transport; /**< copied, not its self; NULL for libcurl */
    const struct qfpay_clock *clock;         /**< copied, not its self; NULL for the system's */
};

/**
 * What a base URL should probably be that has no scheme, a mistyped one, or the path of a call at
 * its end ("localhost:8080", "htp://localhost", "http://localhost/trade/v1/payment").
 *
 * @param[in]  url             borrowed; any text
 * @param[out] suggestion      caller's buffer; nothing of use in it after false
 * @param[in]  suggestion_size its capacity in bytes; what does not fit is not suggested
 *
 * @return true and *suggestion; false when url is good, or nothing is known to be better
 *
 * Threads: safe; touches nothing shared.
 */
QFPAY_API bool qfpay_base_url_suggest(const char *url, char *suggestion, size_t suggestion_size);

/**
 * Default settings: the sandbox's direct merchant on http://127.0.0.1:8080, MD5, 10 s to connect,
 * 30 s in all, signatures verified when present.
 */
QFPAY_API void qfpay_settings_init(struct qfpay_settings *settings);

/**
 * Default settings, then QFPAY_BASE_URL, QFPAY_APP_CODE, QFPAY_CLIENT_KEY, QFPAY_NOTIFY_KEY,
 * QFPAY_MCHID and QFPAY_SIGN_TYPE (MD5 or SHA256) from the environment where they are set and not
 * empty.
 *
 * @param[out] settings texts borrowed from the environment
 * @param[out] err      detail, or NULL
 *
 * @retval QFPAY_OK    *settings is filled in
 * @retval QFPAY_E_ARG QFPAY_SIGN_TYPE is neither; *settings has the default digest
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_settings_from_env(struct qfpay_settings *settings,
                                                                   struct qfpay_error *err);

#ifdef __cplusplus
}
#endif

#endif
