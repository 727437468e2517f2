/* See cause.h. Nothing here knows which trial a message is of: what looks like an identifier, a
 * moment, a digest or a form with values is taken for its own. */
#include "trial/cause.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum {
    NUMBER_SIZE = 6,   /* ORDER0047, 800201, 01:24:19; no code of four digits */
    NUMBER_DIGITS = 4, /* of these; SHA256 has fewer */
    RANDOM_SIZE = 16,  /* letters and digits mixed at random */
    RANDOM_DIGITS = 2,
    QUOTED_SIZE = 40,
};

static size_t
word_length(const char *at)
{
    size_t len = 0;

    while (at[len] && (isalnum((unsigned char)at[len]) || strchr("-.:_+", at[len])))
        len++;
    /* What ends a sentence or a clause is no part of the word. */
    while (len && strchr("-.:+", at[len - 1]))
        len--;
    return len;
}

static bool
is_own_word(const char *word, size_t len)
{
    size_t i, digits = 0, letters = 0;

    for (i = 0; i < len; i++) {
        digits += isdigit((unsigned char)word[i]) != 0;
        letters += isalpha((unsigned char)word[i]) != 0;
    }
    return (len >= NUMBER_SIZE && digits >= NUMBER_DIGITS) ||
           (len >= RANDOM_SIZE && digits >= RANDOM_DIGITS && digits + letters == len);
}

/* The length of name=value, or of a whole form, in whose values blanks may be. 0: none begins. */
static size_t
form_length(const char *at)
{
    size_t name = word_length(at), value, whole;

    if (!name || at[name] != '=' || strchr(" \",;)", at[name + 1]))
        return 0;
    value = name + strcspn(at + name, " \",;)");
    whole = name + strcspn(at + name, "\",;)");
    return memchr(at, '&', whole) ? whole : value;
}

/* The length of a text in quotes that is a form, or long. 0: none begins. The values of a form may
 * have quotes too: it ends with the last one. */
static size_t
quoted_length(const char *at)
{
    bool is_form = *at == '"' && form_length(at + 1);
    const char *end = is_form ? strrchr(at + 1, '"') : *at == '"' ? strchr(at + 1, '"') : NULL;
    size_t len = end ? (size_t)(end + 1 - at) : 0;

    return len > QUOTED_SIZE || (len && memchr(at, '=', len)) ? len : 0;
}

const char *
cause_of(struct arena *arena, const char *message)
{
    struct text text;

    text_init(&text, arena);
    while (*message) {
        size_t word = word_length(message);
        size_t own = quoted_length(message);

        if (!own)
            own = form_length(message);
        if (!own && is_own_word(message, word))
            own = word;
        if (own)
            text_puts(&text, "...");
        else
            text_add(&text, message, word ? word : 1);
        message += own ? own : (word ? word : 1);
    }
    return text.bytes;
}
