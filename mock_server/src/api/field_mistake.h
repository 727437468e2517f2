/* The rule of a parameter as a server with one of the mistakes of field_defects.def has it. */
#ifndef MOCK_FIELD_MISTAKE_H
#define MOCK_FIELD_MISTAKE_H

#include <stdbool.h>

#include "qfpay/field.h"

/* The rule, or a wrong one in room when the defect that is on is about this parameter. */
const struct qfpay_field *field_mistake(const struct qfpay_field *field, struct qfpay_field *room);

/* Whether this fault of the parameter is overlooked. */
bool field_mistake_forgives(const struct qfpay_field *field, const struct qfpay_param *param,
                            enum qfpay_fault fault);

#endif
