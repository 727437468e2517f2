/* What goes wrong with values and names of parameters: they are cut, trimmed, decoded once more,
 * taken from the request before, or taken for others. */
#include "defect/mutant.h"

#include <ctype.h>
#include <string.h>

#include "server/request.h"
#include "server/server.h"

enum { KEPT_SIZE = 256, NAME_SIZE_BYTES = 64 };

/* A zero byte in a form ends its value. */
static void
cut_at_zero(struct request *req)
{
    char *body = arena_copy(req->arena, req->body, req->body_len);
    size_t len = 0;

    if (!body)
        return;
    for (size_t i = 0; i < req->body_len; i++) {
        if (req->body_len - i >= 3 && memcmp(req->body + i, "%00", 3) == 0) {
            while (i < req->body_len && req->body[i] != '&')
                i++;
            if (i == req->body_len)
                break;
        }
        body[len++] = req->body[i];
    }
    body[len] = '\0';
    req->body = body;
    req->body_len = len;
}

static struct qfpay_param *
find(struct request *req, const char *name)
{
    const struct qfpay_param *found = qfpay_param_find(req->params, req->param_count, name);

    return found ? &req->params[found - req->params] : NULL;
}

/* Texts that people read, each changed in place; a change never makes one longer. */
static void
change_texts(struct request *req, void (*change)(char *text))
{
    static const char *const names[] = {"udid", "goods_name"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct qfpay_param *param = find(req, names[i]);
        char *text = param ? arena_copy(req->arena, param->value, param->value_len) : NULL;

        if (!text)
            continue;
        change(text);
        param->value = text;
        param->value_len = strlen(text);
    }
}

static int
digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

