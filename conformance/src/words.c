/* See words.h. */
#include "words.h"

#include <string.h>

static const char *const evidences[EVIDENCE_COUNT] = {"seed",     "docs",    "old",
                                                      "observed", "assumed", "design"};
static const char *const roles[ROLE_COUNT] = {"default", "agent", "other"};
static const char *const safeties[SAFETY_COUNT] = {"creates-nothing", "creates-unpaid",
                                                   "sandbox-only"};
static const char *const verdicts[VERDICT_COUNT] = {"pass", "differs", "fail", "skip"};

static const struct {
    const char *name;
    const char *about;
    const char *feature; /* in the sandbox's words; NULL for what is no feature of a merchant */
} capabilities[CAPABILITY_COUNT] = {
    [CAN_SANDBOX] = {"sandbox", "a sandbox", NULL},
    [CAN_MERCHANTS] = {"sandbox.merchants", "fresh merchants", NULL},
    [CAN_CLOCK] = {"sandbox.clock", "a clock to move", NULL},
    [CAN_TRANSACTIONS] = {"sandbox.transactions", "a list of transactions", NULL},
    [CAN_PAYER] = {"sandbox.payer", "a payer", NULL},
    [CAN_JOURNAL] = {"sandbox.journal", "a journal", NULL},
    [CAN_CATALOGUE] = {"sandbox.catalogue", "a catalogue", NULL},
    [CAN_RULES] = {"sandbox.rules", "outcome rules", NULL},
    [CAN_TRIGGERS] = {"triggers", "trigger amounts", NULL},
    [CAN_MOCK_HEADERS] = {"mock.headers", "explaining headers", NULL},
    [CAN_AGENT] = {"merchant.agent", "a merchant with mchid", NULL},
    [CAN_NO_MCHID] = {"merchant.no-mchid", "a merchant without mchid", NULL},
    [CAN_MCHID_DISABLED] = {"merchant.mchid-disabled", "a disabled mchid", NULL},
    [CAN_MCHID_UNCONFIGURED] = {"merchant.mchid-unconfigured", "an unconfigured mchid", NULL},
    [CAN_NOTIFICATIONS] = {"sandbox.notifications", "notifications", NULL},
    [CAN_REFUND] = {"call.refund", "refunds", NULL},
    [CAN_REVERSAL] = {"call.reversal", "reversals", NULL},
    [CAN_CLOSE] = {"call.close", "closes", NULL},
    [CAN_ADD_NOTE] = {"call.add_note", "notes", NULL},
    [CAN_AUTHTRADE] = {"call.authtrade", "captures", NULL},
    [CAN_UNFREEZE] = {"call.unfreeze", "releases", NULL},
    [CAN_REAL_NAME] = {"merchant.real-name", "real-name checks", "real_name"},
    [CAN_REFUND_BALANCE] = {"merchant.refund-balance", "a refundable balance", "refund_balance"},
    [CAN_NIGHT_WINDOW] = {"merchant.night-window", "nights without refunds", "night_window"},
    [CAN_T0] = {"merchant.t0", "settlement at once", "t0"},
    [CAN_LEGACY_REVERSAL] = {"merchant.legacy-reversal", "reversals that refund",
                             "legacy_reversal"},
    [CAN_LONG_PREAUTH] = {"merchant.long-preauth", "long pre-authorisations", "long_preauth"},
    [CAN_RATE_LIMIT] = {"merchant.rate-limit", "a rate limit", "rate_limit"},
};

const char *
evidence_name(enum evidence evidence)
{
    return evidences[evidence];
}

const char *
capability_name(enum capability capability)
{
    return capabilities[capability].name;
}

const char *
capability_about(enum capability capability)
{
    return capabilities[capability].about;
}

const char *
capability_feature(enum capability capability)
{
    return capabilities[capability].feature;
}

const char *
role_name(enum role role)
{
    return roles[role];
}

const char *
safety_name(enum safety safety)
{
    return safeties[safety];
}

const char *
verdict_name(enum verdict verdict)
{
    return verdicts[verdict];
}

/* The index of a name in a list, or count. */
static size_t
position(const char *name, const char *const *names, size_t count)
{
    size_t i = 0;

    while (i < count && (!name || strcmp(name, names[i]) != 0))
        i++;
    return i;
}

bool
evidence_find(const char *name, enum evidence *found)
{
    size_t at = position(name, evidences, EVIDENCE_COUNT);

    if (at < EVIDENCE_COUNT)
        *found = (enum evidence)at;
    return at < EVIDENCE_COUNT;
}

bool
capability_find(const char *name, enum capability *found)
{
    size_t i;

    for (i = 0; name && i < CAPABILITY_COUNT; i++) {
        if (strcmp(name, capabilities[i].name) == 0) {
            *found = (enum capability)i;
            return true;
        }
    }
    return false;
}

bool
role_find(const char *name, enum role *found)
{
    size_t at = position(name, roles, ROLE_COUNT);

    if (at < ROLE_COUNT)
        *found = (enum role)at;
    return at < ROLE_COUNT;
}

bool
safety_find(const char *name, enum safety *found)
{
    size_t at = position(name, safeties, SAFETY_COUNT);

    if (at < SAFETY_COUNT)
        *found = (enum safety)at;
    return at < SAFETY_COUNT;
}
