/* See shell_word.h. */
#include "base/shell_word.h"

#include <string.h>

#include "base/printable.h"

/* A word of these alone means itself to every shell. */
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                            "%+,-./:=@_";

static void
add_word(struct text *text, const char *word)
{
    if (word[0] && word[strspn(word, plain)] == '\0') {
        text_puts(text, word);
        return;
    }
    text_putc(text, '\'');
    for (; *word; word++) {
        if (*word == '\'')
            text_puts(text, "'\\''");
        else
            text_putc(text, *word);
    }
    text_putc(text, '\'');
}

const char *
shell_words(struct arena *arena, char *const *words)
{
    struct text text;
    size_t i;

    text_init(&text, arena);
    for (i = 0; words[i]; i++) {
        if (i)
            text_putc(&text, ' ');
        add_word(&text, words[i]);
    }
    return printable(arena, text.bytes);
}
