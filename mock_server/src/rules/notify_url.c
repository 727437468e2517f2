/* See notify_url.h. What is unusual in a URL (user names, spaces, backslashes, escapes in the host)
 * makes it none, so that no other reader of the same URL can find another host in it. */
#include "rules/notify_url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/ip.h"

enum { PORT_DIGITS_MAX = 5 };

static bool
read_port(const char *text, size_t len, long *port)
{
    char *end;

    if (len == 0)
        return true;
    if (text[0] != ':' || len < 2 || len > PORT_DIGITS_MAX + 1 || !isdigit((unsigned char)text[1]))
        return false;
    *port = strtol(text + 1, &end, 10);
    return end == text + len && *port > 0 && *port < 65536;
}

static bool
is_plain(const char *url)
{
    for (; *url != '\0'; url++) {
        if ((unsigned char)*url <= ' ' || *url == '\\' || *url == 0x7f)
            return false;
    }
    return true;
}

static bool
keep_host(struct notify_target *target, const char *text, size_t len)
{
    if (len == 0 || len >= sizeof target->host)
        return false;
    for (size_t i = 0; i < len; i++)
        target->host[i] = (char)tolower((unsigned char)text[i]);
    target->host[len] = '\0';
    return true;
}

/* The host up to its end; NULL when it is none. */
static const char *
read_v6(struct notify_target *target, const char *host, size_t len)
{
    const char *end = memchr(host, ']', len);
    struct ip ip;

    target->is_v6 = true;
    if (!end || !keep_host(target, host + 1, (size_t)(end - host) - 1) ||
        !strchr(target->host, ':') || !ip_read(target->host, &ip))
        return NULL;
    return end + 1;
}

static const char *
read_name(struct notify_target *target, const char *host, size_t len)
{
    const char *colon = memchr(host, ':', len);
    const char *end = colon ? colon : host + len;
    size_t host_len = (size_t)(end - host);

    for (const char *at = host; at < end; at++) {
        bool is_letter = (unsigned char)*at >= 0x80 || isalnum((unsigned char)*at);
        bool is_first = at == host || at[-1] == '.';

        if (!is_letter && (is_first || !strchr("-._", *at)))
            return NULL;
    }
    if (host_len > 0 && end[-1] == '.')
        host_len--;
    return keep_host(target, host, host_len) ? end : NULL;
}

bool
notify_url_read(const char *url, struct notify_target *target)
{
    const char *host;
    const char *end;
    size_t len;

    *target = (struct notify_target){.is_tls = strncasecmp(url, "https://", 8) == 0};
    if ((!target->is_tls && strncasecmp(url, "http://", 7) != 0) || !is_plain(url))
        return false;
    host = url + (target->is_tls ? 8 : 7);
    len = strcspn(host, "/?#");
    target->port = target->is_tls ? 443 : 80;
    end = host[0] == '[' ? read_v6(target, host, len) : read_name(target, host, len);
    return end && read_port(end, (size_t)(host + len - end), &target->port);
}

const char *
notify_url_receiver(struct arena *arena, const char *url)
{
    struct notify_target target;

    if (!notify_url_read(url, &target))
        return "";
    return arena_printf(arena, "%s://%s%s%s:%ld", target.is_tls ? "https" : "http",
                        target.is_v6 ? "[" : "", target.host, target.is_v6 ? "]" : "", target.port);
}
