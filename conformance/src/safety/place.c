/* See place.h. The hosts are data: what QFPay has is either documented for tests or not touched. */
#include "safety/place.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <netinet/in.h>

/* The hosts that the contract names, all of HTTP-01, HTTP-02 and OAU-06. */
static const struct {
    const char *host;
    enum place_kind kind;
} hosts[] = {
    {"openapi-hk.qfapi.com", PLACE_PRODUCTION},  {"openapi-jp.qfapi.com", PLACE_PRODUCTION},
    {"openapi-th.qfapi.com", PLACE_PRODUCTION},  {"openapi-db.qfapi.com", PLACE_PRODUCTION},
    {"openapi-sg.qfapi.com", PLACE_PRODUCTION},  {"openapi-id.qfapi.com", PLACE_PRODUCTION},
    {"openapi-eur.qfapi.com", PLACE_PRODUCTION}, {"openapi.qfpay.com", PLACE_PRODUCTION},
    {"o2-hk.qfapi.com", PLACE_PRODUCTION},       {"test-openapi-hk.qfapi.com", PLACE_TEST},
    {"test-openapi-th.qfapi.com", PLACE_TEST},   {"test-openapi-db.qfapi.com", PLACE_TEST},
    {"test-openapi-sg.qfapi.com", PLACE_TEST},   {"test-openapi-id.qfapi.com", PLACE_TEST},
    {"test-openapi-eur.qfapi.com", PLACE_TEST},  {"openapi-test.qfpay.com", PLACE_TEST},
    {"openapi-int.qfapi.com", PLACE_TEST},
};

/* QFPay's own: what is not in the table above counts as production, because it might be. */
static const char *const domains[] = {"qfapi.com", "qfpay.com"};

static bool
is_in_domain(const char *host, const char *domain)
{
    size_t len = strlen(host), domain_len = strlen(domain);

    return len >= domain_len && strcmp(host + len - domain_len, domain) == 0 &&
           (len == domain_len || host[len - domain_len - 1] == '.');
}

static bool
is_loopback(const char *host)
{
    struct in_addr four;
    struct in6_addr six;

    if (strcmp(host, "localhost") == 0)
        return true;
    if (inet_pton(AF_INET, host, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

static enum place_kind
kind_of(const char *host)
{
    size_t i;

    for (i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        if (strcmp(host, hosts[i].host) == 0)
            return hosts[i].kind;
    }
    for (i = 0; i < sizeof domains / sizeof domains[0]; i++) {
        if (is_in_domain(host, domains[i]))
            return PLACE_PRODUCTION;
    }
    return is_loopback(host) ? PLACE_LOOPBACK : PLACE_ELSEWHERE;
}

/* A host in the one spelling that is compared. false when it has other characters than a host may
 * have: libcurl would decode or translate them to another name. */
static bool
take_host(const char *text, size_t len, char host[HOST_SIZE])
{
    struct in6_addr six;
    size_t i;

    if (len >= 2 && text[0] == '[' && text[len - 1] == ']') {
        text++;
        len -= 2;
    }
    while (len && text[len - 1] == '.')
        len--;
    if (!len || len >= HOST_SIZE)
        return false;
    for (i = 0; i < len; i++)
        host[i] = (char)tolower((unsigned char)text[i]);
    host[len] = '\0';
    return strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == len ||
           inet_pton(AF_INET6, host, &six) == 1;
}

/* A port of 1 to 5 digits; *text moves behind it. */
static bool
take_port(const char **text, int *port)
{
    size_t digits = strspn(*text, "0123456789");

    *port = digits >= 1 && digits <= 5 ? (int)strtol(*text, NULL, 10) : 0;
    *text += digits;
    return *port >= 1 && *port <= 65535;
}

/* The length of a host at the beginning of a text, with its brackets. */
static size_t
host_length(const char *text)
{
    if (*text != '[')
        return strcspn(text, ":/?#@\\ ");
    return strcspn(text, "]") + (strchr(text, ']') != NULL);
}

struct place
place_of(const char *url)
{
    struct place place = {PLACE_MALFORMED, false, 0, ""};
    const char *rest;
    size_t len;

    place.tls = strncmp(url, "https://", 8) == 0;
    if (!place.tls && strncmp(url, "http://", 7) != 0)
        return place;
    url += place.tls ? 8 : 7;
    len = host_length(url);
    rest = url + len;
    place.port = place.tls ? 443 : 80;
    if (!take_host(url, len, place.host))
        return place;
    if (*rest == ':') {
        rest++;
        if (!take_port(&rest, &place.port))
            return place;
    }
    if ((*rest == '\0' || *rest == '/') && !strpbrk(rest, "?#@\\ %"))
        place.kind = kind_of(place.host);
    return place;
}

/* The next of several addresses, separated by commas, brackets removed. false at the end, or with
 * *ok false when it is none. */
static bool
next_address(const char **text, char address[PLACE_ADDRESS_SIZE], bool *ok)
{
    size_t len = strcspn(*text, ",");
    const char *start = *text;
    struct in_addr four;
    struct in6_addr six;

    *ok = false;
    *text += len + ((*text)[len] == ',');
    if (len >= 2 && start[0] == '[' && start[len - 1] == ']') {
        start++;
        len -= 2;
    }
    if (!len || len >= PLACE_ADDRESS_SIZE)
        return false;
    memcpy(address, start, len);
    address[len] = '\0';
    *ok = inet_pton(AF_INET, address, &four) == 1 || inet_pton(AF_INET6, address, &six) == 1;
    return *ok;
}

bool
resolve_parse(const char *text, struct resolve_entry *entry)
{
    char address[PLACE_ADDRESS_SIZE];
    size_t len = host_length(text);
    const char *rest = text + len;
    bool ok = false;

    if (text[0] == '-' || !take_host(text, len, entry->host) || *rest++ != ':' ||
        !take_port(&rest, &entry->port) || *rest++ != ':')
        return false;
    entry->addresses = rest;
    do {
        if (!next_address(&rest, address, &ok))
            return false;
    } while (*rest);
    return ok && rest[-1] != ',';
}

bool
resolve_is_loopback(const struct resolve_entry *entry)
{
    char address[PLACE_ADDRESS_SIZE];
    const char *rest = entry->addresses;
    bool ok = true;

    while (*rest) {
        if (!next_address(&rest, address, &ok) || !is_loopback(address))
            return false;
    }
    return ok;
}

bool
address_is_private(const char *address)
{
    struct in_addr four;
    struct in6_addr six;

    if (inet_pton(AF_INET, address, &four) == 1) {
        uint32_t bits = ntohl(four.s_addr);

        return bits >> 24 == 10 || bits >> 20 == 0xAC1 || bits >> 16 == 0xC0A8 ||
               bits >> 16 == 0xA9FE || bits >> 24 == 127;
    }
    if (inet_pton(AF_INET6, address, &six) != 1)
        return false;
    return IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_LINKLOCAL(&six) ||
           (six.s6_addr[0] & 0xFE) == 0xFC;
}
