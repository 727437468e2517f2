/* The deliberate mistakes that a qfpay-mock can make, as it lists them itself. */
#ifndef CONFORM_DEFECT_LIST_H
#define CONFORM_DEFECT_LIST_H

#include <stdbool.h>

#include "fixture/near_id.h"
#include "fixture/suite.h"
#include "options/options.h"

/* All in the arena of the list. */
struct defect {
    const char *name;
    const struct requirement *requirement; /* the one that it breaks */
    const char *about;                     /* a sentence */
};

struct defect_list {
    struct defect *items;
    size_t count;
    struct qfpay_near near; /* to the first filter, of all that the program lists */
};

/* Ask the program for those that the filters select. false after a line on standard error: it
 * cannot be started, it lists nothing, or a requirement that the fixtures do not know. */
bool defect_list_read(const struct suite *suite, const struct options *options, const char *program,
                      struct arena *arena, struct defect_list *list);

#endif
