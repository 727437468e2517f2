/* Why TLS does not come about with a receiver, as far as its developer has something to do. */
#ifndef MOCK_TLS_TROUBLE_H
#define MOCK_TLS_TROUBLE_H

enum tls_trouble {
    TLS_TROUBLE_NONE,
    TLS_TROUBLE_EXPIRED,
    TLS_TROUBLE_TOO_EARLY,
    TLS_TROUBLE_ISSUER, /* nobody whom this machine trusts signed it */
    TLS_TROUBLE_NAME,
    TLS_TROUBLE_CERTIFICATE, /* any other of its certificate */
    TLS_TROUBLE_NO_TLS,
};

/* Of libcurl's code, its result of the verification (OpenSSL's), and its words. */
enum tls_trouble tls_trouble_of(int code, long verified, const char *error);

#endif
