/* What every command that talks to a server does first and last: look whether the target may be
 * tested at all, open it so that nothing dangerous can leave, and close what is open at the end. */
#ifndef CONFORM_SAFETY_H
#define CONFORM_SAFETY_H

#include "base/exit_status.h"
#include "options/options.h"
#include "request/credentials.h"
#include "safety/guard.h"
#include "target/target.h"

enum { MAX_AMOUNT_DEFAULT = 100, LIVE_RATE_DEFAULT = 6 };

/* One per command; both targets of a diff share its ledger. Zero but for options. */
struct precautions {
    const struct options *options;
    struct arena *arena; /* borrowed */
    struct ledger *ledger;
};

/* Judge the URL (this machine, or --live; never production), then open the target with certificate
 * checks, credentials of the options, pace and, when it is live, guard and ledger; orders that an
 * earlier run left there are closed first. target is zero, but for credentials that it shall have
 * instead of the options'. Anything else than EXIT_AS_EXPECTED comes with a line on standard error,
 * and nothing was sent then. */
enum exit_status safety_open_target(struct precautions *safety, const char *url,
                                    struct target *target);

/* A merchant of the options as a target takes it; texts are borrowed. For a target that shall have
 * another one than the options' first. */
void safety_take_merchant(struct credentials *credentials, const struct given *given);

/* Between two cases. */
void safety_after_case(struct target *target);

/* Close what is open there and the connections. EXIT_UNSAFE, after lines on standard error, when
 * something is left behind. Accepts a target that was not opened. */
enum exit_status safety_close_target(struct target *target);

/* Release the ledger. */
void safety_end(struct precautions *safety);

#endif
