/* See template.h. */
#include "tell/template.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/currency.h"
#include "qfpay/datetime.h"
#include "server/server.h"
#include "trade/syssn.h"

/* The longest text: a return_url, and something around it. */
enum { TEXT_SIZE = 1024, NAME_SIZE = 24 };

struct pen {
    const struct template_source *source;
    uint64_t random;
    char *start;
    char *at;
    char *end; /* the last byte, for the NUL */
};

/* splitmix64: a well spread number from any other, so that neighbours do not look alike. */
static uint64_t
spread(uint64_t value)
{
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

static void
put(struct pen *pen, const char *text, size_t len)
{
    size_t room = (size_t)(pen->end - pen->at);

    if (len > room)
        len = room;
    memcpy(pen->at, text, len);
    pen->at += len;
}

static void
put_random(struct pen *pen, const char *alphabet, size_t count)
{
    size_t letters = strlen(alphabet);
    uint64_t from = 0;

    for (size_t i = 0; i < count; i++) {
        if (i % 8 == 0)
            from = pen->random = spread(pen->random);
        put(pen, &alphabet[from % letters], 1);
        from /= letters;
    }
}

/* Version 4 in form: wallets do not show how they make theirs. */
static void
put_uuid(struct pen *pen)
{
    uint64_t high = pen->random = spread(pen->random);
    uint64_t low = pen->random = spread(pen->random);
    char text[37];

    (void)snprintf(text, sizeof text,
                   "%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-%04" PRIx64 "-%012" PRIx64,
                   high >> 32, (high >> 16) & 0xffff, high & 0xfff, ((low >> 48) & 0x3fff) | 0x8000,
                   low & 0xffffffffffff);
    put(pen, text, sizeof text - 1);
}

/* CRC-16/CCITT-FALSE over everything so far, as EMV merchant codes end. */
static void
put_emv_checksum(struct pen *pen)
{
    unsigned crc = 0xffff;
    char text[5];

    for (const char *byte = pen->start; byte < pen->at; byte++) {
        crc ^= (unsigned)(unsigned char)*byte << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
    }
    (void)snprintf(text, sizeof text, "%04X", crc & 0xffff);
    put(pen, text, 4);
}

static void
put_major(struct pen *pen)
{
    const struct trade *trade = pen->source->trade;
    char text[32];

    (void)snprintf(text, sizeof text, "%" PRId64 ".%02" PRId64, trade->txamt_minor / 100,
                   trade->txamt_minor % 100);
    put(pen, text, strlen(text));
}

static void
put_day(struct pen *pen)
{
    const struct trade *trade = pen->source->trade;
    char text[QFPAY_DATETIME_SIZE];

    qfpay_datetime_format(trade->paydtm != 0 ? trade->paydtm : trade->sysdtm,
                          QFPAY_SYSTEM_ZONE_MINUTES, text);
    put(pen, text, 4);
    put(pen, text + 5, 2);
    put(pen, text + 8, 2);
}

static void
put_epoch(struct pen *pen)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%" PRId64, pen->source->trade->sysdtm);
    put(pen, text, strlen(text));
}

static void
put_syssn(struct pen *pen)
{
    char text[SYSSN_SIZE];

    if (!pen->source->req)
        return;
    syssn_write(&pen->source->req->server->book, pen->source->trade->id, pen->source->trade->sysdtm,
                text);
    put(pen, text, SYSSN_SIZE - 1);
}

static void
put_currency(struct pen *pen)
{
    put(pen, pen->source->trade->txcurrcd, strlen(pen->source->trade->txcurrcd));
}

static const struct {
    const char *name;
    void (*put)(struct pen *pen);
} names[] = {
    {"uuid", put_uuid},         {"day", put_day},     {"epoch", put_epoch},
    {"syssn", put_syssn},       {"major", put_major}, {"emv", put_emv_checksum},
    {"currency", put_currency},
};

static const struct {
    char letter;
    const char *alphabet;
} alphabets[] = {
    {'a', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"},
    {'d', "0123456789"},
    {'h', "0123456789abcdef"},
    {'H', "0123456789ABCDEF"},
    {'l', "abcdefghijklmnopqrstuvwxyz0123456789"},
};

static void
put_named(struct pen *pen, const char *name)
{
    if (isdigit((unsigned char)name[1])) {
        for (size_t i = 0; i < sizeof alphabets / sizeof alphabets[0]; i++) {
            if (alphabets[i].letter == name[0])
                put_random(pen, alphabets[i].alphabet, strtoul(name + 1, NULL, 10));
        }
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].name, name) == 0) {
            names[i].put(pen);
            return;
        }
    }
    if (pen->source->req) {
        const char *value = request_value(pen->source->req, name);

        put(pen, value, strlen(value));
    }
}

/* Different templates of one trade must not share their random characters. */
static uint64_t
first_random(const char *template, const struct template_source *source)
{
    uint64_t random = spread(source->seed ^ spread((uint64_t)source->trade->id));

    for (; *template != '\0'; template ++)
        random = random * 31 + (unsigned char)*template;
    return random;
}

void
template_fill(const char *template, const struct template_source *source, char *out, size_t size)
{
    struct pen pen = {source, first_random(template, source), out, out, out + size - 1};

    while (*template != '\0') {
        size_t len = strcspn(template, "{");
        char name[NAME_SIZE] = "";
        size_t name_len;

        put(&pen, template, len);
        template += len;
        if (*template == '\0')
            break;
        len = strcspn(template, "}");
        name_len = len > sizeof name ? sizeof name - 1 : len - 1;
        memcpy(name, template + 1, name_len);
        put_named(&pen, name);
        template += len + (template[len] == '}');
    }
    *pen.at = '\0';
}

const char *
template_text(struct arena *arena, const char *template, const struct template_source *source)
{
    char text[TEXT_SIZE];

    template_fill(template, source, text, sizeof text);
    return arena_dup(arena, text);
}
