/* The certificate chain and the private key of an HTTPS listener. libmicrohttpd (GnuTLS) does the
 * TLS; this reads the files and keeps the reason when it takes them not. All zero: plain HTTP. */
#ifndef MOCK_TLS_H
#define MOCK_TLS_H

#include <microhttpd.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

enum { TLS_OPTIONS_MAX = 4, TLS_REASON_SIZE = 200 };

struct tls {
    char *cert; /* PEM; NULL: plain HTTP */
    char *key;
    char reason[TLS_REASON_SIZE]; /* the first complaint of libmicrohttpd at start-up */
    bool is_started;              /* complaints are about clients from here on, and not kept */
};

/* Read both files, or neither when their names are "". On failure false and one line in error. */
bool tls_load(struct tls *tls, const char *cert_file, const char *key_file, char *error,
              size_t error_size);

/* Flags and options of MHD_start_daemon; they point into tls. */
unsigned tls_flags(const struct tls *tls);
void tls_options(const struct tls *tls, struct MHD_OptionItem options[TLS_OPTIONS_MAX]);

/* For MHD_OPTION_EXTERNAL_LOGGER; cls is the tls. */
void tls_hear(void *cls, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Wipe the key and free. */
void tls_clear(struct tls *tls);

#endif
