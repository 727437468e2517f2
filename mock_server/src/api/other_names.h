/* Names that are sent although others are meant; the rows are other_names.def. */
#ifndef MOCK_OTHER_NAMES_H
#define MOCK_OTHER_NAMES_H

#include "server/request.h"

/* What a name means in this call: "txamt", "the header X-QF-APPCODE". Static; NULL: nothing known.
 */
const char *other_name_meant(const struct request *req, const char *sent);

/* The nearest to a name that the call does not know, of its parameters that are not sent:
 * "; did you mean 'notify_url'?"; "" for none. In the arena; NULL when out of memory. */
const char *other_name_near(struct request *req, const char *sent);

/* A mistyped name that was sent for a missing one: "'txmat' was sent: did you mean 'txamt'?"; NULL
 * for none. In the arena. Knows the unknown parameters once the values are looked at. */
const char *other_name_sent(struct request *req, const char *missing);

/* What the caller sends under other names while the right one is missing, in a form or in JSON, as
 * sentences that start with a space; "" for none. In the arena or static. */
const char *other_names_told(struct request *req);

#endif
