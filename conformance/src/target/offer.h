/* Which pay types a target offers, where it does not tell: by one small payment of each that a case
 * asks for, made once. */
#ifndef CONFORM_OFFER_H
#define CONFORM_OFFER_H

#include "fixture/suite.h"
#include "target/target.h"

/* Why the target does not offer a pay type, for a report; NULL when it does. A target that tells
 * its pay types (a fresh merchant's features) is taken at its word, a live one that tells none is
 * sent nothing, and nobody is before discovery. Texts live as long as the arena of discovery. */
const char *offer_lacking(struct target *target, const struct suite *suite, const char *pay_type);

#endif
