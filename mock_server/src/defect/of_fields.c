/* What goes wrong with the rule of a parameter: it need not be there, it must be, nobody looks at
 * it; a bound is one off, a length is counted in another unit, the form or the range is not looked
 * at. And with what a pay type changes in it. */
#include "defect/mutant.h"

#include <string.h>

#include "rules/pay_answer.h"

static void
change_presence(struct rulebook *book, const struct mutant *mutant)
{
    book->fields[mutant->row].rule.presence = (enum qfpay_presence)mutant->number;
}

static void
move_length(struct rulebook *book, const struct mutant *mutant)
{
    book->fields[mutant->row].rule.max += (size_t)mutant->number;
}

static void
move_least(struct rulebook *book, const struct mutant *mutant)
{
    book->fields[mutant->row].rule.low += mutant->number;
}

static void
move_most(struct rulebook *book, const struct mutant *mutant)
{
    book->fields[mutant->row].rule.high += mutant->number;
}

static void
change_unit(struct rulebook *book, const struct mutant *mutant)
{
    book->fields[mutant->row].rule.unit = (enum qfpay_unit)mutant->number;
}

/* A value of any form is still one that fits into its place. */
static enum qfpay_fault
judge_length(const struct qfpay_field *field, const struct qfpay_param *param,
             enum qfpay_req *broken)
{
    bool is_long = field->max != 0 && param->value_len > field->max;

    *broken = is_long ? field->length_req : QFPAY_REQ_NONE;
    return is_long ? QFPAY_FAULT_LENGTH : QFPAY_FAULT_NONE;
}

static enum qfpay_fault
overlook_form(const struct qfpay_field *field, const struct qfpay_param *param,
              enum qfpay_req *broken)
{
    enum qfpay_fault found = qfpay_field_check(field, param, broken);

    return found == QFPAY_FAULT_FORM || found == QFPAY_FAULT_RANGE
               ? judge_length(field, param, broken)
               : found;
}

static enum qfpay_fault
overlook_range(const struct qfpay_field *field, const struct qfpay_param *param,
               enum qfpay_req *broken)
{
    enum qfpay_fault found = qfpay_field_check(field, param, broken);

    return found == QFPAY_FAULT_RANGE ? judge_length(field, param, broken) : found;
}

static enum qfpay_fault
overlook_zero(const struct qfpay_field *field, const struct qfpay_param *param,
              enum qfpay_req *broken)
{
    if (param && strcmp(param->value, "0") == 0)
        return QFPAY_FAULT_NONE;
    return qfpay_field_check(field, param, broken);
}

/* What judges instead. */
static judges *const overlooks[] = {overlook_form, overlook_range, overlook_zero};

enum overlooked { FORM, RANGE, ZERO };

static void
overlook(struct rulebook *book, const struct mutant *mutant)
{
    book->fields[mutant->row].judge = overlooks[mutant->number];
}

/* The row that is bent, and where its mutants go. */
struct bending {
    const struct qfpay_field *rule;
    size_t row;
    const char *call;
    struct mutants *all;
};

/* What has neither a bound nor a form may be read or not: nobody sees it. */
static bool
is_seen(const struct qfpay_field *rule)
{
    return rule->kind != QFPAY_KIND_TEXT || rule->max != 0;
}

/* The only text that a merchant makes up for machines. */
static bool
is_number(const struct qfpay_field *rule)
{
    return strcmp(rule->name, "out_trade_no") == 0;
}

/* A case of another call than a payment is about the parameter, whatever is wrong with it. */
static void
add(const struct bending *at, enum qfpay_req requirement, mutates *edit, int64_t number,
    const char *twist, const char *about)
{
    bool is_payment = at->rule->endpoint == QFPAY_ENDPOINT_PAYMENT;

    mutants_add(at->all, edit, at->row, is_payment ? requirement : at->rule->presence_req, at->call,
                at->rule->name, twist, "%s of %s %s.", at->rule->name, at->call, about)
        ->number = number;
}

/* All pay types that may have the parameter. */
static void
change_optional(struct rulebook *book, const struct mutant *mutant)
{
    const char *name = book->fields[mutant->row].rule.name;

    for (size_t i = 0; i < book->change_count; i++) {
        if (strcmp(book->changes[i].name, name) == 0 &&
            book->changes[i].presence == QFPAY_PRESENCE_OPTIONAL)
            book->changes[i].presence = (enum qfpay_presence)mutant->number;
    }
}

static bool
is_optional_somewhere(const struct rulebook *book, const char *name)
{
    for (size_t i = 0; i < book->change_count; i++) {
        if (strcmp(book->changes[i].name, name) == 0 &&
            book->changes[i].presence == QFPAY_PRESENCE_OPTIONAL)
            return true;
    }
    return false;
}

static void
bend_unused(const struct rulebook *book, const struct bending *at)
{
    enum qfpay_req requirement = at->rule->presence_req;
    bool has_option = is_optional_somewhere(book, at->rule->name);

    if (has_option)
        add(at, requirement, change_optional, QFPAY_PRESENCE_REQUIRED, "needed",
            "must be there for each pay type that may have it");
    if (has_option && is_seen(at->rule))
        add(at, at->rule->form_req, change_optional, QFPAY_PRESENCE_UNUSED, "ignored",
            "is read for no pay type that may have it");
    if (is_seen(at->rule))
        add(at, QFPAY_REQ_PAY_UNK_01, change_presence, QFPAY_PRESENCE_OPTIONAL, "used",
            "is read for every pay type");
}

