/* The fixed vocabularies of fixtures: evidence, capabilities, merchants' roles, safety, verdicts.
 * One row each in words.c; fixtures/README.md explains them to people. */
#ifndef CONFORM_WORDS_H
#define CONFORM_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum evidence {
    EVIDENCE_SEED,
    EVIDENCE_DOCS,
    EVIDENCE_OLD,
    EVIDENCE_OBSERVED,
    EVIDENCE_ASSUMED, /* a broken expectation is reported as differing, not as failing */
    EVIDENCE_DESIGN,  /* a promise of this project's own sandbox */
    EVIDENCE_COUNT
};

enum capability {
    CAN_SANDBOX,
    CAN_MERCHANTS,
    CAN_CLOCK,
    CAN_TRANSACTIONS,
    CAN_PAYER,
    CAN_JOURNAL,
    CAN_CATALOGUE,
    CAN_RULES,
    CAN_TRIGGERS,
    CAN_MOCK_HEADERS,
    CAN_AGENT,
    CAN_NO_MCHID,
    CAN_MCHID_DISABLED,
    CAN_MCHID_UNCONFIGURED,
    CAN_NOTIFICATIONS,
    CAN_REFUND, /* the calls beside payment and query, in the order of the API's pages */
    CAN_REVERSAL,
    CAN_CLOSE,
    CAN_ADD_NOTE,
    CAN_AUTHTRADE,
    CAN_UNFREEZE,
    CAN_REAL_NAME, /* from here on: features that a fresh merchant can have */
    CAN_REFUND_BALANCE,
    CAN_NIGHT_WINDOW,
    CAN_T0,
    CAN_LEGACY_REVERSAL,
    CAN_LONG_PREAUTH,
    CAN_RATE_LIMIT,
    CAPABILITY_COUNT
};

_Static_assert(CAPABILITY_COUNT <= 32, "a capability is a bit of capability_set");

/* Who makes a call. */
enum role { ROLE_DEFAULT, ROLE_AGENT, ROLE_OTHER, ROLE_COUNT };

/* What a case leaves behind. */
enum safety { CREATES_NOTHING, CREATES_UNPAID, SANDBOX_ONLY, SAFETY_COUNT };

enum verdict { VERDICT_PASS, VERDICT_DIFFERS, VERDICT_FAIL, VERDICT_SKIP, VERDICT_COUNT };

const char *evidence_name(enum evidence evidence);
const char *capability_name(enum capability capability);
const char *capability_about(enum capability capability); /* for the report's opening line */
/* What the sandbox calls a merchant's feature ("refund_balance"); NULL for other capabilities. */
const char *capability_feature(enum capability capability);
const char *role_name(enum role role);
const char *safety_name(enum safety safety);
const char *verdict_name(enum verdict verdict);

/* Find by name; false for an unknown or NULL name, *found is then untouched. */
bool evidence_find(const char *name, enum evidence *found);
bool capability_find(const char *name, enum capability *found);
bool role_find(const char *name, enum role *found);
bool safety_find(const char *name, enum safety *found);

/* Sets of capabilities, as bits. */
typedef unsigned capability_set;
static inline capability_set
capability_bit(enum capability capability)
{
    return 1u << (unsigned)capability;
}

#endif
