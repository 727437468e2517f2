/* See removal.h. */
#include "store/removal.h"

#include <stdlib.h>

#include "base/memory.h"
#include "merchant/merchant.h"
#include "store/ledger.h"
#include "store/message.h"
#include "store/store_internal.h"
#include "store/world.h"

enum {
    /* So many orders, notifications, codes or blocks of memory are freed in a turn. */
    SLICE = 256,
    /* And so many are worth it to give their memory back to the system. */
    GIVE_BACK_THINGS = 4096,
};

struct removal {
    struct store *store;
    struct removal *next;
    struct merchant *merchant; /* has its ids back when the turn is lost */
    int64_t id;
    struct world *world; /* NULL: there was none, or it is freed */
    size_t codes_seen;
    bool keeps_rows; /* some could not be deleted: they are left to the next start */
    size_t count;
    struct removed_account {
        int64_t id;
        struct rate_window *rate;
        struct ledger *ledger; /* likewise */
    } accounts[];
};

static struct removal *
removal_new(struct store *store, struct merchant *merchant)
{
    struct removal *removal = calloc(1, sizeof *removal +
                                            merchant->account_count * sizeof *removal->accounts);

    if (!removal)
        return NULL;
    removal->store = store;
    removal->merchant = merchant;
    removal->id = merchant->id;
    removal->count = merchant->account_count;
    removal->world = world_find(store, merchant->id);
    for (size_t i = 0; i < removal->count; i++) {
        removal->accounts[i].id = merchant->accounts[i].id;
        removal->accounts[i].rate = merchant->accounts[i].rate;
        removal->accounts[i].ledger = ledger_of(store, merchant->accounts[i].id);
    }
    return removal;
}

static void
take_out(struct removal *removal)
{
    if (removal->world)
        lookup_remove(&removal->store->worlds, removal->world);
    for (size_t i = 0; i < removal->count; i++) {
        struct ledger *ledger = removal->accounts[i].ledger;

        removal->merchant->accounts[i].rate = NULL;
        if (!ledger)
            continue;
        lookup_remove(&removal->store->ledgers, ledger);
        ledger->is_removed = true;
    }
}

/* Their rooms in the lookups were kept. */
static void
take_back(void *past)
{
    struct removal *removal = *(struct removal **)past;

    removal->merchant->id = removal->id;
    if (removal->world)
        lookup_add(&removal->store->worlds, removal->world);
    for (size_t i = 0; i < removal->count; i++) {
        struct ledger *ledger = removal->accounts[i].ledger;

        free(removal->merchant->accounts[i].rate);
        removal->merchant->accounts[i].rate = removal->accounts[i].rate;
        removal->merchant->accounts[i].id = removal->accounts[i].id;
        if (!ledger)
            continue;
        lookup_add(&removal->store->ledgers, ledger);
        ledger->is_removed = false;
    }
    free(removal);
}

static void
await_turn(void *past)
{
    struct removal *removal = *(struct removal **)past;

    for (size_t i = 0; i < removal->count; i++)
        free(removal->accounts[i].rate);
    removal->next = removal->store->removals;
    removal->store->removals = removal;
}

/* The rows that make it a merchant's. */
static enum store_result
disown(struct store *store, const struct merchant *merchant)
{
    enum store_result result = store_delete(store, TABLE_MERCHANT,
                                            &(struct merchant_row){.id = merchant->id});

    for (size_t i = 0; result == STORE_OK && i < merchant->account_count; i++)
        result = store_put(store, TABLE_ACCOUNT,
                           &(struct account_row){.id = merchant->accounts[i].id, .mchid = ""});
    return result;
}

enum store_result
removal_begin(struct store *store, struct merchant *merchant)
{
    struct removal *removal;

    if (!store_may_change(store) || disown(store, merchant) != STORE_OK)
        return STORE_FAILED;
    removal = removal_new(store, merchant);
    if (!removal)
        return STORE_FAILED;
    take_out(removal);
    store_note(store, take_back, await_turn, &removal, sizeof removal);
    return STORE_OK;
}

