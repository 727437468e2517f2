/* See program/shell_word.h. */
#include "program/shell_word.h"

#include <string.h>

/* A word of these alone means itself to every shell. */
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                            "%+,-./:=@_";

/* Quoted, a quote takes four bytes. */
static size_t
room_of(const char *word)
{
    size_t room = strlen(word) + sizeof "''";

    for (; *word != '\0'; word++)
        room += *word == '\'' ? 3 : 0;
    return room;
}

char *
shell_word(struct arena *arena, const char *word)
{
    char *quoted = NULL;
    char *at = NULL;

    if (word[0] != '\0' && word[strspn(word, plain)] == '\0')
        return arena_dup(arena, word);
    quoted = arena_alloc(arena, room_of(word));
    if (!quoted)
        return NULL;
    at = quoted;
    *at++ = '\'';
    for (; *word != '\0'; word++) {
        if (*word == '\'')
            at = stpcpy(at, "'\\''");
        else
            *at++ = *word;
    }
    *at = '\'';
    return quoted;
}

char *
shell_words(struct arena *arena, char *const *words)
{
    char *command = words[0] ? shell_word(arena, words[0]) : arena_dup(arena, "");

    for (size_t i = 1; command && words[0] && words[i]; i++) {
        const char *word = shell_word(arena, words[i]);

        command = word ? arena_printf(arena, "%s %s", command, word) : NULL;
    }
    return command;
}
