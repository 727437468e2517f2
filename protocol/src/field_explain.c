/*
 * The sentences for what field.c finds: what came, and what was expected.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "qfpay/currency.h"
#include "qfpay/field.h"
#include "qfpay/near.h"
#include "qfpay/pay_type.h"
#include "utf8.h"

/* How much of a value is shown, in bytes, without the longest escape that may still follow. */
#define SHOWN_LEN 40
/* Room for "\U0010ffff", for "..." and a NUL behind that. */
#define SHOWN_SIZE (SHOWN_LEN + 10 + 3 + 1)

/* Offer what the table of the field's kind has. */
static void
offer_values(struct qfpay_near *near, enum qfpay_kind kind)
{
    for (size_t i = 0; kind == QFPAY_KIND_CURRENCY && i < qfpay_currency_count(); i++)
        qfpay_near_offer(near, qfpay_currency_at(i)->code);
    for (size_t i = 0; kind == QFPAY_KIND_PAY_TYPE && i < qfpay_pay_type_count(); i++)
        qfpay_near_offer(near, qfpay_pay_type_at(i)->pay_type);
}

static void
explain_form(const struct qfpay_field *field, const char *shown, const char *expected, char *text,
             size_t text_size)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, shown);
    offer_values(&near, field->kind);
    (void)snprintf(text, text_size, "%s is %s%s %s must be %s.", field->name, shown,
                   qfpay_near_hint(&near, hint, ";"), near.count > 0 ? "It" : "it", expected);
}

/* One code point, or one byte that belongs to none. Returns how many bytes of the value it took. */
static size_t
show_next(const char *value, size_t len, char *out, size_t size)
{
    uint32_t point = 0;
    size_t taken = utf8_decode(value, len, &point);

    if (taken == 0) {
        (void)snprintf(out, size, "\\x%02x", (unsigned)(unsigned char)value[0]);
        return 1;
    }
    if (point >= 0x20 && point < 0x7F)
        (void)snprintf(out, size, "%c", (char)point);
    else if (point < 0x10000)
        (void)snprintf(out, size, "\\u%04" PRIx32, point);
    else
        (void)snprintf(out, size, "\\U%08" PRIx32, point);
    return taken;
}

static void
show(const char *value, size_t len, char shown[SHOWN_SIZE])
{
    size_t at = 0;
    size_t used = 0;

    shown[0] = '\0';
    while (at < len && used < SHOWN_LEN) {
        at += show_next(value + at, len - at, shown + used, SHOWN_SIZE - used);
        used += strlen(shown + used);
    }
    if (at < len)
        (void)snprintf(shown + used, SHOWN_SIZE - used, "...");
}

/* Ends a sentence that begins with "it must be". */
static void
expect(const struct qfpay_field *field, char *text, size_t text_size)
{
    const char *words = "";

    switch (field->kind) {
    case QFPAY_KIND_TEXT:
        words = "UTF-8 text without control characters";
        break;
    case QFPAY_KIND_AMOUNT:
        (void)snprintf(text, text_size,
                       "a whole number of minor units from %" PRId64 " to %" PRId64
                       ", without zeros in front",
                       field->low, field->high);
        return;
    case QFPAY_KIND_INTEGER:
        (void)snprintf(text, text_size, "a whole number from %" PRId64 " to %" PRId64, field->low,
                       field->high);
        return;
    case QFPAY_KIND_CURRENCY:
        words = "three upper-case letters from the currency table, for example HKD";
        break;
    case QFPAY_KIND_PAY_TYPE:
        words = "the six digits of a known pay type, for example 800201";
        break;
    case QFPAY_KIND_DATETIME:
        words = "a calendar time as YYYY-MM-DD hh:mm:ss on a 24-hour clock";
        break;
    case QFPAY_KIND_ZONE:
        words = "a zone as +0800";
        break;
    case QFPAY_KIND_FLAG:
        words = "Y";
        break;
    case QFPAY_KIND_IDENTITY:
        words = "the text of a JSON object with the strings user_creid and user_truename";
        break;
    case QFPAY_KIND_SCENE:
        words = "the text of a JSON object with scene_info.h5_info of type Wap, wap_url and "
                "wap_name, and with spbill_create_ip";
        break;
    case QFPAY_KIND_CARD_DATA:
        words = "the text of a JSON object with the strings payment_data_enc, in hex, and "
                "return_url";
        break;
    case QFPAY_KIND_URL:
        words = "an http:// or https:// URL with a host";
        break;
    case QFPAY_KIND_LIST:
        words = "a comma separated list without empty elements";
        break;
    }
    (void)snprintf(text, text_size, "%s", words);
}

static void
explain_length(const struct qfpay_field *field, const struct qfpay_param *param, char *text,
               size_t text_size)
{
    bool in_bytes = field->unit == QFPAY_UNIT_BYTES;
    size_t length = in_bytes ? param->value_len
                             : (size_t)qfpay_utf8_length(param->value, param->value_len);

    (void)snprintf(text, text_size, "%s has %zu %s; it may have at most %zu.", field->name, length,
                   in_bytes ? "bytes" : "characters", field->max);
}

void
qfpay_field_explain(const struct qfpay_field *field, const struct qfpay_param *param,
                    enum qfpay_fault fault, char *text, size_t text_size)
{
    char shown[SHOWN_SIZE];
    char expected[160];

    switch (fault) {
    case QFPAY_FAULT_NONE:
        (void)snprintf(text, text_size, "%s is as it should be.", field->name);
        return;
    case QFPAY_FAULT_MISSING:
        (void)snprintf(text, text_size, "%s is missing; it must be sent.", field->name);
        return;
    case QFPAY_FAULT_EMPTY:
        (void)snprintf(text, text_size, "%s is empty; it must have a value.", field->name);
        return;
    case QFPAY_FAULT_LENGTH:
        explain_length(field, param, text, text_size);
        return;
    case QFPAY_FAULT_FORM:
    case QFPAY_FAULT_RANGE:
        show(param->value, param->value_len, shown);
        expect(field, expected, sizeof expected);
        explain_form(field, shown, expected, text, text_size);
        return;
    }
}
