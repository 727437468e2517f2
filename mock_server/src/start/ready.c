/* See ready.h. The one who asks is a program of its own beside the server, with the server's
 * options; no secret goes out and nothing is believed but one word, so the certificate is not
 * checked: it is made for the names by which others know the server. */
#include "start/ready.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "http/probe.h"
#include "program/print.h"

enum { PAUSE_MS = 50, TRY_MS = 2000, BODY_SIZE = 512, REASON_SIZE = 512 };

/* One that asks, and why the last answer was not the wanted one. */
struct asker {
    const struct settings *settings;
    CURL *curl;
    char base_url[300];
    size_t body_len;
    char body[BODY_SIZE];
    char reason[REASON_SIZE];
};

/* libcurl's write callback: the beginning is enough. */
static size_t
take_body(char *bytes, size_t size, size_t count, void *cls)
{
    struct asker *asker = cls;
    size_t room = sizeof asker->body - 1 - asker->body_len;
    size_t kept = size * count < room ? size * count : room;

    memcpy(asker->body + asker->body_len, bytes, kept);
    asker->body_len += kept;
    asker->body[asker->body_len] = '\0';
    return size * count;
}

static bool
read_port(struct asker *asker, int *port)
{
    const char *path = asker->settings->port_file;
    FILE *file = fopen(path, "re");
    char text[16] = "";

    if (!file || !fgets(text, sizeof text, file))
        snprintf(asker->reason, sizeof asker->reason, "port file %.150s: %s", path,
                 file ? "there is nothing in it" : strerror(errno));
    if (file)
        (void)fclose(file);
    if (text[0] == '\0')
        return false;
    *port = (int)strtol(text, NULL, 10);
    if (*port > 0 && *port <= 65535)
        return true;
    snprintf(asker->reason, sizeof asker->reason, "port file %.150s: there is no port in it", path);
    return false;
}

/* Whoever listens on all addresses is asked on the loopback's. */
static const char *
host_of(const struct settings *settings)
{
    if (strcmp(settings->host, "0.0.0.0") == 0)
        return "127.0.0.1";
    return strcmp(settings->host, "::") == 0 ? "::1" : settings->host;
}

/* Where it is; false: not known yet. */
static bool
find(struct asker *asker)
{
    const struct settings *settings = asker->settings;
    const char *host = host_of(settings);
    bool is_v6 = strchr(host, ':') != NULL;
    int port = settings->port;

    if (settings->port_file[0] != '\0' && !read_port(asker, &port))
        return false;
    snprintf(asker->base_url, sizeof asker->base_url, "%s://%s%s%s:%d",
             settings->tls_cert[0] == '\0' ? "http" : "https", is_v6 ? "[" : "", host,
             is_v6 ? "]" : "", port);
    return true;
}

static bool
prepare(struct asker *asker, const char *url, long timeout_ms)
{
    CURL *curl = asker->curl;

    asker->body_len = 0;
    asker->body[0] = '\0';
    return curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, asker) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK;
}

/* Ask once; false with a reason. */
static bool
ask(struct asker *asker, long timeout_ms)
{
    char url[sizeof asker->base_url + sizeof PROBE_READY];
    CURLcode code = CURLE_FAILED_INIT;
    long http_status = 0;

    if (!find(asker))
        return false;
    snprintf(url, sizeof url, "%s" PROBE_READY, asker->base_url);
    if (prepare(asker, url, timeout_ms))
        code = curl_easy_perform(asker->curl);
    (void)curl_easy_getinfo(asker->curl, CURLINFO_RESPONSE_CODE, &http_status);
    if (code != CURLE_OK)
        snprintf(asker->reason, sizeof asker->reason, "%s: %s", url, curl_easy_strerror(code));
    else if (http_status != 200 || !strstr(asker->body, "\"ready\""))
        snprintf(asker->reason, sizeof asker->reason, "%s answers HTTP %ld: %.100s", url,
                 http_status, asker->body);
    else
        return true;
    return false;
}

static bool
wait_until_ready(struct asker *asker)
{
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
    int64_t until = clock_host_ms() + asker->settings->ready_timeout_ms;
    int64_t left = asker->settings->ready_timeout_ms;
    bool waits = asker->settings->ready_wait;

    while (left > 0 && !ask(asker, (long)(waits && left > TRY_MS ? TRY_MS : left))) {
        if (!waits)
            return false;
        (void)nanosleep(&pause, NULL);
        left = until - clock_host_ms();
    }
    return left > 0;
}

int
ready_ask(const struct settings *settings)
{
    struct asker asker = {.settings = settings, .reason = "libcurl cannot be used"};
    bool is_ready = false;

    if (settings->port == 0 && settings->port_file[0] == '\0') {
        print_to(stderr, "qfpay-mock: --port 0 is any free port: which one says its --port-file\n");
        return 2;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK && (asker.curl = curl_easy_init()))
        is_ready = wait_until_ready(&asker);
    if (is_ready)
        print("%s\n", asker.base_url);
    else
        print_to(stderr, "qfpay-mock: not ready: %s\n", asker.reason);
    curl_easy_cleanup(asker.curl);
    curl_global_cleanup();
    return is_ready ? 0 : 1;
}
