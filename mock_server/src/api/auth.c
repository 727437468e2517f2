/* See auth.h. The order is fixed: headers, app code, signature (SIG-12). */
#include "auth.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "defect.h"
#include "doctor.h"
#include "refuse.h"
#include "server.h"
#include "sign_mistake.h"

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
    const char *respcd = is_defect(DEFECT_APP_CODE_OTHER_CODE) ? "1104" : "1108";
    const char *app_code = req->headers.app_code;

    if (app_code == NULL || app_code[0] == '\0')
        return refuse(req, respcd, "", QFPAY_REQ_HDR_01,
                      "The header X-QF-APPCODE is missing: it names the merchant.");
    if (is_client_key(req->server, app_code)) {
        req->headers.app_code = "********"; /* for the journal */
        return refuse(req, respcd, "unknown app code", QFPAY_REQ_HDR_07,
                      "The header X-QF-APPCODE carries a client key. The key is a secret that only "
                      "goes into the signature; the header names the merchant.");
    }
    return refuse(req, respcd, "unknown app code", QFPAY_REQ_HDR_07,
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

/* The digest that the request should carry. */
static bool
compute(struct request *req, enum qfpay_digest digest, char expected[QFPAY_SIGN_HEX_SIZE])
{
    if (defect_on != DEFECT_NONE && sign_mistake_is_on())
        return sign_mistake(req, digest, expected);
    return qfpay_sign(req->signer, req->params, req->param_count, req->merchant->client_key, digest,
                      expected, NULL) == QFPAY_OK;
}

static bool
is_right(struct request *req, const char *expected, const char *received)
{
    if (is_defect(DEFECT_SIGN_CASE_MATTERS))
        return strcmp(expected, received) == 0;
    return qfpay_sign_equal(expected, received) || sign_mistake_forgives(req, expected, received);
}

/* The digest that the headers announce. */
static bool
read_sign_type(const char *sign_type, enum qfpay_digest *digest)
{
    if (sign_type == NULL || is_defect(DEFECT_SIGN_TYPE_IGNORED))
        return true;
    if (is_defect(DEFECT_SIGN_TYPE_MD5_REFUSED) && strcasecmp(sign_type, "MD5") == 0)
        return false;
    if (is_defect(DEFECT_SIGN_TYPE_CASE_MATTERS) && islower((unsigned char)sign_type[0]))
        return false;
    if (is_defect(DEFECT_SIGN_TYPE_SHA256_REFUSED) && strcasecmp(sign_type, "SHA256") == 0)
        return false;
    return qfpay_digest_find(sign_type, digest) || is_defect(DEFECT_SIGN_TYPE_ANY);
}

bool
auth_check(struct request *req, struct reply *reply)
{
    const char *sign_type = req->headers.sign_type;
    enum qfpay_digest digest = QFPAY_DIGEST_MD5;
    char expected[QFPAY_SIGN_HEX_SIZE];

    if (req->merchant == NULL && is_defect(DEFECT_APP_CODE_AS_PARAMETER))
        req->merchant = registry_find(&req->server->merchants, request_value(req, "app_code"));
    if (req->merchant == NULL) {
        *reply = refuse_app_code(req);
        return false;
    }
    if (req->headers.sign == NULL || req->headers.sign[0] == '\0') {
        if (is_defect(DEFECT_SIGN_NOT_NEEDED))
            return true;
        *reply = refuse_missing_sign(req);
        return false;
    }
    if (!read_sign_type(sign_type, &digest)) {
        *reply = refuse(req, "1108", "", QFPAY_REQ_HDR_05,
                        "X-QF-SIGNTYPE is %s; it must be MD5 or SHA256, or absent for MD5.",
                        request_printable(req, sign_type, strlen(sign_type), 20));
        return false;
    }
    if (!compute(req, digest, expected)) {
        *reply = fault(req, "compute a signature");
        return false;
    }
    if (!is_right(req, expected, req->headers.sign)) {
        *reply = refuse(req, is_defect(DEFECT_SIGN_OTHER_CODE) ? "1104" : "1108", "",
                        QFPAY_REQ_SIG_11, "%s", doctor_examine(req, digest));
        return false;
    }
    return true;
}
