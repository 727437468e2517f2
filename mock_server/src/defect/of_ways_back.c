/* What goes wrong with the ways back from an order: a pay type is forgotten, or one that lacks a
 * way has it because its like do. */
#include "defect/mutant.h"

#include <string.h>

static bool *
refund_of(struct way_back *row)
{
    return &row->has_refund;
}

static bool *
reversal_of(struct way_back *row)
{
    return &row->has_reversal;
}

static bool *
close_of(struct way_back *row)
{
    return &row->has_close;
}

static const struct way {
    const char *name;
    bool *(*of)(struct way_back *row);
    enum qfpay_req with;
    enum qfpay_req without;
    bool is_for_all; /* nearly */
} ways[] = {
    {"refund", refund_of, QFPAY_REQ_RFD_10, QFPAY_REQ_RFD_10, true},
    {"reversal", reversal_of, QFPAY_REQ_RVS_12, QFPAY_REQ_RVS_13, false},
    {"close", close_of, QFPAY_REQ_CLS_02, QFPAY_REQ_CLS_02, false},
};

static bool
has(const struct rulebook *book, size_t way, size_t row)
{
    struct way_back copy = book->ways_back[row];

    return *ways[way].of(&copy);
}

static void
forget(struct rulebook *book, const struct mutant *mutant)
{
    *ways[mutant->number].of(&book->ways_back[mutant->row]) = false;
}

/* All of a mode have it, or none. */
static void
level(struct rulebook *book, size_t way, size_t mode, bool has_it)
{
    for (size_t i = 0; i < PAY_ANSWER_COUNT; i++) {
        if (book->ways_back[i].mode == (enum qfpay_mode)mode)
            *ways[way].of(&book->ways_back[i]) = has_it;
    }
}

static void
give_all(struct rulebook *book, const struct mutant *mutant)
{
    level(book, (size_t)mutant->number, mutant->row, true);
}

static void
give_none(struct rulebook *book, const struct mutant *mutant)
{
    level(book, (size_t)mutant->number, mutant->row, false);
}

/* How many rows of a mode have it, or lack it. */
static size_t
count(const struct rulebook *book, size_t way, enum qfpay_mode mode, bool has_it)
{
    size_t found = 0;

    for (size_t i = 0; i < PAY_ANSWER_COUNT; i++)
        found += book->ways_back[i].mode == mode && has(book, way, i) == has_it;
    return found;
}

/* Few have it: each may be forgotten, and those without may be taken for their like. */
static void
of_few(const struct rulebook *book, size_t way, struct mutants *all)
{
    for (size_t i = 0; i < PAY_ANSWER_COUNT; i++) {
        const struct way_back *row = &book->ways_back[i];
        const struct qfpay_pay_type *type = qfpay_pay_type_find(row->pay_type,
                                                                strlen(row->pay_type));

        if (has(book, way, i) && type->current)
            mutants_add(all, forget, i, ways[way].with, ways[way].name, row->pay_type, "missing",
                        "Pay type %s has no %s.", row->pay_type, ways[way].name)
                ->number = (int64_t)way;
    }
    for (unsigned mode = 0; mode < QFPAY_MODE_OTHER; mode++) {
        const char *name = qfpay_mode_name((enum qfpay_mode)mode);

        if (mode != QFPAY_MODE_CARD && count(book, way, (enum qfpay_mode)mode, false) > 0)
            mutants_add(all, give_all, mode, ways[way].without, ways[way].name, name, "all",
                        "Every %s payment has a %s.", name, ways[way].name)
                ->number = (int64_t)way;
    }
}

/* All but a few have it: a whole mode may be forgotten. */
static void
of_many(const struct rulebook *book, size_t way, struct mutants *all)
{
    for (unsigned mode = 0; mode < QFPAY_MODE_OTHER; mode++) {
        const char *name = qfpay_mode_name((enum qfpay_mode)mode);

        if (count(book, way, (enum qfpay_mode)mode, true) > 0)
            mutants_add(all, give_none, mode, ways[way].with, ways[way].name, name, "none",
                        "No %s payment has a %s.", name, ways[way].name)
                ->number = (int64_t)way;
    }
}

void
mutants_of_ways_back(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (ways[i].is_for_all)
            of_many(book, i, all);
        else
            of_few(book, i, all);
    }
}
