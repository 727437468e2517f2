/* See tls_trouble.h. libcurl compares the name by itself, when OpenSSL has found nothing, and tells
 * of it in words alone. With another library below it there is no result, and what is not of the
 * name is any trouble of the certificate. */
#include "notify/tls_trouble.h"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>
#include <stddef.h>
#include <string.h>

static const struct {
    long verified;
    enum tls_trouble trouble;
} rows[] = {
    {X509_V_ERR_CERT_HAS_EXPIRED, TLS_TROUBLE_EXPIRED},
    {X509_V_ERR_CERT_NOT_YET_VALID, TLS_TROUBLE_TOO_EARLY},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, TLS_TROUBLE_ISSUER},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, TLS_TROUBLE_ISSUER},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, TLS_TROUBLE_ISSUER},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, TLS_TROUBLE_ISSUER},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, TLS_TROUBLE_ISSUER},
};

enum tls_trouble
tls_trouble_of(int code, long verified, const char *error)
{
    if (code == CURLE_SSL_CONNECT_ERROR)
        return TLS_TROUBLE_NO_TLS;
    if (code != CURLE_PEER_FAILED_VERIFICATION)
        return TLS_TROUBLE_NONE;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].verified == verified)
            return rows[i].trouble;
    }
    return strstr(error, "subject name") ? TLS_TROUBLE_NAME : TLS_TROUBLE_CERTIFICATE;
}
