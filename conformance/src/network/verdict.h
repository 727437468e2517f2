/* What a client should have done, against what it did. */
#ifndef CONFORM_VERDICT_H
#define CONFORM_VERDICT_H

#include "network/play.h"
#include "trial/result.h"

/* Fill in the result of a play that was played to its end: findings, and notes on what happened. */
void verdict_of_play(const struct play *play, const struct suite *suite, struct result *result);

/* Whether a play says anything about mistakes: nobody was listened to who sent nothing, signed with
 * a wrong key throughout, or answered no notification. */
bool play_is_telling(const struct play *play);

#endif
