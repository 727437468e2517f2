/* What goes wrong with notifications: the shop is not told of something, or twice, or of something
 * else; it goes to another address; the pauses between its attempts are others. */
#include "defect/mutant.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void
tell_times(struct rulebook *book, const struct mutant *mutant)
{
    book->notices[mutant->row].times = (int)mutant->number;
}

static void
say_type(struct rulebook *book, const struct mutant *mutant)
{
    book->notices[mutant->row].notify_type = mutant->other;
}

static void
use_sheet(struct rulebook *book, const struct mutant *mutant)
{
    book->notices[mutant->row].sheet = (enum sheet)mutant->number;
}

/* What something is taken for. */
static enum notify_kind
other_kind(const struct notice *notice)
{
    return strcmp(notice->notify_type, "refund") == 0 ? NOTIFY_KIND_PAYMENT : NOTIFY_KIND_REFUND;
}

void
mutants_of_notices(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < NOTIFY_KIND_COUNT; i++) {
        const struct notice *notice = &book->notices[i];
        const struct notice *other = &book->notices[other_kind(notice)];
        enum qfpay_req requirement = notice->requirement;

        (void)mutants_add(all, tell_times, i, requirement, "notice", notice->name, "untold",
                          "A %s is not notified.", notice->name);
        mutants_add(all, tell_times, i, requirement, "notice", notice->name, "twice",
                    "A %s is notified twice.", notice->name)
            ->number = 2;
        mutants_add(all, say_type, i, requirement, "notice", notice->name, "other-type",
                    "A %s is notified as %s.", notice->name, other->notify_type)
            ->other = other->notify_type;
        if (notice->sheet != other->sheet)
            mutants_add(all, use_sheet, i, requirement, "notice", notice->name, "other-sheet",
                        "A %s is told with the keys of a %s.", notice->name, other->name)
                ->number = other->sheet;
    }
}

static void
forget_address(struct rulebook *book, const struct mutant *mutant)
{
    for (struct address *at = &book->addresses[mutant->row]; at->name; at++)
        at[0] = at[1];
}

static void
use_address_last(struct rulebook *book, const struct mutant *mutant)
{
    struct address *at = &book->addresses[mutant->row];
    struct address last = *at;

    for (; at[1].name; at++)
        at[0] = at[1];
    *at = last;
}

void
mutants_of_addresses(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; book->addresses[i].name; i++) {
        const struct address *address = &book->addresses[i];

        (void)mutants_add(all, forget_address, i, address->requirement, "address", address->name,
                          "missing", "Nothing is notified to the address %s.", address->name);
        if (address[1].name)
            (void)mutants_add(all, use_address_last, i, address->requirement, "address",
                              address->name, "last",
                              "The address %s counts only where there is no other.", address->name);
    }
}

static void
move_step(struct rulebook *book, const struct mutant *mutant)
{
    book->ladder[mutant->row] += mutant->number;
}

static void
cut_ladder(struct rulebook *book, const struct mutant *mutant)
{
    book->ladder_count = (int)mutant->row;
}

static void
lengthen_ladder(struct rulebook *book, const struct mutant *mutant)
{
    (void)mutant;
    book->ladder[book->ladder_count] = book->ladder[book->ladder_count - 1];
    book->ladder_count++;
}

static void
even_ladder(struct rulebook *book, const struct mutant *mutant)
{
    (void)mutant;
    for (int i = 1; i < book->ladder_count; i++)
        book->ladder[i] = book->ladder[0];
}

void
mutants_of_ladder(const struct rulebook *book, struct mutants *all)
{
    size_t last = (size_t)book->ladder_count - 1;

    for (size_t i = 0; i <= last; i++) {
        char name[16];

        (void)snprintf(name, sizeof name, "%zu", i + 1);
        mutants_add(all, move_step, i, QFPAY_REQ_NTF_07, "ladder", name, "more",
                    "Retry %s comes a second too late.", name)
            ->number = 1;
        mutants_add(all, move_step, i, QFPAY_REQ_NTF_07, "ladder", name, "less",
                    "Retry %s comes a second too early.", name)
            ->number = -1;
    }
    (void)mutants_add(all, cut_ladder, 0, QFPAY_REQ_NTF_07, "ladder", "none", "",
                      "A notification is tried once.");
    (void)mutants_add(all, cut_ladder, last, QFPAY_REQ_NTF_07, "ladder", "shorter", "",
                      "The last retry is missing.");
    (void)mutants_add(all, lengthen_ladder, last, QFPAY_REQ_NTF_07, "ladder", "longer", "",
                      "There is one retry more.");
    (void)mutants_add(all, even_ladder, 0, QFPAY_REQ_NTF_07, "ladder", "even", "",
                      "Retries come every %" PRId64 " seconds.", book->ladder[0]);
}
