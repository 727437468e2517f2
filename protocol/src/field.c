/*
 * One value against one rule. The rules are rows; what is here are the forms that a value can have.
 * Only extend_info, which is JSON, is judged elsewhere.
 */
#include "qfpay/field.h"

#include <string.h>
#include <strings.h>

#include "extend_info.h"
#include "qfpay/currency.h"
#include "qfpay/datetime.h"
#include "qfpay/pay_type.h"
#include "utf8.h"

static const struct qfpay_field fields[] = {
#define FIELD(endpoint, name, kind, presence, unit, max, low, high, type, missing, length, form,   \
              range, about)                                                                        \
    {QFPAY_ENDPOINT_##endpoint,                                                                    \
     name,                                                                                         \
     QFPAY_KIND_##kind,                                                                            \
     QFPAY_PRESENCE_##presence,                                                                    \
     QFPAY_UNIT_##unit,                                                                            \
     max,                                                                                          \
     low,                                                                                          \
     high,                                                                                         \
     type,                                                                                         \
     QFPAY_REQ_##missing,                                                                          \
     QFPAY_REQ_##length,                                                                           \
     QFPAY_REQ_##form,                                                                             \
     QFPAY_REQ_##range,                                                                            \
     about},
#include "qfpay/tables/fields.def"
#undef FIELD
};

#define FIELD_COUNT (sizeof fields / sizeof fields[0])

const struct qfpay_field *
qfpay_fields(enum qfpay_endpoint endpoint, size_t *count)
{
    size_t first = 0;
    size_t last;

    while (first < FIELD_COUNT && fields[first].endpoint != endpoint)
        first++;
    last = first;
    while (last < FIELD_COUNT && fields[last].endpoint == endpoint)
        last++;
    *count = last - first;
    return last != first ? &fields[first] : NULL;
}

const struct qfpay_field *
qfpay_field_find(enum qfpay_endpoint endpoint, const char *name, size_t len)
{
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (fields[i].endpoint == endpoint && strlen(fields[i].name) == len &&
            memcmp(fields[i].name, name, len) == 0)
            return &fields[i];
    return NULL;
}

long
qfpay_utf8_length(const char *text, size_t len)
{
    long count = 0;

    for (size_t at = 0; at < len; count++) {
        size_t size = (unsigned char)text[at] < 0x80 ? 1 : utf8_decode(text + at, len - at, NULL);

        if (size == 0)
            return -1;
        at += size;
    }
    return count;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
are_digits(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!is_digit(text[i]))
            return false;
    return len != 0;
}

static bool
is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

static bool
is_clean_text(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (is_control(text[i]))
            return false;
    return qfpay_utf8_length(text, len) >= 0;
}

/* The number that digits stand for, held at INT64_MAX; a sign in front makes it negative. */
static bool
read_integer(const char *text, size_t len, int64_t *value)
{
    bool is_negative = len != 0 && text[0] == '-';
    int64_t number = 0;

    if (!are_digits(text + is_negative, len - is_negative))
        return false;
    for (size_t i = is_negative; i < len; i++) {
        if (number > (INT64_MAX - 9) / 10) {
            number = INT64_MAX;
            break;
        }
        number = number * 10 + (text[i] - '0');
    }
    *value = is_negative ? -number : number;
    return true;
}

static enum qfpay_fault
check_amount(const struct qfpay_field *field, const char *text, size_t len)
{
    int64_t amount;

    if (!read_integer(text, len, &amount))
        return QFPAY_FAULT_FORM;
    if (amount < field->low)
        return QFPAY_FAULT_RANGE;
    return text[0] == '0' ? QFPAY_FAULT_FORM : QFPAY_FAULT_NONE;
}

static enum qfpay_fault
check_integer(const struct qfpay_field *field, const char *text, size_t len)
{
    int64_t number;

    if (!read_integer(text, len, &number))
        return QFPAY_FAULT_FORM;
    return number < field->low || number > field->high ? QFPAY_FAULT_RANGE : QFPAY_FAULT_NONE;
}

static enum qfpay_fault
check_currency(const char *text, size_t len)
{
    const struct qfpay_currency *currency;

    for (size_t i = 0; i < len; i++)
        if (text[i] < 'A' || text[i] > 'Z')
            return QFPAY_FAULT_FORM;
    if (len != 3)
        return QFPAY_FAULT_FORM;
    currency = qfpay_currency_find(text, len);
    return currency && currency->current ? QFPAY_FAULT_NONE : QFPAY_FAULT_RANGE;
}

static enum qfpay_fault
check_pay_type(const char *text, size_t len)
{
    if (len != 6 || !are_digits(text, len))
        return QFPAY_FAULT_FORM;
    return qfpay_pay_type_find(text, len) ? QFPAY_FAULT_NONE : QFPAY_FAULT_RANGE;
}

