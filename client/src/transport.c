/*
 * HTTP by libcurl: the only file that includes <curl/curl.h>.
 *
 * Two habits of libcurl are turned off here because they cost money. It follows no redirect, since
 * a signed payment must not wander to another host. And when a kept connection dies without an
 * answer, libcurl quietly sends the request again on a new one, which for a payment is a second
 * order; the pre-request callback sees the second attempt and stops it.
 */
#include "transport.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Servers and middleboxes drop idle connections silently; younger ones are rarely dead. */
#define KEPT_CONNECTION_S 30L

struct curl_transport {
    CURL *easy;
    char *base_url; /* without a slash at its end */
    struct curl_slist *resolve;
    long timeout_ms;
    char detail[CURL_ERROR_SIZE];
};

/* What the callbacks of one exchange share. */
struct transfer {
    struct qfpay_response *response;
    bool repeatable;
    unsigned attempts;
    enum qfpay_status status; /* why a callback stopped the transfer, or QFPAY_OK */
};

static pthread_once_t global_once = PTHREAD_ONCE_INIT;
static CURLcode global_code;

static void
init_global(void)
{
    global_code = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static int
before_request(void *context, char *primary_ip, char *local_ip, int primary_port, int local_port)
{
    struct transfer *transfer = context;

    (void)primary_ip;
    (void)local_ip;
    (void)primary_port;
    (void)local_port;
    if (transfer->attempts > 0 && !transfer->repeatable)
        return CURL_PREREQFUNC_ABORT;
    transfer->attempts++;
    transfer->response->sent = true;
    return CURL_PREREQFUNC_OK;
}

static size_t
take_header(char *line, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t len = size * count;
    const char *colon = memchr(line, ':', len);

    /* A status line begins another response: what came before was a 100 Continue or a proxy's. */
    if (len >= 5 && memcmp(line, "HTTP/", 5) == 0) {
        qfpay_response_clear(transfer->response);
        transfer->response->sent = true;
        return len;
    }
    if (!colon)
        return len;
    transfer->status = qfpay_response_add_header(transfer->response, line, (size_t)(colon - line),
                                                 colon + 1, len - (size_t)(colon - line) - 1);
    return transfer->status == QFPAY_OK ? len : 0;
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;

    transfer->status = qfpay_response_add_body(transfer->response, bytes, size * count);
    return transfer->status == QFPAY_OK ? size * count : 0;
}

/* Append to a list; a NULL list with a NULL result is out of memory, as curl_slist_append says. */
static bool
append(struct curl_slist **list, const char *text)
{
    struct curl_slist *longer = curl_slist_append(*list, text);

    if (!longer)
        return false;
    *list = longer;
    return true;
}

static bool
append_header(struct curl_slist **list, const struct qfpay_header *header)
{
    bool is_empty = header->value[strspn(header->value, " \t")] == '\0';
    size_t size = strlen(header->name) + strlen(header->value) + 3;
    char *line = malloc(size);
    bool appended = false;

    if (!line)
        return false;
    /* "Name;" is libcurl's way to send an empty header; "Name:" would remove it. */
    (void)snprintf(line, size, is_empty ? "%s;" : "%s: %s", header->name, header->value);
    appended = append(list, line);
    free(line);
    return appended;
}

static bool
has_header(const struct qfpay_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (curl_strequal(request->headers[i].name, name))
            return true;
    return false;
}

/* The headers given, and nothing that libcurl would add by itself except Host and User-Agent. */
static bool
make_headers(const struct qfpay_request *request, struct curl_slist **list)
{
    static const char *const added_by_curl[] = {"Accept", "Content-Type", "Expect"};

    for (size_t i = 0; i < request->header_count; i++)
        if (!append_header(list, &request->headers[i]))
            return false;
    for (size_t i = 0; i < sizeof added_by_curl / sizeof *added_by_curl; i++) {
        char removal[32];

        if (has_header(request, added_by_curl[i]))
            continue;
        (void)snprintf(removal, sizeof removal, "%s:", added_by_curl[i]);
        if (!append(list, removal))
            return false;
    }
    return true;
}

/* Whether libcurl's URL parser hands the target on byte for byte. */
static bool
is_plain_target(const char *target)
{
    for (; *target != '\0'; target++)
        if ((unsigned char)*target <= 0x20 || (unsigned char)*target >= 0x7f || *target == '#')
            return false;
    return true;
}

/* The path that a base URL ends in: "/prefix" of "https://host/prefix", or "". */
static const char *
path_prefix(const char *base_url)
{
    const char *host = strstr(base_url, "://");
    const char *slash = host ? strchr(host + 3, '/') : NULL;

    return slash ? slash : "";
}

static CURLcode
set_url(struct curl_transport *self, const struct qfpay_request *request, char *buffer, size_t size)
{
    if (is_plain_target(request->target)) {
        (void)snprintf(buffer, size, "%s%s", self->base_url, request->target);
        return curl_easy_setopt(self->easy, CURLOPT_URL, buffer);
    }
    (void)snprintf(buffer, size, "%s%s", path_prefix(self->base_url), request->target);
    CURLcode code = curl_easy_setopt(self->easy, CURLOPT_REQUEST_TARGET, buffer);
    return code ? code : curl_easy_setopt(self->easy, CURLOPT_URL, self->base_url);
}

/* Every option that one request sets, set every time, so that none is left from the one before. */
static CURLcode
set_request(struct curl_transport *self, const struct qfpay_request *request,
            struct curl_slist *headers, struct transfer *transfer)
{
    CURL *easy = self->easy;
    const char *method = request->method ? request->method : "GET";
    bool is_head = strcmp(method, "HEAD") == 0;
    long timeout_ms = request->timeout_ms > 0 ? request->timeout_ms : self->timeout_ms;
    CURLcode code = CURLE_OK;

    code = code ? code : curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_NOBODY, is_head ? 1L : 0L);
    if (request->body) {
        curl_off_t len = (curl_off_t)request->body_len;

        code = code ? code : curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, len);
        code = code ? code : curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
    }
    code = code ? code : curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, is_head ? NULL : method);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_ms);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
    return code;
}

