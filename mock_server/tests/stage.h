/* The real qfpay-mock in a process of its own, on a free port, and plain sockets to talk to it with
 * bytes that no client library would send. Nothing waits for a time: a process is ready when its
 * first line is there, and every read has a bound far beyond what a busy machine needs. */
#ifndef MOCK_TESTS_STAGE_H
#define MOCK_TESTS_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qfpay/sign.h"
#include "testing/process.h"

#define DIRECT_APP "A1B2C3D4E5F60718293A4B5C6D7E8F90"
#define DIRECT_KEY "0F1E2D3C4B5A69788796A5B4C3D2E1F0"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { MOCKS_MAX = 4, REPLY_MAX = 1024 * 1024 };

struct mock {
    struct process process;
    int port;
    char first_line[256];
};

/* What one test uses: its processes, a folder of its own, and a signer. */
struct stage {
    char folder[64];
    struct mock mocks[MOCKS_MAX];
    qfpay_signer *signer;
    const char *app_code; /* who pays: the direct merchant, until the test says otherwise */
    const char *client_key;
    char text[4096]; /* of stage_path and the requests */
};

/* cmocka set-up and tear-down; *state becomes the stage. Tear-down ends what still runs, and fails
 * when a sanitizer or anything else made that end another one than SIGTERM's. */
int stage_open(void **state);
int stage_close(void **state);
#define STAGE_TEST(name) cmocka_unit_test_setup_teardown(name, stage_open, stage_close)

/* A name in the test's folder, in a buffer that the next call overwrites. */
const char *stage_path(struct stage *stage, const char *name);

/* Start with --port 0 --log off and these flags; NULL ends them. It listens. */
struct mock *mock_start(struct stage *stage, ...) __attribute__((sentinel));
/* The same, where no file may grow beyond so many bytes: a full disk. */
struct mock *mock_start_limited(struct stage *stage, size_t file_size, ...)
    __attribute__((sentinel));

/* The same, within limits: what ulimit takes. */
struct mock *mock_start_narrow(struct stage *stage, const char *limits, ...)
    __attribute__((sentinel));

/* Send a signal and wait for the end: the exit status, or -1 when a signal ended it. */
int mock_end(struct mock *mock, int signal_number);

/* Run with exactly these flags until it ends by itself: the exit status. Both outputs are cut to
 * 4 KiB. */
struct output {
    char out[4096];
    char err[4096];
};
int mock_run(struct output *output, ...) __attribute__((sentinel));

/* A connection to a mock. */
int mock_connect(const struct mock *mock);
void send_bytes(int fd, const void *bytes, size_t len);
void send_text(int fd, const char *text);

/* An answer as it came. */
struct wire_reply {
    int status;
    char head[8192]; /* status line and headers */
    char *body;      /* NUL-terminated, until the next read_reply into it; freed by reply_free */
    size_t body_len;
};
/* Read one answer, also one without an end of the body announced. false: the connection was closed
 * before the head was whole. */
bool read_reply(int fd, struct wire_reply *reply);
void reply_free(struct wire_reply *reply);
/* Nothing but the end of the connection comes. */
void assert_closed(int fd);

/* Connect, send, read one answer, close. The caller frees the body with reply_free. */
struct wire_reply ask_mock(const struct mock *mock, const char *request);

/* The status of a control call on a fresh connection; body NULL for none. The answer's body goes to
 * *body, which the caller frees, unless it is NULL. */
int control_call(const struct mock *mock, const char *method, const char *path, const char *body,
                 char **answer);

/* A signed call ("/trade/v1/refund") of these parameters, whole, in the stage's buffer. */
const char *call_request(struct stage *stage, const char *path, const struct qfpay_param *params,
                         size_t count);
/* A signed payment of this number, whole, in the stage's buffer. */
const char *payment_request(struct stage *stage, const char *out_trade_no);
/* A signed query with these numbers, comma separated, and up to 100 records. */
const char *query_request(struct stage *stage, const char *out_trade_nos, char *text,
                          size_t text_size);

/* Pay on a connection of its own: whether the answer's respcd is this. */
void assert_pays(struct stage *stage, const struct mock *mock, const char *out_trade_no,
                 const char *respcd);
/* The server still serves: a control call on a fresh connection works. */
void assert_alive(const struct mock *mock);

/* Whether a JSON body has this member with this text, as QFPay spells it. */
bool says(const char *body, const char *key, const char *value);
/* The text of a JSON body's first member of this name, as QFPay spells it. */
void take_member(const char *body, const char *key, char *value, size_t value_size);

#endif
