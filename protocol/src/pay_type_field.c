/*
 * What the pay type of a payment changes in the rules of its parameters. Everything is rows; here
 * is only how they are found and laid over the rules of fields.def.
 */
#include <string.h>

#include "qfpay/field.h"

#define DIGITS 6

static const struct qfpay_pay_type_field changes_of_all[] = {
#define PAY_TYPE_FIELD(pay_type, name, presence, kind, requirement)                                \
    {pay_type, name, QFPAY_PRESENCE_##presence, QFPAY_KIND_##kind, QFPAY_REQ_##requirement},
#include "qfpay/tables/pay_type_fields.def"
#undef PAY_TYPE_FIELD
};

#define CHANGE_COUNT (sizeof changes_of_all / sizeof changes_of_all[0])

/* The first row that is not of a lower pay type. */
static size_t
first_from(const char *pay_type)
{
    size_t low = 0;
    size_t high = CHANGE_COUNT;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (memcmp(changes_of_all[middle].pay_type, pay_type, DIGITS) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct qfpay_pay_type_field *
qfpay_pay_type_fields(const char *pay_type, size_t len, size_t *count)
{
    size_t first;
    size_t last;

    *count = 0;
    if (len != DIGITS)
        return NULL;
    first = first_from(pay_type);
    last = first;
    while (last < CHANGE_COUNT && memcmp(changes_of_all[last].pay_type, pay_type, DIGITS) == 0)
        last++;
    *count = last - first;
    return last != first ? &changes_of_all[first] : NULL;
}

static bool
is_of(const struct qfpay_pay_type_field *change, const struct qfpay_field *field)
{
    /* Most names differ in their first letter, and each payment asks this for every rule. */
    return change->name[0] == field->name[0] && strcmp(change->name, field->name) == 0;
}

static const struct qfpay_field *
change_rule(const struct qfpay_field *field, const struct qfpay_pay_type_field *change,
            struct qfpay_field *room)
{
    *room = *field;
    room->presence = change->presence;
    room->presence_req = change->req;
    if (change->kind != field->kind) {
        room->kind = change->kind;
        room->length_req = change->req;
        room->form_req = change->req;
        room->range_req = change->req;
    }
    return room;
}

const struct qfpay_field *
qfpay_field_for(const struct qfpay_field *field, const struct qfpay_pay_type_field *changes,
                size_t count, struct qfpay_field *room)
{
    if (field->endpoint != QFPAY_ENDPOINT_PAYMENT)
        return field;
    for (size_t i = 0; i < count; i++)
        if (is_of(&changes[i], field))
            return change_rule(field, &changes[i], room);
    return field;
}