static void
decode(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if (from[0] == '%' && isxdigit((unsigned char)from[1]) &&
            isxdigit((unsigned char)from[2])) {
            *to++ = (char)(digit(from[1]) * 16 + digit(from[2]));
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

static void
trim(char *text)
{
    size_t len = strlen(text);

    while (len > 0 && text[len - 1] == ' ')
        text[--len] = '\0';
    memmove(text, text + strspn(text, " "), len - strspn(text, " ") + 1);
}

/* What is four bytes of UTF-8 is left out. */
static void
drop_four_bytes(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if (((unsigned char)*from & 0xf8) == 0xf0)
            from += 3;
        else
            *to++ = *from;
    }
    *to = '\0';
}

/* As many whole characters as fit into 64 bytes. */
static void
cut_bytes(char *text)
{
    size_t len = strlen(text);

    if (len <= NAME_SIZE_BYTES)
        return;
    len = NAME_SIZE_BYTES;
    while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
        len--;
    text[len] = '\0';
}

#define CHANGE_TEXTS(change)                                                                       \
    static void change##_texts(struct request *req)                                                \
    {                                                                                              \
        change_texts(req, change);                                                                 \
    }
CHANGE_TEXTS(decode)
CHANGE_TEXTS(trim)
CHANGE_TEXTS(drop_four_bytes)
CHANGE_TEXTS(cut_bytes)

/* Each value, changed in a copy. */
static void
change_values(struct request *req, void (*change)(char *value))
{
    for (size_t i = 0; i < req->param_count; i++) {
        struct qfpay_param *param = &req->params[i];
        char *value = arena_copy(req->arena, param->value, param->value_len);

        if (!value)
            continue;
        change(value);
        param->value = value;
        param->value_len = strlen(value);
    }
}

static void
drop_line_end(char *value)
{
    size_t len = strlen(value);

    if (len > 0 && value[len - 1] == '\n')
        value[len - 1] = '\0';
}

static void
drop_underscores(char *value)
{
    char *to = value;

    if (value[strspn(value, "0123456789_")] != '\0')
        return;
    for (const char *from = value; *from != '\0'; from++) {
        if (*from != '_')
            *to++ = *from;
    }
    *to = '\0';
}

/* Arabic and full-width digits are digits. */
static void
read_other_digits(char *value)
{
    char *to = value;

    for (const unsigned char *from = (const unsigned char *)value; *from != '\0'; from++) {
        if (from[0] == 0xd9 && from[1] >= 0xa0 && from[1] <= 0xa9) {
            *to++ = (char)('0' + from[1] - 0xa0);
            from++;
        } else if (from[0] == 0xef && from[1] == 0xbc && from[2] >= 0x90 && from[2] <= 0x99) {
            *to++ = (char)('0' + from[2] - 0x90);
            from += 2;
        } else {
            *to++ = (char)*from;
        }
    }
    *to = '\0';
}

#define CHANGE_VALUES(change)                                                                      \
    static void change##_of_values(struct request *req)                                            \
    {                                                                                              \
        change_values(req, change);                                                                \
    }
CHANGE_VALUES(drop_line_end)
CHANGE_VALUES(drop_underscores)
CHANGE_VALUES(read_other_digits)

/* A value of the last request that had one, for one that has none. */
static void
keep(struct request *req, const char *name, char kept[KEPT_SIZE])
{
    const struct qfpay_param *param = find(req, name);

    if (param && param->value_len < KEPT_SIZE)
        memcpy(kept, param->value, param->value_len + 1);
    else if (!param && kept[0] != '\0' && req->param_count < QFPAY_PARAM_MAX)
        req->params[req->param_count++] = qfpay_param_of(name, arena_dup(req->arena, kept));
}

/* Connections of one thread share what is left over. */
static void
keep_udid(struct request *req)
{
    static _Thread_local char udid[KEPT_SIZE];

    keep(req, "udid", udid);
}

static void
keep_filters(struct request *req)
{
    static _Thread_local char pay_type[KEPT_SIZE], respcd[KEPT_SIZE];

    if (req->endpoint != QFPAY_ENDPOINT_QUERY)
        return;
    keep(req, "pay_type", pay_type);
    keep(req, "respcd", respcd);
}

/* Each name, changed in a copy. */
static void
change_names(struct request *req, void (*change)(char *name))
{
    for (size_t i = 0; i < req->param_count; i++) {
        struct qfpay_param *param = &req->params[i];
        char *name = arena_dup(req->arena, param->name);

        if (!name)
            continue;
        change(name);
        *param = qfpay_param_of(name, param->value);
    }
}

static void
write_underscores(char *name)
{
    for (; *name != '\0'; name++)
        *name = strchr(". -", *name) ? '_' : *name;
}

static void
drop_brackets(char *name)
{
    name[strcspn(name, "[")] = '\0';
}

static void
write_small(char *name)
{
    for (; *name != '\0'; name++)
        *name = (char)tolower((unsigned char)*name);
}

#define CHANGE_NAMES(change)                                                                       \
    static void change##_in_names(struct request *req)                                             \
    {                                                                                              \
        change_names(req, change);                                                                 \
    }
CHANGE_NAMES(write_underscores)
CHANGE_NAMES(drop_brackets)
CHANGE_NAMES(write_small)

static const struct wire_row rows[] = {
    {"zero-byte", "cuts", QFPAY_REQ_SIG_03, {.receive = cut_at_zero}, "A zero byte ends a value."},
    {"text",
     "decoded-twice",
     QFPAY_REQ_PAY_UDID_01,
     {.read = decode_texts},
     "Texts are decoded once more."},
    {"text",
     "trimmed",
     QFPAY_REQ_PAY_UDID_01,
     {.read = trim_texts},
     "Texts lose the blanks around them."},
    {"text",
     "no-four-bytes",
     QFPAY_REQ_PAY_UDID_01,
     {.read = drop_four_bytes_texts},
     "Characters of four bytes are lost."},
    {"text",
     "cut-in-bytes",
     QFPAY_REQ_PAY_GOODS_02,
     {.read = cut_bytes_texts},
     "Texts are cut at 64 bytes."},
    {"line-end",
     "dropped",
     QFPAY_REQ_PAY_TXAMT_03,
     {.read = drop_line_end_of_values},
     "A line feed behind a value is dropped."},
    {"digits",
     "with-underscores",
     QFPAY_REQ_PAY_TXAMT_03,
     {.read = drop_underscores_of_values},
     "Underscores between digits are dropped."},
    {"digits",
     "of-any-script",
     QFPAY_REQ_PAY_TXAMT_03,
     {.read = read_other_digits_of_values},
     "Full-width and Arabic digits are digits."},
    {"left-over",
     "udid",
     QFPAY_REQ_PAY_UDID_01,
     {.read = keep_udid},
     "A request without udid has that of the request before."},
    {"left-over",
     "filters",
     QFPAY_REQ_QRY_04,
     {.read = keep_filters},
     "A query without filters has those of the query before."},
    {"name",
     "underscored",
     QFPAY_REQ_PAY_OTN_01,
     {.read = write_underscores_in_names},
     "Dots, blanks and hyphens in names are underscores."},
    {"name",
     "without-brackets",
     QFPAY_REQ_PAY_TXAMT_01,
     {.read = drop_brackets_in_names},
     "Brackets behind a name are dropped."},
    {"name",
     "in-small-letters",
     QFPAY_REQ_SIG_10,
     {.read = write_small_in_names},
     "Names count in any case of letters."},
};

void
mutants_of_values(const struct rulebook *book, struct mutants *all)
{
    (void)book;
    mutants_add_wires(all, "value", rows, sizeof rows / sizeof rows[0]);
}
