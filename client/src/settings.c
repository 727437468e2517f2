/*
 * Settings: the sandbox's, and what the environment says instead.
 */
#include "qfpay/settings.h"

#include <stdlib.h>

/* The sandbox's direct merchant, so that a fresh checkout works without any setting. */
#define SANDBOX_BASE_URL   "http://127.0.0.1:8080"
#define SANDBOX_APP_CODE   "A1B2C3D4E5F60718293A4B5C6D7E8F90"
#define SANDBOX_CLIENT_KEY "0F1E2D3C4B5A69788796A5B4C3D2E1F0"

#define CONNECT_TIMEOUT_MS 10000
#define TIMEOUT_MS         30000

void
qfpay_settings_init(struct qfpay_settings *settings)
{
    *settings = (struct qfpay_settings){
        .base_url = SANDBOX_BASE_URL,
        .app_code = SANDBOX_APP_CODE,
        .client_key = SANDBOX_CLIENT_KEY,
        .digest = QFPAY_DIGEST_MD5,
        .connect_timeout_ms = CONNECT_TIMEOUT_MS,
        .timeout_ms = TIMEOUT_MS,
        .verify_responses = QFPAY_VERIFY_WHEN_PRESENT,
    };
}

static void
take_variable(const char *name, const char **setting)
{
    const char *value = getenv(name);

    if (value && value[0] != '\0')
        *setting = value;
}

enum qfpay_status
qfpay_settings_from_env(struct qfpay_settings *settings, struct qfpay_error *err)
{
    const char *sign_type = NULL;

    qfpay_settings_init(settings);
    take_variable("QFPAY_BASE_URL", &settings->base_url);
    take_variable("QFPAY_APP_CODE", &settings->app_code);
    take_variable("QFPAY_CLIENT_KEY", &settings->client_key);
    take_variable("QFPAY_NOTIFY_KEY", &settings->notify_key);
    take_variable("QFPAY_MCHID", &settings->mchid);
    take_variable("QFPAY_SIGN_TYPE", &sign_type);
    if (sign_type && !qfpay_digest_find(sign_type, &settings->digest))
        return qfpay_fail(err, QFPAY_E_ARG,
                          "QFPAY_SIGN_TYPE is \"%.20s\"; it must be MD5 or SHA256", sign_type);
    return QFPAY_OK;
}
