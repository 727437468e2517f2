/* See tls.h. */
#include "http/tls.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEM_MAX = 256 * 1024 }; /* a chain is a few KiB */

/* A whole file as text, which must hold something of the kind; NULL and one line in error. */
static char *
read_pem(const char *option, const char *path, const char *kind, char *error, size_t error_size)
{
    FILE *file = fopen(path, "re");
    char *text = calloc(1, PEM_MAX + 1);
    size_t len = 0;

    if (!text)
        snprintf(error, error_size, "out of memory");
    else if (!file || (len = fread(text, 1, PEM_MAX, file)) == 0)
        snprintf(error, error_size, "%s %.150s: %s", option, path,
                 !file || ferror(file) ? strerror(errno) : "the file is empty");
    if (file)
        fclose(file);
    if (len > 0 && !strstr(text, kind)) {
        snprintf(error, error_size, "%s %.150s: there is no %s in it", option, path, kind);
        explicit_bzero(text, len);
    } else if (len > 0) {
        return text;
    }
    free(text);
    return NULL;
}

bool
tls_load(struct tls *tls, const char *cert_file, const char *key_file, char *error,
         size_t error_size)
{
    if (cert_file[0] == '\0')
        return true;
    if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES) {
        snprintf(error, error_size, "this libmicrohttpd was built without TLS");
        return false;
    }
    tls->cert = read_pem("tls-cert", cert_file, "CERTIFICATE", error, error_size);
    if (tls->cert)
        tls->key = read_pem("tls-key", key_file, "PRIVATE KEY", error, error_size);
    return tls->key != NULL;
}

/* In the words of GnuTLS. What is older than 1.2 is broken (RFC 8996). */
static char tls_versions[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

unsigned
tls_flags(const struct tls *tls)
{
    return tls->cert ? MHD_USE_TLS | MHD_USE_ERROR_LOG : 0;
}

void
tls_options(const struct tls *tls, struct MHD_OptionItem options[TLS_OPTIONS_MAX])
{
    const struct MHD_OptionItem end = {MHD_OPTION_END, 0, NULL};
    const struct MHD_OptionItem cert = {MHD_OPTION_HTTPS_MEM_CERT, 0, tls->cert};
    const struct MHD_OptionItem key = {MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key};
    const struct MHD_OptionItem versions = {MHD_OPTION_HTTPS_PRIORITIES, 0, tls_versions};

    options[0] = tls->cert ? cert : end;
    options[1] = tls->cert ? key : end;
    options[2] = tls->cert ? versions : end;
    options[3] = end;
}

void
tls_hear(void *cls, const char *format, va_list args)
{
    struct tls *tls = cls;

    if (tls->is_started || tls->reason[0] != '\0')
        return;
    vsnprintf(tls->reason, sizeof tls->reason, format, args);
    tls->reason[strcspn(tls->reason, "\r\n")] = '\0';
}

void
tls_clear(struct tls *tls)
{
    if (tls->key)
        explicit_bzero(tls->key, strlen(tls->key));
    free(tls->key);
    free(tls->cert);
    tls->key = NULL;
    tls->cert = NULL;
}
