/* What goes wrong with a pay type: it is not played, its order waits for a payer who has paid, or
 * is paid before anybody has, its least amount is another one, its text is lost. Of pay types that
 * are answered alike the first one stands for all. */
#include "defect/mutant.h"

#include <string.h>

static void
forget(struct rulebook *book, const struct mutant *mutant)
{
    struct pay_answer *row = &book->pay_types[mutant->row];
    struct way_back *way = &book->ways_back[mutant->row];
    size_t behind = --book->pay_type_count - mutant->row;

    memmove(row, row + 1, behind * sizeof *row);
    memmove(way, way + 1, behind * sizeof *way);
}

static void
pay_otherwise(struct rulebook *book, const struct mutant *mutant)
{
    book->pay_types[mutant->row].paid = (enum pay_when)mutant->number;
}

static void
want_more(struct rulebook *book, const struct mutant *mutant)
{
    book->pay_types[mutant->row].least_minor = mutant->number;
}

static void
say_ok(struct rulebook *book, const struct mutant *mutant)
{
    book->pay_types[mutant->row].respmsg = "OK";
}

/* What somebody read out of an advice (PAY-TXAMT-06): amounts above it keep clear of risk control.
 */
enum { ADVISED_MINOR = 200 };

static bool
is_first_of_its_kind(const struct rulebook *book, const struct pay_answer *row)
{
    const struct pay_answer *other = book->pay_types;

    while (other->order != row->order || other->paid != row->paid || other->params != row->params ||
           other->minutes != row->minutes)
        other++;
    return other == row;
}

static void
bend(const struct pay_answer *row, size_t at, struct mutants *all)
{
    bool waits = row->paid == PAY_AT_PAYER;

    (void)mutants_add(all, forget, at, row->requirement, "pay-type", row->pay_type, "unknown",
                      "Payments by %s are refused.", row->pay_type);
    mutants_add(all, pay_otherwise, at, row->requirement, "pay-type", row->pay_type,
                waits ? "paid-at-once" : "waits",
                waits ? "A payment by %s is paid before its payer pays."
                      : "A payment by %s waits for a payer who has paid.",
                row->pay_type)
        ->number = waits ? PAY_AT_ONCE : PAY_AT_PAYER;
}

void
mutants_of_pay_types(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < book->pay_type_count; i++) {
        const struct pay_answer *row = &book->pay_types[i];

        if (is_first_of_its_kind(book, row))
            bend(row, i, all);
        if (strcmp(row->pay_type, "800201") == 0)
            mutants_add(all, want_more, i, QFPAY_REQ_PAY_TXAMT_06, "pay-type", row->pay_type,
                        "least-as-advised", "%s refuses amounts up to the advised %d.",
                        row->pay_type, ADVISED_MINOR)
                ->number = ADVISED_MINOR + 1;
        if (strcmp(row->respmsg, "OK") != 0)
            (void)mutants_add(all, say_ok, i, QFPAY_REQ_RSP_04, "pay-type", row->pay_type,
                              "text-lost", "%s is answered with OK instead of %s.", row->pay_type,
                              row->respmsg);
    }
}
