/* Numbers as other types print them; see coding.h. A value that is none is left as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/coding.h"

enum { NUMBER_SIZE = 64 };

static bool
is_whole(const char *value, size_t len)
{
    if (len == 0 || len >= NUMBER_SIZE || (value[0] == '0' && len != 1))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (value[i] < '0' || value[i] > '9')
            return false;
    }
    return true;
}

void
put_with_fraction(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    text_put(out, value, len);
    if (is_whole(value, len))
        text_put(out, coding->spellings->to, strlen(coding->spellings->to));
}

/* The fewest digits that give the same double again, and the power of ten of the first of them. */
static void
shorten(const char *value, size_t len, char digits[NUMBER_SIZE], int *exponent)
{
    char text[NUMBER_SIZE];
    double number;
    size_t used = 0;

    memcpy(text, value, len);
    text[len] = '\0';
    number = strtod(text, NULL);
    for (int precision = 0; precision <= 16; precision++) {
        (void)snprintf(text, sizeof text, "%.*e", precision, number);
        if (strtod(text, NULL) == number)
            break;
    }
    *exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    for (const char *at = text; *at != 'e'; at++) {
        if (*at != '.')
            digits[used++] = *at;
    }
    digits[used] = '\0';
}

void
put_with_exponent(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    char digits[NUMBER_SIZE];
    char power[NUMBER_SIZE];
    int exponent;

    if (!is_whole(value, len)) {
        text_put(out, value, len);
        return;
    }
    shorten(value, len, digits, &exponent);
    text_byte(out, digits[0]);
    if (digits[1] != '\0') {
        text_byte(out, '.');
        text_put(out, digits + 1, strlen(digits + 1));
    } else {
        text_put(out, coding->spellings->from, strlen(coding->spellings->from));
    }
    (void)snprintf(power, sizeof power, "%s%0*d", coding->spellings->to, (int)coding->max,
                   exponent);
    text_put(out, power, strlen(power));
}

void
put_rounded(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    char digits[NUMBER_SIZE];
    int exponent;

    (void)coding;
    if (!is_whole(value, len)) {
        text_put(out, value, len);
        return;
    }
    shorten(value, len, digits, &exponent);
    text_put(out, digits, strlen(digits));
    for (int i = (int)strlen(digits); i <= exponent; i++)
        text_byte(out, '0');
}

void
put_with_commas(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    bool is_number = is_whole(value, len);

    (void)coding;
    for (size_t i = 0; i < len; i++) {
        if (is_number && i != 0 && (len - i) % 3 == 0)
            text_byte(out, ',');
        text_byte(out, value[i]);
    }
}

/* A number with a fraction, an exponent or commas, which is whole all the same. */
static bool
read_whole(const char *value, size_t len, char whole[NUMBER_SIZE])
{
    char plain[NUMBER_SIZE];
    char *end;
    size_t used = 0;
    double number;

    if (len >= NUMBER_SIZE)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!strchr("0123456789.,eE+", value[i]) || value[i] == '\0')
            return false;
        if (value[i] != ',')
            plain[used++] = value[i];
    }
    plain[used] = '\0';
    if (strspn(plain, "0123456789") == used) { /* of any length */
        size_t zeros = strspn(plain, "0");
        size_t start = zeros == used && used != 0 ? zeros - 1 : zeros;

        memcpy(whole, plain + start, used + 1 - start);
        return used != 0;
    }
    number = strtod(plain, &end);
    return *end == '\0' && number < 1e15 &&
           snprintf(whole, NUMBER_SIZE, "%.0f", number) < NUMBER_SIZE &&
           strtod(whole, NULL) == number;
}

void
put_whole(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    char whole[NUMBER_SIZE];

    (void)coding;
    if (read_whole(value, len, whole))
        text_put(out, whole, strlen(whole));
    else
        text_put(out, value, len);
}
