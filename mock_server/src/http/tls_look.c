/* See tls_look.h. The only file of the mock that reads certificates. */
#include "http/tls_look.h"

#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>

/* Nobody is asked for the password of a key: a mock that serves is not, either. */
static int
no_password(char *room, int size, int is_writing, void *context)
{
    (void)room, (void)size, (void)is_writing, (void)context;
    return 0;
}

static X509 *
read_certificate(const char *path)
{
    BIO *file = BIO_new_file(path, "r");
    X509 *certificate = file ? PEM_read_bio_X509(file, NULL, no_password, NULL) : NULL;

    BIO_free(file);
    return certificate;
}

static EVP_PKEY *
read_key(const char *path)
{
    BIO *file = BIO_new_file(path, "r");
    EVP_PKEY *key = file ? PEM_read_bio_PrivateKey(file, NULL, no_password, NULL) : NULL;

    BIO_free(file);
    return key;
}

static void
write_date(const ASN1_TIME *date, char text[TLS_DATE_SIZE])
{
    BIO *memory = BIO_new(BIO_s_mem());
    int len = 0;

    if (memory && ASN1_TIME_print(memory, date) == 1)
        len = BIO_read(memory, text, TLS_DATE_SIZE - 1);
    text[len > 0 ? len : 0] = '\0';
    BIO_free(memory);
}

bool
tls_look(struct tls_look *look, const char *cert_file, const char *key_file, char *error,
         size_t error_size)
{
    X509 *certificate = read_certificate(cert_file);
    EVP_PKEY *key = read_key(key_file);
    bool is_good = false;

    if (!certificate)
        (void)snprintf(error, error_size, "tls-cert %.150s: its certificate cannot be read",
                       cert_file);
    else if (!key)
        (void)snprintf(error, error_size, "tls-key %.150s: its private key cannot be read",
                       key_file);
    else if (X509_check_private_key(certificate, key) != 1)
        (void)snprintf(error, error_size, "tls-key %.150s: it is the key of another certificate",
                       key_file);
    else
        is_good = true;
    if (is_good) {
        write_date(X509_get0_notBefore(certificate), look->begins);
        write_date(X509_get0_notAfter(certificate), look->ends);
        look->is_over = X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0;
        look->is_too_early = X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0;
    }
    X509_free(certificate);
    EVP_PKEY_free(key);
    return is_good;
}

/* Whether what ended the reading is the end of the file. */
static bool
is_read_to_the_end(void)
{
    unsigned long last = ERR_peek_last_error();

    return ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
}

bool
tls_look_trusted(const char *file, int *count, int *over, char *error, size_t error_size)
{
    BIO *bio = BIO_new_file(file, "r");
    X509 *certificate;
    bool is_good = false;

    *count = *over = 0;
    if (!bio) {
        (void)snprintf(error, error_size, "notify-cacert %.150s: %s", file, strerror(errno));
        return false;
    }
    while ((certificate = PEM_read_bio_X509(bio, NULL, no_password, NULL))) {
        ++*count;
        *over += X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0;
        X509_free(certificate);
    }
    is_good = *count > 0 && is_read_to_the_end();
    if (!is_good)
        (void)snprintf(error, error_size, "notify-cacert %.150s: its certificate %d cannot be read",
                       file, *count + 1);
    ERR_clear_error();
    BIO_free(bio);
    return is_good;
}