static void
bend_presence(const struct rulebook *book, const struct bending *at)
{
    enum qfpay_req requirement = at->rule->presence_req;
    bool is_text = at->rule->kind == QFPAY_KIND_TEXT;

    switch (at->rule->presence) {
    case QFPAY_PRESENCE_REQUIRED:
    case QFPAY_PRESENCE_MERCHANT:
        add(at, requirement, change_presence, QFPAY_PRESENCE_OPTIONAL, "optional",
            "need not be there");
        break;
    case QFPAY_PRESENCE_OPTIONAL:
    case QFPAY_PRESENCE_RECOMMENDED:
        add(at, requirement, change_presence, QFPAY_PRESENCE_REQUIRED, "needed", "must be there");
        add(at, is_text ? requirement : at->rule->form_req, change_presence, QFPAY_PRESENCE_UNUSED,
            "ignored", "is not read");
        break;
    case QFPAY_PRESENCE_UNUSED:
        bend_unused(book, at);
        break;
    }
}

/* How long a number, a time or a code is follows from its form. */
static bool
has_length(const struct qfpay_field *rule)
{
    return rule->max != 0 && (rule->kind == QFPAY_KIND_TEXT || rule->kind == QFPAY_KIND_AMOUNT ||
                              rule->kind == QFPAY_KIND_URL);
}

static void
bend_length(const struct bending *at)
{
    enum qfpay_req requirement = at->rule->length_req;

    if (!has_length(at->rule))
        return;
    add(at, requirement, move_length, 1, "longer", "may be longer by one");
    add(at, requirement, move_length, -1, "shorter", "must be shorter by one");
    if (at->rule->unit == QFPAY_UNIT_CHARS)
        add(at, requirement, change_unit, QFPAY_UNIT_BYTES, "in-bytes",
            "is measured in bytes, not in characters");
    else if (is_number(at->rule))
        add(at, requirement, change_unit, QFPAY_UNIT_CHARS, "in-chars",
            "is measured in characters, not in bytes");
}

/* Whether a number is not too long anyway. */
static bool
fits_length(const struct qfpay_field *rule, int64_t number)
{
    size_t digits = 1;

    while ((number /= 10) > 0)
        digits++;
    return rule->max == 0 || digits <= rule->max;
}

/* What a text or the elements of a list may hold is written nowhere, but for one. */
static void
bend_form(const struct bending *at)
{
    enum qfpay_kind kind = at->rule->kind;
    enum qfpay_req range = at->rule->range_req;

    if (kind != QFPAY_KIND_LIST && (kind != QFPAY_KIND_TEXT || is_number(at->rule)))
        add(at, at->rule->form_req, overlook, FORM, "any-form", "may have any form");
    if (kind == QFPAY_KIND_CURRENCY || kind == QFPAY_KIND_PAY_TYPE || kind == QFPAY_KIND_DATETIME)
        add(at, range, overlook, RANGE, "any", "may be one that there is not");
    if (kind == QFPAY_KIND_AMOUNT)
        add(at, range, overlook, ZERO, "zero", "may be 0");
    if (kind == QFPAY_KIND_AMOUNT || kind == QFPAY_KIND_INTEGER)
        add(at, range, move_least, 1, "least-higher", "may not be as low as it may");
    if (kind != QFPAY_KIND_INTEGER)
        return;
    add(at, range, move_least, -1, "least-lower", "may be lower by one");
    if (fits_length(at->rule, at->rule->high + 1))
        add(at, range, move_most, 1, "most-higher", "may be higher by one");
    add(at, range, move_most, -1, "most-lower", "may not be as high as it may");
}

void
mutants_of_fields(const struct rulebook *book, struct mutants *all)
{
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        const struct field_list *list = &book->field_lists[i];

        for (size_t at = 0; at < list->count; at++) {
            const struct bending bending = {
                .rule = &list->rows[at].rule,
                .row = (size_t)(&list->rows[at] - book->fields),
                .call = qfpay_endpoint_row((enum qfpay_endpoint)i)->name,
                .all = all,
            };

            bend_presence(book, &bending);
            if (bending.rule->presence == QFPAY_PRESENCE_MERCHANT)
                continue; /* account_checks.def says the rest */
            bend_length(&bending);
            bend_form(&bending);
        }
    }
}

static void
change_presence_of_type(struct rulebook *book, const struct mutant *mutant)
{
    book->changes[mutant->row].presence = (enum qfpay_presence)mutant->number;
}

static void
change_kind_of_type(struct rulebook *book, const struct mutant *mutant)
{
    book->changes[mutant->row].kind = (enum qfpay_kind)mutant->number;
}

static void
bend_change(const struct rulebook *book, size_t row, struct mutants *all)
{
    const struct qfpay_pay_type_field *change = &book->changes[row];
    const struct qfpay_field *rule = qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, change->name,
                                                      strlen(change->name));

    if (change->presence == QFPAY_PRESENCE_REQUIRED)
        mutants_add(all, change_presence_of_type, row, change->req, change->pay_type, change->name,
                    "optional", "A payment of pay type %s needs no %s.", change->pay_type,
                    change->name)
            ->number = QFPAY_PRESENCE_OPTIONAL;
    if (change->presence == QFPAY_PRESENCE_RECOMMENDED)
        mutants_add(all, change_presence_of_type, row, change->req, change->pay_type, change->name,
                    "needed", "A payment of pay type %s needs %s, which is only recommended.",
                    change->pay_type, change->name)
            ->number = QFPAY_PRESENCE_REQUIRED;
    if (rule && rule->kind != change->kind)
        mutants_add(all, change_kind_of_type, row, change->req, change->pay_type, change->name,
                    "any-form", "%s of pay type %s may have any form.", change->name,
                    change->pay_type)
            ->number = QFPAY_KIND_TEXT;
}

/* Of the pay types that the mock plays. */
void
mutants_of_pay_type_fields(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < book->change_count; i++) {
        if (pay_answer_find(book, book->changes[i].pay_type))
            bend_change(book, i, all);
    }
}
