/* See ledger.h. */
#include "store/ledger.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The first block of an arena; each next one is twice as long, up to the last. */
enum { FIRST_BLOCK = 1024, LAST_BLOCK = 1024 * 1024, ALIGNMENT = 8 };

struct block {
    struct block *next;
    size_t size; /* of room */
    size_t used;
    char room[];
};

/* What few orders have. */
struct extra {
    int64_t auto_pay_at;
    int64_t asks_left;
    int64_t original;
    int64_t refunded_minor;
    int64_t captured_minor;
    int64_t refunding;
    int64_t ended_by;
    const char *note;
    int notify_as;
    char respcd[5];
    char ending[5];
    char waiting[5];
};

struct order {
    int64_t id;
    int64_t txamt_minor;
    int64_t sysdtm;
    int64_t paydtm;
    int64_t expires;
    struct ledger *ledger;
    struct extra *extra; /* NULL: all zero, all "" */
    uint32_t hash;       /* of the number */
    uint8_t state;
    uint8_t kind;
    char texts[]; /* the number, then the others of TEXTS, each with its NUL */
};

/* What follows the number in a record. */
#define TEXTS(text)                                                                                \
    text(pay_type) text(txcurrcd) text(txdtm) text(goods_name) text(udid) text(user_creid)         \
        text(user_truename) text(notify_url) text(origssn) text(chnlsn)

static uint64_t
hash_of_number(const void *item)
{
    return ((const struct order *)item)->hash;
}

/* A number with its length: what comes out of a list has no NUL behind it. */
struct number {
    const char *text;
    size_t len;
    uint32_t hash;
};

static bool
is_number(const void *item, const void *key)
{
    const struct order *order = item;
    const struct number *number = key;

    return order->hash == number->hash && strlen(order->texts) == number->len &&
           memcmp(order->texts, number->text, number->len) == 0;
}

static const struct lookup_key by_number = {hash_of_number, is_number};

static struct rank
rank_by_time(const void *item)
{
    const struct order *order = item;

    return (struct rank){order->sysdtm, order->id};
}

static struct rank
rank_by_payer(const void *item)
{
    const struct order *order = item;

    return (struct rank){order->extra->auto_pay_at, order->id};
}

struct ledger *
ledger_new(int64_t account)
{
    struct ledger *ledger = malloc(sizeof *ledger);

    if (ledger)
        *ledger = (struct ledger){.account = account,
                                  .numbers = {.key = &by_number},
                                  .by_time = {.rank = rank_by_time},
                                  .payers = {.rank = rank_by_payer}};
    return ledger;
}

bool
ledger_free_block(struct ledger *ledger)
{
    struct block *block = ledger->blocks;

    if (block)
        ledger->blocks = block->next;
    free(block);
    return block != NULL;
}

void
ledger_free(struct ledger *ledger)
{
    while (ledger_free_block(ledger)) {
    }
    lookup_clear(&ledger->numbers);
    ordered_clear(&ledger->by_time);
    ordered_clear(&ledger->payers);
    free(ledger);
}

static bool
add_block(struct ledger *ledger, size_t least)
{
    struct block *last = ledger->blocks;
    size_t size = !last ? FIRST_BLOCK : last->size < LAST_BLOCK ? last->size * 2 : LAST_BLOCK;
    struct block *block;

    size = size < least ? least : size;
    block = malloc(sizeof *block + size);
    if (!block)
        return false;
    *block = (struct block){.next = last, .size = size};
    ledger->blocks = block;
    return true;
}

static void *
alloc(struct ledger *ledger, size_t size)
{
    struct block *block = ledger->blocks;
    void *piece;

    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if ((!block || block->size - block->used < size) && !add_block(ledger, size))
        return NULL;
    block = ledger->blocks;
    piece = block->room + block->used;
    block->used += size;
    return piece;
}

static bool
needs_extra(const struct trade *trade)
{
    return trade->auto_pay_at != 0 || trade->asks_left != 0 || trade->original != 0 ||
           trade->refunded_minor != 0 || trade->captured_minor != 0 || trade->refunding != 0 ||
           trade->ended_by != 0 || trade->notify_as != 0 || trade->respcd[0] != '\0' ||
           trade->ending[0] != '\0' || trade->waiting[0] != '\0' || trade->note[0] != '\0';
}

/* The extra piece that a trade needs, if the order has none. false when out of memory. */
static bool
give_extra(struct order *order, const struct trade *trade)
{
    struct extra *extra;

    if (order->extra || !needs_extra(trade))
        return true;
    extra = alloc(order->ledger, sizeof *extra);
    if (!extra)
        return false;
    *extra = (struct extra){.auto_pay_at = trade->auto_pay_at,
                            .original = trade->original,
                            .notify_as = trade->notify_as,
                            .note = ""};
    memcpy(extra->ending, trade->ending, sizeof extra->ending);
    memcpy(extra->waiting, trade->waiting, sizeof extra->waiting);
    order->extra = extra;
    return true;
}

/* Whether the automatic payer is still to come. */
static bool
awaits_payer(const struct order *order)
{
    return order->extra && order->extra->auto_pay_at != 0 && order->state <= TRADE_PROCESSING;
}

/* What can change. The note is one of the ledger's. */
static void
set(struct order *order, const struct trade *trade, const char *note)
{
    struct extra *extra = order->extra;

    order->state = (uint8_t)trade->state;
    order->paydtm = trade->paydtm;
    if (!extra)
        return;
    extra->asks_left = trade->asks_left;
    extra->refunded_minor = trade->refunded_minor;
    extra->captured_minor = trade->captured_minor;
    extra->refunding = trade->refunding;
    extra->ended_by = trade->ended_by;
    extra->note = note;
    memcpy(extra->respcd, trade->respcd, sizeof extra->respcd);
}

