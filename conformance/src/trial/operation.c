/* See operation.h. */
#include "trial/operation.h"

#include <stddef.h>
#include <string.h>

static const char *const operation_names[OPERATION_COUNT] = {
    [OPERATION_SIGN] = "sign",
    [OPERATION_ENCODE] = "encode",
    [OPERATION_CLASSIFY] = "classify",
    [OPERATION_VERIFY_NOTIFICATION] = "verify_notification",
};

const char *
operation_name(enum operation operation)
{
    return operation_names[operation];
}

bool
operation_find(const char *name, enum operation *found)
{
    size_t i;

    for (i = 0; name && i < OPERATION_COUNT; i++) {
        if (strcmp(name, operation_names[i]) == 0) {
            *found = (enum operation)i;
            return true;
        }
    }
    return false;
}
