/* Who may use the control API: its user, and neither a web page that he visits nor a stranger.
 *
 * A browser says with each request where it comes from, and a page cannot change it: Host is the
 * name that the page's address has, so that a name that somebody made lead here is noticed (DNS
 * rebinding), and Origin and Sec-Fetch-Site name a page of elsewhere. Other programs send neither
 * of the two. */
#ifndef MOCK_GUARD_H
#define MOCK_GUARD_H

#include "server/request.h"

/* What a control call is beyond the ordinary. */
enum control_trait {
    CONTROL_PROBE = 1u << 0,  /* says only that the mock lives, and needs no token */
    CONTROL_PAGE = 1u << 1,   /* people open it, also by a link of elsewhere */
    CONTROL_ANYONE = 1u << 2, /* of the whole mock: also where there is no merchant */
};

/* The status of a request that is not to be carried out, with a sentence: 204, and none, where a
 * browser only asks whether a page of elsewhere may. 0: it may be carried out, or looked for when
 * there is no such call, whose traits are 0. */
unsigned guard_refuses(struct request *req, unsigned traits, const char **sentence);

/* The page of elsewhere that may read the answer, as --allow-origin allows it. NULL: none. */
const char *guard_reader(const struct request *req);

/* Whether a value of --allow-host or --allow-origin is a list of hosts or of origins. */
bool guard_reads_hosts(const char *list);
bool guard_reads_origins(const char *list);

#endif
