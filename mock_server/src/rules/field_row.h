/* The rule of one parameter of a call, as the book has it, and what judges a value by it. */
#ifndef MOCK_FIELD_ROW_H
#define MOCK_FIELD_ROW_H

#include "qfpay/field.h"

/* As qfpay_field_check. */
typedef enum qfpay_fault judges(const struct qfpay_field *field, const struct qfpay_param *param,
                                enum qfpay_req *broken);

struct field_row {
    struct qfpay_field rule; /* before the pay type changes it */
    size_t name_len;
    judges *judge;
};

/* Those of one call, in checking order. */
struct field_list {
    struct field_row *rows;
    size_t count;
};

enum { FIELDS_OF_CALL_MAX = 24, FIELD_CHANGES_MAX = 128 };

enum {
#define FIELD(...) 0,
    FIELD_COUNT = sizeof((char[]){
#include "qfpay/tables/fields.def"
    })
#undef FIELD
};

#endif
