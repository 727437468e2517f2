/* What goes wrong with what a channel says of refunds: its window is a day longer or shorter, it
 * says another code behind it, it refunds what it should void, or it takes an amount for paid that
 * is only frozen. Of wallets with equal rules the first one stands for all. */
#include "defect/mutant.h"

#include <string.h>

static void
move_window(struct rulebook *book, const struct mutant *mutant)
{
    book->refund_rules[mutant->row].window_days += (int)mutant->number;
}

static void
say_other_code(struct rulebook *book, const struct mutant *mutant)
{
    book->refund_rules[mutant->row].late_respcd = mutant->other;
}

static void
forget_void(struct rulebook *book, const struct mutant *mutant)
{
    book->refund_rules[mutant->row].voids_same_day = false;
}

static void
pay_at_once(struct rulebook *book, const struct mutant *mutant)
{
    book->refund_rules[mutant->row].is_preauth = false;
}

static bool
is_first_of_its_kind(const struct rulebook *book, const struct refund_rule *rule)
{
    const struct refund_rule *other = book->refund_rules;

    while (other->window_days != rule->window_days || other->late_texts != rule->late_texts ||
           strcmp(other->late_respcd, rule->late_respcd) != 0 ||
           other->voids_same_day != rule->voids_same_day || other->is_preauth != rule->is_preauth)
        other++;
    return other == rule;
}

static void
bend(const struct refund_rule *rule, size_t at, struct mutants *all)
{
    const char *name = rule->prefix;

    mutants_add(all, move_window, at, QFPAY_REQ_RFD_17, "refunds-of", name, "day-more",
                "Payments by %s are refunded a day longer.", name)
        ->number = 1;
    mutants_add(all, move_window, at, QFPAY_REQ_RFD_17, "refunds-of", name, "day-less",
                "Payments by %s are refunded a day less.", name)
        ->number = -1;
    mutants_add(all, say_other_code, at, QFPAY_REQ_RFD_17, "refunds-of", name, "late-code",
                "A refund of %s that comes too late has a wrong code.", name)
        ->other = strcmp(rule->late_respcd, "1297") == 0 ? "1265" : "1297";
    if (rule->voids_same_day)
        (void)mutants_add(all, forget_void, at, QFPAY_REQ_RFD_18, "refunds-of", name, "no-void",
                          "On the day of sale %s is refunded.", name);
}

void
mutants_of_refund_rules(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < REFUND_RULE_COUNT; i++) {
        const struct refund_rule *rule = &book->refund_rules[i];

        if (rule->is_preauth)
            (void)mutants_add(all, pay_at_once, i, QFPAY_REQ_AUT_06, "refunds-of", rule->prefix,
                              "not-frozen", "%s takes what it should only freeze.", rule->prefix);
        else if (is_first_of_its_kind(book, rule))
            bend(rule, i, all);
    }
}
