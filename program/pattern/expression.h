/* The dialect: a POSIX extended regular expression written as one of PCRE2. */
#ifndef PROGRAM_EXPRESSION_H
#define PROGRAM_EXPRESSION_H

#include "program/pattern.h"

/* NULL with half a sentence in error; caller frees. */
char *expression_translate(const char *text, char error[PATTERN_ERROR_SIZE]);

#endif
