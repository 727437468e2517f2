/* The mock without its sockets: settings, rule book, merchants, store. */
#ifndef MOCK_SERVER_H
#define MOCK_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "merchant/merchant.h"
#include "qfpay/code.h"
#include "rules/rulebook.h"
#include "server/metrics.h"
#include "server/settings.h"
#include "server/worker.h"
#include "store/store.h"

enum { SERVER_RUN_SIZE = 10 };

struct server {
    const struct settings *settings;
    struct rulebook book; /* see rulebook.h */
    const struct profile *profile;
    enum qfpay_lang lang;
    uint64_t seed;
    /* Any header of a request (cls), NULL when it was not sent; set by who has the sockets. */
    const char *(*find_header)(const void *cls, const char *name);
    struct store *store;
    struct merchant_registry merchants;
    char direct_app_code[APP_CODE_LEN + 1]; /* whom control calls mean without ?app_code= */
    int64_t started_at;                     /* host's wall clock */
    char run[SERVER_RUN_SIZE]; /* "6a2f01c3-": begins the ids of this start's requests */
    uint64_t requests;         /* that were given an id of ours */
    bool is_stopping;          /* what is under way is still answered */
    pthread_mutex_t lock;      /* over all of it: one request is decided at a time */
    qfpay_signer *signer;      /* of notifications */
    struct worker *sender;     /* NULL: notifications are queued and not sent */
    long notify_timeout_ms;    /* of one attempt; the sender reads both when it starts */
    long notify_connect_ms;
    struct metrics metrics;
};

#endif
