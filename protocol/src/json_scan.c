/*
 * A strict JSON recogniser (RFC 8259) without recursion: one flag per open container says whether
 * it is an object.
 */
#include "json_scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "utf8.h"

struct scan {
    const char *text;
    size_t len;
    size_t at;
    enum qfpay_status status;
    size_t depth;
    bool is_object[JSON_SCAN_DEPTH];
};

static bool
refuse(struct scan *scan, enum qfpay_status status)
{
    scan->status = status;
    return false;
}

/* The next byte, or a NUL at the end, which no rule accepts. */
static char
peek(const struct scan *scan)
{
    return scan->at < scan->len ? scan->text[scan->at] : '\0';
}

static bool
accept(struct scan *scan, char byte)
{
    if (scan->at >= scan->len || scan->text[scan->at] != byte)
        return false;
    scan->at++;
    return true;
}

static void
skip_space(struct scan *scan)
{
    while (scan->at < scan->len && memchr(" \t\r\n", scan->text[scan->at], 4))
        scan->at++;
}

static bool
scan_word(struct scan *scan, const char *word)
{
    for (; *word != '\0'; word++)
        if (!accept(scan, *word))
            return refuse(scan, QFPAY_E_PARSE);
    return true;
}

static size_t
skip_digits(struct scan *scan)
{
    size_t start = scan->at;

    while (scan->at < scan->len && scan->text[scan->at] >= '0' && scan->text[scan->at] <= '9')
        scan->at++;
    return scan->at - start;
}

static bool
scan_number(struct scan *scan)
{
    size_t start = scan->at;

    accept(scan, '-');
    if (!accept(scan, '0') && skip_digits(scan) == 0)
        return refuse(scan, QFPAY_E_PARSE);
    if (accept(scan, '.') && skip_digits(scan) == 0)
        return refuse(scan, QFPAY_E_PARSE);
    if (accept(scan, 'e') || accept(scan, 'E')) {
        if (!accept(scan, '+'))
            accept(scan, '-');
        if (skip_digits(scan) == 0)
            return refuse(scan, QFPAY_E_PARSE);
    }
    return scan->at - start <= JSON_SCAN_NUMBER || refuse(scan, QFPAY_E_LIMIT);
}

/* Four hex digits behind `\u`, or -1. */
static long
scan_hex4(struct scan *scan)
{
    long value = 0;

    for (int i = 0; i < 4; i++) {
        char c = peek(scan);

        if (c >= '0' && c <= '9')
            value = value * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            value = value * 16 + (c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            value = value * 16 + (c - 'A' + 10);
        else
            return -1;
        scan->at++;
    }
    return value;
}

/* A surrogate is half a character and must come with its other half; U+0000 would end the string
 * for everybody who reads it in C. */
static bool
scan_unicode_escape(struct scan *scan)
{
    long value = scan_hex4(scan);

    if (value <= 0 || (value >= 0xDC00 && value <= 0xDFFF))
        return refuse(scan, QFPAY_E_PARSE);
    if (value < 0xD800 || value > 0xDFFF)
        return true;
    if (!accept(scan, '\\') || !accept(scan, 'u'))
        return refuse(scan, QFPAY_E_PARSE);
    value = scan_hex4(scan);
    return (value >= 0xDC00 && value <= 0xDFFF) || refuse(scan, QFPAY_E_PARSE);
}

static bool
scan_escape(struct scan *scan)
{
    char kind = peek(scan);

    if (kind == '\0' || !strchr("\"\\/bfnrtu", kind))
        return refuse(scan, QFPAY_E_PARSE);
    scan->at++;
    return kind != 'u' || scan_unicode_escape(scan);
}

static bool
scan_string(struct scan *scan)
{
    if (!accept(scan, '"'))
        return refuse(scan, QFPAY_E_PARSE);
    while (!accept(scan, '"')) {
        size_t size = utf8_decode(scan->text + scan->at, scan->len - scan->at, NULL);

        if (size == 0 || (unsigned char)scan->text[scan->at] < ' ')
            return refuse(scan, QFPAY_E_PARSE);
        scan->at += size;
        if (scan->text[scan->at - 1] == '\\' && !scan_escape(scan))
            return false;
    }
    return true;
}

static bool
scan_key(struct scan *scan)
{
    skip_space(scan);
    if (!scan_string(scan))
        return false;
    skip_space(scan);
    return accept(scan, ':') || refuse(scan, QFPAY_E_PARSE);
}

static bool
open_container(struct scan *scan, bool is_object)
{
    if (scan->depth == JSON_SCAN_DEPTH)
        return refuse(scan, QFPAY_E_LIMIT);
    scan->is_object[scan->depth++] = is_object;
    scan->at++;
    return true;
}

/* Behind a value: close what ends here. True when another value follows or all is closed. */
static bool
close_containers(struct scan *scan)
{
    while (scan->depth > 0) {
        bool is_object = scan->is_object[scan->depth - 1];

        skip_space(scan);
        if (accept(scan, ','))
            return !is_object || scan_key(scan);
        if (!accept(scan, is_object ? '}' : ']'))
            return refuse(scan, QFPAY_E_PARSE);
        scan->depth--;
    }
    return true;
}

/* A scalar, or the beginning of a container. *is_open says that a value must follow at once. */
static bool
scan_value(struct scan *scan, bool *is_open)
{
    *is_open = false;
    skip_space(scan);
    switch (peek(scan)) {
    case '{':
        if (!open_container(scan, true))
            return false;
        skip_space(scan);
        *is_open = peek(scan) != '}';
        return !*is_open || scan_key(scan);
    case '[':
        if (!open_container(scan, false))
            return false;
        skip_space(scan);
        *is_open = peek(scan) != ']';
        return true;
    case '"':
        return scan_string(scan);
    case 't':
        return scan_word(scan, "true");
    case 'f':
        return scan_word(scan, "false");
    case 'n':
        return scan_word(scan, "null");
    default:
        return scan_number(scan);
    }
}

enum qfpay_status
json_scan(const char *text, size_t len, size_t *offset)
{
    struct scan scan = {.text = text, .len = len};
    bool fine;

    do {
        bool is_open;

        fine = scan_value(&scan, &is_open) && (is_open || close_containers(&scan));
    } while (fine && scan.depth > 0);
    skip_space(&scan);
    if (fine && scan.at < len)
        refuse(&scan, QFPAY_E_PARSE);
    if (scan.status != QFPAY_OK)
        *offset = scan.at;
    return scan.status;
}
