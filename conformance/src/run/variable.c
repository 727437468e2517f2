/* See variable.h. */
#include "run/variable.h"

#include <stdio.h>
#include <string.h>

#include "qfpay/datetime.h"

static const struct {
    const char *name;
    enum variable_kind kind;
} plain_variables[] = {
    {"unique", VARIABLE_UNIQUE},
    {"now", VARIABLE_NOW},
    {"today", VARIABLE_TODAY},
    {"month_start", VARIABLE_MONTH_START},
    {"month_end", VARIABLE_MONTH_END},
    {"last_month_start", VARIABLE_LAST_MONTH_START},
    {"last_month_end", VARIABLE_LAST_MONTH_END},
    {"app_code", VARIABLE_APP_CODE},
    {"app_code_other_case", VARIABLE_APP_CODE_OTHER_CASE},
    {"mchid", VARIABLE_MCHID},
    {"mchid_disabled", VARIABLE_MCHID_DISABLED},
    {"mchid_unconfigured", VARIABLE_MCHID_UNCONFIGURED},
    {"mchid_second", VARIABLE_MCHID_SECOND},
    {"mchid_other_case", VARIABLE_MCHID_OTHER_CASE},
    {"client_key", VARIABLE_CLIENT_KEY},
    {"digits", VARIABLE_DIGITS},
    {"notify_url", VARIABLE_NOTIFY_URL},
    {"n", VARIABLE_N},
};

static bool
is_name(const char *text, size_t len)
{
    size_t i;

    for (i = 0; i < len; i++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", text[i]))
            return false;
    }
    return len > 0;
}

/* Decimal digits up to a bound; returns how many characters were read. */
static size_t
read_number(const char *text, size_t len, size_t bound, size_t *number)
{
    size_t i;

    *number = 0;
    for (i = 0; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
        if (*number > bound / 10)
            return 0;
        *number = *number * 10 + (size_t)(text[i] - '0');
    }
    return *number <= bound ? i : 0;
}

bool
duration_parse(const char *text, size_t len, struct duration *duration)
{
    struct duration sum = {0, 0};
    size_t at = 0;

    while (at < len) {
        size_t number;
        size_t digits = read_number(text + at, len - at, 999999999, &number);

        at += digits;
        if (!digits || at == len)
            return false;
        if (len - at >= 2 && text[at] == 'm' && text[at + 1] == 'o') {
            if (number > 1200)
                return false;
            sum.months += (int)number;
            at += 2;
            continue;
        }
        switch (text[at++]) {
        case 'd':
            sum.seconds += (int64_t)number * 86400;
            break;
        case 'h':
            sum.seconds += (int64_t)number * 3600;
            break;
        case 'm':
            sum.seconds += (int64_t)number * 60;
            break;
        case 's':
            sum.seconds += (int64_t)number;
            break;
        default:
            return false;
        }
    }
    *duration = sum;
    return len > 0;
}

/* `now`, `now+5m`, `now-1mo`. */
static bool
read_now(struct variable *variable)
{
    const char *text = variable->name;

    if (variable->name_len < 5 || strncmp(text, "now", 3) != 0 ||
        (text[3] != '+' && text[3] != '-') ||
        !duration_parse(text + 4, variable->name_len - 4, &variable->offset))
        return false;
    if (text[3] == '-') {
        variable->offset.months = -variable->offset.months;
        variable->offset.seconds = -variable->offset.seconds;
    }
    variable->kind = VARIABLE_NOW;
    return true;
}

/* `x*128`: the last star counts, so that a star can be repeated as well. */
static bool
read_repeat(struct variable *variable)
{
    size_t star = variable->name_len;
    size_t digits;

    while (star > 0 && variable->name[star - 1] != '*')
        star--;
    if (star < 2)
        return false;
    digits = read_number(variable->name + star, variable->name_len - star, REPEAT_MAX,
                         &variable->times);
    if (!digits || star + digits != variable->name_len || variable->times * (star - 1) > REPEAT_MAX)
        return false;
    variable->kind = VARIABLE_REPEAT;
    variable->name_len = star - 1;
    return true;
}

static bool
read_variable(struct variable *variable)
{
    size_t i;

    for (i = 0; i < sizeof plain_variables / sizeof plain_variables[0]; i++) {
        if (variable->name_len == strlen(plain_variables[i].name) &&
            memcmp(variable->name, plain_variables[i].name, variable->name_len) == 0) {
            variable->kind = plain_variables[i].kind;
            return true;
        }
    }
    if (read_now(variable) || read_repeat(variable))
        return true;
    if (variable->name_len > 5 && strncmp(variable->name, "sent.", 5) == 0) {
        variable->kind = VARIABLE_SENT;
        variable->name += 5;
        variable->name_len -= 5;
        return true;
    }
    variable->kind = VARIABLE_NAMED;
    return is_name(variable->name, variable->name_len);
}

bool
stretch_next(const char **text, struct stretch *stretch)
{
    const char *open = strstr(*text, "${");
    const char *close;

    memset(stretch, 0, sizeof *stretch);
    stretch->literal = *text;
    if (!open) {
        stretch->literal_len = strlen(*text);
        *text += stretch->literal_len;
        return true;
    }
    if (open > *text && open[-1] == '$') { /* $${ is ${ */
        stretch->literal_len = (size_t)(open - *text);
        *text = open + 1;
        return true;
    }
    stretch->literal_len = (size_t)(open - *text);
    stretch->variable.name = open + 2;
    close = strchr(open, '}');
    *text = open;
    if (!close)
        return false;
    stretch->variable.name_len = (size_t)(close - open) - 2;
    stretch->has_variable = true;
    if (!read_variable(&stretch->variable))
        return false;
    *text = close + 1;
    return true;
}

static int
value_of_digits(const char *text, size_t count)
{
    size_t number = 0;

    (void)read_number(text, count, 9999, &number);
    return (int)number;
}

/* Year, month and day of an instant on the wall clock of UTC+8, and its text. */
static void
split(int64_t instant, int *year, int *month, int *day, char text[QFPAY_DATETIME_SIZE])
{
    qfpay_datetime_format(instant, QFPAY_SYSTEM_ZONE_MINUTES, text);
    *year = value_of_digits(text, 4);
    *month = value_of_digits(text + 5, 2);
    *day = value_of_digits(text + 8, 2);
}

static int64_t
join(int year, int month, int day, const char *clock_part)
{
    char text[64];
    int64_t instant = 0;

    /* The 31st of a short month is its last day. */
    for (; day > 0; day--) {
        int len = snprintf(text, sizeof text, "%04d-%02d-%02d%s", year, month, day, clock_part);

        if (len > 0 && qfpay_datetime_parse(text, (size_t)len, QFPAY_SYSTEM_ZONE_MINUTES, &instant))
            break;
    }
    return instant;
}

static void
add_months(int *year, int *month, int months)
{
    int total = *year * 12 + *month - 1 + months;

    *year = total / 12;
    *month = total % 12 + 1;
}

int64_t
duration_add(int64_t instant, struct duration duration)
{
    char text[QFPAY_DATETIME_SIZE];
    int year, month, day;

    if (duration.months) {
        split(instant, &year, &month, &day, text);
        add_months(&year, &month, duration.months);
        instant = join(year, month, day, text + 10);
    }
    return instant + duration.seconds;
}

int64_t
month_start(int64_t instant, int months)
{
    char text[QFPAY_DATETIME_SIZE];
    int year, month, day;

    split(instant, &year, &month, &day, text);
    add_months(&year, &month, months);
    return join(year, month, 1, " 00:00:00");
}
