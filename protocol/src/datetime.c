/*
 * Times without the C library's calendar: no locale, no process zone, no limits of time_t. The
 * conversions between dates and day numbers are the usual ones for the proleptic Gregorian
 * calendar, counted in eras of 400 years with years that begin in March, so that the leap day is
 * the last of a year.
 */
#include "qfpay/datetime.h"

#include <string.h>

#define TEXT_LEN      (QFPAY_DATETIME_SIZE - 1)
#define DAY_SECONDS   86400
#define ERA_DAYS      146097
#define ERA_YEARS     400
#define DAYS_TO_EPOCH 719468 /* from 0000-03-01 to 1970-01-01 */
/* Written times, in local seconds: 0001-01-01 00:00:00 and 9999-12-31 23:59:59. */
#define FIRST_SECOND (-62135596800)
#define LAST_SECOND  253402300799

struct date {
    int year;
    int month;
    int day;
};

/* A number of exactly `digits` decimal digits, or -1. */
static int
read_number(const char *text, int digits)
{
    int value = 0;

    for (int i = 0; i < digits; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static void
write_number(char *text, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        text[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

static bool
is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool
is_date(const struct date *date)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int days;

    if (date->year < 1970 || date->month < 1 || date->month > 12)
        return false;
    days = month_days[date->month - 1];
    if (date->month == 2 && is_leap(date->year))
        days = 29;
    return date->day >= 1 && date->day <= days;
}

static int64_t
days_of(const struct date *date)
{
    int year = date->month <= 2 ? date->year - 1 : date->year;
    int month = (date->month + 9) % 12; /* March is 0 */
    int era = year / ERA_YEARS;
    int year_of_era = year - era * ERA_YEARS;
    int day_of_year = (153 * month + 2) / 5 + date->day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return (int64_t)era * ERA_DAYS + day_of_era - DAYS_TO_EPOCH;
}

static struct date
date_of(int64_t days)
{
    int64_t shifted = days + DAYS_TO_EPOCH; /* not negative from the year 1 on */
    int era = (int)(shifted / ERA_DAYS);
    int day_of_era = (int)(shifted % ERA_DAYS);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) /
                      365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * day_of_year + 2) / 153;
    struct date date;

    date.day = day_of_year - (153 * month + 2) / 5 + 1;
    date.month = month < 10 ? month + 3 : month - 9;
    date.year = era * ERA_YEARS + year_of_era + (date.month <= 2);
    return date;
}

bool
qfpay_datetime_parse(const char *text, size_t len, int zone_minutes, int64_t *seconds)
{
    struct date date;
    int hour;
    int minute;
    int second;

    if (len != TEXT_LEN || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' ||
        text[16] != ':')
        return false;
    date.year = read_number(text, 4);
    date.month = read_number(text + 5, 2);
    date.day = read_number(text + 8, 2);
    hour = read_number(text + 11, 2);
    minute = read_number(text + 14, 2);
    second = read_number(text + 17, 2);
    if (!is_date(&date) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 59)
        return false;
    if (seconds)
        *seconds = days_of(&date) * DAY_SECONDS + (int64_t)hour * 3600 + (int64_t)minute * 60 +
                   second - (int64_t)zone_minutes * 60;
    return true;
}

static int64_t
hold(int64_t value, int64_t low, int64_t high)
{
    if (value < low)
        return low;
    return value > high ? high : value;
}

void
qfpay_datetime_format(int64_t seconds, int zone_minutes, char text[QFPAY_DATETIME_SIZE])
{
    int64_t shift = (int64_t)zone_minutes * 60;
    /* Held before the shift as well, so that the sum cannot overflow. */
    int64_t local = hold(seconds, FIRST_SECOND - shift, LAST_SECOND - shift) + shift;
    int64_t since_first = local - FIRST_SECOND;
    int64_t days = since_first / DAY_SECONDS + FIRST_SECOND / DAY_SECONDS;
    int of_day = (int)(since_first % DAY_SECONDS);
    struct date date = date_of(days);

    memcpy(text, "0000-00-00 00:00:00", QFPAY_DATETIME_SIZE);
    write_number(text, date.year, 4);
    write_number(text + 5, date.month, 2);
    write_number(text + 8, date.day, 2);
    write_number(text + 11, of_day / 3600, 2);
    write_number(text + 14, of_day / 60 % 60, 2);
    write_number(text + 17, of_day % 60, 2);
}

bool
qfpay_zone_parse(const char *text, size_t len, int *minutes)
{
    int hour;
    int minute;

    if (len != 5 || (text[0] != '+' && text[0] != '-'))
        return false;
    hour = read_number(text + 1, 2);
    minute = read_number(text + 3, 2);
    if (hour < 0 || hour > 14 || minute < 0 || minute > 59)
        return false;
    if (minutes)
        *minutes = (text[0] == '-' ? -1 : 1) * (hour * 60 + minute);
    return true;
}