static enum qfpay_status
explain(const struct curl_transport *self, CURLcode code, const struct transfer *transfer,
        struct qfpay_error *err)
{
    const char *detail = self->detail[0] != '\0' ? self->detail : curl_easy_strerror(code);

    if (transfer->status == QFPAY_E_LIMIT)
        return qfpay_fail(err, QFPAY_E_LIMIT,
                          "the response is larger than %u bytes, or its head is",
                          QFPAY_RESPONSE_MAX);
    if (transfer->status != QFPAY_OK || code == CURLE_OUT_OF_MEMORY)
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory while sending a request");
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return qfpay_fail(err, QFPAY_E_TRANSPORT, "%s closed the connection without an answer",
                          self->base_url);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return qfpay_fail(err, QFPAY_E_TIMEOUT, "%s: %s", self->base_url, detail);
    return qfpay_fail(err, QFPAY_E_TRANSPORT, "%s: %s", self->base_url, detail);
}

/*
 * Perform with SIGPIPE held back: a TLS write to a connection that the server closed raises it, and
 * a library must not end its program. Ignoring it would change the whole process; the mask is the
 * thread's own, and what became pending meanwhile is taken away again.
 */
static CURLcode
perform(CURL *easy)
{
    const struct timespec no_time = {0};
    sigset_t broken_pipe;
    sigset_t before;
    sigset_t pending;
    CURLcode code = CURLE_OK;

    (void)sigemptyset(&broken_pipe);
    (void)sigaddset(&broken_pipe, SIGPIPE);
    (void)sigemptyset(&pending);
    (void)sigpending(&pending);
    (void)pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
    code = curl_easy_perform(easy);
    if (!sigismember(&pending, SIGPIPE))
        (void)sigtimedwait(&broken_pipe, NULL, &no_time);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

/* What a line such as "Subject:CN = shop.example" says; NULL when it is about something else. */
static char *
said_of(const char *line, const char *name)
{
    size_t len = strlen(name);

    return strncmp(line, name, len) == 0 ? strdup(line + len) : NULL;
}

/* Who the server is, by its own certificate, the first of the chain. libcurl knows it of a new
 * connection only. Out of memory leaves it unsaid: nobody decides by it. */
static void
tell_certificate(CURL *easy, struct qfpay_response *response)
{
    struct curl_certinfo *chain = NULL;

    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) || !chain || chain->num_of_certs < 1)
        return;
    for (const struct curl_slist *line = chain->certinfo[0]; line; line = line->next) {
        if (!response->tls_subject)
            response->tls_subject = said_of(line->data, "Subject:");
        if (!response->tls_issuer)
            response->tls_issuer = said_of(line->data, "Issuer:");
    }
}

static enum qfpay_status
exchange(void *context, const struct qfpay_request *request, struct qfpay_response *response,
         struct qfpay_error *err)
{
    struct curl_transport *self = context;
    struct transfer transfer = {.response = response, .repeatable = request->repeatable};
    struct curl_slist *headers = NULL;
    size_t url_size = strlen(self->base_url) + strlen(request->target) + 1;
    char *url = malloc(url_size);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    long http_status = 0;

    self->detail[0] = '\0';
    if (url && make_headers(request, &headers))
        code = set_request(self, request, headers, &transfer);
    if (!code)
        code = set_url(self, request, url, url_size);
    if (!code)
        code = perform(self->easy);
    if (!code)
        code = curl_easy_getinfo(self->easy, CURLINFO_RESPONSE_CODE, &http_status);
    response->http_status = (int)http_status;
    if (!code)
        tell_certificate(self->easy, response);

