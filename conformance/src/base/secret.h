/* How long a client key must be for its letters to be known as its own. QFPay's have 32; a test
 * server may have "7", which is in every other number. */
#ifndef CONFORM_SECRET_H
#define CONFORM_SECRET_H

#include <stdbool.h>
#include <string.h>

enum {
    SECRET_TELLING_LEN = 16, /* nobody is blamed for a text that stands there by chance */
    SECRET_HIDDEN_LEN = 8,   /* hiding too much harms nobody, up to where nothing can be read */
};

/* Whether an answer that contains it shows the key. */
static inline bool
secret_is_telling(const char *key)
{
    return strlen(key) >= SECRET_TELLING_LEN;
}

/* Whether it is hidden in what people read. */
static inline bool
secret_is_hidden(const char *key)
{
    return strlen(key) >= SECRET_HIDDEN_LEN;
}

#endif