/* The same, and the automatic payers with it. */
static void
move(struct order *order, const struct trade *trade, const char *note)
{
    bool awaited = awaits_payer(order);

    set(order, trade, note);
    if (awaited && !awaits_payer(order))
        ordered_remove(&order->ledger->payers, order);
    if (!awaited && awaits_payer(order))
        ordered_add(&order->ledger->payers, order);
}

/* The note of a trade as the ledger's; NULL when out of memory. */
static const char *
keep_note(struct order *order, const struct trade *trade)
{
    const char *old = order->extra ? order->extra->note : "";
    size_t size = strlen(trade->note) + 1;
    char *copy;

    if (strcmp(old, trade->note) == 0)
        return old;
    copy = size == 1 ? NULL : alloc(order->ledger, size);
    if (copy)
        memcpy(copy, trade->note, size);
    return size == 1 ? "" : copy;
}

static char *
append(char *at, const char *text)
{
    size_t size = strlen(text) + 1;

    memcpy(at, text, size);
    return at + size;
}

static size_t
size_of(const struct trade *trade)
{
    size_t size = offsetof(struct order, texts) + strlen(trade->out_trade_no) + 1;

#define ADD_SIZE(member) size += strlen(trade->member) + 1;
    TEXTS(ADD_SIZE)
#undef ADD_SIZE
    return size;
}

struct order *
ledger_write(struct ledger *ledger, const struct trade *trade)
{
    struct order *order;
    const char *note;
    char *at;

    if (!lookup_reserve(&ledger->numbers) || !ordered_reserve(&ledger->by_time) ||
        (trade->auto_pay_at != 0 && !ordered_reserve(&ledger->payers)))
        return NULL;
    order = alloc(ledger, size_of(trade));
    if (!order)
        return NULL;
    order->id = trade->id;
    order->txamt_minor = trade->txamt_minor;
    order->sysdtm = trade->sysdtm;
    order->expires = trade->expires;
    order->ledger = ledger;
    order->extra = NULL;
    order->kind = (uint8_t)trade->kind;
    at = append(order->texts, trade->out_trade_no);
    order->hash = (uint32_t)lookup_hash(order->texts, (size_t)(at - order->texts) - 1);
#define APPEND(member) at = append(at, trade->member);
    TEXTS(APPEND)
#undef APPEND
    note = give_extra(order, trade) ? keep_note(order, trade) : NULL;
    if (!note)
        return NULL;
    set(order, trade, note);
    return order;
}

void
ledger_add(struct ledger *ledger, struct order *order)
{
    lookup_add(&ledger->numbers, order);
    ordered_add(&ledger->by_time, order);
    if (awaits_payer(order))
        ordered_add(&ledger->payers, order);
}

void
ledger_remove(struct ledger *ledger, struct order *order)
{
    lookup_remove(&ledger->numbers, order);
    ordered_remove(&ledger->by_time, order);
    if (awaits_payer(order))
        ordered_remove(&ledger->payers, order);
}

struct order *
ledger_find(const struct ledger *ledger, const char *out_trade_no, size_t len)
{
    const struct number number = {out_trade_no, len, (uint32_t)lookup_hash(out_trade_no, len)};

    return lookup_find(&ledger->numbers, number.hash, &number);
}

bool
order_change(struct order *order, const struct trade *trade)
{
    const char *note;

    if (!give_extra(order, trade) || (order->extra && order->extra->auto_pay_at != 0 &&
                                      !ordered_reserve(&order->ledger->payers)))
        return false;
    note = keep_note(order, trade);
    if (!note)
        return false;
    move(order, trade, note);
    return true;
}

void
order_put_back(struct order *order, const struct trade *past)
{
    move(order, past, past->note);
}

/* The end of a text is the beginning of the next. */
static const char *
read_text(const char **at)
{
    const char *text = *at;

    *at += strlen(text) + 1;
    return text;
}

void
order_read(const struct order *order, struct trade *trade)
{
    const struct extra *extra = order->extra;
    const char *at = order->texts;

    *trade = (struct trade){.id = order->id,
                            .kind = (enum trade_kind)order->kind,
                            .account = order->ledger->account,
                            .state = (enum trade_state)order->state,
                            .txamt_minor = order->txamt_minor,
                            .sysdtm = order->sysdtm,
                            .paydtm = order->paydtm,
                            .expires = order->expires,
                            .note = ""};
    trade->out_trade_no = read_text(&at);
#define READ(member) trade->member = read_text(&at);
    TEXTS(READ)
#undef READ
    if (!extra)
        return;
    trade->auto_pay_at = extra->auto_pay_at;
    trade->asks_left = extra->asks_left;
    trade->original = extra->original;
    trade->refunded_minor = extra->refunded_minor;
    trade->captured_minor = extra->captured_minor;
    trade->refunding = extra->refunding;
    trade->ended_by = extra->ended_by;
    trade->notify_as = extra->notify_as;
    trade->note = extra->note;
    memcpy(trade->respcd, extra->respcd, sizeof trade->respcd);
    memcpy(trade->ending, extra->ending, sizeof trade->ending);
    memcpy(trade->waiting, extra->waiting, sizeof trade->waiting);
}

struct ledger *
order_ledger(const struct order *order)
{
    return order->ledger;
}

int64_t
order_id(const struct order *order)
{
    return order->id;
}
