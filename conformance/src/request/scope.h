/* What the variables of a fixture stand for while one case runs: its unique number, its captured
 * values, the merchant of the current step and that merchant's time. Belongs to one case. */
#ifndef CONFORM_SCOPE_H
#define CONFORM_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "qfpay/param.h"
#include "request/credentials.h"

enum { UNIQUE_LEN = 24, DIGITS_LEN = 14, SCOPE_NAMES_MAX = 64 };

struct binding {
    const char *name;
    const char *value;
};

struct scope {
    struct arena *arena;
    char unique[UNIQUE_LEN + 1];
    char digits[DIGITS_LEN + 1];
    const char *notify_url; /* where the case receives notifications; NULL: nowhere */
    struct binding names[SCOPE_NAMES_MAX];
    size_t name_count;
    const struct credentials *merchant; /* of the current step */
    int64_t (*now)(void *context);      /* the merchant's time, seconds since 1970 UTC */
    void *now_context;
    int n;                          /* ${n} */
    const struct qfpay_param *sent; /* parameters of the current step */
    size_t sent_count;
    bool lenient; /* an unknown name stays as it is written: for showing, not for sending */
};

/* Fill in the unique number and digits, and zero the rest. */
void scope_init(struct scope *scope, struct arena *arena);

/* Bind a name, in place of an earlier value; value is borrowed for the scope's life. */
void scope_bind(struct scope *scope, const char *name, const char *value);

/* A text with its variables replaced, in the scope's arena. NULL and a sentence in *problem when
 * one has no value here. */
char *scope_expand(struct scope *scope, const char *text, const char **problem);

#endif
