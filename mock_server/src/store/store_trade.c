/* Orders in the store: ledgers by account, all orders by id. */
#include <string.h>

#include "store/ledger.h"
#include "store/store.h"
#include "store/store_internal.h"

static uint64_t
hash_of_account(const void *item)
{
    return (uint64_t)((const struct ledger *)item)->account;
}

static bool
is_account(const void *item, const void *key)
{
    return ((const struct ledger *)item)->account == *(const int64_t *)key;
}

const struct lookup_key ledger_by_account = {hash_of_account, is_account};

struct ledger *
ledger_of(const struct store *store, int64_t account)
{
    return lookup_find(&store->ledgers, (uint64_t)account, &account);
}

/* A ledger with the store that it is in. */
struct opened {
    struct store *store;
    struct ledger *ledger;
};

static void
take_back_ledger(void *past)
{
    const struct opened *opened = past;

    lookup_remove(&opened->store->ledgers, opened->ledger);
    ledger_free(opened->ledger);
}

/* NULL when out of memory, or when nothing can be written. */
static struct ledger *
find_or_make_ledger(struct store *store, int64_t account)
{
    struct opened opened = {store, ledger_of(store, account)};

    if (opened.ledger)
        return opened.ledger;
    if (!store_may_change(store) || !lookup_reserve(&store->ledgers))
        return NULL;
    opened.ledger = ledger_new(account);
    if (!opened.ledger)
        return NULL;
    lookup_add(&store->ledgers, opened.ledger);
    store_note(store, take_back_ledger, NULL, &opened, sizeof opened);
    return opened.ledger;
}

static struct order *
find_order(const struct store *store, int64_t id)
{
    struct order *order = by_id_find(&store->orders, id);

    return order && !order_ledger(order)->is_removed ? order : NULL;
}

/* An order with the store that it is in. */
struct placed {
    struct store *store;
    struct order *order;
};

static void
add(const struct placed *placed)
{
    ledger_add(order_ledger(placed->order), placed->order);
    by_id_add(&placed->store->orders, order_id(placed->order), placed->order);
}

static void
take_back_insert(void *past)
{
    const struct placed *placed = past;

    by_id_remove(&placed->store->orders, order_id(placed->order));
    ledger_remove(order_ledger(placed->order), placed->order);
}

/* A record that can be added; NULL when out of memory, or when nothing can be written. */
static struct order *
write_order(struct store *store, const struct trade *trade)
{
    struct ledger *ledger = find_or_make_ledger(store, trade->account);

    return !ledger || !store_may_change(store) || !by_id_reserve(&store->orders, trade->id)
               ? NULL
               : ledger_write(ledger, trade);
}

enum store_result
store_insert_trade(struct store *store, const struct trade *trade)
{
    struct placed placed = {store, NULL};
    struct trade other;

    if (store_trade_by_number(store, trade->account, trade->out_trade_no,
                              strlen(trade->out_trade_no), &other))
        return STORE_DUPLICATE;
    placed.order = write_order(store, trade);
    if (!placed.order)
        return STORE_FAILED;
    add(&placed);
    store_note(store, take_back_insert, NULL, &placed, sizeof placed);
    return store_put(store, TABLE_TRADE, trade);
}

struct change {
    struct order *order;
    struct trade past;
};

static void
take_back_change(void *past)
{
    const struct change *change = past;

    order_put_back(change->order, &change->past);
}

_Static_assert(sizeof(struct change) <= UNDO_ROOM, "UNDO_ROOM");

enum store_result
store_update_trade(struct store *store, const struct trade *trade)
{
    struct change change = {.order = find_order(store, trade->id)};
    struct trade changed;

    if (!change.order)
        return STORE_OK;
    order_read(change.order, &change.past);
    if (!store_may_change(store) || !order_change(change.order, trade))
        return STORE_FAILED;
    store_note(store, take_back_change, NULL, &change, sizeof change);
    order_read(change.order, &changed);
    return store_put(store, TABLE_TRADE, &changed);
}

bool
store_trade_by_id(const struct store *store, int64_t id, struct trade *trade)
{
    const struct order *order = find_order(store, id);

    if (order)
        order_read(order, trade);
    return order != NULL;
}

