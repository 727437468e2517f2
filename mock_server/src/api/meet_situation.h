/* A call meets its situation: that of its header X-QFMock-Trigger, of a rule of the merchant, or of
 * its amount. */
#ifndef MOCK_MEET_SITUATION_H
#define MOCK_MEET_SITUATION_H

#include "server/request.h"

/* Fills req->situation, notes it for the journal and advises; a rule's response is spent. */
void meet_situation(struct request *req);

#endif
