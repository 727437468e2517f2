/* See post.h: libcurl's multi interface. No redirect is followed and no proxy asked, because
 * the receiver that was named must answer itself; and each address that libcurl would connect to is
 * judged, because a name that may be asked for can lead anywhere. Each attempt has a connection of
 * its own: many receivers under development serve one at a time and would wait for an idle one. */
#include "notify/post.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/ip.h"
#include "base/version.h"
#include "rules/notify_hosts.h"
#include "rules/rulebook.h"
#include "server/settings.h"

struct place {
    CURL *easy; /* made on first use */
    const struct notify_hosts *hosts;
    struct curl_slist *headers;
    bool is_cut; /* the answer is longer than what is kept */
    size_t response_len;
    char response[POSTER_RESPONSE_MAX];
    char error[CURL_ERROR_SIZE];
    bool is_connecting; /* to an address that is allowed */
    struct ip refused;  /* another one */
    const char *refusal;
};

struct poster {
    const struct rulebook *book;
    const struct settings *settings;
    CURLM *multi;
    long timeout_ms;
    long connect_ms;
    struct place places[POSTER_PLACES];
};

static pthread_once_t global_once = PTHREAD_ONCE_INIT;
static CURLcode global_code;

static void
init_global(void)
{
    global_code = curl_global_init(CURL_GLOBAL_DEFAULT);
}

struct poster *
poster_new(const struct rulebook *book, const struct settings *settings, long timeout_ms,
           long connect_ms)
{
    struct poster *poster;

    if (pthread_once(&global_once, init_global) != 0 || global_code != CURLE_OK)
        return NULL;
    poster = calloc(1, sizeof *poster);
    if (!poster)
        return NULL;
    poster->multi = curl_multi_init();
    if (!poster->multi) {
        free(poster);
        return NULL;
    }
    poster->book = book;
    poster->settings = settings;
    poster->timeout_ms = timeout_ms;
    poster->connect_ms = connect_ms;
    return poster;
}

void
poster_free(struct poster *poster)
{
    if (!poster)
        return;
    for (int i = 0; i < POSTER_PLACES; i++) {
        struct place *place = &poster->places[i];

        if (place->easy)
            (void)curl_multi_remove_handle(poster->multi, place->easy);
        curl_easy_cleanup(place->easy);
        curl_slist_free_all(place->headers);
    }
    (void)curl_multi_cleanup(poster->multi);
    free(poster);
}

/* libcurl's write callback: keep the beginning, then stop. */
static size_t
take_body(char *bytes, size_t size, size_t count, void *cls)
{
    struct place *place = cls;
    size_t len = size * count;
    size_t room = sizeof place->response - place->response_len;
    size_t kept = len < room ? len : room;

    memcpy(place->response + place->response_len, bytes, kept);
    place->response_len += kept;
    place->is_cut = kept < len;
    return kept;
}

/* libcurl's callback for a socket to an address of the host. */
static curl_socket_t
open_socket(void *cls, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct place *place = cls;
    char *url = NULL;
    struct ip ip;

    (void)purpose;
    if (curl_easy_getinfo(place->easy, CURLINFO_EFFECTIVE_URL, &url) != CURLE_OK || !url ||
        !ip_of(&address->addr, &ip))
        return CURL_SOCKET_BAD;
    place->refusal = notify_hosts_refuse_ip(place->hosts, url, &ip);
    if (place->refusal) {
        place->refused = ip;
        return CURL_SOCKET_BAD;
    }
    place->is_connecting = true;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static bool
add_header(struct place *place, const char *text)
{
    struct curl_slist *longer = curl_slist_append(place->headers, text);

    if (!longer)
        return false;
    place->headers = longer;
    return true;
}

static bool
make_headers(struct place *place, const struct rulebook *book, const char *sign)
{
    char type[128];
    char signature[128];

    snprintf(type, sizeof type, "Content-Type: %s", book->words[WORD_NOTIFY_CONTENT]);
    snprintf(signature, sizeof signature, "X-QF-SIGN: %s", sign);
    return add_header(place, type) && add_header(place, signature) &&
           add_header(place, "Expect:") && add_header(place, "Connection: close");
}

/* The host with its port, as the URL has it. */
static int
authority_of(const char *url, const char **begins)
{
    const char *scheme = strstr(url, "://");

    *begins = scheme ? scheme + 3 : url;
    return (int)strcspn(*begins, "/?#");
}

/* The same, and those that libcurl adds, with small letters in their names. libcurl writes Host as
 * it likes, unless it is told to write none: then it lets ours pass. */
static bool
make_small_headers(struct place *place, const struct rulebook *book, const struct post *post)
{
    const char *authority;
    int len = authority_of(post->url, &authority);
    char host[512];
    char type[128];
    char length[64];
    char signature[128];

    snprintf(host, sizeof host, "host: %.*s", len, authority);
    snprintf(type, sizeof type, "content-type: %s", book->words[WORD_NOTIFY_CONTENT]);
    snprintf(length, sizeof length, "content-length: %zu", strlen(post->body));
    snprintf(signature, sizeof signature, "x-qf-sign: %s", post->sign);
    return add_header(place, "Host:") && add_header(place, host) &&
           add_header(place, "user-agent: qfpay-mock/" MOCK_VERSION) &&
           add_header(place, "accept: */*") && add_header(place, type) &&
           add_header(place, length) && add_header(place, signature) &&
           add_header(place, "Expect:") && add_header(place, "connection: close");
}

/* Only what the URL's own scheme says. */
static CURLcode
limit_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* Whose certificates are good. A file of them goes beside libcurl's folder, where it has one. */
static bool
set_trust(const struct settings *settings, CURL *easy)
{
    if (settings->notify_insecure)
        return curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L) == CURLE_OK &&
               curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L) == CURLE_OK;
    return settings->notify_cacert[0] == '\0' ||
           curl_easy_setopt(easy, CURLOPT_CAINFO, settings->notify_cacert) == CURLE_OK;
}