/* The right shape with a 30 February inside breaks another rule than the wrong shape. */
static enum qfpay_fault
check_datetime(const char *text, size_t len)
{
    static const char shape[] = "0000-00-00 00:00:00";

    if (qfpay_datetime_parse(text, len, 0, NULL))
        return QFPAY_FAULT_NONE;
    if (len != sizeof shape - 1)
        return QFPAY_FAULT_FORM;
    for (size_t i = 0; i < len; i++)
        if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i])
            return QFPAY_FAULT_FORM;
    return QFPAY_FAULT_RANGE;
}

static bool
is_list(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] == ',' && (i == 0 || i == len - 1 || text[i + 1] == ','))
            return false;
    return is_clean_text(text, len);
}

static bool
is_url(const char *text, size_t len)
{
    size_t host = len > 8 && strncasecmp(text, "https://", 8) == 0 ? 8 : 7;

    if (len <= host || (host == 7 && strncasecmp(text, "http://", 7) != 0))
        return false;
    if (memchr("/?#:@", text[host], 5) || memchr(text, ' ', len))
        return false;
    return is_clean_text(text, len);
}

static enum qfpay_fault
form_unless(bool is_fine)
{
    return is_fine ? QFPAY_FAULT_NONE : QFPAY_FAULT_FORM;
}

static enum qfpay_fault
check_form(const struct qfpay_field *field, const char *text, size_t len)
{
    switch (field->kind) {
    case QFPAY_KIND_TEXT:
        return form_unless(is_clean_text(text, len));
    case QFPAY_KIND_AMOUNT:
        return check_amount(field, text, len);
    case QFPAY_KIND_INTEGER:
        return check_integer(field, text, len);
    case QFPAY_KIND_CURRENCY:
        return check_currency(text, len);
    case QFPAY_KIND_PAY_TYPE:
        return check_pay_type(text, len);
    case QFPAY_KIND_DATETIME:
        return check_datetime(text, len);
    case QFPAY_KIND_ZONE:
        return form_unless(qfpay_zone_parse(text, len, NULL));
    case QFPAY_KIND_FLAG:
        return form_unless(len == 1 && text[0] == 'Y');
    case QFPAY_KIND_IDENTITY:
        return form_unless(extend_info_is_identity(text, len));
    case QFPAY_KIND_SCENE:
        return form_unless(extend_info_is_scene(text, len));
    case QFPAY_KIND_CARD_DATA:
        return form_unless(extend_info_is_card_data(text, len));
    case QFPAY_KIND_URL:
        return form_unless(is_url(text, len));
    case QFPAY_KIND_LIST:
        return form_unless(is_list(text, len));
    }
    return QFPAY_FAULT_NONE;
}

static size_t
length_of(const struct qfpay_field *field, const struct qfpay_param *param)
{
    if (field->unit == QFPAY_UNIT_BYTES)
        return param->value_len;
    return (size_t)qfpay_utf8_length(param->value, param->value_len);
}

static enum qfpay_fault
check(const struct qfpay_field *field, const struct qfpay_param *param)
{
    enum qfpay_fault fault;

    if (field->presence == QFPAY_PRESENCE_UNUSED)
        return QFPAY_FAULT_NONE;
    if (!param || param->value_len == 0) {
        if (field->presence != QFPAY_PRESENCE_REQUIRED)
            return QFPAY_FAULT_NONE;
        return param ? QFPAY_FAULT_EMPTY : QFPAY_FAULT_MISSING;
    }
    fault = check_form(field, param->value, param->value_len);
    if (fault != QFPAY_FAULT_NONE)
        return fault;
    return field->max != 0 && length_of(field, param) > field->max ? QFPAY_FAULT_LENGTH
                                                                   : QFPAY_FAULT_NONE;
}

static enum qfpay_req
broken(const struct qfpay_field *field, const struct qfpay_param *param, enum qfpay_fault fault)
{
    switch (fault) {
    case QFPAY_FAULT_NONE:
        return QFPAY_REQ_NONE;
    case QFPAY_FAULT_MISSING:
    case QFPAY_FAULT_EMPTY:
        return field->presence_req;
    case QFPAY_FAULT_LENGTH:
        return field->length_req;
    case QFPAY_FAULT_RANGE:
        return field->range_req;
    case QFPAY_FAULT_FORM:
        /* 0100 is a whole number to the documents; only the pattern that bounds the digits,
         * PAY-TXAMT-04, refuses zeros in front. */
        if (field->kind == QFPAY_KIND_AMOUNT && are_digits(param->value, param->value_len))
            return field->length_req;
        return field->form_req;
    }
    return QFPAY_REQ_NONE;
}

enum qfpay_fault
qfpay_field_check(const struct qfpay_field *field, const struct qfpay_param *param,
                  enum qfpay_req *req)
{
    enum qfpay_fault fault = check(field, param);

    if (req)
        *req = broken(field, param, fault);
    return fault;
}
