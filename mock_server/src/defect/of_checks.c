/* What goes wrong with a check: it is forgotten, made where it should not be, answers with another
 * code or without its words, draws its bound one off. A row that later code is built on is not
 * forgotten: a server without it would not be wrong, but dead. A row that says what a trigger asked
 * for is no rule of QFPay's. */
#include "defect/mutant.h"

#include <stdio.h>
#include <string.h>

enum { RULE_SIZE = 240 };

static void
skip(struct rulebook *book, const struct mutant *mutant)
{
    book->checks[mutant->row].holds = always;
}

static void
apply_everywhere(struct rulebook *book, const struct mutant *mutant)
{
    book->checks[mutant->row].applies = always;
}

static void
refuse_always(struct rulebook *book, const struct mutant *mutant)
{
    book->checks[mutant->row].holds = never;
}

static void
answer_other_code(struct rulebook *book, const struct mutant *mutant)
{
    book->checks[mutant->row].respcd = mutant->other;
}

static void
lose_text(struct rulebook *book, const struct mutant *mutant)
{
    book->checks[mutant->row].text = TEXT_STANDARD;
}

static void
move_bound(struct rulebook *book, const struct mutant *mutant)
{
    book->checks[mutant->row].slack += mutant->number;
}

/* Orders of speaking that the contract fixes: a check that comes before all of another chapter. */
static const struct {
    enum chapter chapter;
    const char *check;
    enum chapter before;
    enum qfpay_req requirement;
} orders[] = {
    {CHAPTER_CALLER, "signature", CHAPTER_VALUES, QFPAY_REQ_SIG_12},
};

/* Move the row behind the last one of the chapter. */
static void
speak_later(struct rulebook *book, const struct mutant *mutant)
{
    struct check *row = &book->checks[mutant->row];
    struct check *end = book->chapters[orders[mutant->number].before];
    struct check moved = *row;

    while (end->name)
        end++;
    memmove(row, row + 1, (size_t)(end - row - 1) * sizeof *row);
    end[-1] = moved;
    for (size_t i = 0; i < CHAPTER_COUNT; i++)
        book->chapters[i] -= book->chapters[i] > row && book->chapters[i] < end;
}

/* The code, or the status, that a server might answer instead. */
static const char *
other_code(const char *respcd)
{
    static const char *const others[][2] = {
        {"1104", "1108"}, {"404", "400"}, {"405", "404"}, {"413", "400"}, {"429", "503"},
    };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i][0], respcd) == 0)
            return others[i][1];
    }
    return "1104";
}

/* The first sentence of what a check says; "the check NAME" where that is a phrase of its own. */
static const char *
rule_of(const struct check *check, char rule[RULE_SIZE])
{
    const char *stop = strstr(check->diagnosis, ". ");
    size_t len = !stop ? strlen(check->diagnosis) : (size_t)(stop + 1 - check->diagnosis);

    if (len > 0 && check->diagnosis[len - 1] == '.' && len < RULE_SIZE)
        (void)snprintf(rule, RULE_SIZE, "%.*s", (int)len, check->diagnosis);
    else
        (void)snprintf(rule, RULE_SIZE, "the check %s.", check->name);
    return rule;
}

static void
bend(const struct rulebook *book, const struct check *check, const char *chapter,
     struct mutants *all)
{
    size_t row = (size_t)(check - book->checks);
    enum qfpay_req requirement = check->requirement;
    const char *other = other_code(check->respcd);
    char room[RULE_SIZE];
    const char *rule = rule_of(check, room);

    if (!check->is_ground)
        (void)mutants_add(all, skip, row, requirement, chapter, check->name, "skip",
                          "Does not refuse: %s", rule);
    if (!check->is_ground && check->applies != always && check->holds != never) {
        (void)mutants_add(all, apply_everywhere, row, requirement, chapter, check->name,
                          "everywhere", "Refuses also where it has no place: %s", rule);
        (void)mutants_add(all, refuse_always, row, requirement, chapter, check->name, "always",
                          "Refuses whatever comes: %s", rule);
    }
    mutants_add(all, answer_other_code, row, requirement, chapter, check->name, "other-code",
                "Answers %s instead of %s: %s", other, check->respcd, rule)
        ->other = other;
    /* That respmsg names a parameter is the mock's own kindness. */
    if (book->texts[check->text].form != TEXT_FORM_CODE)
        (void)mutants_add(all, lose_text, row, requirement, chapter, check->name, "text-lost",
                          "Has no text of its own: %s", rule);
    if (check->step != 0) {
        mutants_add(all, move_bound, row, requirement, chapter, check->name, "one-more",
                    "Draws the bound one too far: %s", rule)
            ->number = check->step;
        mutants_add(all, move_bound, row, requirement, chapter, check->name, "one-less",
                    "Draws the bound one too near: %s", rule)
            ->number = -check->step;
    }
}

static void
turn_round(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        const struct check *check = mutant_check(book, orders[i].chapter, orders[i].check);

        mutants_add(all, speak_later, (size_t)(check - book->checks), orders[i].requirement,
                    rulebook_chapter_name(orders[i].chapter), check->name, "later",
                    "The check %s is made behind those of %s.", check->name,
                    rulebook_chapter_name(orders[i].before))
            ->number = (int64_t)i;
    }
}

void
mutants_of_checks(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < CHAPTER_COUNT; i++) {
        for (const struct check *check = book->chapters[i]; check->name; check++) {
            if (check->requirement != QFPAY_REQ_NONE && strcmp(check->respcd, "ASKED") != 0)
                bend(book, check, rulebook_chapter_name((enum chapter)i), all);
        }
    }
    turn_round(book, all);
}
