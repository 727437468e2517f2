/* Names that are sent although others are meant; the rows are other_names.def. */
#ifndef MOCK_OTHER_NAMES_H
#define MOCK_OTHER_NAMES_H

#include "request.h"

/* What a name means in this call: "txamt", "the header X-QF-APPCODE". Static; NULL: nothing known.
 */
const char *other_name_meant(const struct request *req, const char *sent);

/* What the caller sends under other names while the right one is missing, in a form or in JSON, as
 * sentences that start with a space; "" for none. In the arena or static. */
const char *other_names_told(struct request *req);

#endif
