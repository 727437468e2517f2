/**
 * @file shell_word.h
 * Commands that people paste into a shell, made of what somebody else may have sent.
 */
#ifndef PROGRAM_SHELL_WORD_H
#define PROGRAM_SHELL_WORD_H

#include "program/arena.h"

/* A word, quoted where a POSIX shell needs it; NULL when out of memory, as below. */
char *shell_word(struct arena *arena, const char *word);

/* A program and its arguments (NULL ends) with spaces between. */
char *shell_words(struct arena *arena, char *const *words);

#endif
