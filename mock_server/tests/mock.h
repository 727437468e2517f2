/* qfpay-mock as a process of its own on a free port, for tests of what only sockets and threads can
 * show. Requests are sent together and their answers read afterwards, so that they meet inside. */
#ifndef MOCK_TESTS_MOCK_H
#define MOCK_TESTS_MOCK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qfpay/param.h"
#include "qfpay/sign.h"

struct mock {
    int pid;
    int port;
    qfpay_signer *signer;
};

/* One answer. */
struct answered {
    char body[4096];
    char respcd[5]; /* "" when there is none */
};

/* cmocka set-up and tear-down; *state becomes the mock. */
int mock_start(void **state);
int mock_stop(void **state);
#define MOCK_TEST(name) cmocka_unit_test_setup_teardown(name, mock_start, mock_stop)

/* Send a call of the direct merchant ("/trade/v1/refund") without waiting for its answer. The
 * connection, for mock_answer. */
int mock_send(struct mock *mock, const char *path, const struct qfpay_param *params, size_t count);

/* The same for a control call: JSON below /__sandbox/. */
int mock_send_control(struct mock *mock, const char *path, const char *json);

/* Read what came back to its end, and close. */
void mock_answer(int connection, struct answered *answered);

/* The value of a text member of a flat JSON body; "" when there is none. */
void mock_member(const struct answered *answered, const char *key, char *value, size_t size);

#endif
