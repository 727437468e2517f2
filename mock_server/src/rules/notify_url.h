/* What of a notify_url says where a notification goes. */
#ifndef MOCK_NOTIFY_URL_H
#define MOCK_NOTIFY_URL_H

#include <stdbool.h>

#include "program/arena.h"

enum { NOTIFY_HOST_SIZE = 254 };

/* All that a connection needs. */
struct notify_target {
    bool is_tls;
    bool is_v6;                  /* an address that was in brackets */
    char host[NOTIFY_HOST_SIZE]; /* in lower case, without brackets and the dot behind a name */
    long port;
};

/* false for what is no http or https URL. */
bool notify_url_read(const char *url, struct notify_target *target);

/* Scheme, host and port, as a URL in the arena; "" for what is none. NULL when out of memory. */
const char *notify_url_receiver(struct arena *arena, const char *url);

#endif
