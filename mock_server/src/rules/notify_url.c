/* See notify_url.h. What is unusual in a URL (user names, spaces, backslashes) makes it none, so
 * that no other reader of the same URL can find another host in it. */
#include "rules/notify_url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HOST_MAX = 253, PORT_DIGITS_MAX = 5 };

static const char no_url[] = "The URL is not http://HOST or https://HOST with an optional port and "
                             "path (NTF-03).";

struct place {
    bool is_tls;
    const char *host; /* with the brackets of an IPv6 address */
    size_t host_len;
    long port;
};

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
read_place(const char *url, struct place *place)
{
    size_t len;

    place->is_tls = strncasecmp(url, "https://", 8) == 0;
    if (!place->is_tls && strncasecmp(url, "http://", 7) != 0)
        return false;
    for (const char *at = url; *at != '\0'; at++) {
        if ((unsigned char)*at <= ' ' || *at == '\\' || *at == 0x7f)
            return false;
    }
    place->host = url + (place->is_tls ? 8 : 7);
    len = strcspn(place->host, "/?#");
    if (memchr(place->host, '@', len))
        return false;
    place->host_len = place->host[0] == '[' ? strcspn(place->host, "]/?#") + 1
                                            : strcspn(place->host, ":/?#");
    if (place->host_len == 0 || place->host_len > len || place->host_len > HOST_MAX)
        return false;
    place->port = place->is_tls ? 443 : 80;
    return read_port(place->host + place->host_len, len - place->host_len, &place->port);
}

/* This machine, by the names that cannot mean another one. */
static bool
is_loopback(const struct place *place)
{
    char host[HOST_MAX + 1];
    struct in_addr address;

    memcpy(host, place->host, place->host_len);
    host[place->host_len] = '\0';
    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    return inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

const char *
notify_url_receiver(struct arena *arena, const char *url)
{
    struct place place;

    if (!read_place(url, &place))
        return "";
    return arena_printf(arena, "%s://%.*s:%ld", place.is_tls ? "https" : "http",
                        (int)place.host_len, place.host, place.port);
}

const char *
notify_url_forbidden(const char *url)
{
    struct place place;

    if (!read_place(url, &place))
        return no_url;
    if (place.port == 80 || place.port == 443 || is_loopback(&place))
        return NULL;
    return "Notifications are sent to the ports 80 and 443 only; other ports are reached on this "
           "machine alone (NTF-02, PIT-83).";
}
