/* What goes wrong with a fact: it is one off, or a zone is another one. */
#include "defect/mutant.h"

#include <inttypes.h>

#include "qfpay/datetime.h"

static const struct {
    const char *symbol;
    const char *about;
    enum qfpay_req requirement;
    int64_t step;
    bool is_zone;
} rows[] = {
#define FACT(symbol, value, step, requirement, about)                                              \
    {#symbol, about, QFPAY_REQ_##requirement, step, false},
#define ZONE(symbol, value, requirement, about) {#symbol, about, QFPAY_REQ_##requirement, 0, true},
#include "rules/facts.def"
#undef ZONE
#undef FACT
};

static void
set(struct rulebook *book, const struct mutant *mutant)
{
    book->facts[mutant->row] = mutant->number;
}

/* Values that are wrong in a way of their own, as somebody took them from another page. */
static const struct {
    enum fact fact;
    const char *twist;
    int64_t value;
} others[] = {
    {FACT_REFUSAL_STATUS, "as-400", 400}, {FACT_BALANCE_DIGITS, "of-all", 0},
    {FACT_PAGE_SIZE, "100", 100},         {FACT_LONG_HOLD_DAYS, "as-of-all", 7},
    {FACT_RECEIPT_TO, "any-2xx", 299},    {FACT_RECEIPT_TO, "any", 599},
    {FACT_ASKED_MINUTE, "seconds", 1},
};

static void
change(struct mutants *all, size_t row, const char *twist, int64_t right, int64_t wrong)
{
    mutants_add(all, set, row, rows[row].requirement, "", rows[row].symbol, twist,
                "It takes %" PRId64 " instead of %" PRId64 " for %s.", wrong, right,
                rows[row].about)
        ->number = wrong;
}

void
mutants_of_facts(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < FACT_COUNT; i++) {
        int64_t right = book->facts[i];

        if (rows[i].step != 0) {
            change(all, i, "more", right, right + rows[i].step);
            change(all, i, "less", right, right - rows[i].step);
        }
        if (rows[i].is_zone)
            mutants_add(all, set, i, rows[i].requirement, "", rows[i].symbol,
                        right == 0 ? "local" : "utc", "It reckons %s in %s.", rows[i].about,
                        right == 0 ? "UTC+8" : "UTC")
                ->number = right == 0 ? QFPAY_SYSTEM_ZONE_MINUTES : 0;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        change(all, others[i].fact, others[i].twist, book->facts[others[i].fact], others[i].value);
}
