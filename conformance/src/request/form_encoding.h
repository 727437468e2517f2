/* Encoding of parameters in all the ways that cases send them, the wrong ones included. */
#ifndef CONFORM_FORM_ENCODING_H
#define CONFORM_FORM_ENCODING_H

#include <stdbool.h>

#include "base/arena.h"
#include "qfpay/param.h"

enum encoding {
    ENCODE_FORM,          /* space is + */
    ENCODE_PERCENT,       /* space is %20 */
    ENCODE_PERCENT_LOWER, /* the same with lower-case hex digits */
    ENCODE_RAW,           /* as it is */
    ENCODE_DOUBLE,        /* ENCODE_PERCENT twice */
    ENCODE_JSON,          /* one JSON object of strings; of whole sets only */
};

/* Find by name; ENCODE_FORM for NULL. */
enum encoding encoding_find(const char *name);

/* One name or value. */
char *encode_component(struct arena *arena, const char *text, enum encoding encoding);

/* `name=value` joined with `&`, or JSON; only those params whose entry in chosen is true. */
char *encode_params(struct arena *arena, const struct qfpay_param *params, const bool *chosen,
                    size_t count, enum encoding encoding);

#endif
