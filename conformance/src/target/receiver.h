/* The merchant's side of notifications: listens on a loopback port of its own, keeps what arrives
 * for the case that runs, and answers as that case has scripted. A thread of its own serves it; the
 * functions below are for one other thread. */
#ifndef CONFORM_RECEIVER_H
#define CONFORM_RECEIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/exchange.h"
#include "target/target.h"

enum { RECEIVER_QUEUE_MAX = 1000, RECEIVER_BODY_MAX = 65536 };

struct receiver_answer {
    bool is_silent; /* close the connection without an answer */
    unsigned http;
    const char *body; /* NUL-terminated */
};

/* Start to listen; NULL when that is not possible. Caller frees with receiver_close. */
struct receiver *receiver_open(void);

/* Listen when the target sends notifications. Who cannot listen cannot judge them; all else can go
 * on, after a line on standard error. Caller closes target->receiver. */
void receiver_open_for(struct target *target);

/* Stop; accepts NULL. */
void receiver_close(struct receiver *receiver);

unsigned receiver_port(const struct receiver *receiver);

/* From here on keep what is posted to path, or below it, and nothing else. The answers are given in
 * turn, the last one for ever. path and answers are borrowed until receiver_end. */
void receiver_begin(struct receiver *receiver, const char *path,
                    const struct receiver_answer *answers, size_t count);

/* Keep nothing any more, and forget what nobody took. */
void receiver_end(struct receiver *receiver);

/* Take the next notification, waiting for it until deadline_ms of now_ms. false when none came;
 * else its headers and body are in taken, which caller clears with qfpay_response_clear. */
bool receiver_take(struct receiver *receiver, int64_t deadline_ms, struct qfpay_response *taken);

#endif
