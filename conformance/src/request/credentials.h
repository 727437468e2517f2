/* Whom a request comes from. */
#ifndef CONFORM_CREDENTIALS_H
#define CONFORM_CREDENTIALS_H

#include "qfpay/sign.h"

/* Credentials; app_code NULL for a merchant that is not there. */
struct credentials {
    const char *app_code;
    const char *client_key;
    const char *notify_key; /* that notifications are signed with; NULL: client_key */
    const char *mchid;      /* "" for none */
    const char *mchid_disabled;
    const char *mchid_unconfigured;
    const char *mchid_second; /* another store of the same app code; NULL: none */
    enum qfpay_digest digest;
};

#endif
