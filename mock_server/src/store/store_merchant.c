/* Merchants in the store: the registry has them, the file follows. Rows are written first, so that
 * a failure leaves memory as it is. */
#include <stdio.h>
#include <string.h>

#include "situation/rule.h"
#include "store/removal.h"
#include "store/store.h"
#include "store/store_internal.h"

/* Room for MERCHANT_LIST_MAX pay types with commas. */
enum { LIST_TEXT_SIZE = MERCHANT_LIST_MAX * 7 + 1 };

/* Join elements of element_size bytes each. */
static void
join(const char *elements, size_t element_size, size_t count, char text[LIST_TEXT_SIZE])
{
    size_t at = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(text + at, LIST_TEXT_SIZE - at, "%s%s", i == 0 ? "" : ",",
                               elements + i * element_size);
}

static bool
split(struct merchant *merchant, const char *text,
      bool (*add)(struct merchant *merchant, const char *element))
{
    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        char element[8];

        snprintf(element, sizeof element, "%.*s", (int)len, text);
        if (!add(merchant, element))
            return false;
        text += len + (text[len] == ',');
    }
    return true;
}

/* The switches of features.def as bits, the first row in the lowest. */
static int64_t
pack_features(const struct merchant *merchant)
{
    int64_t bits = 0;
    int at = 0;

#define FEATURE(member) bits |= (int64_t)merchant->member << at++;
#include "merchant/features.def"
#undef FEATURE
    return bits;
}

static void
unpack_features(struct merchant *merchant, int64_t bits)
{
    int at = 0;

#define FEATURE(member) merchant->member = ((bits >> at++) & 1) != 0;
#include "merchant/features.def"
#undef FEATURE
}

static enum store_result
put_row(struct store *store, const struct merchant *merchant, struct clock clock)
{
    char pay_types[LIST_TEXT_SIZE];
    char currencies[LIST_TEXT_SIZE];
    char full_refund_only[LIST_TEXT_SIZE];
    const struct merchant_row row = {.id = merchant->id,
                                     .app_code = merchant->app_code,
                                     .client_key = merchant->client_key,
                                     .notify_url = merchant->notify_url,
                                     .features = pack_features(merchant),
                                     .is_builtin = merchant->is_builtin,
                                     .pay_types = pay_types,
                                     .currencies = currencies,
                                     .frozen = clock.frozen,
                                     .clock = clock.value,
                                     .full_refund_only = full_refund_only,
                                     .notify_key = merchant->notify_key};

    join((const char *)merchant->pay_types, sizeof *merchant->pay_types, merchant->pay_type_count,
         pay_types);
    join((const char *)merchant->currencies, sizeof *merchant->currencies, merchant->currency_count,
         currencies);
    join((const char *)merchant->full_refund_only, sizeof *merchant->full_refund_only,
         merchant->full_refund_only_count, full_refund_only);
    return store_put(store, TABLE_MERCHANT, &row);
}

/* A merchant and its accounts. What is new gets its id, which is never given twice. */
static enum store_result
put_rows(struct store *store, struct merchant *merchant)
{
    enum store_result result;

    if (merchant->id == 0)
        merchant->id = ++store->last_merchant;
    result = put_row(store, merchant, merchant->clock);
    for (size_t i = 0; result == STORE_OK && i < merchant->account_count; i++) {
        struct account *account = &merchant->accounts[i];

        if (account->id == 0)
            account->id = ++store->last_account;
        result = store_put(store, TABLE_ACCOUNT,
                           &(struct account_row){.id = account->id,
                                                 .merchant = merchant->id,
                                                 .mchid = account->mchid,
                                                 .state = (int)account->state});
    }
    return result;
}

/* A merchant with its registry. */
struct listed {
    struct merchant_registry *registry;
    struct merchant *merchant;
};

static void
put_into_registry(void *past)
{
    const struct listed *listed = past;

    registry_add(listed->registry, listed->merchant);
}

static void
free_listed(void *past)
{
    merchant_free(((struct listed *)past)->merchant);
}

static void
take_back_add(void *past)
{
    const struct listed *listed = past;

    registry_remove(listed->registry, listed->merchant);
    merchant_free(listed->merchant);
}

enum store_result
store_add_merchant(struct store *store, struct merchant_registry *registry,
                   struct merchant *merchant)
{
    const struct listed listed = {registry, merchant};

    if (!store_may_change(store) || put_rows(store, merchant) != STORE_OK)
        return STORE_FAILED;
    registry_add(registry, merchant);
    store_note(store, take_back_add, NULL, &listed, sizeof listed);
    return STORE_OK;
}

struct changed {
    struct merchant_registry *registry;
    struct merchant *merchant;
    struct merchant *past;
};

/* It may be found by another key afterwards. */
static void
take(struct merchant_registry *registry, struct merchant *merchant, struct merchant *changed)
{
    registry_remove(registry, merchant);
    merchant_take(merchant, changed);
    registry_add(registry, merchant);
}

static void
take_back_merchant(void *past)
{
    const struct changed *changed = past;

    take(changed->registry, changed->merchant, changed->past);
}

static void
free_past(void *past)
{
    merchant_free(((struct changed *)past)->past);
}

enum store_result
store_change_merchant(struct store *store, struct merchant_registry *registry,
                      struct merchant *merchant, struct merchant *changed)
{
    const struct changed change = {registry, merchant, merchant_dup(merchant)};

    if (!change.past || !store_may_change(store) || put_rows(store, changed) != STORE_OK) {
        merchant_free(change.past);
        merchant_free(changed);
        return STORE_FAILED;
    }
    take(registry, merchant, changed);
    store_note(store, take_back_merchant, free_past, &change, sizeof change);
    return STORE_OK;
}

