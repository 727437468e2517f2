/*
 * Records: flat objects of named texts, read from JSON. Private to libqfpay.
 */
#ifndef QFPAY_RECORD_PARTS_H
#define QFPAY_RECORD_PARTS_H

#include "qfpay/record.h"

/* The most fields of one record, and the most records of one answer (page_size is at most 100). */
#define RECORD_FIELDS_MAX 256
#define RECORD_ROWS_MAX   1000

struct record_field {
    char *name;
    char *text; /* NULL for a JSON null */
};

struct qfpay_record {
    struct record_field *fields;
    size_t field_count;
};

/* A JSON object and the objects of its member "data", which only a query has. */
struct record_document {
    struct qfpay_record top;
    struct qfpay_record *rows;
    size_t row_count;
};

/*
 * Read a document; elements of "data" that are no objects are skipped (RSP-14).
 * Returns QFPAY_OK, QFPAY_E_PARSE, QFPAY_E_LIMIT or QFPAY_E_MEMORY; *out is untouched on failure
 * and is released with record_document_clear.
 */
enum qfpay_status record_document_parse(const char *text, size_t len, struct record_document *out,
                                        struct qfpay_error *err);
void record_document_clear(struct record_document *document);

/* Release the elements of "data" only. */
void record_document_drop_rows(struct record_document *document);

#endif
