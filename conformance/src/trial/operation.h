/* What a testee can be asked to do; "capabilities" is asked of all. */
#ifndef CONFORM_OPERATION_H
#define CONFORM_OPERATION_H

#include <stdbool.h>

enum operation {
    OPERATION_SIGN,
    OPERATION_ENCODE,
    OPERATION_CLASSIFY,
    OPERATION_VERIFY_NOTIFICATION,
    OPERATION_COUNT
};

/* The name in fixtures and in questions: "verify_notification". */
const char *operation_name(enum operation operation);

/* false for an unknown or NULL name, *found is then untouched. */
bool operation_find(const char *name, enum operation *found);

#endif
