/* What a receiver's answer means: accepted or not (NTF-06, NTF-08), and what its developer should
 * look at when it is not. */
#ifndef MOCK_NOTIFY_VERDICT_H
#define MOCK_NOTIFY_VERDICT_H

#include <stdbool.h>

#include "notify_queue.h"

/* HTTP 200 and the body SUCCESS, in capitals, white space around it allowed. */
bool verdict_is_accepted(const struct delivery *delivery);

/* One or two sentences with requirement ids; "" when there is nothing to say. Static. */
const char *verdict_explain(const struct notification *notification,
                            const struct delivery *delivery);

#endif
