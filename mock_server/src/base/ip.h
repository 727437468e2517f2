/* IP addresses. An IPv4 address is kept as ::ffff:a.b.c.d, so that both kinds are compared alike
 * and one that comes as the other is the same. */
#ifndef MOCK_IP_H
#define MOCK_IP_H

#include <stdbool.h>
#include <stddef.h>

struct sockaddr;

enum { IP_TEXT_SIZE = 46 };

struct ip {
    unsigned char bytes[16];
};

/* Those that begin with the same bits. */
struct ip_range {
    struct ip ip;
    unsigned bits; /* 0 to 128 */
};

#define IP_V4(a, b, c, d)                                                                          \
    {                                                                                              \
        {                                                                                          \
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d                                   \
        }                                                                                          \
    }
/* The bits of a range of IPv4. */
#define IP_V4_BITS(bits) (96 + (bits))

/* In any spelling that connecting takes: 127.0.0.1, 127.1, 0x7f000001, 2130706433, ::1. */
bool ip_read(const char *text, struct ip *ip);

/* ADDRESS/BITS, or an address alone. */
bool ip_range_read(const char *text, struct ip_range *range);

/* Where a socket leads to; false for what is no IP. */
bool ip_of(const struct sockaddr *address, struct ip *ip);

bool ip_is_within(const struct ip *ip, const struct ip_range *range);
bool ip_is_within_any(const struct ip *ip, const struct ip_range *ranges, size_t count);

/* As people write it. */
void ip_write(const struct ip *ip, char text[IP_TEXT_SIZE]);

#endif