/* Nobody waits for the row; where it stays, the next start deletes it. */
static void
delete_row(struct removal *removal, enum table_id table, const void *row)
{
    if (!removal->keeps_rows && store_delete(removal->store, table, row) != STORE_OK)
        removal->keeps_rows = true;
}

static void
delete_message(struct removal *removal, struct message *message)
{
    for (size_t i = 0; i < message->attempt_count; i++)
        delete_row(removal, TABLE_ATTEMPT, &(struct attempt_row){.id = message->attempts[i].id});
    delete_row(removal, TABLE_NOTIFICATION, &message->told);
    ordered_remove(&removal->world->messages, message);
    audience_lose(removal->world, message->audience);
    message_free(message);
}

static void
delete_code(struct removal *removal, char *code)
{
    delete_row(removal, TABLE_AUTH_CODE, &(struct auth_code_row){removal->world->merchant, code});
    lookup_remove(&removal->world->codes, code);
    free(code);
}

static void
delete_order(struct removal *removal, struct ledger *ledger, struct order *order)
{
    delete_row(removal, TABLE_TRADE, &(struct trade){.id = order_id(order)});
    by_id_remove(&removal->store->orders, order_id(order));
    ordered_remove(&ledger->by_time, order);
}

/* Each of these frees one thing of what it is given, and at last that. */
static void
free_from_world(struct removal *removal)
{
    struct world *world = removal->world;
    size_t at = removal->codes_seen;
    struct message *message = ordered_at(&world->messages, world->messages.count - 1);
    char *code = message ? NULL : lookup_next(&world->codes, &at);

    if (message) {
        delete_message(removal, message);
    } else if (code) {
        removal->codes_seen = at - 1; /* another one may come into its place */
        delete_code(removal, code);
    } else {
        world_free(world);
        removal->world = NULL;
    }
}

static void
free_from_account(struct removal *removal, struct removed_account *account)
{
    struct ledger *ledger = account->ledger;
    struct order *order = ordered_at(&ledger->by_time, ledger->by_time.count - 1);

    if (order) {
        delete_order(removal, ledger, order);
    } else if (!ledger_free_block(ledger)) {
        ledger_free(ledger);
        account->ledger = NULL;
    }
}

/* false: there is nothing left. */
static bool
free_one(struct removal *removal)
{
    size_t at = 0;

    while (at < removal->count && !removal->accounts[at].ledger)
        at++;
    if (removal->world)
        free_from_world(removal);
    else if (at < removal->count)
        free_from_account(removal, &removal->accounts[at]);
    return removal->world || at < removal->count;
}

/* Rows that were deleted in a turn that is lost. */
static void
keep_rows(void *past)
{
    (*(struct removal **)past)->keeps_rows = true;
}

/* Lost, this leaves rows that the next start finds. */
static void
end(struct store *store, struct removal *removal)
{
    store->removals = removal->next;
    for (size_t i = 0; i < removal->count; i++)
        delete_row(removal, TABLE_ACCOUNT, &(struct account_row){.id = removal->accounts[i].id});
    free(removal);
    if (store->removals || store->freed_things < GIVE_BACK_THINGS)
        return;
    store->freed_things = 0;
    memory_give_back();
}

void
removal_go_on(struct store *store)
{
    struct removal *removal = store->removals;
    bool may_change = store_may_change(store);
    int count = 0;

    removal->keeps_rows = removal->keeps_rows || !may_change;
    while (count < SLICE && free_one(removal))
        count++;
    store->freed_things += (size_t)count;
    if (count == 0)
        end(store, removal);
    else if (may_change)
        store_note(store, keep_rows, NULL, &removal, sizeof removal);
}

void
removal_free_all(struct store *store)
{
    struct removal *removal;

    while ((removal = store->removals)) {
        store->removals = removal->next;
        if (removal->world)
            world_free(removal->world);
        for (size_t i = 0; i < removal->count; i++) {
            if (removal->accounts[i].ledger)
                ledger_free(removal->accounts[i].ledger);
        }
        free(removal);
    }
}
