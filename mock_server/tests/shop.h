/* A shop of a merchant next to a mock in the same process: no socket, a store in memory, a clock
 * that stands still at SHOP_NOW. Tests pay, ask and play the payer; what comes back stays readable
 * until the shop closes. */
#ifndef MOCK_TESTS_SHOP_H
#define MOCK_TESTS_SHOP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "server/request.h"
#include "server/server.h"
#include "start/read_settings.h"

#define SHOP_NOW "2026-03-10 12:00:00"

#define DIRECT_APP "A1B2C3D4E5F60718293A4B5C6D7E8F90"
#define DIRECT_KEY "0F1E2D3C4B5A69788796A5B4C3D2E1F0"
#define AGENT_APP  "B1B2C3D4E5F60718293A4B5C6D7E8F90"
#define AGENT_KEY  "1F1E2D3C4B5A69788796A5B4C3D2E1F0"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A value that takes a parameter out of the request. */
#define WITHOUT ((const char *)NULL)

struct answer {
    struct answer *next;
    struct reply reply;
    cJSON *json; /* NULL when there is no body */
};

struct shop {
    struct settings settings;
    struct server server;
    bool is_open;
    bool is_sending; /* shop_sends was called */
    pthread_cond_t news;
    struct arena arena; /* of all requests, so that answers stay readable */
    qfpay_signer *signer;
    struct answer *answers;
    const char *app_code; /* who calls: the direct merchant, until the test says otherwise */
    const char *client_key;
    const char *mchid;   /* sent with each call; NULL: none */
    const char *trigger; /* the header X-QFMock-Trigger of each call; NULL: none */
    unsigned orders;     /* made so far: numbers are order-1, order-2, ... */
    unsigned refunds;    /* the same: refund-1, ... */
};

/* A call as it arrives. NULL stands for POST, no query, no body. */
struct call {
    const char *method;
    const char *path;
    const char *query;
    const char *body;
    size_t body_len; /* 0: the body is a string */
    bool body_too_large;
    struct request_headers headers;
};

/* cmocka set-up and tear-down; *state becomes the shop. */
int shop_open(void **state);
int shop_close(void **state);
#define SHOP_TEST(name) cmocka_unit_test_setup_teardown(name, shop_open, shop_close)

/* A row of a table of tests, and a shop of its own: the state of a test whose initial state is the
 * row, with these for set-up and tear-down. */
struct trial {
    const void *row;
    struct shop *shop;
};

int trial_open(void **state);
int trial_close(void **state);

/* Stop the mock and start it again with these flags besides the usual ones; NULL ends them. */
void shop_restart(struct shop *shop, ...) __attribute__((sentinel));

/* Delete a database and the files that SQLite keeps beside it, those that there are. */
void remove_database(const char *path);

/* Send notifications from now on, until the shop closes or restarts. Control calls that wait for
 * them are then asked again, as the sockets' part of the mock does. */
void shop_sends(struct shop *shop);

/* Call as the agent of the built-in merchants, with this mchid. */
void as_agent(struct shop *shop, const char *mchid);
/* Call as this merchant. */
void as_merchant(struct shop *shop, const char *app_code, const char *client_key);

/* The usual call with changes: name, value, name, value, ..., NULL. A new name is added, WITHOUT
 * removes one. A payment has a fresh out_trade_no. */
const struct answer *pay(struct shop *shop, ...) __attribute__((sentinel));
const struct answer *ask(struct shop *shop, ...) __attribute__((sentinel));

/* An order that the payer has paid; changes as above. */
const struct answer *paid(struct shop *shop, ...) __attribute__((sentinel));
/* A refund of an order in full, under a fresh number; changes as above. */
const struct answer *refund(struct shop *shop, const struct answer *order, ...)
    __attribute__((sentinel));
/* A call of the API by its name ("close"), with mchid and txdtm and nothing else but the changes.
 */
const struct answer *call_api(struct shop *shop, const char *name, ...) __attribute__((sentinel));
struct call a_call(struct shop *shop, const char *name, ...) __attribute__((sentinel));

/* The usual payment or query, signed, to be spoilt before it is sent. */
struct call a_payment(struct shop *shop, ...) __attribute__((sentinel));
struct call a_query(struct shop *shop, ...) __attribute__((sentinel));
const struct answer *deliver(struct shop *shop, const struct call *call);
/* The same, where the file may fail: whether the turn was kept. */
const struct answer *deliver_or_lose(struct shop *shop, const struct call *call, bool *is_kept);

/* A call of the control API: path below /__sandbox/, with its query; body NULL for none. */
const struct answer *control(struct shop *shop, const char *method, const char *path,
                             const char *body);
struct call a_control_call(struct shop *shop, const char *method, const char *path,
                           const char *body);

/* Let the payer do something to an order; body members besides the action, or NULL. */
const struct answer *payer_does(struct shop *shop, const struct answer *order, const char *action);

/* Move the direct merchant's clock, or that of the one who calls. */
void advance(struct shop *shop, int64_t seconds);
void set_clock(struct shop *shop, const char *now);

/* A text in the arena of the shop. */
const char *format(struct shop *shop, const char *form, ...) __attribute__((format(printf, 2, 3)));

/* A string member; NULL when it is missing. */
const char *text_in(const cJSON *object, const char *key);
const char *text_of(const struct answer *answer, const char *key);
/* The records of a query's answer. */
size_t record_count(const struct answer *answer);
const cJSON *record_at(const struct answer *answer, size_t index);
/* Numbers of the records in their order: "order-2 order-1". */
const char *numbers_in(struct shop *shop, const struct answer *answer);

void assert_respcd(const struct answer *answer, const char *respcd);
/* Accepted, with a QR code. */
void assert_accepted(const struct answer *answer);
/* Refused with this code, for this requirement, with a reason, and without an order. */
void assert_refused(const struct answer *answer, const char *respcd, const char *requirement);
/* The advice names this requirement. */
void assert_advised(const struct answer *answer, const char *requirement);
void assert_not_advised(const struct answer *answer);
/* The control API said no: the status, and a sentence in "error". */
void assert_control_refuses(const struct answer *answer, unsigned http_status);
/* What the control API and a query say of an order. */
void assert_state(struct shop *shop, const struct answer *order, const char *state);
void assert_record(struct shop *shop, const struct answer *order, const char *respcd);
/* The only record of a transaction; its member as a query shows it. */
const cJSON *record_of(struct shop *shop, const struct answer *transaction);
void assert_shows(struct shop *shop, const struct answer *transaction, const char *key,
                  const char *value);
/* Exactly these keys, in this order; NULL ends them. */
void assert_keys(const cJSON *object, const char *const *keys);
/* No query finds this number. */
void assert_unknown(struct shop *shop, const char *out_trade_no);

#endif
