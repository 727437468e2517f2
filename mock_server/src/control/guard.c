/* See guard.h. Each rule is a row of guards. */
#include "control/guard.h"

#include <ctype.h>
#include <openssl/crypto.h>
#include <string.h>
#include <strings.h>

#include "base/ip.h"
#include "server/server.h"
#include "server/settings.h"

enum { HOST_SIZE = 256, SHOWN_MAX = 100 };

static const char separators[] = ", ";

/* The next item of a list, whose length is set; NULL at the end. */
static const char *
next_item(const char **list, size_t *len)
{
    const char *item = *list + strspn(*list, separators);

    *len = strcspn(item, separators);
    *list = item + *len;
    return *len > 0 ? item : NULL;
}

static bool
is_listed(const char *list, const char *text)
{
    size_t len;
    const char *item;

    while ((item = next_item(&list, &len))) {
        if (strlen(text) == len && strncasecmp(item, text, len) == 0)
            return true;
    }
    return false;
}

static bool
is_name(const char *text, size_t len)
{
    bool is_good = len > 0;

    for (size_t i = 0; i < len; i++)
        is_good = is_good && (isalnum((unsigned char)text[i]) || strchr("-._", text[i]));
    return is_good;
}

bool
guard_reads_hosts(const char *list)
{
    size_t len;
    const char *item;
    bool is_good = true;

    while (is_good && (item = next_item(&list, &len)))
        is_good = is_name(item, len) && item[len - 1] != '.';
    return is_good;
}

/* A browser's spelling: scheme, host and perhaps a port, nothing behind them. */
static bool
is_origin(const char *item, size_t len)
{
    size_t scheme_len = strcspn(item, ":");
    bool is_good = len > scheme_len + 3 && is_name(item, scheme_len) &&
                   strncmp(item + scheme_len, "://", 3) == 0;

    for (size_t i = scheme_len + 3; is_good && i < len; i++)
        is_good = is_name(&item[i], 1) || strchr(":[]", item[i]);
    return is_good;
}

bool
guard_reads_origins(const char *list)
{
    size_t len;
    const char *item;
    bool is_good = true;

    while (is_good && (item = next_item(&list, &len)))
        is_good = is_origin(item, len);
    return is_good;
}

const char *
guard_reader(const struct request *req)
{
    const char *origin = req->headers.origin;

    return origin && is_listed(req->server->settings->allow_origins, origin) ? origin : NULL;
}

/* A host without its port, its brackets and its last dot; false for what is none. */
static bool
read_host(const char *text, char host[HOST_SIZE])
{
    bool is_v6 = text[0] == '[';
    size_t len = strcspn(text, is_v6 ? "%]" : ":");
    const char *behind = text + strcspn(text, is_v6 ? "]" : ":") + is_v6;

    if (is_v6 && text[strcspn(text, "]")] == '\0')
        return false;
    if (*behind != '\0' && (*behind != ':' || behind[1 + strspn(behind + 1, "0123456789")] != '\0'))
        return false;
    text += is_v6;
    len -= is_v6;
    if (len == 0 || len >= HOST_SIZE || (!is_v6 && !is_name(text, len)))
        return false;
    memcpy(host, text, len);
    host[len] = '\0';
    return true;
}

/* Nobody else can own it: the names that never leave the machine or the network of a container. */
static bool
is_private_name(const char *host)
{
    static const char local[] = ".localhost";
    size_t len = strlen(host);

    return !strchr(host, '.') || strcasecmp(host, local + 1) == 0 ||
           (len > sizeof local - 1 && strcasecmp(host + len - (sizeof local - 1), local) == 0);
}

static bool
is_known_host(const struct request *req)
{
    char host[HOST_SIZE];
    struct ip ip;
    size_t len;

    if (!read_host(req->headers.host, host))
        return false;
    len = strlen(host);
    /* A last dot says that the name is whole: "shop." is the world's, "shop" a container's. */
    if (strchr(host, '.') == host + len - 1 && strcasecmp(host, "localhost.") != 0)
        return false;
    if (host[len - 1] == '.')
        host[len - 1] = '\0';
    return is_private_name(host) || ip_read(host, &ip) ||
           is_listed(req->server->settings->allow_hosts, host);
}

