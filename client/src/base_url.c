/*
 * What somebody probably meant who gave something else for a base URL: without a scheme, with a
 * mistyped one, or the address of a call.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "qfpay/near.h"
#include "qfpay/settings.h"

/* What the client or a test puts behind a base URL by itself. */
static const char *const added_paths[] = {"/trade/v1", "/__sandbox"};

/* Where an added path begins, with one more word behind it at most; else the end. */
static size_t
length_without_call(const char *rest)
{
    for (size_t i = 0; i < sizeof added_paths / sizeof *added_paths; i++) {
        const char *found = strstr(rest, added_paths[i]);
        const char *tail = found ? found + strlen(added_paths[i]) : "";

        if (found && (*tail == '\0' || (*tail == '/' && !strchr(tail + 1, '/'))))
            return (size_t)(found - rest);
    }
    return strlen(rest);
}

/* The scheme that a mistyped one stands for; NULL for none of ours. */
static const char *
scheme_like(const char *head, size_t len)
{
    char word[16];
    struct qfpay_near near;

    if (len == 0 || len >= sizeof word)
        return NULL;
    (void)snprintf(word, sizeof word, "%.*s", (int)len, head);
    if (strcasecmp(word, "https") == 0)
        return "https";
    if (strcasecmp(word, "http") == 0)
        return "http";
    qfpay_near_begin(&near, word);
    qfpay_near_offer(&near, "http");
    qfpay_near_offer(&near, "https");
    return near.count > 0 ? near.names[0].text : NULL;
}

/* Without a scheme, a sandbox is meant on this machine or at a port, and QFPay elsewhere. */
static const char *
scheme_for(const char *rest)
{
    size_t len = strcspn(rest, "/?#");

    return memchr(rest, ':', len) || !memchr(rest, '.', len) || strncmp(rest, "127.", 4) == 0
               ? "http"
               : "https";
}

/* The scheme that is meant; *rest is moves to the host. NULL when it is none of ours. */
static const char *
take_scheme(const char *url, const char **rest)
{
    size_t head = strcspn(url, ":/");
    size_t marks = strspn(url + head, ":/");
    bool is_port = isdigit((unsigned char)url[head + marks]) && marks == 1 && url[head] == ':';

    *rest = url + head + marks;
    if (strstr(url, "://") || (marks > 0 && !is_port && scheme_like(url, head)))
        return scheme_like(url, head);
    *rest = head == 0 ? url + marks : url;
    return scheme_for(*rest);
}

bool
qfpay_base_url_suggest(const char *url, char *suggestion, size_t suggestion_size)
{
    const char *rest = NULL;
    const char *scheme = take_scheme(url, &rest);
    size_t host = strspn(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                               "-._:[]");
    size_t path = strcspn(rest, "?# \\@");
    size_t len = length_without_call(rest);
    int written = 0;

    if (!scheme || host == 0 || (rest[host] != '\0' && !strchr("/?#", rest[host])) ||
        rest[path] == '@')
        return false;
    len = len < path ? len : path;
    /* A slash at the end is as good as none, and no reason for a word. */
    if (rest[len] != '\0')
        while (len > 0 && rest[len - 1] == '/')
            len--;
    written = snprintf(suggestion, suggestion_size, "%s://%.*s", scheme, (int)len, rest);
    return written > 0 && (size_t)written < suggestion_size && strcmp(url, suggestion) != 0;
}
