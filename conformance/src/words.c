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
} capabilities[CAPABILITY_COUNT] = {
    [CAN_SANDBOX] = {"sandbox", "a sandbox"},
    [CAN_MERCHANTS] = {"sandbox.merchants", "fresh merchants"},
    [CAN_CLOCK] = {"sandbox.clock", "a clock to move"},
    [CAN_TRANSACTIONS] = {"sandbox.transactions", "a list of transactions"},
    [CAN_PAYER] = {"sandbox.payer", "a payer"},
    [CAN_JOURNAL] = {"sandbox.journal", "a journal"},
    [CAN_CATALOGUE] = {"sandbox.catalogue", "a catalogue"},
    [CAN_RULES] = {"sandbox.rules", "outcome rules"},
    [CAN_TRIGGERS] = {"triggers", "trigger amounts"},
    [CAN_MOCK_HEADERS] = {"mock.headers", "explaining headers"},
    [CAN_AGENT] = {"merchant.agent", "a merchant with mchid"},
    [CAN_NO_MCHID] = {"merchant.no-mchid", "a merchant without mchid"},
    [CAN_MCHID_DISABLED] = {"merchant.mchid-disabled", "a disabled mchid"},
    [CAN_MCHID_UNCONFIGURED] = {"merchant.mchid-unconfigured", "an unconfigured mchid"},
    [CAN_REAL_NAME] = {"merchant.real-name", "real-name checks"},
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
