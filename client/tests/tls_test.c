/*
 * TLS is verified, always: a server whose certificate nobody vouches for, or that is another host,
 * gets no request. The server is OpenSSL's, with a certificate made for the test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "qfpay/client.h"

struct server {
    SSL_CTX *context;
    int listener;
    unsigned port;
    char certificate_file[64];
    pthread_t thread;
    int requests; /* that came through the handshake */
};

static void
add_names(X509 *certificate)
{
    X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "IP:127.0.0.1");

    assert_non_null(names);
    assert_int_equal(X509_add_ext(certificate, names, -1), 1);
    X509_EXTENSION_free(names);
}

/* Self-signed for 127.0.0.1, valid for an hour. */
static X509 *
make_certificate(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    X509_NAME *name = NULL;

    assert_non_null(certificate);
    assert_int_equal(X509_set_version(certificate, 2), 1);
    assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1), 1);
    assert_non_null(X509_gmtime_adj(X509_getm_notBefore(certificate), -3600));
    assert_non_null(X509_gmtime_adj(X509_getm_notAfter(certificate), 3600));
    name = X509_get_subject_name(certificate);
    assert_int_equal(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                                (const unsigned char *)"qfpay test", -1, -1, 0),
                     1);
    assert_int_equal(X509_set_issuer_name(certificate, name), 1);
    assert_int_equal(X509_set_pubkey(certificate, key), 1);
    add_names(certificate);
    assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
    return certificate;
}

static void
write_certificate(struct server *server, X509 *certificate)
{
    char name[] = "/tmp/qfpay-tls-test-XXXXXX";
    int fd = mkstemp(name);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

    assert_non_null(out);
    assert_int_equal(PEM_write_X509(out, certificate), 1);
    assert_int_equal(fclose(out), 0);
    (void)snprintf(server->certificate_file, sizeof server->certificate_file, "%s", name);
}

static void
listen_somewhere(struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(server->listener, 4), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&address, &size), 0);
    server->port = ntohs(address.sin_port);
}

/* One handshake, one request, one answer per connection. */
static void *
serve(void *argument)
{
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
                                 "Connection: close\r\n\r\n{}";
    struct server *server = argument;
    int connection = -1;

    while ((connection = accept(server->listener, NULL, NULL)) >= 0) {
        SSL *ssl = SSL_new(server->context);
        char request[4096];

        if (ssl && SSL_set_fd(ssl, connection) == 1 && SSL_accept(ssl) == 1 &&
            SSL_read(ssl, request, sizeof request) > 0) {
            server->requests++;
            (void)SSL_write(ssl, answer, sizeof answer - 1);
            (void)SSL_shutdown(ssl);
        }
        SSL_free(ssl);
        (void)close(connection);
    }
    return NULL;
}

static int
start_server(void **state)
{
    struct server *server = calloc(1, sizeof *server);
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = NULL;

    *state = server;
    if (!server || !key)
        return -1;
    certificate = make_certificate(key);
    write_certificate(server, certificate);
    server->context = SSL_CTX_new(TLS_server_method());
    assert_non_null(server->context);
    assert_int_equal(SSL_CTX_use_certificate(server->context, certificate), 1);
    assert_int_equal(SSL_CTX_use_PrivateKey(server->context, key), 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    listen_somewhere(server);
    return pthread_create(&server->thread, NULL, serve, server);
}

static void
join_server(struct server *server)
{
    (void)shutdown(server->listener, SHUT_RDWR);
    (void)pthread_join(server->thread, NULL);
}

static int
forget_server(void **state)
{
    struct server *server = *state;

    (void)close(server->listener);
    (void)unlink(server->certificate_file);
    SSL_CTX_free(server->context);
    free(server);
    return 0;
}

static enum qfpay_status
ask(const struct qfpay_settings *settings)
{
    const struct qfpay_request request = {.target = "/"};
    struct qfpay_response response;
    qfpay_client *client = NULL;
    enum qfpay_status status = QFPAY_OK;

    qfpay_response_init(&response);
    assert_int_equal(qfpay_client_new(settings, &client, NULL), QFPAY_OK);
    status = qfpay_exchange(client, &request, &response, NULL);
    assert_true(status == QFPAY_OK || !response.sent);
    qfpay_response_clear(&response);
    qfpay_client_free(client);
    return status;
}

static void
a_certificate_that_is_trusted_lets_the_request_through(void **state)
{
    struct server *server = *state;
    struct qfpay_settings settings;
    char url[64];

    (void)snprintf(url, sizeof url, "https://127.0.0.1:%u", server->port);
    qfpay_settings_init(&settings);
    settings.base_url = url;
    settings.ca_file = server->certificate_file;

    assert_int_equal(ask(&settings), QFPAY_OK);
    join_server(server);
    assert_int_equal(server->requests, 1);
}

static void
a_certificate_that_nobody_vouches_for_stops_the_request(void **state)
{
    struct server *server = *state;
    struct qfpay_settings settings;
    char url[64];

    (void)snprintf(url, sizeof url, "https://127.0.0.1:%u", server->port);
    qfpay_settings_init(&settings);
    settings.base_url = url;

    assert_int_equal(ask(&settings), QFPAY_E_TRANSPORT);
    join_server(server);
    assert_int_equal(server->requests, 0);
}

static void
a_certificate_of_another_host_stops_the_request(void **state)
{
    struct server *server = *state;
    struct qfpay_settings settings;
    char url[64];
    char entry[64];
    const char *const resolve[] = {entry, NULL};

    (void)snprintf(url, sizeof url, "https://shop.invalid:%u", server->port);
    (void)snprintf(entry, sizeof entry, "shop.invalid:%u:127.0.0.1", server->port);
    qfpay_settings_init(&settings);
    settings.base_url = url;
    settings.resolve = resolve;
    settings.ca_file = server->certificate_file;

    assert_int_equal(ask(&settings), QFPAY_E_TRANSPORT);
    join_server(server);
    assert_int_equal(server->requests, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start_server, forget_server)
        TEST(a_certificate_that_is_trusted_lets_the_request_through),
        TEST(a_certificate_that_nobody_vouches_for_stops_the_request),
        TEST(a_certificate_of_another_host_stops_the_request),
    };

    /* The server's own writes to a client that hung up. */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)unsetenv("https_proxy");
    (void)unsetenv("HTTPS_PROXY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
