/* One attempt to deliver a notification, when it is over. */
#ifndef MOCK_DELIVERY_H
#define MOCK_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/tls_trouble.h"

/* What became of one attempt. */
struct delivery {
    int64_t at;       /* when it was due, on the merchant's clock */
    bool was_asked;   /* for by the control API */
    long http_status; /* 0: there was no answer */
    int64_t took_ms;
    const char *response; /* what the body began with */
    size_t response_len;
    const char *error; /* why there was no answer; "" when there was one */
    bool is_timeout;
    enum tls_trouble tls;
    const char *refusal; /* why nothing was sent, nor ever will be; NULL */
};

#endif
