/* See answer_mistake.h. Everything here works on finished text, so that whatever builds answers
 * stays free of it. */
#include "answer_mistake.h"

#include <string.h>

#include "defect.h"
#include "rewrite.h"

static const char *
wrap(struct request *req, const char *body, size_t *len)
{
    const char *whole = arena_printf(req->arena, "{\"data\": %s}", body);

    *len = whole == NULL ? 0 : strlen(whole);
    return whole;
}

const char *
answer_mistake(struct request *req, const char *body, size_t *len)
{
    if (is_defect(DEFECT_ANSWER_COMPACT))
        return rewrite_compact(req->arena, body, len);
    if (is_defect(DEFECT_ANSWER_RAW_UTF8))
        return rewrite_raw_utf8(req->arena, body, len);
    if (is_defect(DEFECT_ANSWER_UPPER_ESCAPES))
        return rewrite_upper_escapes(req->arena, body, len);
    if (is_defect(DEFECT_ANSWER_NUMBERS))
        return rewrite_numbers(req->arena, body, len);
    if (is_defect(DEFECT_ANSWER_EMPTY_AS_NULL))
        return rewrite_nulls(req->arena, body, len);
    if (is_defect(DEFECT_ANSWER_NESTED))
        return wrap(req, body, len);
    if (is_defect(DEFECT_RESPMSG_MISSING))
        return rewrite_without(req->arena, body, len, "\"respmsg\": \"\"");
    if (is_defect(DEFECT_RESPERR_MISSING))
        return rewrite_without(req->arena, body, len, "\"resperr\": ");
    return body;
}

bool
answer_is_unsigned(const struct request *req, const struct reply *reply)
{
    return is_defect(DEFECT_ANSWER_UNSIGNED) ||
           (is_defect(DEFECT_REFUSALS_UNSIGNED) && reply->requirement != QFPAY_REQ_NONE) ||
           (is_defect(DEFECT_QUERIES_UNSIGNED) && req->endpoint == QFPAY_ENDPOINT_QUERY);
}

bool
answer_mistake_sign(struct request *req, struct reply *reply, const char *key)
{
    enum qfpay_digest digest = QFPAY_DIGEST_MD5;
    const char *body = reply->body;
    size_t len = reply->body_len;

    if (is_defect(DEFECT_ANSWER_SIGN_WITHOUT_KEY)) {
        key = "";
    } else if (is_defect(DEFECT_ANSWER_SIGN_AS_REQUEST) && req->headers.sign_type != NULL) {
        (void)qfpay_digest_find(req->headers.sign_type, &digest);
    } else if (is_defect(DEFECT_ANSWER_SIGN_REPRINTED)) {
        body = rewrite_compact(req->arena, body, &len);
    } else if (is_defect(DEFECT_ANSWER_SIGN_KEY_FIRST)) {
        body = arena_printf(req->arena, "%s%s", key, body);
        len += strlen(key);
        key = "";
    } else {
        return false;
    }
    return body != NULL &&
           qfpay_sign_bytes(req->signer, body, len, key, digest, reply->sign, NULL) == QFPAY_OK;
}
