/* What is shaped like no row: a function of the book that another one stands in for, in full. */
#include "defect/mutant.h"

#include <string.h>
#include <strings.h>

#include "api/call.h"
#include "defect/compare_signs.h"
#include "defect/misread_query.h"
#include "merchant/rate_limit.h"
#include "qfpay/datetime.h"
#include "server/server.h"
#include "server/settings.h"

enum { DAY = 24 * 3600 };

/* Another value of a parameter that was sent. */
static void
set_param(struct request *req, const char *name, const char *value)
{
    for (size_t i = 0; i < req->param_count; i++) {
        if (strcmp(req->params[i].name, name) == 0) {
            req->params[i].value = value;
            req->params[i].value_len = strlen(value);
        }
    }
}

/* The window of a refund, counted from the order. */
static bool
is_in_time_of_order(struct call *call)
{
    const struct refund_rule *rule = refund_rule_of(call->book, call->order.pay_type);

    return call->req->now <= call->order.sysdtm + (int64_t)rule->window_days * DAY;
}

/* The day of sale of a card, 24 hours long. */
static bool
is_void_for_24_hours(struct call *call)
{
    return refund_rule_of(call->book, call->order.pay_type)->voids_same_day &&
           call->req->now - call->order.paydtm < DAY;
}

/* A note that is there stays. */
static bool
is_paid_and_keeps_first(struct call *call)
{
    if (call->order.note[0] != '\0')
        set_param(call->req, "note", call->order.note);
    return is_paid(call);
}

static bool
is_paid_and_appends(struct call *call)
{
    struct request *req = call->req;
    const char *both = arena_printf(req->arena, "%s%s", call->order.note,
                                    request_value(req, "note"));

    set_param(req, "note", both ? both : "");
    return is_paid(call);
}

static bool
is_paid_and_forgets(struct call *call)
{
    set_param(call->req, "note", call->order.note);
    return is_paid(call);
}

/* A refund passes for an order that nobody has paid yet. */
static bool
is_order_or_refund(struct call *call)
{
    if (trade_is_refund(&call->order))
        call->order.state = TRADE_PROCESSING;
    return true;
}

static bool
is_of_the_app(struct call *call)
{
    const struct merchant *merchant = call->req->merchant;

    for (size_t i = 0; i < merchant->account_count; i++) {
        if (merchant->accounts[i].id == call->order.account)
            return true;
    }
    return false;
}

static bool
is_covered_in_31_bits(struct call *call)
{
    int64_t back = call->order.txamt_minor - trade_rest(&call->order);

    return (int32_t)(back + call->txamt) <= call->order.txamt_minor;
}

/* One merchant's calls count for all. */
static bool
is_below_second_of_all(struct call *call)
{
    struct server *server = call->req->server;
    struct merchant *merchant = registry_find(&server->merchants, server->direct_app_code);
    bool is_limited = server->settings->rate_limit || call->req->merchant->rate_limit;

    if (!is_limited || !merchant)
        return true;
    call->counted = &merchant->accounts[0];
    return rate_limit_calls(call->counted, call->req->now, call->req->now) <
           fact(call->book, FACT_CALLS_A_SECOND);
}

