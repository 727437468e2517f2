/*
 * JSON answers as flat records of texts: the only file of the library that sees cJSON.
 *
 * QFPay writes the same field now as a string, now as a number (RSP-07); turning every scalar into
 * text at once means that no caller can depend on which it was. Keys are compared byte-exactly,
 * which cJSON's own look-up does not do by default.
 */
#include "record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/wire.h"

static void
record_clear(struct qfpay_record *record)
{
    for (size_t i = 0; i < record->field_count; i++) {
        free(record->fields[i].name);
        free(record->fields[i].text);
    }
    free(record->fields);
    *record = (struct qfpay_record){0};
}

void
record_document_drop_rows(struct record_document *document)
{
    for (size_t i = 0; i < document->row_count; i++)
        record_clear(&document->rows[i]);
    free(document->rows);
    document->rows = NULL;
    document->row_count = 0;
}

void
record_document_clear(struct record_document *document)
{
    record_document_drop_rows(document);
    record_clear(&document->top);
    *document = (struct record_document){0};
}

/* The text of a value: a string's own, nothing for null, JSON for all else. */
static enum qfpay_status
dup_text(const cJSON *item, char **out)
{
    size_t len = 0;
    char *text = NULL;

    if (cJSON_IsNull(item))
        return QFPAY_OK;
    if (cJSON_IsString(item)) {
        *out = strdup(item->valuestring);
        return *out ? QFPAY_OK : QFPAY_E_MEMORY;
    }
    if (qfpay_wire_print(item, NULL, 0, &len) != QFPAY_E_SPACE)
        return QFPAY_E_PARSE;
    text = malloc(len + 1);
    if (!text)
        return QFPAY_E_MEMORY;
    if (qfpay_wire_print(item, text, len + 1, NULL) != QFPAY_OK) {
        free(text);
        return QFPAY_E_PARSE;
    }
    *out = text;
    return QFPAY_OK;
}

static bool
is_skipped(const cJSON *item, const char *skip)
{
    return skip && strcmp(item->string, skip) == 0 && cJSON_IsArray(item);
}

/* Fill an empty record; what it holds after a failure is the caller's to clear. */
static enum qfpay_status
read_record(const cJSON *object, const char *skip, struct qfpay_record *record)
{
    size_t count = (size_t)cJSON_GetArraySize(object);
    const cJSON *item = NULL;

    if (count > RECORD_FIELDS_MAX)
        return QFPAY_E_LIMIT;
    if (count == 0)
        return QFPAY_OK;
    record->fields = calloc(count, sizeof *record->fields);
    if (!record->fields)
        return QFPAY_E_MEMORY;
    cJSON_ArrayForEach(item, object)
    {
        struct record_field *field = &record->fields[record->field_count];
        enum qfpay_status status = QFPAY_OK;

        if (is_skipped(item, skip))
            continue;
        record->field_count++;
        field->name = strdup(item->string);
        if (!field->name)
            return QFPAY_E_MEMORY;
        status = dup_text(item, &field->text);
        if (status != QFPAY_OK)
            return status;
    }
    return QFPAY_OK;
}

static const cJSON *
find_rows(const cJSON *object)
{
    const cJSON *item = NULL;

    cJSON_ArrayForEach(item, object)
    {
        if (is_skipped(item, "data"))
            return item;
    }
    return NULL;
}

static enum qfpay_status
read_rows(const cJSON *array, struct record_document *document)
{
    size_t count = array ? (size_t)cJSON_GetArraySize(array) : 0;
    const cJSON *item = NULL;

    if (count > RECORD_ROWS_MAX)
        return QFPAY_E_LIMIT;
    if (count == 0)
        return QFPAY_OK;
    document->rows = calloc(count, sizeof *document->rows);
    if (!document->rows)
        return QFPAY_E_MEMORY;
    cJSON_ArrayForEach(item, array)
    {
        if (cJSON_IsObject(item)) {
            enum qfpay_status status = read_record(item, NULL,
                                                   &document->rows[document->row_count++]);

            if (status != QFPAY_OK)
                return status;
        }
    }
    return QFPAY_OK;
}

static enum qfpay_status
explain(enum qfpay_status status, struct qfpay_error *err)
{
    if (status == QFPAY_E_LIMIT)
        return qfpay_fail(err, status, "an answer has more than %d fields or %d records",
                          RECORD_FIELDS_MAX, RECORD_ROWS_MAX);
    if (status == QFPAY_E_MEMORY)
        return qfpay_fail(err, status, "out of memory while reading an answer");
    return qfpay_fail(err, status, "an answer has a value that cannot be read");
}

enum qfpay_status
record_document_parse(const char *text, size_t len, struct record_document *out,
                      struct qfpay_error *err)
{
    struct record_document document = {0};
    cJSON *root = NULL;
    enum qfpay_status status = qfpay_wire_parse(text ? text : "", len, &root, err);

    if (status != QFPAY_OK)
        goto out;
    if (!cJSON_IsObject(root)) {
        status = qfpay_fail(err, QFPAY_E_PARSE, "an answer must be a JSON object");
        goto out;
    }
    status = read_record(root, "data", &document.top);
    if (status == QFPAY_OK)
        status = read_rows(find_rows(root), &document);
    if (status != QFPAY_OK) {
        (void)explain(status, err);
        goto out;
    }
    *out = document;
    document = (struct record_document){0};
out:
    record_document_clear(&document);
    cJSON_Delete(root);
    return status;
}

const char *
qfpay_record_text(const qfpay_record *record, const char *name)
{
    if (!record)
        return NULL;
    for (size_t i = 0; i < record->field_count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return record->fields[i].text;
    return NULL;
}

bool
qfpay_record_int(const qfpay_record *record, const char *name, int64_t *value)
{
    const char *text = qfpay_record_text(record, name);
    char *end = NULL;
    long long number = 0;

    if (!text || !(text[0] == '-' || (text[0] >= '0' && text[0] <= '9')))
        return false;
    errno = 0;
    number = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0')
        return false;
    *value = number;
    return true;
}

size_t
qfpay_record_count(const qfpay_record *record)
{
    return record ? record->field_count : 0;
}

const char *
qfpay_record_name(const qfpay_record *record, size_t index)
{
    return record && index < record->field_count ? record->fields[index].name : NULL;
}

bool
qfpay_record_is_payment(const qfpay_record *record)
{
    const char *order_type = qfpay_record_text(record, "order_type");

    return record && (!order_type || order_type[0] == '\0' || strcmp(order_type, "payment") == 0);
}

bool
qfpay_record_is_refund(const qfpay_record *record)
{
    const char *order_type = qfpay_record_text(record, "order_type");

    return order_type && strcmp(order_type, "refund") == 0;
}

enum qfpay_outcome
qfpay_record_outcome(const qfpay_record *record)
{
    enum qfpay_outcome outcome = qfpay_outcome_of(qfpay_record_text(record, "respcd"));
    const char *cancel = qfpay_record_text(record, "cancel");

    /* 1 reversed or refunded, 2 cancelled, 3 wholly refunded; of a refund, cancel means nothing. */
    if (outcome == QFPAY_OUTCOME_SUCCESS && qfpay_record_is_payment(record) && cancel &&
        (strcmp(cancel, "1") == 0 || strcmp(cancel, "2") == 0 || strcmp(cancel, "3") == 0))
        return QFPAY_OUTCOME_FAILURE;
    return outcome;
}
