/* What goes wrong with the kinds of transactions: a record says that it is another one, or there is
 * no record of it. */
#include "defect/mutant.h"

#include <string.h>

#include "trade/trade.h"

static void
call_otherwise(struct rulebook *book, const struct mutant *mutant)
{
    book->kinds[mutant->row].order_type = mutant->other;
}

/* The kind without records. */
static enum trade_kind hidden;

static bool
is_not_hidden(struct call *call, const struct filter *filter, const struct trade *trade)
{
    (void)call;
    (void)filter;
    return trade->kind != hidden;
}

static void
hide(struct rulebook *book, const struct mutant *mutant)
{
    const struct filter filter = {.name = "kind", .lets = is_not_hidden};

    hidden = (enum trade_kind)mutant->row;
    mutant_put_filter(book, &filter);
}

static const char *
other_type(const char *order_type)
{
    return strcmp(order_type, "refund") == 0 ? "payment" : "refund";
}

/* Of the symbols. */
static const char *const names[] = {
#define KIND(symbol, order_type, requirement) #symbol,
#include "rules/kinds.def"
#undef KIND
};

void
mutants_of_kinds(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < TRADE_KIND_COUNT; i++) {
        const struct kind_row *kind = &book->kinds[i];
        const char *other = other_type(kind->order_type);

        mutants_add(all, call_otherwise, i, kind->requirement, "kind", names[i], other,
                    "The record of a %s has order_type %s.", names[i], other)
            ->other = other;
        (void)mutants_add(all, hide, i, kind->requirement, "kind", names[i], "no-record",
                          "A query does not show what is a %s.", names[i]);
    }
}
