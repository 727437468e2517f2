/* Where a target is: read strictly off its base URL, and for what a test may be there. Knows the
 * hosts of QFPay by name; resolves nothing. */
#ifndef CONFORM_PLACE_H
#define CONFORM_PLACE_H

#include <stdbool.h>
#include <stddef.h>

enum place_kind {
    PLACE_LOOPBACK,   /* this machine, by address or as localhost */
    PLACE_TEST,       /* QFPay's, documented for tests */
    PLACE_PRODUCTION, /* QFPay's, or might be: never tested */
    PLACE_ELSEWHERE,  /* somebody's */
    PLACE_MALFORMED,  /* not http://HOST[:PORT] or https://HOST[:PORT], perhaps with a path */
};

enum { HOST_SIZE = 254, PLACE_ADDRESS_SIZE = 46 };

struct place {
    enum place_kind kind;
    bool tls;
    int port;
    char host[HOST_SIZE]; /* lower case, without brackets and the dot at its end */
};

/* Judge a base URL by its text alone. Whatever another URL parser might read differently (user
 * names, percent signs, letters outside ASCII, spaces) is malformed. */
struct place place_of(const char *url);

/* One --resolve: HOST:PORT:ADDRESS[,ADDRESS...], without the wildcards of curl. */
struct resolve_entry {
    char host[HOST_SIZE]; /* as place.host */
    int port;
    const char *addresses; /* points into the text */
};

/* false for anything else. */
bool resolve_parse(const char *text, struct resolve_entry *entry);

/* Whether all of an entry's addresses are of this machine. */
bool resolve_is_loopback(const struct resolve_entry *entry);

/* Whether a numeric address is not routed in the internet: loopback, link-local, RFC 1918, RFC
 * 4193. false for a name. */
bool address_is_private(const char *address);

#endif
