/* What goes wrong when a new order is stored: its number is taken for new or for used, it is kept
 * with another amount or for another time. Each is a function that stands in for
 * store_and_tell_new. */
#include "defect/mutant.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notify/store_and_tell.h"
#include "qfpay/datetime.h"
#include "server/request.h"
#include "server/server.h"

enum { NUMBER_SIZE = 256 };

/* What a trade has that has the number already. */
typedef bool frees(const struct trade *trade, const struct trade *other);

static bool
is_any(const struct trade *trade, const struct trade *other)
{
    (void)trade;
    (void)other;
    return true;
}

static bool
is_failed(const struct trade *trade, const struct trade *other)
{
    (void)trade;
    return other->state == TRADE_FAILED;
}

static bool
is_expired(const struct trade *trade, const struct trade *other)
{
    (void)trade;
    return other->state == TRADE_EXPIRED;
}

static bool
is_closed(const struct trade *trade, const struct trade *other)
{
    (void)trade;
    return other->state == TRADE_CLOSED;
}

static bool
is_refund(const struct trade *trade, const struct trade *other)
{
    (void)trade;
    return trade_is_refund(other);
}

static bool
is_of_another_month(const struct trade *trade, const struct trade *other)
{
    char now[QFPAY_DATETIME_SIZE];
    char then[QFPAY_DATETIME_SIZE];

    qfpay_datetime_format(trade->sysdtm, QFPAY_SYSTEM_ZONE_MINUTES, now);
    qfpay_datetime_format(other->sysdtm, QFPAY_SYSTEM_ZONE_MINUTES, then);
    return memcmp(now, then, strlen("YYYY-MM")) != 0;
}

/* The trade of an account that has the number, its time passed. */
static enum store_result
find(struct server *server, struct merchant *merchant, const struct trade *trade,
     struct trade *other)
{
    return store_trade_by_number(server->store, trade->account, trade->out_trade_no,
                                 strlen(trade->out_trade_no), other)
               ? meet_time(server, merchant, other)
               : STORE_ABSENT;
}

/* Store it all the same, under a number that nobody can have. */
static enum store_result
insert_again(struct server *server, struct merchant *merchant, const struct trade *trade)
{
    struct trade again = *trade;
    char number[256];

    (void)snprintf(number, sizeof number, "%s#%" PRId64, trade->out_trade_no, trade->id);
    again.out_trade_no = number;
    return store_and_tell_new(server, merchant, &again);
}

static enum store_result
insert_if(struct server *server, struct merchant *merchant, struct trade *trade, frees *is_free)
{
    enum store_result result = store_and_tell_new(server, merchant, trade);
    struct trade other;

    if (result == STORE_DUPLICATE && find(server, merchant, trade, &other) == STORE_OK &&
        is_free(trade, &other))
        result = insert_again(server, merchant, trade);
    return result;
}

#define INSERT_IF(is_free)                                                                         \
    static enum store_result insert_if_##is_free(struct server *server, struct merchant *merchant, \
                                                 struct trade *trade)                              \
    {                                                                                              \
        return insert_if(server, merchant, trade, is_free);                                        \
    }
INSERT_IF(is_any)
INSERT_IF(is_failed)
INSERT_IF(is_expired)
INSERT_IF(is_closed)
INSERT_IF(is_refund)
INSERT_IF(is_of_another_month)

static bool
has_number(struct server *server, const struct merchant *merchant, const struct trade *trade)
{
    struct trade other;
    bool found = false;

    for (size_t i = 0; i < merchant->account_count && !found; i++)
        found = store_trade_by_number(server->store, merchant->accounts[i].id, trade->out_trade_no,
                                      strlen(trade->out_trade_no), &other);
    return found;
}

static enum store_result
insert_once_for_an_app(struct server *server, struct merchant *merchant, struct trade *trade)
{
    return has_number(server, merchant, trade) ? STORE_DUPLICATE
                                               : store_and_tell_new(server, merchant, trade);
}