static bool
set_options(const struct poster *poster, struct place *place, const char *url, const char *body)
{
    CURL *easy = place->easy;

    return curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)strlen(body)) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, place->headers) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, poster->book->words[WORD_NOTIFY_METHOD]) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_USERAGENT, "qfpay-mock/" MOCK_VERSION) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, poster->timeout_ms) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, poster->connect_ms) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, place) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, place) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, place->error) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PRIVATE, place) == CURLE_OK &&
           limit_protocols(easy) == CURLE_OK && set_trust(poster->settings, easy);
}

bool
poster_start(struct poster *poster, int index, const struct post *post)
{
    struct place *place = &poster->places[index];

    if (!place->easy)
        place->easy = curl_easy_init();
    else
        curl_easy_reset(place->easy);
    curl_slist_free_all(place->headers);
    place->headers = NULL;
    place->response_len = 0;
    place->is_cut = false;
    place->hosts = &poster->settings->notify_hosts;
    place->is_connecting = false;
    place->refusal = NULL;
    place->error[0] = '\0';
    return place->easy &&
           (post->is_lower_case ? make_small_headers(place, poster->book, post)
                                : make_headers(place, poster->book, post->sign)) &&
           set_options(poster, place, post->url, post->body) &&
           curl_multi_add_handle(poster->multi, place->easy) == CURLM_OK;
}

void
poster_wait(struct poster *poster, int timeout_ms)
{
    int running;

    /* Waiting comes first: what has just been started lets it return at once, while a transfer that
     * ended before it would not. */
    (void)curl_multi_poll(poster->multi, NULL, 0, timeout_ms, NULL);
    (void)curl_multi_perform(poster->multi, &running);
}

void
poster_wake(struct poster *poster)
{
    (void)curl_multi_wakeup(poster->multi);
}

/* Nothing was sent, because every address of the host was refused. */
static void
read_refusal(const struct place *place, struct post_result *result)
{
    char address[IP_TEXT_SIZE];

    ip_write(&place->refused, address);
    result->refusal = place->refusal;
    snprintf(result->error, sizeof result->error, "nothing was sent to %s", address);
}

static void
read_result(const struct poster *poster, const struct place *place, CURLcode code,
            struct post_result *result)
{
    curl_off_t took_us = 0;
    long verified = 0;

    (void)curl_easy_getinfo(place->easy, CURLINFO_SSL_VERIFYRESULT, &verified);
    result->place = (int)(place - poster->places);
    result->http_status = 0;
    result->is_timeout = code == CURLE_OPERATION_TIMEDOUT;
    result->tls = tls_trouble_of((int)code, verified, place->error);
    result->error[0] = '\0';
    result->refusal = NULL;
    (void)curl_easy_getinfo(place->easy, CURLINFO_TOTAL_TIME_T, &took_us);
    result->took_ms = (int64_t)took_us / 1000;
    result->response_len = place->response_len;
    memcpy(result->response, place->response, place->response_len);
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && place->is_cut))
        (void)curl_easy_getinfo(place->easy, CURLINFO_RESPONSE_CODE, &result->http_status);
    else if (place->refusal && !place->is_connecting)
        read_refusal(place, result);
    else
        snprintf(result->error, sizeof result->error, "%s",
                 place->error[0] == '\0' ? curl_easy_strerror(code) : place->error);
}

bool
poster_take(struct poster *poster, struct post_result *result)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(poster->multi, &left))) {
        CURL *easy = message->easy_handle;
        CURLcode code = message->data.result;
        char *place = NULL;

        if (message->msg != CURLMSG_DONE ||
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &place) != CURLE_OK)
            continue;
        read_result(poster, (const struct place *)(void *)place, code, result);
        (void)curl_multi_remove_handle(poster->multi, easy);
        return true;
    }
    return false;
}
