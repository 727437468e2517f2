/* Where a notification goes: what of a URL names the receiver, and whether real deliveries would
 * reach it (NTF-02). */
#ifndef MOCK_NOTIFY_URL_H
#define MOCK_NOTIFY_URL_H

#include "program/arena.h"

/* Scheme, host and port, all that a connection needs, in the arena; "" for what is no http or https
 * URL. NULL when out of memory. */
const char *notify_url_receiver(struct arena *arena, const char *url);

/* Why nothing is sent to a URL, or to the receiver of one; NULL when it may be. Static. Any port of
 * this machine is allowed, 80 and 443 elsewhere. */
const char *notify_url_forbidden(const char *url);

#endif