bool
store_trade_by_number(const struct store *store, int64_t account, const char *out_trade_no,
                      size_t len, struct trade *trade)
{
    const struct ledger *ledger = ledger_of(store, account);
    const struct order *order = ledger ? ledger_find(ledger, out_trade_no, len) : NULL;

    if (order)
        order_read(order, trade);
    return order != NULL;
}

/* All of a ledger below a rank. */
static void
add_to_walk(struct store_walk *walk, const struct ledger *ledger, struct rank end)
{
    if (!ledger)
        return;
    walk->ledgers[walk->count] = ledger;
    walk->left[walk->count++] = ordered_below(&ledger->by_time, end);
}

struct store_walk
store_walk_time(const struct store *store, int64_t account, int64_t from, int64_t to)
{
    struct store_walk walk;

    walk.count = 0;
    walk.from = from;
    add_to_walk(&walk, ledger_of(store, account), (struct rank){to, INT64_MAX});
    return walk;
}

struct store_walk
store_walk_merchant(const struct store *store, const struct merchant *merchant,
                    const struct trade *before)
{
    struct rank end = !before ? (struct rank){INT64_MAX, INT64_MAX}
                              : (struct rank){before->sysdtm, before->id};
    struct store_walk walk;

    walk.count = 0;
    walk.from = INT64_MIN;
    for (size_t i = 0; i < merchant->account_count; i++)
        add_to_walk(&walk, ledger_of(store, merchant->accounts[i].id), end);
    return walk;
}

bool
store_walk_next(struct store_walk *walk, struct trade *trade)
{
    const struct order *newest = NULL;
    struct rank rank = {walk->from, INT64_MIN};
    size_t of = 0;

    for (size_t i = 0; i < walk->count; i++) {
        const struct ordered *by_time = &walk->ledgers[i]->by_time;
        const struct order *last = walk->left[i] == 0 ? NULL
                                                      : ordered_at(by_time, walk->left[i] - 1);

        if (!last || !rank_is_below(rank, by_time->rank(last)))
            continue;
        newest = last;
        rank = by_time->rank(last);
        of = i;
    }
    if (!newest)
        return false;
    walk->left[of]--;
    order_read(newest, trade);
    return true;
}

size_t
store_auto_pay_due(const struct store *store, int64_t account, int64_t now, int64_t *ids,
                   size_t max)
{
    const struct ledger *ledger = ledger_of(store, account);
    size_t count = !ledger ? 0 : ordered_below(&ledger->payers, (struct rank){now, INT64_MAX});

    count = count < max ? count : max;
    for (size_t i = 0; i < count; i++)
        ids[i] = ledger->payers.rank(ordered_at(&ledger->payers, i)).id;
    return count;
}

int64_t
store_auto_pay_next(const struct store *store, int64_t account)
{
    const struct ledger *ledger = ledger_of(store, account);
    const struct order *next = ledger ? ordered_at(&ledger->payers, 0) : NULL;

    return !next ? INT64_MAX : ledger->payers.rank(next).at;
}

size_t
store_order_count(struct store *store)
{
    const struct ledger *ledger;
    size_t count = 0;
    size_t at = 0;

    while ((ledger = lookup_next(&store->ledgers, &at)))
        count += ledger->by_time.count;
    return count;
}

bool
store_load_trade(void *cls, void *row)
{
    struct store *store = cls;
    const struct trade *trade = row;
    struct placed placed = {store, NULL};

    if ((unsigned)trade->state < TRADE_STATE_COUNT && (unsigned)trade->kind < TRADE_KIND_COUNT)
        placed.order = write_order(store, trade);
    if (!placed.order)
        return false;
    add(&placed);
    /* The end of an order has a number of its own. */
    store->last_id = trade->id > store->last_id ? trade->id : store->last_id;
    store->last_id = trade->ended_by > store->last_id ? trade->ended_by : store->last_id;
    return true;
}

void
store_free_orders(struct store *store)
{
    struct ledger *ledger;
    size_t at = 0;

    while ((ledger = lookup_next(&store->ledgers, &at)))
        ledger_free(ledger);
    lookup_clear(&store->ledgers);
    by_id_clear(&store->orders);
}