static enum store_result
insert_once_for_all(struct server *server, struct merchant *merchant, struct trade *trade)
{
    struct merchant *other = NULL;

    while ((other = registry_next(&server->merchants, other))) {
        if (has_number(server, other, trade))
            return STORE_DUPLICATE;
    }
    return store_and_tell_new(server, merchant, trade);
}

/* The first order is told of, in the words of the second. */
static enum store_result
find_or_insert(struct server *server, struct merchant *merchant, struct trade *trade)
{
    enum store_result result = store_and_tell_new(server, merchant, trade);
    struct trade first = {.id = trade->id, .sysdtm = trade->sysdtm};

    if (result != STORE_DUPLICATE)
        return result;
    result = find(server, merchant, trade, &first);
    trade->id = first.id;
    trade->sysdtm = first.sysdtm;
    return result;
}

static enum store_result
insert_refunds_anyway(struct server *server, struct merchant *merchant, struct trade *trade)
{
    return trade_is_refund(trade) ? insert_if_is_any(server, merchant, trade)
                                  : store_and_tell_new(server, merchant, trade);
}

static enum store_result
insert_in_32_bits(struct server *server, struct merchant *merchant, struct trade *trade)
{
    trade->txamt_minor = (int32_t)trade->txamt_minor;
    return store_and_tell_new(server, merchant, trade);
}

static enum store_result
insert_from_txdtm(struct server *server, struct merchant *merchant, struct trade *trade)
{
    int64_t txdtm = trade->sysdtm;

    (void)qfpay_datetime_parse(trade->txdtm, strlen(trade->txdtm), QFPAY_SYSTEM_ZONE_MINUTES,
                               &txdtm);
    trade->expires += txdtm - trade->sysdtm;
    return store_and_tell_new(server, merchant, trade);
}

/* What stands for a number where numbers are compared. */
typedef void resembles(const char *number, char text[NUMBER_SIZE]);

static void
as_float(const char *number, char text[NUMBER_SIZE])
{
    char *end = NULL;
    double value = strtod(number, &end);

    (void)snprintf(text, NUMBER_SIZE, "%.17g", value);
    if (*end != '\0')
        (void)snprintf(text, NUMBER_SIZE, "%s", number);
}

/* As some collations have it: accents do not count, nor does the width of a letter. */
static void
as_collated(const char *number, char text[NUMBER_SIZE])
{
    size_t len = 0;

    for (const char *at = number; *at != '\0' && len + 1 < NUMBER_SIZE; at++) {
        if (strncmp(at, "\xc3\xa9", 2) == 0) { /* e acute */
            text[len++] = 'e';
            at++;
        } else if (strncmp(at, "\xef\xbc", 2) == 0 && at[2] != '\0') { /* full width */
            text[len++] = (char)((unsigned char)at[2] - 0x60);
            at += 2;
        } else {
            text[len++] = *at;
        }
    }
    text[len] = '\0';
}

/* Characters of four bytes are all the same. */
static void
as_three_bytes(const char *number, char text[NUMBER_SIZE])
{
    size_t len = 0;

    for (const char *at = number; *at != '\0' && len + 1 < NUMBER_SIZE; at++) {
        bool is_long = ((unsigned char)*at & 0xf8) == 0xf0;

        text[len++] = is_long ? '?' : *at;
        at += is_long ? 3 : 0;
    }
    text[len] = '\0';
}

/* Remember the text as the number of an account that is nobody's; where it is there the number is
 * taken for a used one. */
static enum store_result
insert_unlike(struct server *server, struct merchant *merchant, struct trade *trade,
              resembles *resemble)
{
    struct trade shadow = *trade;
    char text[NUMBER_SIZE];
    enum store_result result;

    resemble(trade->out_trade_no, text);
    shadow.id = store_next_id(server->store);
    shadow.account = -trade->account;
    shadow.out_trade_no = text;
    result = store_insert_trade(server->store, &shadow);
    return result == STORE_OK ? store_and_tell_new(server, merchant, trade) : result;
}

