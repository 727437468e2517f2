/*
 * How answers look: text for people, one JSON object for programs.
 */
#ifndef QFPAY_CLI_SHOW_H
#define QFPAY_CLI_SHOW_H

#include <stdio.h>

#include "qfpay/client.h"

enum show_tone {
    SHOW_GOOD,
    SHOW_OPEN,
    SHOW_BAD,
    SHOW_FAINT,
};

/* Whether escape sequences may be written to a stream: a terminal, and NO_COLOR is not set. */
bool show_has_colour(FILE *out);

/* Paid is good, pending is open. */
enum show_tone show_tone_of(enum qfpay_outcome outcome);

/* A text in a tone's colour where that is possible. */
void show_toned(FILE *out, enum show_tone tone, const char *text);

/* "  syssn          2026...": nothing when the value is empty. */
void show_field(const char *name, const char *value);

/* What to type next: a command that ends in a value, which is quoted for the shell, and what is
 * said of it, or "". */
void show_next(const char *command, const char *value, const char *rest);

/* The fields of a transaction that people want, and the amount in major units. */
void show_record(const qfpay_record *record);

/* "Paid.", "Refunded." or "Frozen.", and the transaction. */
void show_done(const qfpay_record *record);

/* Why QFPay refused, what it means and what to do, the sandbox's own diagnosis included. */
void show_refusal(const qfpay_answer *answer);

/* What to mind about a request that was not refused: money that may have moved, and what the
 * sandbox says, if it says something. */
void show_advice(const qfpay_answer *answer);

/*
 * The answer as one line of JSON: outcome, worked, respcd, syssn, out_trade_no, the subject's other
 * fields under "transaction", a query's records, the sandbox's diagnosis.
 */
void show_json(const qfpay_answer *answer);

/* What was found out about a genuine notification. */
struct show_findings {
    bool is_duplicate;
    bool is_wrong_amount;
};

/*
 * A delivery as one line of JSON: a genuine notification and what was found, or NULL twice and why
 * it is none.
 */
void show_json_notification(const qfpay_notification *notification,
                            const struct show_findings *findings,
                            const struct qfpay_notification_reply *reply,
                            const struct qfpay_error *err);

/* Names and values in turn, then NULL, as one line of JSON. */
void show_json_pairs(const char *const *pairs);

/* A failed call, as one line of JSON and as one line on stderr, or only the latter. */
int show_failure(const char *command, bool json, const struct qfpay_error *err);

#endif