static bool
has_token(const struct request *req)
{
    static const char scheme[] = "Bearer ";
    const char *token = req->server->settings->control_token;
    const char *given = req->headers.authorization;
    size_t len = strlen(token);

    if (len == 0 || !given || strncasecmp(given, scheme, sizeof scheme - 1) != 0)
        return false;
    given += sizeof scheme - 1;
    return strlen(given) == len && CRYPTO_memcmp(given, token, len) == 0;
}

/* Somebody opens a page in the browser, wherever the link stands. */
static bool
is_visit(const struct request *req, unsigned traits)
{
    const struct request_headers *headers = &req->headers;

    return (traits & CONTROL_PAGE) != 0 && strcmp(req->method, "GET") == 0 && headers->fetch_mode &&
           strcmp(headers->fetch_mode, "navigate") == 0 && headers->fetch_dest &&
           strcmp(headers->fetch_dest, "document") == 0;
}

/* The rules: each says whether it is kept, and gives what its sentence is about. */

static bool
is_said_once(const struct request *req, unsigned traits, const char **about)
{
    (void)traits;
    *about = req->headers.repeated;
    return !*about;
}

/* Without Host it is no browser. */
static bool
is_called_by_own_name(const struct request *req, unsigned traits, const char **about)
{
    (void)traits;
    *about = req->headers.host;
    return !*about || has_token(req) || is_known_host(req);
}

static bool
is_own_origin(const struct request *req, unsigned traits, const char **about)
{
    const char *scheme = req->server->settings->tls_cert[0] == '\0' ? "http://" : "https://";
    const char *origin = req->headers.origin;
    size_t len = strlen(scheme);

    *about = origin;
    return !origin || is_visit(req, traits) || guard_reader(req) ||
           (req->headers.host && strncmp(origin, scheme, len) == 0 &&
            strcasecmp(origin + len, req->headers.host) == 0);
}

static bool
is_own_site(const struct request *req, unsigned traits, const char **about)
{
    const char *site = req->headers.fetch_site;

    *about = site;
    return !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0 ||
           is_visit(req, traits) || guard_reader(req);
}

static bool
is_bearer(const struct request *req, unsigned traits, const char **about)
{
    *about = "";
    return (traits & CONTROL_PROBE) != 0 || req->server->settings->control_token[0] == '\0' ||
           has_token(req);
}

static const struct guard {
    bool (*is_kept)(const struct request *req, unsigned traits, const char **about);
    unsigned http_status;
    const char *sentence; /* about stands between it and the rest */
    const char *rest;
} guards[] = {
    {is_said_once, 400, "the header ", " came twice, and no browser or client sends it so"},
    {is_called_by_own_name, 403, "the control API is not called by the name in Host: ",
     "; it takes an IP address, localhost, a name without a dot, and what --allow-host names"},
    {is_own_origin, 403, "the control API is closed to web pages, such as Origin: ",
     "; --allow-origin names those that may use it"},
    {is_own_site, 403,
     "the control API is closed to pages of other sites, as the browser says with "
     "Sec-Fetch-Site: ",
     "; --allow-origin names those that may use it"},
    {is_bearer, 401,
     "the control API needs the header Authorization: Bearer and the --control-token", ""},
};

unsigned
guard_refuses(struct request *req, unsigned traits, const char **sentence)
{
    const char *about;

    /* A browser asks before it lets a page of elsewhere call, and shows no token then. */
    if (strcmp(req->method, "OPTIONS") == 0 && !req->headers.repeated && guard_reader(req))
        return 204;
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++) {
        if (guards[i].is_kept(req, traits, &about))
            continue;
        about = request_keyless(req, about);
        *sentence = arena_printf(req->arena, "%s%s%s", guards[i].sentence,
                                 request_printable(req, about, strlen(about), SHOWN_MAX),
                                 guards[i].rest);
        if (!*sentence)
            *sentence = guards[i].sentence;
        return guards[i].http_status;
    }
    return 0;
}
