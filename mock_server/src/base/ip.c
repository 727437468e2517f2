/* See ip.h. */
#include "base/ip.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

enum { V4_AT = 12, V4_BITS = 96 };

static const struct ip_range v4 = {IP_V4(0, 0, 0, 0), V4_BITS};

static void
keep_v4(struct ip *ip, const struct in_addr *address)
{
    *ip = v4.ip;
    memcpy(ip->bytes + V4_AT, address, sizeof *address);
}

bool
ip_read(const char *text, struct ip *ip)
{
    struct in_addr address;

    if (inet_aton(text, &address) == 0)
        return inet_pton(AF_INET6, text, ip->bytes) == 1;
    keep_v4(ip, &address);
    return true;
}

bool
ip_range_read(const char *text, struct ip_range *range)
{
    const char *slash = strchr(text, '/');
    size_t len = slash ? (size_t)(slash - text) : strlen(text);
    char address[IP_TEXT_SIZE];
    char *end = NULL;
    unsigned long bits;
    unsigned less;

    if (len >= sizeof address)
        return false;
    memcpy(address, text, len);
    address[len] = '\0';
    if (!ip_read(address, &range->ip))
        return false;
    range->bits = 128;
    if (!slash)
        return true;
    less = strchr(address, ':') ? 0 : V4_BITS;
    bits = strtoul(slash + 1, &end, 10);
    range->bits = (unsigned)bits + less;
    return slash[1] >= '0' && slash[1] <= '9' && *end == '\0' && bits <= 128 - less;
}

bool
ip_of(const struct sockaddr *address, struct ip *ip)
{
    if (address->sa_family == AF_INET)
        keep_v4(ip, &((const struct sockaddr_in *)(const void *)address)->sin_addr);
    else if (address->sa_family == AF_INET6)
        memcpy(ip->bytes, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16);
    else
        return false;
    return true;
}

bool
ip_is_within(const struct ip *ip, const struct ip_range *range)
{
    size_t whole = range->bits / 8;
    unsigned rest = range->bits % 8;

    return memcmp(ip->bytes, range->ip.bytes, whole) == 0 &&
           (rest == 0 || (ip->bytes[whole] ^ range->ip.bytes[whole]) >> (8 - rest) == 0);
}

bool
ip_is_within_any(const struct ip *ip, const struct ip_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ip_is_within(ip, &ranges[i]))
            return true;
    }
    return false;
}

void
ip_write(const struct ip *ip, char text[IP_TEXT_SIZE])
{
    if (ip_is_within(ip, &v4))
        (void)inet_ntop(AF_INET, ip->bytes + V4_AT, text, IP_TEXT_SIZE);
    else
        (void)inet_ntop(AF_INET6, ip->bytes, text, IP_TEXT_SIZE);
}
