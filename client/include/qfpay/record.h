/**
 * @file record.h
 * Records: flat objects of named values. Scalars are read alike whether they came as JSON strings
 * or as numbers (RSP-07, PIT-61).
 *
 * Life:    a record belongs to an answer or a notification; it and its texts are borrowed from
 * that. Threads: a record is never changed after it was made: any number of threads may read it.
 */
#ifndef QFPAY_RECORD_H
#define QFPAY_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/code.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One flat object of named values: an answer's top level, a query's record, a notification. */
typedef struct qfpay_record qfpay_record;

/**
 * The text of a field; numbers as decimal text, true and false as such, objects and arrays as JSON.
 *
 * @param[in] record borrowed; NULL is allowed
 * @param[in] name   borrowed; byte-exact
 * @return borrowed from the record, NUL-terminated; NULL when the field is absent or null
 */
QFPAY_API const char *qfpay_record_text(const qfpay_record *record, const char *name);

/** A field as an integer. @return true and *value when the field is a decimal integer of 64 bits */
QFPAY_API bool qfpay_record_int(const qfpay_record *record, const char *name, int64_t *value);

/** How many fields. @param[in] record borrowed; NULL is allowed */
QFPAY_API size_t qfpay_record_count(const qfpay_record *record);

/** Name of a field by index, in the order of the answer. @return borrowed; NULL beyond the count */
QFPAY_API const char *qfpay_record_name(const qfpay_record *record, size_t index);

/**
 * What a query's record means: its respcd, and for a payment also `cancel`. A payment that was
 * reversed, cancelled or wholly refunded (cancel 1, 2, 3) is a failure, because the merchant does
 * not have the money; a partial refund (5) stays a success (PIT-57).
 */
QFPAY_API enum qfpay_outcome qfpay_record_outcome(const qfpay_record *record);

/** Whether a query's record is a payment: order_type "payment", or none as in 2016 (QRY-17). */
QFPAY_API bool qfpay_record_is_payment(const qfpay_record *record);

/** Whether a query's record is a refund: order_type "refund" (QRY-17). */
QFPAY_API bool qfpay_record_is_refund(const qfpay_record *record);

#ifdef __cplusplus
}
#endif

#endif
