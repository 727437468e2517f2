/* Somebody with a wallet in front of the terminal, for targets where nobody else pays (--attended):
 * is shown the code of an order and told what to do with it, and has some time for it. */
#ifndef CONFORM_PERSON_H
#define CONFORM_PERSON_H

#include "request/message.h"
#include "request/request.h"
#include "run/course.h"

struct person {
    int wait_s;       /* that they have for one code */
    int64_t shown_s;  /* of the countdown, so that each second is written once */
    bool input_ended; /* nobody can press a key */
};

/* Who is at hand for this target from now on: it then has paid orders, and a payer who cancels.
 * Nobody where the target has a payer of its own, or its orders become paid by themselves. */
void person_join(struct target *target, struct person *person);

/* Remember the code that the answer to a payment has. */
void person_learn(struct course *course, const struct request *request, const struct reply *reply);

/* A payer's step, "pay" or "cancel", of the order with this syssn: show its code and wait. The case
 * is unmet when the time runs out, when the order cannot be paid so, or when they do something
 * else; the time of the case does not count meanwhile. */
void person_act(struct course *course, const cJSON *step, const char *syssn);

#endif
