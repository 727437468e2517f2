/* A transcript: the exchanges of cases with one target, secrets and volatile values replaced by
 * names, so that it can be read, kept, sent to others, and compared at any later time. JSON:
 *
 *   {"schema": "qfpay-transcript/1", "recorded": "2026-11-23T13:58:00Z", "target": "http://...",
 *    "runner": "qfpay-conform 1.0", "sandbox": {"version", "profile"}, "capabilities": [...],
 *    "cases": [{"id": "payment.answer.echo", "fingerprint": "...", "verdict": "pass",
 *               "exchanges": [{"step": 1, "title": "call payment",
 *                              "sent": {"method", "path", "params": [["txamt", "301"], ...]},
 *                              "answer": {"http": 200, "ms": 3, "headers": {}, "signature":
 * "right", "body": {"txamt": "301", "syssn": "${syssn:1}", ...}}}]},
 *              {"id": "...", "skipped": "needs sandbox.payer"}]}
 *
 * One with "partial": true was put together by hand from published captures: what it does not have
 * is not known, except that an exchange with "whole": true has all keys of its body, in their
 * order.
 * "${any}", "${any text}" and "${any number}" are values that are not known. */
#ifndef CONFORM_TRANSCRIPT_H
#define CONFORM_TRANSCRIPT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

#define TRANSCRIPT_SCHEMA "qfpay-transcript/1"

enum {
    TRANSCRIPT_MAX = 64 * 1024 * 1024, /* bytes */
    TRANSCRIPT_DEPTH_MAX = 64,
    TRANSCRIPT_MEMBERS_MAX = 5000, /* of an object or array in a body */
};

/* Read and check a file. Everything that transcript_* and the comparison look at then has its form;
 * NULL after lines on problems_to. */
const cJSON *transcript_load(struct arena *arena, const char *path, FILE *problems_to);

/* A file about to be written, beside its final name, readable by its owner only. */
struct transcript_file;

/* NULL after a line on problems_to. */
struct transcript_file *transcript_create(struct arena *arena, const char *path, FILE *problems_to);

/* Write and give the file its name, in place of an older one; false after a line on problems_to,
 * and then nothing is there. No transcript with one of the secrets in it is ever written; NULL ends
 * them. */
bool transcript_commit(struct transcript_file *file, const cJSON *transcript,
                       const char *const *secrets, FILE *problems_to);

/* Remove what was not committed. */
void transcript_abandon(struct transcript_file *file);

/* Whether a body can stand in a transcript as JSON: nested and wide so little that nobody who walks
 * it or compares it runs out of stack or time. */
bool transcript_holds(const cJSON *body);

/* The case of this id, or NULL. */
const cJSON *transcript_case(const cJSON *transcript, const char *id);

bool transcript_is_partial(const cJSON *transcript);

#endif