    /* The handle must not keep what this call frees. */
    (void)curl_easy_setopt(self->easy, CURLOPT_HTTPHEADER, NULL);
    (void)curl_easy_setopt(self->easy, CURLOPT_POSTFIELDS, NULL);
    (void)curl_easy_setopt(self->easy, CURLOPT_REQUEST_TARGET, NULL);
    curl_slist_free_all(headers);
    free(url);
    return code ? explain(self, code, &transfer, err) : QFPAY_OK;
}

static void
release(void *context)
{
    struct curl_transport *self = context;

    curl_easy_cleanup(self->easy);
    curl_slist_free_all(self->resolve);
    free(self->base_url);
    free(self);
}

/* A path prefix is allowed; a query, a fragment or credentials in the URL are mistakes, and so is
 * the path of a call: the client adds it. */
static enum qfpay_status
check_base_url(const char *base_url, struct qfpay_error *err)
{
    const char *host = NULL;
    char better[120];

    if (!base_url || base_url[0] == '\0')
        return qfpay_fail(err, QFPAY_E_ARG, "the base URL is missing");
    if (strchr(base_url, '@'))
        return qfpay_fail(err, QFPAY_E_ARG,
                          "the base URL has a name or password in it: leave out what stands before "
                          "the @, and the @");
    if (qfpay_base_url_suggest(base_url, better, sizeof better))
        return qfpay_fail(err, QFPAY_E_ARG, "the base URL is '%.80s'; did you mean '%s'?", base_url,
                          better);
    if (strncmp(base_url, "https://", 8) == 0)
        host = base_url + 8;
    else if (strncmp(base_url, "http://", 7) == 0)
        host = base_url + 7;
    if (!host || strspn(host, "/:") > 0 || host[0] == '\0' || !is_plain_target(base_url) ||
        strchr(base_url, '?'))
        return qfpay_fail(err, QFPAY_E_ARG,
                          "the base URL is '%.100s'; it must be http:// or https:// and a host, "
                          "as in https://test-openapi-hk.qfapi.com",
                          base_url);
    return QFPAY_OK;
}

/* A proxy that the environment names for the world is wrong for this machine itself. */
static bool
is_loopback(const char *base_url)
{
    const char *host = strstr(base_url, "://") + 3;

    return strncmp(host, "127.", 4) == 0 || strncmp(host, "localhost", 9) == 0 ||
           strncmp(host, "[::1]", 5) == 0;
}

static CURLcode
set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
}

/* The options that stay for the life of the handle. Peer and host name are verified by default. */
static CURLcode
set_up(struct curl_transport *self, const struct qfpay_settings *settings)
{
    CURL *easy = self->easy;
    const char *agent = settings->user_agent ? settings->user_agent : "qfpay/" QFPAY_VERSION;
    CURLcode code = set_protocols(easy);

    code = code ? code : curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, self->detail);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, KEPT_CONNECTION_S);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_USERAGENT, agent);
    code = code ? code
                : curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, settings->connect_timeout_ms);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
    if (!code && settings->ca_file)
        code = curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file);
    if (!code && is_loopback(self->base_url))
        code = curl_easy_setopt(easy, CURLOPT_PROXY, "");
    for (const char *const *entry = settings->resolve; !code && entry && *entry; entry++)
        code = append(&self->resolve, *entry) ? CURLE_OK : CURLE_OUT_OF_MEMORY;
    return code ? code : curl_easy_setopt(easy, CURLOPT_RESOLVE, self->resolve);
}

enum qfpay_status
transport_new(const struct qfpay_settings *settings, struct qfpay_transport *out,
              struct qfpay_error *err)
{
    struct curl_transport *self = NULL;
    size_t len = 0;
    CURLcode code = CURLE_OUT_OF_MEMORY;
    enum qfpay_status status = check_base_url(settings->base_url, err);

    if (status != QFPAY_OK)
        return status;
    (void)pthread_once(&global_once, init_global);
    if (global_code)
        return qfpay_fail(err, QFPAY_E_TRANSPORT, "libcurl: %s", curl_easy_strerror(global_code));

    self = calloc(1, sizeof *self);
    if (!self)
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory while making a client");
    self->timeout_ms = settings->timeout_ms;
    self->base_url = strdup(settings->base_url);
    self->easy = curl_easy_init();
    if (self->base_url && self->easy) {
        len = strlen(self->base_url);
        while (self->base_url[len - 1] == '/')
            self->base_url[--len] = '\0';
        code = set_up(self, settings);
    }
    if (code) {
        status = code == CURLE_OUT_OF_MEMORY ? QFPAY_E_MEMORY : QFPAY_E_TRANSPORT;
        (void)qfpay_fail(err, status, "libcurl: %s", curl_easy_strerror(code));
        release(self);
        return status;
    }
    *out = (struct qfpay_transport){.self = self, .exchange = exchange, .release = release};
    return QFPAY_OK;
}
