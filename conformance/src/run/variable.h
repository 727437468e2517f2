/* The `${...}` of fixtures: finding and reading them. What they stand for is expand.c's; the
 * checker uses the same reading, so that a fixture with an unknown variable never runs. */
#ifndef CONFORM_VARIABLE_H
#define CONFORM_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum variable_kind {
    VARIABLE_UNIQUE,
    VARIABLE_NOW,
    VARIABLE_TODAY,
    VARIABLE_MONTH_START,
    VARIABLE_MONTH_END,
    VARIABLE_LAST_MONTH_START,
    VARIABLE_LAST_MONTH_END,
    VARIABLE_APP_CODE,
    VARIABLE_APP_CODE_OTHER_CASE,
    VARIABLE_MCHID,
    VARIABLE_MCHID_DISABLED,
    VARIABLE_MCHID_UNCONFIGURED,
    VARIABLE_MCHID_SECOND,
    VARIABLE_MCHID_OTHER_CASE,
    VARIABLE_CLIENT_KEY,
    VARIABLE_DIGITS,
    VARIABLE_NOTIFY_URL,
    VARIABLE_N,
    VARIABLE_SENT,   /* name: the parameter */
    VARIABLE_REPEAT, /* name: the text, times: how often */
    VARIABLE_NAMED,  /* name: captured, or from let */
};

/* Months and seconds are added one after the other; both may be negative. */
struct duration {
    int months;
    int64_t seconds;
};

struct variable {
    enum variable_kind kind;
    const char *name; /* borrowed, name_len bytes */
    size_t name_len;
    size_t times;
    struct duration offset; /* of VARIABLE_NOW */
};

/* A stretch of a text: literal bytes, then perhaps a variable. */
struct stretch {
    const char *literal; /* borrowed */
    size_t literal_len;
    bool has_variable;
    struct variable variable;
};

enum { REPEAT_MAX = 1 << 20 };

/* Cut the next stretch off *text. Returns false for a malformed variable, and *text then points to
 * it; true otherwise. The end is reached when **text is NUL. */
bool stretch_next(const char **text, struct stretch *stretch);

/* Read "4m59s", "1mo", "30d"; len bytes. */
bool duration_parse(const char *text, size_t len, struct duration *duration);

/* Move an instant; a day beyond the end of the month becomes its last day. */
int64_t duration_add(int64_t instant, struct duration duration);

/* The first second of the calendar month (UTC+8) that is `months` away from that of instant. */
int64_t month_start(int64_t instant, int months);

#endif
