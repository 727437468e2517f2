/* A merchant is a world: its own credentials, accounts, clock, journal and orders. The registry
 * finds one by app code. Merchants are kept in the store as well, so that a durable file brings
 * them back. */
#ifndef MOCK_MERCHANT_H
#define MOCK_MERCHANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "merchant/agenda.h"
#include "merchant/journal.h"
#include "merchant/wait_list.h"

enum {
    APP_CODE_LEN = 32,      /* HDR-01 */
    CLIENT_KEY_MAX = 64,    /* bytes; real ones have 32 */
    MCHID_MAX = 16,         /* PAY-MCHID-03 */
    NOTIFY_URL_MAX = 256,   /* PAY-NOTIFY-01 */
    MERCHANT_LIST_MAX = 64, /* mchids, pay types or currencies of one merchant */
};

enum mchid_state {
    MCHID_ACTIVE,
    MCHID_DISABLED,     /* 1243 */
    MCHID_UNCONFIGURED, /* 1242 */
};

/* The scope of order numbers (PAY-OTN-03): a mchid, or the app code itself (mchid ""). */
struct account {
    int64_t id; /* of the store; 0 before it is stored */
    enum mchid_state state;
    char mchid[MCHID_MAX + 1];
    struct rate_window *rate; /* of rate_limit.c, by malloc; NULL until calls are counted */
};

struct rule_set; /* rule.h */

struct merchant {
    struct merchant *next;          /* of the same hash bucket */
    struct merchant *next_by_key;   /* the same by client key */
    struct appointment appointment; /* of the registry's agenda */
    struct waiting waiting;         /* for its turn to notify */
    int64_t id;                     /* of the store; 0 before it is stored */
    char app_code[APP_CODE_LEN + 1];
    char client_key[CLIENT_KEY_MAX + 1];
    char notify_key[CLIENT_KEY_MAX + 1]; /* signs its notifications; "": the client key does */
    char notify_url[NOTIFY_URL_MAX + 1];
    struct account *accounts; /* at least one; an agent has one per mchid, a direct merchant one */
    size_t account_count;
    bool is_agent;   /* has mchids, so that every call must carry one (PAY-MCHID-01) */
    bool is_builtin; /* there again after a reset */
#define FEATURE(member) bool member;
#include "merchant/features.def"
#undef FEATURE
    char (*pay_types)[7]; /* enabled ones */
    size_t pay_type_count;
    char (*currencies)[4]; /* enabled ones; none listed means all */
    size_t currency_count;
    char (*full_refund_only)[7]; /* pay types and currencies without partial refunds (RFD-12) */
    size_t full_refund_only_count;
    struct clock clock;
    struct journal *journal; /* NULL: what is done to it is kept nowhere */
    struct rule_set *rules;  /* NULL: none */
    int64_t notify_last;     /* number of the last attempt of a notification */
    int64_t notify_from; /* when this process began to serve it: what fell due before was missed */
    int64_t auto_pay_next; /* when the next automatic payer pays; INT64_MAX: never */
};

enum { MERCHANT_BUCKETS = 256, KEY_BUCKETS = 4096 };

struct merchant_registry {
    struct merchant *buckets[MERCHANT_BUCKETS]; /* by app code */
    struct merchant *by_key[KEY_BUCKETS];
    struct agenda agenda;
    struct journals journals;
    size_t count;
};

/* A merchant without accounts, whose journal is one of all (NULL: it has none); caller frees with
 * merchant_free. NULL when out of memory. */
struct merchant *merchant_new(const char *app_code, const char *client_key,
                              struct journals *journals);
void merchant_free(struct merchant *merchant);

/* A copy of what can be set, in no registry, to be changed: given back with merchant_take, or
 * dropped with merchant_free. NULL when out of memory. */
struct merchant *merchant_dup(const struct merchant *merchant);

/* Make a merchant what a changed copy of it says; what has happened to it stays: journal, rules,
 * counted calls, its place in the registry, which it must leave meanwhile if its key may change.
 * The copy is freed. */
void merchant_take(struct merchant *merchant, struct merchant *changed);

/* Add a mchid ("" for the app code itself). false when out of memory or too many. */
bool merchant_add_account(struct merchant *merchant, const char *mchid, enum mchid_state state);
bool merchant_add_pay_type(struct merchant *merchant, const char *pay_type);
bool merchant_add_currency(struct merchant *merchant, const char *currency);
bool merchant_add_full_refund_only(struct merchant *merchant, const char *pay_type_or_currency);

/* Whether the account may use it (PAY-TYPE-02, PAY-CUR-02). */
bool merchant_has_pay_type(const struct merchant *merchant, const char *pay_type);
bool merchant_has_currency(const struct merchant *merchant, const char *currency);

/* Whether the channel takes back the whole amount only (1270, 1271). */
bool merchant_refunds_only_in_full(const struct merchant *merchant,
                                   const char *pay_type_or_currency);

/* Whose key signs: the client key, or the notify key where the merchant has one (signings.def). */
const char *client_key_of(const struct merchant *merchant);
const char *notify_key_of(const struct merchant *merchant);

/* The account of a mchid; "" finds that of a direct merchant. Borrowed, or NULL. */
struct account *merchant_account(struct merchant *merchant, const char *mchid);

/* Find by app code, byte-exact. Borrowed, or NULL; NULL for a NULL app code. */
struct merchant *registry_find(const struct merchant_registry *registry, const char *app_code);

/* Whether a merchant has this client key, byte-exact. */
bool registry_has_key(const struct merchant_registry *registry, const char *client_key);

/* Put a merchant in; the registry owns it from here on. Its app code must be new. It is looked at
 * once, for nobody knows what may be due. */
void registry_add(struct merchant_registry *registry, struct merchant *merchant);

/* Look at a merchant when its clock shows the instant, or earlier if that is planned already. One
 * whose clock stands still before it is not put down in the agenda. */
void registry_expect(struct merchant_registry *registry, struct merchant *merchant,
                     int64_t instant);

/* Take a merchant out and hand it to the caller, who frees it. */
void registry_remove(struct merchant_registry *registry, struct merchant *merchant);

/* Free them all. */
void registry_clear(struct merchant_registry *registry);

/* The merchant after this one, in no particular order; NULL starts, NULL ends. */
struct merchant *registry_next(const struct merchant_registry *registry,
                               const struct merchant *merchant);

const char *mchid_state_name(enum mchid_state state);
bool mchid_state_find(const char *name, enum mchid_state *state);

#endif
