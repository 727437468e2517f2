/* What the files of the verdict share: an expectation under judgement, the checks by subject, and
 * how things are told. */
#ifndef CONFORM_VERDICT_CHECKS_H
#define CONFORM_VERDICT_CHECKS_H

#include "network/play.h"
#include "trial/result.h"

struct judging {
    const struct play *play;
    struct result *result;
    struct grade grade;
    const cJSON *value; /* of the check */
};

/* A check of one member of an expectation: says nothing when all is well. */
typedef void client_check(struct judging *judging);

/* Note what is wrong, as a sentence about the client. */
void found(struct judging *judging, const char *format, ...) QFPAY_PRINTF(2, 3);

/* "payment", or the path of what is no call of the API. */
const char *call_name(const struct call *call);

/* "HTTP 200 with ...", or that there was no answer. */
const char *describe_delivery(struct arena *arena, const struct delivery *delivery);

/* verdict_calls.c: what was sent, and when. */
client_check check_calls;
client_check check_sent;
client_check check_one_number;
client_check check_after_loss;
client_check check_asks_for_refund;
client_check check_well_formed;
client_check check_sign_type;
client_check check_back_off_ms;
client_check check_back_off_doubling_ms;
client_check check_pace_ms;
client_check check_txdtm_within_s;

/* verdict_receiver.c: what was booked, and how notifications were answered. */
client_check check_booked;
client_check check_answers;
client_check check_answered_within_ms;

/* verdict_notes.c: the story of a play, for reports. */
void note_play(const struct play *play, struct result *result);

#endif