#define INSERT_UNLIKE(resemble)                                                                    \
    static enum store_result insert_unlike_##resemble(                                             \
        struct server *server, struct merchant *merchant, struct trade *trade)                     \
    {                                                                                              \
        return insert_unlike(server, merchant, trade, resemble);                                   \
    }
INSERT_UNLIKE(as_float)
INSERT_UNLIKE(as_collated)
INSERT_UNLIKE(as_three_bytes)

static enum store_result
insert_by_minutes(struct server *server, struct merchant *merchant, struct trade *trade)
{
    trade->expires -= trade->expires % 60;
    return store_and_tell_new(server, merchant, trade);
}

static const struct {
    const char *what;
    const char *twist;
    enum qfpay_req requirement;
    stores_new *store;
    const char *about;
} rows[] = {
    {"number", "used-twice", QFPAY_REQ_PAY_OTN_02, insert_if_is_any,
     "A payment with a used out_trade_no makes another order."},
    {"number", "repeats-answer", QFPAY_REQ_PAY_OTN_02, find_or_insert,
     "A payment with a used out_trade_no answers as the first one did."},
    {"number", "free-after-failure", QFPAY_REQ_PAY_OTN_07, insert_if_is_failed,
     "An order that failed leaves its out_trade_no free."},
    {"number", "free-after-expiry", QFPAY_REQ_PAY_OTN_02, insert_if_is_expired,
     "An order that expired leaves its out_trade_no free."},
    {"number", "free-after-close", QFPAY_REQ_PAY_OTN_02, insert_if_is_closed,
     "An order that was closed leaves its out_trade_no free."},
    {"number", "free-after-refund", QFPAY_REQ_PAY_OTN_02, insert_if_is_refund,
     "A payment may carry the out_trade_no of a refund."},
    {"number", "free-next-month", QFPAY_REQ_PAY_OTN_02, insert_if_is_of_another_month,
     "An out_trade_no is free again in another month."},
    {"number", "of-everybody", QFPAY_REQ_PAY_OTN_03, insert_once_for_all,
     "An out_trade_no is unique over all merchants."},
    {"number", "of-the-app", QFPAY_REQ_PAY_OTN_03, insert_once_for_an_app,
     "An out_trade_no is unique over all mchids of an app code."},
    {"number", "as-float", QFPAY_REQ_PAY_OTN_02, insert_unlike_as_float,
     "Numbers that are equal as floating point are one."},
    {"number", "collated", QFPAY_REQ_PAY_OTN_05, insert_unlike_as_collated,
     "Numbers that differ in accents or widths only are one."},
    {"number", "three-bytes", QFPAY_REQ_PAY_OTN_05, insert_unlike_as_three_bytes,
     "Numbers that differ in characters of four bytes only are one."},
    {"expiry", "by-minutes", QFPAY_REQ_PAY_EXP_02, insert_by_minutes,
     "An order expires with the full minute before its time."},
    {"amount", "in-32-bits", QFPAY_REQ_PAY_TXAMT_04, insert_in_32_bits,
     "Amounts are held in 32 bits."},
    {"expiry", "from-txdtm", QFPAY_REQ_PAY_EXP_06, insert_from_txdtm,
     "The minutes of an order count from its txdtm."},
};

static void
store_otherwise(struct rulebook *book, const struct mutant *mutant)
{
    book->store_new = rows[mutant->row].store;
}

/* Refunds look for their number before anything else, so that they would never get that far. */
static void
refund_under_any_number(struct rulebook *book, const struct mutant *mutant)
{
    book->checks[mutant->row].holds = always;
    book->store_new = insert_refunds_anyway;
}

void
mutants_of_new_orders(const struct rulebook *book, struct mutants *all)
{
    const struct check *check = mutant_check(book, CHAPTER_REFUND, "new_number");

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        (void)mutants_add(all, store_otherwise, i, rows[i].requirement, "", rows[i].what,
                          rows[i].twist, "%s", rows[i].about);
    (void)mutants_add(all, refund_under_any_number, (size_t)(check - book->checks),
                      check->requirement, "refund", check->name, "any",
                      "A refund may carry a number that is used.");
}
