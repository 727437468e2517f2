/* Turns the exchanges of running cases into a transcript: what was sent, what came back, with names
 * in place of secrets and volatile values. A transcript is JSON from the start; see transcript.h
 * for its form. */
#ifndef CONFORM_RECORDER_H
#define CONFORM_RECORDER_H

#include "drift/kinds.h"
#include "run/listener.h"

struct recorder;

/* A recorder without cases; all borrowed for its life. It lives in arena. */
struct recorder *recorder_new(const struct suite *suite, const struct kind_table *kinds,
                              struct target *target, struct arena *arena);

/* Run one case and append what happened, or why it was skipped; seconds bound it. */
void recorder_run(struct recorder *recorder, const struct test_case *test, int seconds);

/* The transcript, complete with its head, owned by the recorder's arena; asked for once. */
const cJSON *recorder_transcript(struct recorder *recorder);

#endif
