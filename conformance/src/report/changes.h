/* What became of each result from one report to another. */
#ifndef CONFORM_CHANGES_H
#define CONFORM_CHANGES_H

#include "report/revived.h"

enum change_kind { CHANGE_WORSE, CHANGE_BETTER, CHANGE_NEW, CHANGE_GONE, CHANGE_NONE };
enum { CHANGE_KINDS = CHANGE_NONE + 1 };

struct change {
    enum change_kind kind;
    const char *id;
    const struct result *older; /* NULL of what is new */
    const struct result *newer; /* NULL of what is gone */
};

struct changes {
    struct change *list; /* those of the newer report in its order, then those that are gone */
    size_t count;
    size_t counts[CHANGE_KINDS];
};

/* Compare two reports of the same command; in arena. */
struct changes changes_between(const struct revived *from, const struct revived *to,
                               struct arena *arena);

/* From one verdict to another. What is no longer tried is worse, whatever it was before: nobody
 * knows it any more, and a server must not become better by losing a call. */
enum change_kind change_of(enum verdict older, enum verdict newer);

#endif
