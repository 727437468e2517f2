/* What is said of certificates at the start, before anybody needs them.
 *
 * Of a chain and its key by --check-config, which libmicrohttpd would say only
 * when it serves, and not at all of one that has expired. */
#ifndef MOCK_TLS_LOOK_H
#define MOCK_TLS_LOOK_H

#include <stdbool.h>
#include <stddef.h>

enum { TLS_DATE_SIZE = 80 };

struct tls_look {
    char begins[TLS_DATE_SIZE]; /* in UTC */
    char ends[TLS_DATE_SIZE];
    bool is_over;      /* the end */
    bool is_too_early; /* for the begin */
};

/* Read both files, which were loaded as tls.h does. false with a line in error when they are none,
 * or the key is of another certificate. */
bool tls_look(struct tls_look *look, const char *cert_file, const char *key_file, char *error,
              size_t error_size);

/* Count the certificates in the file of notify-cacert, and those that have expired. false with a
 * line in error when there is none, or one cannot be read. */
bool tls_look_trusted(const char *file, int *count, int *over, char *error, size_t error_size);

#endif
