/* See program/print.h. */
#include "program/print.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "program/shown.h"

enum { DIGITS_SIZE = 400 }; /* the largest double has 309 before its point */

/* A conversion of a format, such as %-14s, and the arguments that are still to come. */
struct conversion {
    char flags[8];
    int width;     /* of a negative one the text stands left */
    int precision; /* -1: none */
    char length;   /* 'l', 'L' for ll, 'z', or 0 */
    char letter;
};

/* va_list may be an array, which cannot be handed on by its address. */
struct arguments {
    va_list list;
};

static int
read_count(const char **at, struct arguments *args)
{
    int count = 0;

    if (**at == '*') {
        (*at)++;
        return va_arg(args->list, int);
    }
    for (; **at >= '0' && **at <= '9'; (*at)++)
        count = count * 10 + (**at - '0');
    return count;
}

/* The conversion behind a '%'; returns what follows it. */
static const char *
read_conversion(const char *at, struct arguments *args, struct conversion *read)
{
    size_t flags = strspn(at, "-+ #0");

    *read = (struct conversion){.precision = -1};
    memcpy(read->flags, at, flags < sizeof read->flags ? flags : sizeof read->flags - 1);
    at += flags;
    read->width = read_count(&at, args);
    if (*at == '.') {
        at++;
        read->precision = read_count(&at, args);
    }
    for (; *at && strchr("hlz", *at); at++)
        read->length = *at != 'l' ? *at : read->length == 'l' ? 'L' : 'l';
    read->letter = *at;
    return at + (*at != '\0');
}

static intmax_t
next_signed(const struct conversion *of, struct arguments *args)
{
    switch (of->length) {
    case 'l':
        return va_arg(args->list, long);
    case 'L':
        return va_arg(args->list, long long);
    case 'z':
        return (intmax_t)va_arg(args->list, size_t);
    default:
        return va_arg(args->list, int);
    }
}

static uintmax_t
next_unsigned(const struct conversion *of, struct arguments *args)
{
    switch (of->length) {
    case 'l':
        return va_arg(args->list, unsigned long);
    case 'L':
        return va_arg(args->list, unsigned long long);
    case 'z':
        return va_arg(args->list, size_t);
    default:
        return va_arg(args->list, unsigned);
    }
}

/* The digits of a number; how many. */
static size_t
write_number(char digits[DIGITS_SIZE], const struct conversion *of, struct arguments *args)
{
    int len = 0;

    switch (of->letter) {
    case 'f':
        len = snprintf(digits, DIGITS_SIZE, "%.*f", of->precision < 0 ? 6 : of->precision,
                       va_arg(args->list, double));
        break;
    case 'x':
    case 'X':
        len = snprintf(digits, DIGITS_SIZE, of->letter == 'x' ? "%jx" : "%jX",
                       next_unsigned(of, args));
        break;
    case 'u':
        len = snprintf(digits, DIGITS_SIZE, "%ju", next_unsigned(of, args));
        break;
    case 'd':
        len = snprintf(digits, DIGITS_SIZE, "%jd", next_signed(of, args));
        break;
    default:
        abort(); /* a conversion that no program has needed yet */
    }
    return len < DIGITS_SIZE ? (size_t)len : DIGITS_SIZE - 1;
}

static void
pad(FILE *out, const struct conversion *of, size_t len)
{
    char filler = strchr(of->flags, '0') ? '0' : ' ';

    for (size_t width = (size_t)abs(of->width); len < width; len++)
        (void)fputc(filler, out);
}

static void
put_conversion(FILE *out, print_writer *put, const struct conversion *of, struct arguments *args)
{
    char room[DIGITS_SIZE];
    const char *text = room;
    size_t len = 0;
    bool is_left = of->width < 0 || strchr(of->flags, '-');

    if (of->letter == 's') {
        text = va_arg(args->list, const char *);
        if (!text)
            text = "(null)";
        len = of->precision < 0 ? strlen(text) : strnlen(text, (size_t)of->precision);
    } else if (of->letter == 'c') {
        room[0] = (char)va_arg(args->list, int);
        len = 1;
    } else {
        len = write_number(room, of, args);
    }
    if (!is_left)
        pad(out, of, len);
    put(out, text, len);
    if (is_left)
        pad(out, of, len);
}

void
print_with(FILE *out, print_writer *put, const char *format, va_list args)
{
    struct arguments left;
    struct conversion conversion;

    va_copy(left.list, args);
    flockfile(out);
    while (*format != '\0') {
        size_t plain = strcspn(format, "%");

        (void)fwrite(format, 1, plain, out);
        format += plain;
        if (format[0] == '%' && format[1] == '%') {
            (void)fputc('%', out);
            format += 2;
        } else if (format[0] == '%') {
            format = read_conversion(format + 1, &left, &conversion);
            put_conversion(out, put, &conversion, &left);
        }
    }
    funlockfile(out);
    va_end(left.list);
}

void
print_shown(FILE *out, const char *bytes, size_t len)
{
    char piece[SHOWN_PIECE_SIZE];

    while (len > 0) {
        size_t step = shown_span(bytes, len);

        (void)fwrite(bytes, 1, step, out);
        if (step == 0) {
            step = shown_instead(bytes, len, piece);
            (void)fputs(piece, out);
        }
        bytes += step;
        len -= step;
    }
}

void
print(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_with(stdout, print_shown, format, args);
    va_end(args);
}

void
print_to(FILE *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_with(out, print_shown, format, args);
    va_end(args);
}

void
print_own(FILE *out, const char *text)
{
    (void)fputs(text, out);
}

void
print_lines(FILE *out, const char *lead, const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");

        (void)fputs(lead, out);
        print_shown(out, text, len);
        (void)fputc('\n', out);
        text += len + (text[len] == '\n');
    }
}

/* cJSON escapes C0 controls in texts, so one that stands there lays the document out. */
static void
put_json_unfit(FILE *out, const char *bytes, struct shown_unfit found)
{
    uint32_t point = found.point == SHOWN_NO_POINT ? 0xFFFD : found.point;

    if (point < 0x20)
        (void)fwrite(bytes, 1, 1, out);
    else if (point < 0x10000)
        (void)fprintf(out, "\\u%04x", (unsigned)point);
    else
        (void)fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (point >> 10)),
                      (unsigned)(0xDC00 | (point & 0x3FF)));
}

void
print_json(FILE *out, const char *json)
{
    size_t len = strlen(json);

    while (len > 0) {
        size_t step = shown_span(json, len);

        (void)fwrite(json, 1, step, out);
        if (step == 0) {
            struct shown_unfit found = shown_unfit(json, len);

            put_json_unfit(out, json, found);
            step = found.len;
        }
        json += step;
        len -= step;
    }
}

bool
print_end(const char *program)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    print_to(stderr, "%s: standard output cannot be written\n", program);
    return false;
}
