/* The ids of many results, as few words as say the same. */
#ifndef CONFORM_FOLDED_IDS_H
#define CONFORM_FOLDED_IDS_H

#include "report/sayings.h"

/* All that say what the first of them says, without that first one: "payment.answer.* (12)" where
 * every result below that name is among them, else id by id. Lines of at most 100 characters,
 * each behind indent blanks. */
void folded_ids_print(FILE *out, const struct report *report, const struct saying *saying,
                      int indent);

#endif
