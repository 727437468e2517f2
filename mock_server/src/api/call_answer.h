/* What a call is answered: the refusal of the row that it breaks, or what was made of it. */
#ifndef MOCK_CALL_ANSWER_H
#define MOCK_CALL_ANSWER_H

#include "api/call.h"
#include "tell/tale.h"

/* The first row of a chapter that the call breaks. NULL: it keeps all of them, or call->trouble
 * says what went wrong meanwhile. */
const struct check *call_broken(struct call *call, enum chapter chapter);

/* The same as an answer. false: *reply is the refusal, or our own failure. */
bool call_keeps(struct call *call, enum chapter chapter, struct reply *reply);

/* The code that a row answers. Borrowed from the row or the situation. */
const char *call_code(const struct call *call, const struct check *check);

/* What a row says in resperr; in the arena or static. */
const char *call_resperr(struct call *call, const struct check *check);

/* What the channel makes of call->made: refused by a row of its chapter, under way as a situation
 * asks, or as it is. */
void call_ask_channel(struct call *call, enum chapter chapter);

/* What is told of call->made, with the code that it has, or that a situation says before it ends.
 */
struct tale call_tale(struct call *call, const struct trade *original);

/* The answer of a call that has stored call->made, from a finished tree; with the reason where the
 * channel refuses, or where a situation leaves its caller in doubt. */
struct reply call_answer(struct call *call, const struct tale *tale, struct tree *tree,
                         const cJSON *root);

#endif
