/* Commands as people paste them into a shell. */
#ifndef CONFORM_SHELL_WORD_H
#define CONFORM_SHELL_WORD_H

#include "base/arena.h"

/* A program and its arguments (NULL ends) with spaces between, each quoted where a POSIX shell
 * needs it, made printable. */
const char *shell_words(struct arena *arena, char *const *words);

#endif
