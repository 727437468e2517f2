/* The mock without its sockets: settings, merchants, store, and the two doors through which every
 * request comes in. http.c calls them with the server's lock held. */
#ifndef MOCK_SERVER_H
#define MOCK_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "merchant.h"
#include "profile.h"
#include "qfpay/code.h"
#include "request.h"
#include "rulebook.h"
#include "store.h"

struct settings; /* options.h */
struct sender;   /* notify_sender.h */

struct server {
    const struct settings *settings;
    struct rulebook book; /* see rulebook.h */
    const struct profile *profile;
    enum qfpay_lang lang;
    uint64_t seed;
    struct store *store;
    struct merchant_registry merchants;
    char direct_app_code[APP_CODE_LEN + 1]; /* whom control calls mean without ?app_code= */
    int64_t started_at;                     /* host's wall clock */
    pthread_mutex_t lock;                   /* over all of it: one request is decided at a time */
    qfpay_signer *signer;                   /* of notifications */
    struct sender *sender;                  /* NULL: notifications are queued and not sent */
    long notify_timeout_ms; /* of one attempt; the sender reads both when it starts */
    long notify_connect_ms;
};

/* Open the store and bring the merchants in. false: one line in error; nothing is left open. */
bool server_open(struct server *server, const struct settings *settings, char *error,
                 size_t error_size);
void server_close(struct server *server);

/* Everything as at start-up: orders, journals, clocks, merchants. */
enum store_result server_reset(struct server *server);

/* One merchant as at start-up: orders, journal, clock. */
enum store_result server_reset_merchant(struct server *server, struct merchant *merchant);

/* Make a merchant part of the server and of the store; it is the server's from here on, also on
 * failure. Its app code must be new. */
enum store_result server_adopt(struct server *server, struct merchant *merchant);

/* A merchant with new credentials and what the built-in ones have; NULL when out of memory. */
struct merchant *server_new_merchant(struct server *server);

const struct merchant_registry *server_registry(const struct server *server);

/* Decide one request, of the API or of the control API below /__sandbox. */
struct reply server_handle(struct request *req);

#endif
