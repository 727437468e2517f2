/* See notify_as.h. */
#include "notify/notify_as.h"

#include <string.h>

#include "base/json_text.h"

/* A receiver that compares only with <= accepts an amount that is too large, one that does not
 * compare any (PIT-81): one unit less, and one more where there is no less. */
static void
other_amount(struct tale *tale, struct trade *trade)
{
    (void)tale;
    trade->txamt_minor += trade->txamt_minor > 1 ? -1 : 1;
}

static void
other_currency(struct tale *tale, struct trade *trade)
{
    (void)tale;
    trade->txcurrcd = strcmp(trade->txcurrcd, "CNY") == 0 ? "HKD" : "CNY";
}

/* A receiver that fails at an event of tomorrow gets it again for a day (PIT-84). */
static void
other_event(struct tale *tale, struct trade *trade)
{
    (void)trade;
    tale->notify_type = "settlement_advice";
}

/* Line breaks as Python's indent=4 makes them: a receiver that reads line by line loses them
 * (PIT-72). The body is one flat object of texts, in wire form. */
static const char *
on_many_lines(struct arena *arena, const char *body, size_t *len)
{
    const char *text = json_respace(arena, body, &json_lines);

    *len = text ? strlen(text) : 0;
    return text;
}

static const struct notify_as_row rows[NOTIFY_AS_COUNT] = {
#define NOTIFY_AS(symbol, word, as_name, ...) [NOTIFY_##symbol] = {.name = as_name, __VA_ARGS__},
#include "situation/notify_as.def"
#undef NOTIFY_AS
};

const struct notify_as_row *
notify_as_row(int notify_as)
{
    return &rows[notify_as >= 0 && notify_as < NOTIFY_AS_COUNT ? notify_as : NOTIFY_NORMAL];
}
