/* Giving an answer what a rule has written of it: code, texts, body. Its headers are send.c's. */
#ifndef MOCK_OWN_WORDS_H
#define MOCK_OWN_WORDS_H

#include "server/request.h"

struct call; /* call.h */

/* Refuse a call with the rule's code, which the catalogue does not list. */
struct reply own_refusal(struct call *call);

/* Write the rule's words and body into a reply; its signature is made afterwards. */
void own_words(struct request *req, struct reply *reply);

#endif
