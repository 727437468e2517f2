/* See field_mistake.h. */
#include "field_mistake.h"

#include <string.h>

#include "defect.h"

enum change {
    CHANGE_OPTIONAL,     /* may be missing */
    CHANGE_NEEDED,       /* must be there */
    CHANGE_LONGER,       /* may be longer by one */
    CHANGE_SHORTER,      /* must be shorter by one */
    CHANGE_LEAST_LOWER,  /* the least number is lower by one */
    CHANGE_LEAST_HIGHER, /* ... higher by one */
    CHANGE_MOST_LOWER,   /* the greatest number is lower by one */
    CHANGE_MOST_HIGHER,  /* ... higher by one */
    CHANGE_IN_BYTES,     /* measured in the other unit */
    CHANGE_IN_CHARS,
    CHANGE_ANY_RANGE, /* the range is not looked at */
    CHANGE_ZERO,      /* may be 0 */
    CHANGE_ANY_FORM,  /* form and range are not looked at */
};

static const struct row {
    enum defect defect;
    enum qfpay_endpoint endpoint;
    const char *field;
    enum change change;
} rows[] = {
#define DEFECT_GROUP(title)
#define FIELD_DEFECT(symbol, requirement, endpoint, field, change, about)                          \
    {DEFECT_##symbol, QFPAY_ENDPOINT_##endpoint, field, CHANGE_##change},
#include "field_defects.def"
#undef FIELD_DEFECT
#undef DEFECT_GROUP
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

/* The row of the defect that is on, when it is about this parameter; else NULL. The rows are in
 * the order of the enumeration. */
static const struct row *
row_for(const struct qfpay_field *field)
{
    size_t at = (size_t)(defect_on - rows[0].defect);

    if (defect_on < rows[0].defect || at >= ROW_COUNT || rows[at].endpoint != field->endpoint ||
        strcmp(rows[at].field, field->name) != 0)
        return NULL;
    return &rows[at];
}

static void
change(struct qfpay_field *field, enum change change)
{
    switch (change) {
    case CHANGE_OPTIONAL:
        if (field->presence == QFPAY_PRESENCE_REQUIRED)
            field->presence = QFPAY_PRESENCE_OPTIONAL;
        break;
    case CHANGE_NEEDED:
        field->presence = QFPAY_PRESENCE_REQUIRED;
        break;
    case CHANGE_LONGER:
        field->max++;
        break;
    case CHANGE_SHORTER:
        field->max--;
        break;
    case CHANGE_LEAST_LOWER:
        field->low--;
        break;
    case CHANGE_LEAST_HIGHER:
        field->low++;
        break;
    case CHANGE_MOST_LOWER:
        field->high--;
        break;
    case CHANGE_MOST_HIGHER:
        field->high++;
        break;
    case CHANGE_IN_BYTES:
        field->unit = QFPAY_UNIT_BYTES;
        break;
    case CHANGE_IN_CHARS:
        field->unit = QFPAY_UNIT_CHARS;
        break;
    case CHANGE_ANY_RANGE:
    case CHANGE_ZERO:
    case CHANGE_ANY_FORM:
        break;
    }
}

const struct qfpay_field *
field_mistake(const struct qfpay_field *field, struct qfpay_field *room)
{
    const struct row *row = row_for(field);

    if (row == NULL)
        return field;
    if (field != room)
        *room = *field;
    change(room, row->change);
    return room;
}

bool
field_mistake_forgives(const struct qfpay_field *field, const struct qfpay_param *param,
                       enum qfpay_fault fault)
{
    const struct row *row = row_for(field);

    if (row == NULL || param == NULL || (fault != QFPAY_FAULT_FORM && fault != QFPAY_FAULT_RANGE))
        return false;
    return row->change == CHANGE_ANY_FORM ||
           (row->change == CHANGE_ANY_RANGE && fault == QFPAY_FAULT_RANGE) ||
           (row->change == CHANGE_ZERO && strcmp(param->value, "0") == 0);
}
