/* What a script has the world do: the payer, the clock, rules, the merchant's own calls. */
#ifndef CONFORM_ACTION_H
#define CONFORM_ACTION_H

#include "network/play.h"

/* A fresh merchant with the scenario's rules and, for a refund, a paid order. false after setting
 * play->trouble. */
bool action_open_world(struct play *play);

/* Learn the order's state, then remove the merchant. */
void action_close_world(struct play *play);

/* Do one action of a script. false after setting play->trouble or play->has_no_order. */
bool action_do(struct play *play, const cJSON *action);

#endif
