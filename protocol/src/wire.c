/*
 * JSON in QFPay's own spelling, that of Python's json.dumps, because the signature of a response
 * covers its bytes. cJSON keeps the tree; only the printing is ours.
 */
#include "qfpay/wire.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_scan.h"
#include "sink.h"
#include "utf8.h"

/* Beyond this a double no longer holds every integer. */
#define INTEGER_LIMIT 9007199254740992.0

static void
print_text(struct sink *sink, const char *text)
{
    sink_put(sink, text, strlen(text));
}

static void
print_integer(struct sink *sink, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? (uint64_t)-value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        digits[--at] = '-';
    sink_put(sink, digits + at, sizeof digits - at);
}

/* The decimal point of the process's locale may be any character, of several bytes even. */
static void
print_decimal(struct sink *sink, const char *text)
{
    bool in_point = false;

    for (; *text != '\0'; text++) {
        bool is_point = !strchr("0123456789+-e", *text);

        if (!is_point)
            sink_byte(sink, *text);
        else if (!in_point)
            sink_byte(sink, '.');
        in_point = is_point;
    }
}

static void
print_number(struct sink *sink, double value)
{
    char text[40];

    if (!isfinite(value)) {
        print_text(sink, "null"); /* JSON has no such numbers */
        return;
    }
    if (value >= -INTEGER_LIMIT && value <= INTEGER_LIMIT && value == (double)(int64_t)value) {
        print_integer(sink, (int64_t)value);
        return;
    }
    (void)snprintf(text, sizeof text, "%.15g", value);
    if (strtod(text, NULL) != value)
        (void)snprintf(text, sizeof text, "%.17g", value);
    print_decimal(sink, text);
}

static void
print_u16(struct sink *sink, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    char escape[6] = {'\\',
                      'u',
                      digits[unit >> 12 & 15],
                      digits[unit >> 8 & 15],
                      digits[unit >> 4 & 15],
                      digits[unit & 15]};

    sink_put(sink, escape, sizeof escape);
}

static void
print_point(struct sink *sink, uint32_t point)
{
    if (point < 0x10000) {
        print_u16(sink, point);
        return;
    }
    print_u16(sink, 0xD800 + ((point - 0x10000) >> 10));
    print_u16(sink, 0xDC00 + ((point - 0x10000) & 0x3FF));
}

static void
print_control(struct sink *sink, char byte)
{
    static const char controls[] = "\b\f\n\r\t\"\\";
    static const char letters[] = "bfnrt\"\\";
    const char *found = strchr(controls, byte);

    if (!found) {
        print_u16(sink, (unsigned char)byte);
        return;
    }
    sink_byte(sink, '\\');
    sink_byte(sink, letters[found - controls]);
}

/* What a string shows as it is: ASCII but for controls, `"` and `\`. A table, because it is asked
 * for every byte of every answer. */
/* clang-format off */
static const bool is_plain[UCHAR_MAX + 1] = {
    [' '] = 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* not `"` */
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, /* not `\` */
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
};
/* clang-format on */

/* A character that is not plain. @return how many bytes it has */
static size_t
print_escaped(struct sink *sink, const char *text)
{
    uint32_t point = 0xFFFD;
    size_t size;

    if ((unsigned char)*text < 0x80) {
        print_control(sink, *text);
        return 1;
    }
    /* The NUL ends every sequence that is cut short, so nothing behind it is read. */
    size = utf8_decode(text, UTF8_MAX, &point);
    print_point(sink, point);
    return size != 0 ? size : 1;
}

static void
print_string(struct sink *sink, const char *text)
{
    const char *at = text ? text : "";

    sink_byte(sink, '"');
    while (*at != '\0') {
        const char *plain = at;

        while (is_plain[(unsigned char)*at])
            at++;
        sink_put(sink, plain, (size_t)(at - plain));
        if (*at != '\0')
            at += print_escaped(sink, at);
    }
    sink_byte(sink, '"');
}

static void print_value(struct sink *sink, const cJSON *item);

static void
print_members(struct sink *sink, const cJSON *item, bool is_object)
{
    sink_byte(sink, is_object ? '{' : '[');
    for (const cJSON *child = item->child; child; child = child->next) {
        if (child != item->child)
            sink_put(sink, ", ", 2);
        if (is_object) {
            print_string(sink, child->string);
            sink_put(sink, ": ", 2);
        }
        print_value(sink, child);
    }
    sink_byte(sink, is_object ? '}' : ']');
}

static void
print_value(struct sink *sink, const cJSON *item)
{
    switch (!item ? cJSON_Invalid : item->type & 0xFF) {
    case cJSON_String:
        print_string(sink, item->valuestring);
        break;
    case cJSON_Number:
        print_number(sink, item->valuedouble);
        break;
    case cJSON_Object:
        print_members(sink, item, true);
        break;
    case cJSON_Array:
        print_members(sink, item, false);
        break;
    case cJSON_True:
        print_text(sink, "true");
        break;
    case cJSON_False:
        print_text(sink, "false");
        break;
    case cJSON_Raw:
        print_text(sink, item->valuestring ? item->valuestring : "null");
        break;
    default:
        print_text(sink, "null");
        break;
    }
}

enum qfpay_status
qfpay_wire_print(const cJSON *item, char *text, size_t text_size, size_t *text_len)
{
    struct sink sink = {text, text_size, 0};

    print_value(&sink, item);
    return sink_end(&sink, text_len);
}

enum qfpay_status
qfpay_wire_parse(const char *text, size_t len, cJSON **out, struct qfpay_error *err)
{
    size_t offset = 0;
    enum qfpay_status status;
    cJSON *item;

    if (len > QFPAY_WIRE_MAX)
        return qfpay_fail(err, QFPAY_E_LIMIT, "%zu bytes of JSON, at most %u are read", len,
                          QFPAY_WIRE_MAX);
    status = json_scan(text, len, &offset);
    if (status == QFPAY_E_LIMIT)
        return qfpay_fail(err, status,
                          "the JSON at byte %zu nests too deeply or has a number of too "
                          "many digits",
                          offset);
    if (status != QFPAY_OK)
        return qfpay_fail(err, status, "the text is not JSON from byte %zu on", offset);
    item = cJSON_ParseWithLength(text, len);
    if (!item) /* whatever passed the scan is JSON to cJSON as well */
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory for %zu bytes of JSON", len);
    *out = item;
    return QFPAY_OK;
}
