/**
 * @file sign.h
 * The three signatures of the API: of requests, of responses, of notifications.
 *
 * A signer holds fetched digests and a reusable context, because fetching them for each request is
 * the larger part of what a signature costs.
 *
 * Life:    qfpay_signer_new, qfpay_signer_free.
 * Threads: a signer belongs to one thread at a time; different signers are independent.
 * Source:  SIG-01 to SIG-16; fixtures/vectors/sign.json.
 */
#ifndef QFPAY_SIGN_H
#define QFPAY_SIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/param.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum qfpay_digest {
    QFPAY_DIGEST_MD5, /**< the default (SIG-05) */
    QFPAY_DIGEST_SHA256,
};

/** Enough for the hex form of either digest and a NUL, in bytes. */
#define QFPAY_SIGN_HEX_SIZE 65

typedef struct qfpay_signer qfpay_signer;

/**
 * Make a signer.
 *
 * @param[out] out caller frees with qfpay_signer_free; untouched on failure
 * @param[out] err detail, or NULL
 *
 * @retval QFPAY_OK       *out is ready
 * @retval QFPAY_E_MEMORY out of memory
 * @retval QFPAY_E_CRYPTO OpenSSL has no MD5 or no SHA256
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_signer_new(qfpay_signer **out,
                                                            struct qfpay_error *err);

/** Free a signer. NULL is allowed. */
QFPAY_API void qfpay_signer_free(qfpay_signer *signer);

/**
 * Sign one request's parameters: sorted by name in byte order, `name=value` joined with `&`, raw
 * values, the client key appended directly. Parameters with an empty value are left out (SIG-07),
 * and so is one named `sign` (SIG-16). MD5 gives upper-case hex, SHA256 lower-case, as in the
 * published vectors.
 *
 * @param[in]  signer borrowed
 * @param[in]  params borrowed during the call; in any order
 * @param[in]  count  0 to QFPAY_PARAM_MAX
 * @param[in]  key    borrowed; the client key, NUL-terminated
 * @param[in]  digest which digest the request announces
 * @param[out] hex    NUL-terminated on QFPAY_OK, else untouched
 * @param[out] err    detail, or NULL
 *
 * @retval QFPAY_OK          hex is the value for the header X-QF-SIGN
 * @retval QFPAY_E_DUPLICATE one name occurs twice
 * @retval QFPAY_E_LIMIT     more than QFPAY_PARAM_MAX parameters
 * @retval QFPAY_E_CRYPTO    OpenSSL failed
 *
 * Source: SIG-02 to SIG-10, SIG-16.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status
qfpay_sign(qfpay_signer *signer, const struct qfpay_param *params, size_t count, const char *key,
           enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE], struct qfpay_error *err);

/**
 * Sign as was usual until 2017: as qfpay_sign does, but an empty value is signed as `name=`. Only
 * for servers, which accept both forms of a parameter that is sent with an empty value (SIG-07); a
 * client signs with qfpay_sign and leaves such parameters out of the request, too. Without an empty
 * value both give the same.
 *
 * @param[in]  signer borrowed
 * @param[in]  params as for qfpay_sign
 * @param[in]  count  as for qfpay_sign
 * @param[in]  key    borrowed; the client key, NUL-terminated
 * @param[in]  digest which digest the request announces
 * @param[out] hex    NUL-terminated on QFPAY_OK, else untouched
 * @param[out] err    detail, or NULL
 *
 * @retval ... what qfpay_sign returns
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status
qfpay_sign_with_empty(qfpay_signer *signer, const struct qfpay_param *params, size_t count,
                      const char *key, enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE],
                      struct qfpay_error *err);

/**
 * Sign raw bytes followed by the key: the rule of responses and notifications (SIG-13, NTF-04),
 * both always MD5 (SIG-14, NTF-05). Hex is upper-case for MD5, lower-case for SHA256.
 *
 * @param[in]  signer borrowed
 * @param[in]  bytes  borrowed during the call; NULL only when len is 0
 * @param[in]  len    bytes
 * @param[in]  key    borrowed; the client key, NUL-terminated
 * @param[in]  digest which digest
 * @param[out] hex    NUL-terminated on QFPAY_OK, else untouched
 * @param[out] err    detail, or NULL
 *
 * @retval QFPAY_OK       hex is the signature
 * @retval QFPAY_E_CRYPTO OpenSSL failed
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status
qfpay_sign_bytes(qfpay_signer *signer, const void *bytes, size_t len, const char *key,
                 enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE], struct qfpay_error *err);

/**
 * The string that qfpay_sign digests, without the key: for people, and for naming mistakes.
 *
 * @param[in]  params    as for qfpay_sign
 * @param[in]  count     as for qfpay_sign
 * @param[out] text      caller's buffer, NUL-terminated on QFPAY_OK; NULL with text_size 0 to ask
 *                       for the length only
 * @param[in]  text_size its capacity in bytes
 * @param[out] text_len  the length without NUL, also with QFPAY_E_SPACE; NULL is allowed
 *
 * @retval QFPAY_OK          text holds the string
 * @retval QFPAY_E_SPACE     text_size is below *text_len + 1
 * @retval QFPAY_E_DUPLICATE one name occurs twice
 * @retval QFPAY_E_LIMIT     more than QFPAY_PARAM_MAX parameters
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_sign_string(const struct qfpay_param *params,
                                                             size_t count, char *text,
                                                             size_t text_size, size_t *text_len);

/**
 * Whether two hex digests are the same, ignoring the case of letters (SIG-06), in a time that does
 * not depend on where they differ.
 *
 * @param[in] expected borrowed, NUL-terminated
 * @param[in] received borrowed, NUL-terminated
 */
QFPAY_API bool qfpay_sign_equal(const char *expected, const char *received);

/** Read a digest's name, ignoring case: "MD5" or "SHA256" (HDR-05). @return true and *digest */
QFPAY_API bool qfpay_digest_find(const char *name, enum qfpay_digest *digest);

/** "MD5" or "SHA256". @return static, never NULL */
QFPAY_API const char *qfpay_digest_name(enum qfpay_digest digest);

#ifdef __cplusplus
}
#endif

#endif