struct timed {
    struct merchant *merchant;
    struct clock clock;
};

static void
take_back_clock(void *past)
{
    const struct timed *timed = past;

    timed->merchant->clock = timed->clock;
}

enum store_result
store_set_clock(struct store *store, struct merchant *merchant, struct clock clock)
{
    const struct timed timed = {merchant, merchant->clock};

    if (!store_may_change(store) || put_row(store, merchant, clock) != STORE_OK)
        return STORE_FAILED;
    merchant->clock = clock;
    store_note(store, take_back_clock, NULL, &timed, sizeof timed);
    return STORE_OK;
}

struct written {
    struct merchant *merchant;
    struct journal *journal;
};

static void
take_back_journal(void *past)
{
    const struct written *written = past;

    journal_free(written->merchant->journal);
    written->merchant->journal = written->journal;
}

static void
free_journal(void *past)
{
    journal_free(((struct written *)past)->journal);
}

static enum store_result
drop_journal(struct store *store, struct merchant *merchant)
{
    const struct written written = {merchant, merchant->journal};

    struct journal *journal = journal_new(merchant->journal->all);

    if (!journal || !store_may_change(store)) {
        journal_free(journal);
        return STORE_FAILED;
    }
    merchant->journal = journal;
    store_note(store, take_back_journal, free_journal, &written, sizeof written);
    return STORE_OK;
}

/* So that nothing of what is removed is ever taken for its own. */
static enum store_result
put_rows_anew(struct store *store, struct merchant *merchant)
{
    merchant->id = 0;
    for (size_t i = 0; i < merchant->account_count; i++)
        merchant->accounts[i].id = 0;
    return put_rows(store, merchant);
}

enum store_result
store_reset_merchant(struct store *store, struct merchant *merchant, struct clock clock)
{
    if (store_delete_rules(store, merchant) != STORE_OK ||
        drop_journal(store, merchant) != STORE_OK || removal_begin(store, merchant) != STORE_OK ||
        put_rows_anew(store, merchant) != STORE_OK)
        return STORE_FAILED;
    return store_set_clock(store, merchant, clock);
}

enum store_result
store_delete_merchant(struct store *store, struct merchant_registry *registry,
                      struct merchant *merchant)
{
    const struct listed listed = {registry, merchant};

    if (store_delete_rules(store, merchant) != STORE_OK ||
        removal_begin(store, merchant) != STORE_OK || !store_may_change(store))
        return STORE_FAILED;
    registry_remove(registry, merchant);
    store_note(store, put_into_registry, free_listed, &listed, sizeof listed);
    return STORE_OK;
}

/* What is needed while merchants are read. */
struct loader {
    struct store *store;
    struct merchant_registry *registry;
    struct lookup merchants; /* by id */
};

static uint64_t
hash_of_id(const void *item)
{
    return (uint64_t)((const struct merchant *)item)->id;
}

static bool
is_id(const void *item, const void *key)
{
    return ((const struct merchant *)item)->id == *(const int64_t *)key;
}

static const struct lookup_key by_id = {hash_of_id, is_id};

static struct merchant *
find_loaded(const struct loader *loader, int64_t id)
{
    return lookup_find(&loader->merchants, (uint64_t)id, &id);
}

static struct merchant *
from_row(const struct merchant_row *row, struct journals *journals)
{
    struct merchant *merchant = merchant_new(row->app_code, row->client_key, journals);

    if (!merchant)
        return NULL;
    merchant->id = row->id;
    snprintf(merchant->notify_url, sizeof merchant->notify_url, "%s", row->notify_url);
    snprintf(merchant->notify_key, sizeof merchant->notify_key, "%s", row->notify_key);
    unpack_features(merchant, row->features);
    merchant->is_builtin = row->is_builtin;
    merchant->clock.frozen = row->frozen;
    merchant->clock.value = row->clock;
    if (split(merchant, row->pay_types, merchant_add_pay_type) &&
        split(merchant, row->currencies, merchant_add_currency) &&
        split(merchant, row->full_refund_only, merchant_add_full_refund_only))
        return merchant;
    merchant_free(merchant);
    return NULL;
}

static bool
load_merchant(void *cls, void *row)
{
    struct loader *loader = cls;
    struct merchant *merchant;

    if (!lookup_reserve(&loader->merchants))
        return false;
    merchant = from_row(row, &loader->registry->journals);
    if (!merchant)
        return false;
    lookup_add(&loader->merchants, merchant);
    registry_add(loader->registry, merchant);
    loader->store->last_merchant = merchant->id; /* they come by id */
    return true;
}

static bool
load_account(void *cls, void *row)
{
    struct loader *loader = cls;
    const struct account_row *account = row;
    struct merchant *merchant = find_loaded(loader, account->merchant);

    loader->store->last_account = account->id; /* they come by id */
    if (!merchant)
        return true;
    if (!merchant_add_account(merchant, account->mchid, (enum mchid_state)account->state))
        return false;
    merchant->accounts[merchant->account_count - 1].id = account->id;
    return true;
}

static bool
load_rule(void *cls, void *row)
{
    const struct rule_row *rule = row;
    struct merchant *merchant = find_loaded(cls, rule->merchant);

    return !merchant || store_read_rule(merchant, rule);
}

enum store_result
store_load_merchants(struct store *store, struct merchant_registry *registry)
{
    struct loader loader = {store, registry, {.key = &by_id}};
    bool ok = !store->database ||
              (database_read(store->database, TABLE_MERCHANT, load_merchant, &loader) &&
               database_read(store->database, TABLE_ACCOUNT, load_account, &loader) &&
               database_read(store->database, TABLE_RULE, load_rule, &loader));

    lookup_clear(&loader.merchants);
    return ok ? STORE_OK : STORE_FAILED;
}
