/* See expression.h. What glibc takes is taken and means the same; every character that could mean
 * more to PCRE2 is escaped. */
#include "expression.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* The most that one byte becomes: \x5c in a bracket, or +, which may need (?: and ) as well. */
    GROWTH = 5,
    ROOM_FOR_ENDS = 32,
    REPEAT_SIZE = 48,
    NOTHING = -1,
};

struct writing {
    const char *start; /* of what is read */
    const char *at;
    char *error;
    bool is_refused;
    char *out;
    size_t len;
    long atom; /* where in out the part stands that may be repeated; NOTHING: there is none */
    bool is_repeated;
    size_t wraps; /* repeats of repeats so far */
    size_t depth;
    struct {
        long atom;
        const char *at;
    } groups[PATTERN_NEST_MAX];
};

static void
refuse(struct writing *writing, const char *at, const char *why)
{
    if (!writing->is_refused)
        (void)snprintf(writing->error, PATTERN_ERROR_SIZE, "%s, at character %zu", why,
                       (size_t)(at - writing->start) + 1);
    writing->is_refused = true;
}

static void
put(struct writing *writing, const char *text)
{
    size_t len = strlen(text);

    memcpy(writing->out + writing->len, text, len + 1);
    writing->len += len;
}

/* What may be repeated begins here. */
static void
begin_atom(struct writing *writing)
{
    writing->atom = (long)writing->len;
    writing->is_repeated = false;
}

static void
put_anchor(struct writing *writing, const char *text)
{
    put(writing, text);
    writing->atom = NOTHING;
}

static void
put_character(struct writing *writing, char c)
{
    const char escaped[] = {'\\', c, '\0'};
    bool is_plain = isalnum((unsigned char)c) || (unsigned char)c >= 0x80;

    begin_atom(writing);
    put(writing, escaped + is_plain);
}

static void
read_escape(struct writing *writing)
{
    static const struct {
        char letter;
        bool is_anchor;
        const char *text;
    } special[] = {
        {'w', false, "\\w"}, {'W', false, "\\W"},       {'s', false, "\\s"},
        {'S', false, "\\S"}, {'b', true, "\\b"},        {'B', true, "\\B"},
        {'`', true, "\\A"},  {'<', true, "\\b(?=\\w)"}, {'>', true, "\\b(?<=\\w)"},
        {'\'', true, "\\z"},
    };
    const char *at = writing->at++;
    char c = *writing->at;

    if (c == '\0') {
        refuse(writing, at, "a backslash has nothing behind it");
        return;
    }
    writing->at++;
    if (isdigit((unsigned char)c)) {
        refuse(writing, at, "back-references are not allowed");
        return;
    }
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) {
        if (special[i].letter != c)
            continue;
        begin_atom(writing);
        put(writing, special[i].text);
        if (special[i].is_anchor)
            writing->atom = NOTHING;
        return;
    }
    put_character(writing, c);
}

/* One part of a bracket as it is read. */
struct element {
    bool is_class; /* cannot begin or end a range */
    unsigned char c;
};

static bool
is_class_name(const char *name, size_t len)
{
    static const char *const names[] = {"alpha", "digit", "alnum", "upper", "lower", "space",
                                        "blank", "punct", "print", "graph", "cntrl", "xdigit"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
            return true;
    }
    return false;
}

/* [:digit:], which is written at once, or [=a=] and [.a.]. */
static struct element
read_named(struct writing *writing)
{
    const char *at = writing->at;
    const char kind = at[1];
    const char closing[] = {kind, ']', '\0'};
    const char *name = at + 2;
    const char *end = *name == '\0' ? NULL : strstr(name + (kind != ':'), closing);
    size_t len = end ? (size_t)(end - name) : 0;
    struct element element = {.is_class = kind != '.', .c = (unsigned char)name[0]};

    if (!end || (kind == ':' ? !is_class_name(name, len) : len != 1)) {
        refuse(writing, at,
               kind == ':' ? "[: begins no class of characters such as [:digit:]"
                           : "only a single character can stand in [. .] and [= =]");
        return element;
    }
    writing->at = end + 2;
    if (kind == ':') {
        (void)snprintf(writing->out + writing->len, (size_t)(writing->at - at) + 1, "%s", at);
        writing->len += (size_t)(writing->at - at);
    }
    return element;
}

static struct element
read_element(struct writing *writing)
{
    const char *at = writing->at;

    if (at[0] == '[' && at[1] != '\0' && strchr(".=:", at[1]))
        return read_named(writing);
    writing->at++;
    return (struct element){.c = (unsigned char)at[0]};
}

static void
put_byte(struct writing *writing, unsigned char c)
{
    (void)snprintf(writing->out + writing->len, 5, "\\x%02x", c);
    writing->len += 4;
}

/* An element, or a range of them. */
static void
read_part(struct writing *writing, bool is_first)
{
    const char *at = writing->at;
    bool is_named = at[0] == '[' && at[1] == ':';
    struct element low;
    struct element high = {.is_class = true};

    if (at[0] == '-' && at[1] != ']' && !is_first) {
        refuse(writing, at, "a - stands neither in a range nor at an end of [ ]");
        return;
    }
    low = read_element(writing);
    if (is_named)
        return;
    put_byte(writing, low.c);
    if (low.is_class || writing->at[0] != '-' || writing->at[1] == ']' || writing->at[1] == '\0')
        return;
    writing->at++;
    is_named = writing->at[0] == '[' && writing->at[1] == ':';
    if (!is_named)
        high = read_element(writing);
    if (high.is_class || high.c < low.c)
        refuse(writing, at, "a range ends before it begins");
    put(writing, "-");
    put_byte(writing, high.c);
}

