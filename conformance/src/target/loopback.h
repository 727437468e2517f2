/* Which targets may be tested: payments sent to a real server cost somebody money. */
#ifndef CONFORM_LOOPBACK_H
#define CONFORM_LOOPBACK_H

#include <stdbool.h>

enum target_kind {
    TARGET_LOOPBACK,
    TARGET_ELSEWHERE,
    TARGET_MALFORMED, /* not http://HOST[:PORT] or https://HOST[:PORT], perhaps with a path */
};

/* Judge a base URL by its text alone; no name is resolved. */
enum target_kind target_kind_of(const char *url);

#endif