/* A condition of a check. */
static const struct {
    enum chapter chapter;
    const char *check;
    const char *twist;
    condition *applies;         /* NULL: the check's own */
    condition *holds;           /* likewise */
    enum qfpay_req requirement; /* that is broken */
    const char *about;
} conditions[] = {
    {CHAPTER_CALLER, "signature", "beginning", NULL, is_beginning, QFPAY_REQ_SIG_11,
     "The beginning of the right digest is accepted."},
    {CHAPTER_CALLER, "signature", "half", NULL, is_half_right, QFPAY_REQ_SIG_11,
     "Only the first half of the digest is compared."},
    {CHAPTER_CALLER, "signature", "case-matters", NULL, is_same_in_case, QFPAY_REQ_SIG_06,
     "A digest in the other case of letters is refused."},
    {CHAPTER_CALLER, "signature", "line-break", NULL, is_signed_with_line, QFPAY_REQ_SIG_04,
     "A line break behind the client's key is forgiven."},
    {CHAPTER_CALLER, "signature", "any-key", NULL, is_signed_by_anybody, QFPAY_REQ_HTTP_03,
     "The key of any merchant signs for every other."},
    {CHAPTER_CALLER, "signature", "end", NULL, is_end_right, QFPAY_REQ_SIG_11,
     "Only the second half of the digest is compared."},
    {CHAPTER_CALLER, "signature", "longer", NULL, is_longer, QFPAY_REQ_SIG_11,
     "What stands behind the digest does not count."},
    {CHAPTER_CALLER, "signature", "no-key", NULL, is_signed_by_nobody, QFPAY_REQ_SIG_04,
     "A digest that is made without a key is accepted."},
    {CHAPTER_CALLER, "signature", "app-code-for-key", NULL, is_signed_by_code, QFPAY_REQ_SIG_04,
     "The app code signs as the key does."},
    {CHAPTER_CALLER, "signature", "seen-before", NULL, is_known_digest, QFPAY_REQ_SIG_01,
     "A digest that was right once opens every request."},
    {CHAPTER_REFUND_TARGET, "own", "of-the-app", NULL, is_of_the_app, QFPAY_REQ_RFD_21,
     "A refund works on the payments of all mchids of an app code."},
    {CHAPTER_REVERSAL, "own", "of-the-app", NULL, is_of_the_app, QFPAY_REQ_RVS_14,
     "A reversal works on the orders of all mchids of an app code."},
    {CHAPTER_CLOSE, "own", "of-the-app", NULL, is_of_the_app, QFPAY_REQ_CLS_05,
     "A close works on the orders of all mchids of an app code."},
    {CHAPTER_REFUND, "enough_left", "in-31-bits", NULL, is_covered_in_31_bits, QFPAY_REQ_RFD_11,
     "What went back is added up in 32 bits, with a sign."},
    {CHAPTER_ACCOUNT, "per_second", "of-everybody", NULL, is_below_second_of_all, QFPAY_REQ_LIM_02,
     "One merchant's calls count for all."},
    {CHAPTER_REFUND_CHANNEL, "in_time", "of-order", NULL, is_in_time_of_order, QFPAY_REQ_RFD_17,
     "The window of a refund counts from the order, not the payment."},
    {CHAPTER_REFUND, "whole_void", "24-hours", is_void_for_24_hours, NULL, QFPAY_REQ_RFD_18,
     "The day of sale of a card lasts 24 hours."},
    {CHAPTER_NOTE, "completed", "keeps-first", NULL, is_paid_and_keeps_first, QFPAY_REQ_NOTE_04,
     "A second note is accepted and the first one stays."},
    {CHAPTER_NOTE, "completed", "appends", NULL, is_paid_and_appends, QFPAY_REQ_NOTE_04,
     "A second note is appended to the first."},
    {CHAPTER_NOTE, "completed", "forgets", NULL, is_paid_and_forgets, QFPAY_REQ_NOTE_03,
     "A note is accepted and forgotten."},
    {CHAPTER_REVERSAL, "an_order", "undoes-refund", NULL, is_order_or_refund, QFPAY_REQ_RFD_23,
     "A refund can be reversed."},
};

static void
replace_condition(struct rulebook *book, const struct mutant *mutant)
{
    struct check *check = &book->checks[mutant->row];
    size_t at = (size_t)mutant->number;

    check->applies = conditions[at].applies ? conditions[at].applies : check->applies;
    check->holds = conditions[at].holds ? conditions[at].holds : check->holds;
}

/* Whatever a receiver says. */
static bool
is_anything(const char *body, size_t len, const char *word)
{
    (void)body;
    (void)len;
    (void)word;
    return true;
}

static bool
is_within(const char *body, size_t len, const char *word)
{
    for (size_t at = 0; at + strlen(word) <= len; at++) {
        if (memcmp(body + at, word, strlen(word)) == 0)
            return true;
    }
    return false;
}

static bool
is_in_any_case(const char *body, size_t len, const char *word)
{
    return len == strlen(word) && strncasecmp(body, word, len) == 0;
}

static bool
is_untrimmed(const char *body, size_t len, const char *word)
{
    return len == strlen(word) && memcmp(body, word, len) == 0;
}

/* How the answer to a notification is read. */
static const struct {
    const char *twist;
    reads_receipt *reads;
    enum qfpay_req requirement;
    const char *about;
} receipts[] = {
    {"anything", is_anything, QFPAY_REQ_NTF_06, "HTTP 200 ends the retries, whatever is said."},
    {"within", is_within, QFPAY_REQ_NTF_06, "SUCCESS anywhere in the answer ends the retries."},
    {"any-case", is_in_any_case, QFPAY_REQ_NTF_08, "success in small letters ends the retries."},
    {"untrimmed", is_untrimmed, QFPAY_REQ_NTF_08,
     "White space around SUCCESS makes it another answer."},
};

