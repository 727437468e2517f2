/* See option_value.h. A new kind of option is a row of readers. */
#include "option_value.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/near.h"

bool
options_wrong(char error[OPTIONS_ERROR_SIZE], const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)vsnprintf(error, OPTIONS_ERROR_SIZE, format, args);
    va_end(args);
    return false;
}

bool
options_unknown(char error[OPTIONS_ERROR_SIZE], const char *what, const char *word,
                const char *list)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    char otherwise[120];
    struct qfpay_near near;

    qfpay_near_begin(&near, word);
    qfpay_near_offer_list(&near, list);
    (void)snprintf(otherwise, sizeof otherwise, "; it must be %s", list);
    return options_wrong(error, "unknown %.60s '%.200s'%.150s", what, word,
                         qfpay_near_hint(&near, hint, otherwise));
}

/* Digits, and the text behind them. */
static bool
read_digits(const char *text, uint64_t *number, const char **end)
{
    char *stop = NULL;

    if (!isdigit((unsigned char)text[0]))
        return false;
    errno = 0;
    *number = strtoull(text, &stop, 10);
    *end = stop;
    return errno == 0;
}

static bool
read_number(const struct option_row *row, void *member, const char *text)
{
    bool is_negative = text[0] == '-' && row->max == 0;
    const char *end = NULL;
    uint64_t number = 0;

    if (!read_digits(text + is_negative, &number, &end) ||
        (*end != '\0' && (!row->unit || strcmp(end, row->unit) != 0)))
        return false;
    if (row->max == 0 ? number > INT64_MAX : number < row->min || number > row->max)
        return false;
    if (is_negative)
        number = 0 - number;
    if (row->size == sizeof(int))
        *(int *)member = (int)number;
    else
        memcpy(member, &number, sizeof number);
    return true;
}

static bool
read_duration(const struct option_row *row, void *member, const char *text)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"", 1000}, {"s", 1000}, {"ms", 1}, {"m", 60000}, {"h", 3600000}};
    const char *end = NULL;
    uint64_t number = 0;

    if (!read_digits(text, &number, &end) || number > 10000000)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(end, units[i].unit) == 0 && units[i].ms >= row->unit_ms) {
            *(int64_t *)member = (int64_t)number * (units[i].ms / row->unit_ms);
            return true;
        }
    }
    return false;
}

/* Units are those of memory: powers of 1024. */
static bool
read_size(const struct option_row *row, void *member, const char *text)
{
    static const struct {
        const char *unit;
        int shift;
    } units[] = {{"", 0}, {"K", 10}, {"KiB", 10}, {"M", 20}, {"MiB", 20}, {"G", 30}, {"GiB", 30}};
    const char *end = NULL;
    uint64_t number = 0;

    if (!read_digits(text, &number, &end) || number > UINT32_MAX)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        uint64_t size = number << units[i].shift;

        if (strcmp(end, units[i].unit) != 0 || size < row->min)
            continue;
        memcpy(member, &size, sizeof size);
        return true;
    }
    return false;
}

/* Outside of a command line a flag can also be switched off. */
static bool
read_flag(const struct option_row *row, void *member, const char *text)
{
    bool is_on = text[0] == '\0' || strcmp(text, "true") == 0 || strcmp(text, "1") == 0;

    if (!is_on && strcmp(text, "false") != 0 && strcmp(text, "0") != 0)
        return false;
    *(bool *)member = is_on == (row->kind == OPTION_FLAG);
    return true;
}

static bool
read_text(const struct option_row *row, void *member, const char *text)
{
    (void)row;
    *(const char **)member = text;
    return true;
}

static bool
read_copy(const struct option_row *row, void *member, const char *text)
{
    size_t size = strlen(text) + 1;

    if (size <= row->size)
        memcpy(member, text, size);
    return size <= row->size;
}

static bool
read_list(const struct option_row *row, void *member, const char *text)
{
    struct option_list *list = member;

    (void)row;
    if (list->count == OPTION_LIST_MAX)
        return false;
    list->items[list->count++] = text;
    return true;
}

static bool
read_word(const struct option_row *row, void *member, const char *text)
{
    size_t len = strlen(text);
    const char *word = row->value;

    for (int i = 0;; i++) {
        size_t word_len = strcspn(word, "|");

        if (word_len == len && memcmp(word, text, len) == 0) {
            *(int *)member = i;
            return true;
        }
        if (word[word_len] == '\0')
            return false;
        word += word_len + 1;
    }
}

/* "a, b or c" of "a|b|c". */
static const char *
listed(const char *words, char room[100])
{
    size_t at = 0;

    for (; *words != '\0' && at < 90; words++) {
        const char *between = !strchr(words + 1, '|') ? " or " : ", ";

        if (*words == '|')
            at += (size_t)snprintf(room + at, 100 - at, "%s", between);
        else
            room[at++] = *words;
    }
    room[at] = '\0';
    return room;
}

/* What a row takes, in words. */
static const char *
what_it_takes(const struct option_row *row, char room[100])
{
    switch (row->kind) {
    case OPTION_FLAG:
    case OPTION_OFF:
        return "true or false";
    case OPTION_NUMBER:
        (void)snprintf(room, 100, "a number from %" PRIu64 " to %" PRIu64, row->min, row->max);
        return row->max == 0 ? "a whole number" : room;
    case OPTION_DURATION:
        return row->unit_ms == 1 ? "a time such as 30s, 5m or 500ms"
                                 : "a time such as 2s, 5m or 1h";
    case OPTION_SIZE:
        (void)snprintf(room, 100, "a size such as 512K, 1M or 2G, at least %" PRIu64, row->min);
        return room;
    case OPTION_COPY:
        (void)snprintf(room, 100, "at most %zu characters", row->size - 1);
        return room;
    default:
        return row->value;
    }
}

static bool
refuse(const struct option_row *row, const char *name, const char *value,
       char error[OPTIONS_ERROR_SIZE])
{
    char room[100];

    if (row->kind == OPTION_LIST)
        return options_wrong(error, "more than %d times %s", OPTION_LIST_MAX, name);
    if (row->value && strchr(row->value, '|'))
        return options_unknown(error, name, value, listed(row->value, room));
    return options_wrong(error, "%s takes %s, not '%.200s'%s%s", name, what_it_takes(row, room),
                         row->is_secret ? "****" : value, !row->note ? "" : "; ",
                         row->note ? row->note : "");
}

bool
option_store(const struct option_row *row, void *filled, const char *name, const char *value,
             char error[OPTIONS_ERROR_SIZE])
{
    static bool (*const readers[])(const struct option_row *row, void *member, const char *text) = {
        [OPTION_FLAG] = read_flag,         [OPTION_OFF] = read_flag,  [OPTION_TEXT] = read_text,
        [OPTION_COPY] = read_copy,         [OPTION_LIST] = read_list, [OPTION_NUMBER] = read_number,
        [OPTION_DURATION] = read_duration, [OPTION_SIZE] = read_size, [OPTION_WORD] = read_word,
    };
    size_t len = strlen(value);
    bool is_read;

    if (len > 0 && value[len - 1] == '\r')
        return options_wrong(
            error, "%s ends with a carriage return (CR), as the lines of Windows files do", name);
    is_read = row->kind == OPTION_READ ? row->read(filled, value)
                                       : readers[row->kind](row, (char *)filled + row->at, value);
    return is_read || refuse(row, name, value, error);
}
