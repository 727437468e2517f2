/* See loopback.h. Reads the host strictly: whatever another URL parser might read differently (user
 * names, backslashes, odd spellings of addresses) is malformed here. */
#include "loopback.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

/* Where the host begins, or NULL for another scheme. */
static const char *
skip_scheme(const char *url)
{
    if (strncmp(url, "http://", 7) == 0)
        return url + 7;
    return strncmp(url, "https://", 8) == 0 ? url + 8 : NULL;
}

/* Behind the host: a port of digits, then the end or a path. */
static bool
is_rest(const char *rest)
{
    if (*rest == ':') {
        size_t digits = strspn(++rest, "0123456789");

        if (digits < 1 || digits > 5)
            return false;
        rest += digits;
    }
    return (*rest == '\0' || *rest == '/') && !strpbrk(rest, "?#@\\ ");
}

static bool
is_loopback(const char *host)
{
    struct in_addr four;
    struct in6_addr six;

    if (strcasecmp(host, "localhost") == 0)
        return true;
    if (inet_pton(AF_INET, host, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

enum target_kind
target_kind_of(const char *url)
{
    const char *start = skip_scheme(url);
    char host[254];
    size_t len;

    if (!start)
        return TARGET_MALFORMED;
    if (*start == '[') {
        len = strcspn(++start, "]");
        if (start[len] != ']' || !is_rest(start + len + 1))
            return TARGET_MALFORMED;
    } else {
        len = strcspn(start, ":/?#@\\ ");
        if (!is_rest(start + len))
            return TARGET_MALFORMED;
    }
    if (!len || len >= sizeof host)
        return TARGET_MALFORMED;
    memcpy(host, start, len);
    host[len] = '\0';
    return is_loopback(host) ? TARGET_LOOPBACK : TARGET_ELSEWHERE;
}
