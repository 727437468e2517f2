/* See auth.h. The order is fixed: headers, app code, signature (SIG-12). */
#include "auth.h"

#include <string.h>

#include "doctor.h"
#include "refuse.h"
#include "server.h"

/* Whether the two credentials have changed places. */
static bool
is_client_key(const struct server *server, const char *text)
{
    const struct merchant *merchant = NULL;

    while ((merchant = registry_next(&server->merchants, merchant)) != NULL) {
        if (strcmp(merchant->client_key, text) == 0)
            return true;
    }
    return false;
}

static struct reply
refuse_app_code(struct request *req)
{
    const char *app_code = req->headers.app_code;

    if (app_code == NULL || app_code[0] == '\0')
        return refuse(req, "1108", "", QFPAY_REQ_HDR_01,
                      "The header X-QF-APPCODE is missing: it names the merchant.");
    if (is_client_key(req->server, app_code)) {
        req->headers.app_code = "********"; /* for the journal */
        return refuse(req, "1108", "unknown app code", QFPAY_REQ_HDR_07,
                      "The header X-QF-APPCODE carries a client key. The key is a secret that only "
                      "goes into the signature; the header names the merchant.");
    }
    return refuse(req, "1108", "unknown app code", QFPAY_REQ_HDR_07,
                  "No merchant has the app code %s here. Credentials belong to one environment: "
                  "this sandbox's own are in its README and in GET /__sandbox/merchants.",
                  request_printable(req, app_code, strlen(app_code), APP_CODE_LEN + 8));
}

static struct reply
refuse_missing_sign(struct request *req)
{
    bool in_form = qfpay_param_find(req->params, req->param_count, "sign") != NULL;

    return refuse(req, "1108", "", QFPAY_REQ_HDR_02, "The header X-QF-SIGN is missing.%s",
                  in_form ? " The parameter sign in the form does not replace it (PIT-07)." : "");
}

bool
auth_check(struct request *req, struct reply *reply)
{
    const char *sign_type = req->headers.sign_type;
    enum qfpay_digest digest = QFPAY_DIGEST_MD5;
    char expected[QFPAY_SIGN_HEX_SIZE];

    if (req->merchant == NULL) {
        *reply = refuse_app_code(req);
        return false;
    }
    if (req->headers.sign == NULL || req->headers.sign[0] == '\0') {
        *reply = refuse_missing_sign(req);
        return false;
    }
    if (sign_type != NULL && !qfpay_digest_find(sign_type, &digest)) {
        *reply = refuse(req, "1108", "", QFPAY_REQ_HDR_05,
                        "X-QF-SIGNTYPE is %s; it must be MD5 or SHA256, or absent for MD5.",
                        request_printable(req, sign_type, strlen(sign_type), 20));
        return false;
    }
    if (qfpay_sign(req->signer, req->params, req->param_count, req->merchant->client_key, digest,
                   expected, NULL) != QFPAY_OK) {
        *reply = fault(req, "compute a signature");
        return false;
    }
    if (!qfpay_sign_equal(expected, req->headers.sign)) {
        *reply = refuse(req, "1108", "", QFPAY_REQ_SIG_11, "%s", doctor_examine(req, digest));
        return false;
    }
    return true;
}