static void
read_bracket(struct writing *writing)
{
    const char *at = writing->at++;
    bool is_first = true;

    begin_atom(writing);
    put(writing, "[");
    if (*writing->at == '^') {
        put(writing, "^");
        writing->at++;
    }
    for (; !writing->is_refused && (is_first || *writing->at != ']'); is_first = false) {
        if (*writing->at == '\0')
            refuse(writing, at, "a [ is never closed");
        else
            read_part(writing, is_first);
    }
    if (!writing->is_refused)
        writing->at++;
    put(writing, "]");
}

/* Up to three digits count, which is more than may be; -1: no digit. */
static long
read_number(struct writing *writing)
{
    long number = isdigit((unsigned char)*writing->at) ? 0 : -1;

    for (; isdigit((unsigned char)*writing->at); writing->at++)
        number = number > PATTERN_COUNT_MAX ? number : number * 10 + (*writing->at - '0');
    return number;
}

/* {2}, {2,}, {2,5} and {,5}: into text as PCRE2 takes it. */
static void
read_count(struct writing *writing, char text[REPEAT_SIZE])
{
    const char *at = writing->at++;
    long low = read_number(writing);
    long high = low;
    bool has_comma = *writing->at == ',';

    if (has_comma) {
        writing->at++;
        high = read_number(writing);
    }
    if (*writing->at != '}' || (low < 0 && !has_comma) || (high >= 0 && high < low)) {
        refuse(writing, at, "a { begins no count such as {2} or {1,3}");
        return;
    }
    writing->at++;
    low = low < 0 ? 0 : low;
    if (low > PATTERN_COUNT_MAX || high > PATTERN_COUNT_MAX)
        refuse(writing, at, "a count is larger than 256");
    if (high < 0)
        (void)snprintf(text, REPEAT_SIZE, "{%ld,}", low);
    else
        (void)snprintf(text, REPEAT_SIZE, "{%ld,%ld}", low, high);
}

/* Put the part that may be repeated into a group, because a second sign behind a first would mean
 * something else. */
static void
wrap(struct writing *writing, const char *at)
{
    char *atom = writing->out + writing->atom;

    if (++writing->wraps > PATTERN_NEST_MAX)
        refuse(writing, at, "more than 16 repeats of repeats");
    if (writing->is_refused)
        return;
    memmove(atom + 3, atom, writing->len - (size_t)writing->atom);
    memcpy(atom, "(?:", 3);
    writing->len += 3;
    put(writing, ")");
}

static void
read_repeat(struct writing *writing)
{
    const char *at = writing->at;
    char text[REPEAT_SIZE] = {*at, '\0'};

    if (writing->atom == NOTHING) {
        refuse(writing, at, "a repeat has nothing to repeat");
        return;
    }
    if (*at == '{')
        read_count(writing, text);
    else
        writing->at++;
    if (writing->is_repeated)
        wrap(writing, at);
    put(writing, text);
    writing->is_repeated = true;
}

static void
open_group(struct writing *writing)
{
    if (writing->depth == PATTERN_NEST_MAX) {
        refuse(writing, writing->at, "its parentheses nest more than 16 deep");
        return;
    }
    writing->groups[writing->depth].at = writing->at++;
    writing->groups[writing->depth++].atom = (long)writing->len;
    put_anchor(writing, "(?:");
}

static void
close_group(struct writing *writing)
{
    writing->at++;
    if (writing->depth == 0) { /* stands for itself */
        put_character(writing, ')');
        return;
    }
    put(writing, ")");
    writing->atom = writing->groups[--writing->depth].atom;
    writing->is_repeated = false;
}

static void
read_piece(struct writing *writing)
{
    const char c = *writing->at;
    const char text[] = {c, '\0'};

    switch (c) {
    case '\\':
        read_escape(writing);
        return;
    case '[':
        read_bracket(writing);
        return;
    case '(':
        open_group(writing);
        return;
    case ')':
        close_group(writing);
        return;
    case '*':
    case '+':
    case '?':
    case '{':
        read_repeat(writing);
        return;
    case '^':
    case '$':
    case '|':
        put_anchor(writing, text);
        break;
    case '.':
        begin_atom(writing);
        put(writing, text);
        break;
    default:
        put_character(writing, c);
    }
    writing->at++;
}

char *
expression_translate(const char *text, char error[PATTERN_ERROR_SIZE])
{
    struct writing writing = {.start = text, .at = text, .error = error, .atom = NOTHING};
    size_t len = strlen(text);

    if (len > PATTERN_MAX) {
        (void)snprintf(error, PATTERN_ERROR_SIZE, "it is longer than %d characters", PATTERN_MAX);
        return NULL;
    }
    writing.out = malloc(GROWTH * len + ROOM_FOR_ENDS);
    if (!writing.out) {
        (void)snprintf(error, PATTERN_ERROR_SIZE, "out of memory");
        return NULL;
    }
    /* One search for all places where it may begin, so that its steps are counted together. */
    put(&writing, "(?:.*?)(?:");
    while (*writing.at != '\0' && !writing.is_refused)
        read_piece(&writing);
    if (writing.depth > 0)
        refuse(&writing, writing.groups[writing.depth - 1].at, "a ( is never closed");
    if (writing.is_refused) {
        free(writing.out);
        return NULL;
    }
    put(&writing, ")");
    return writing.out;
}
