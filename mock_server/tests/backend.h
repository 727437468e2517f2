/* A shop with its receiver of notifications: the mock sends, the clock stands still.
 * everything_is_sent is what makes tests wait: it comes back when nothing is due. */
#ifndef MOCK_TESTS_BACKEND_H
#define MOCK_TESTS_BACKEND_H

#include "receiver.h"
#include "shop.h"

enum { BACKEND_PATIENCE_MS = 20000, BACKEND_IMPATIENCE_MS = 200 };

struct backend {
    struct shop *shop;
    struct receiver *receiver;
    const char *url; /* of the receiver */
    long timeout_ms; /* of an attempt */
};

/* cmocka set-up and tear-down; *state becomes the backend. */
int backend_open(void **state);
int backend_close(void **state);
#define BACKEND_TEST(name) cmocka_unit_test_setup_teardown(name, backend_open, backend_close)

/* Stop the mock and start it again with these flags; it sends again. NULL ends them. */
#define backend_restart(backend, ...)                                                              \
    do {                                                                                           \
        shop_restart((backend)->shop, __VA_ARGS__);                                                \
        backend_sends(backend);                                                                    \
    } while (0)
void backend_sends(struct backend *backend);

/* The receiver reads and says nothing; the mock, started again, is less patient from now on. */
void receiver_never_answers(struct backend *backend);

/* A paid order whose notification goes to the receiver, or that of a situation's word. */
const struct answer *notified(struct backend *backend);
const struct answer *notified_as(struct backend *backend, const char *situation);

/* Wait until nothing is due at the clock's instant. */
void everything_is_sent(struct backend *backend);

/* The one notification of a trade in the delivery log, and how many it has. */
const cJSON *log_of(struct backend *backend, const struct answer *trade);
size_t log_count(struct backend *backend, const struct answer *trade);
size_t attempt_count(struct backend *backend, const struct answer *trade);
/* One of its attempts, from 0. */
const cJSON *attempt_at(struct backend *backend, const struct answer *trade, size_t index);

/* A member of the body that came in; NULL when it is missing. */
const char *told(struct backend *backend, size_t index, const char *key);
/* Whether what came in carries MD5(body + key) (NTF-04). */
bool is_well_signed(struct backend *backend, size_t index);
bool is_signed_with(struct backend *backend, size_t index, const char *key);

void assert_log_state(struct backend *backend, const struct answer *trade, const char *state);
void assert_received(struct backend *backend, size_t count);

#endif