static void
read_otherwise(struct rulebook *book, const struct mutant *mutant)
{
    book->is_receipt = receipts[mutant->row].reads;
}

/* The filter that each row of the book has by right. */
static lets_through *is_named;

static bool
is_found_by_syssn_only(struct call *call, const struct filter *filter, const struct trade *trade)
{
    (void)filter;
    return trade->state != TRADE_UNPAID || request_value(call->req, "syssn")[0] != '\0';
}

static bool
is_in_window(struct call *call, int64_t instant)
{
    struct window window = misread_times(call->req);

    return instant >= window.from && instant <= window.to;
}

static bool
is_of_window(struct call *call, const struct filter *filter, const struct trade *trade)
{
    (void)filter;
    return is_in_window(call, trade->sysdtm);
}

static bool
is_paid_in_window(struct call *call, const struct filter *filter, const struct trade *trade)
{
    (void)filter;
    return is_in_window(call, trade->paydtm);
}

static bool
is_sent_in_window(struct call *call, const struct filter *filter, const struct trade *trade)
{
    int64_t txdtm = trade->sysdtm;

    (void)filter;
    (void)qfpay_datetime_parse(trade->txdtm, strlen(trade->txdtm), QFPAY_SYSTEM_ZONE_MINUTES,
                               &txdtm);
    return is_in_window(call, txdtm);
}

/* Whether the trade is what one of two criteria names; one alone must be fulfilled. */
static bool
fits_one(struct call *call, const struct filter *filter, const struct trade *trade)
{
    for (const struct filter *other = call->book->filters; other->name; other++) {
        if (other->lets == fits_one && other != filter &&
            request_value(call->req, other->name)[0] != '\0' && is_named(call, other, trade) &&
            request_value(call->req, filter->name)[0] != '\0')
            return true;
    }
    return is_named(call, filter, trade);
}

/* A filter more. */
static const struct {
    const char *name;
    const char *twist;
    enum qfpay_req requirement;
    lets_through *lets;
    void (*read)(struct request *req); /* what happens to the parameters first; NULL: nothing */
    const char *about;
} filters[] = {
    {"unpaid", "by-syssn-only", QFPAY_REQ_QRY_24, is_found_by_syssn_only, NULL,
     "An unpaid order is not found by its out_trade_no."},
    {"times", "with-numbers", QFPAY_REQ_QRY_15, is_of_window, NULL,
     "Times count also when a number is given."},
    {"times", "of-payment", QFPAY_REQ_QRY_06, is_paid_in_window, misread_hide_times,
     "Times bound paydtm instead of sysdtm."},
    {"times", "of-client", QFPAY_REQ_QRY_06, is_sent_in_window, misread_hide_times,
     "Times bound txdtm instead of sysdtm."},
};

static void
filter_more(struct rulebook *book, const struct mutant *mutant)
{
    const struct filter filter = {.name = filters[mutant->row].name,
                                  .lets = filters[mutant->row].lets};

    mutant_put_filter(book, &filter);
    book->wire.read = filters[mutant->row].read;
}

/* Filters that name the same parameter as a source are its own. */
static void
filter_by_one(struct rulebook *book, const struct mutant *mutant)
{
    (void)mutant;
    for (struct filter *filter = book->filters; filter->name; filter++) {
        if (strcmp(filter->name, "out_trade_no") == 0)
            continue;
        is_named = filter->lets;
        filter->lets = fits_one;
        filter->is_settled = true;
    }
}

static void
add_filters(struct mutants *all)
{
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++)
        (void)mutants_add(all, filter_more, i, filters[i].requirement, "query-filter",
                          filters[i].name, filters[i].twist, "%s", filters[i].about);
    (void)mutants_add(all, filter_by_one, 0, QFPAY_REQ_QRY_16, "query-filter", "one", "is-enough",
                      "One fitting criterion is enough.");
}

void
mutants_of_stand_ins(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < sizeof receipts / sizeof receipts[0]; i++)
        (void)mutants_add(all, read_otherwise, i, receipts[i].requirement, "", "receipt",
                          receipts[i].twist, "%s", receipts[i].about);
    add_filters(all);
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
        const struct check *check = mutant_check(book, conditions[i].chapter, conditions[i].check);

        mutants_add(all, replace_condition, (size_t)(check - book->checks),
                    conditions[i].requirement, rulebook_chapter_name(conditions[i].chapter),
                    check->name, conditions[i].twist, "%s", conditions[i].about)
            ->number = (int64_t)i;
    }
}
