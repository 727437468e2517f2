/* A shop's receiver of notifications on a free port of the loopback, in a thread of its own: it
 * keeps what comes in and answers what the test has said. */
#ifndef MOCK_TESTS_RECEIVER_H
#define MOCK_TESTS_RECEIVER_H

#include <stddef.h>

struct received {
    char *head; /* request line and headers */
    char *body;
    char sign[80]; /* X-QF-SIGN; "" without */
};

struct receiver;

/* One that answers 200 and SUCCESS. */
struct receiver *receiver_open(void);
void receiver_close(struct receiver *receiver);

/* "http://127.0.0.1:PORT/notify". Borrowed. */
const char *receiver_url(const struct receiver *receiver);

/* From now on: this status and body. */
void receiver_answers(struct receiver *receiver, unsigned status, const char *body);

/* From now on: read everything and never say a word. */
void receiver_falls_silent(struct receiver *receiver);

/* From now on: answer nobody until so many wait for their answer, and then all of them. What comes
 * one after another runs into its time-out. */
void receiver_waits_for(struct receiver *receiver, size_t count);

/* What has come in so far; the index counts from 0. Borrowed until it closes. */
size_t receiver_count(struct receiver *receiver);
const struct received *receiver_at(struct receiver *receiver, size_t index);

#endif
