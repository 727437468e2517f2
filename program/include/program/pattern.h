/* POSIX extended regular expressions that somebody else wrote, at a bounded cost: how long and deep
 * one may be, how large its machine becomes, and how many steps a text may take. */
#ifndef PROGRAM_PATTERN_H
#define PROGRAM_PATTERN_H

#include <stddef.h>

enum {
    PATTERN_MAX = 4096, /* bytes */
    PATTERN_NEST_MAX = 16,
    PATTERN_COUNT_MAX = 256,       /* in {n,m} */
    PATTERN_SIZE_MAX = 16 * 1024,  /* bytes of what one is compiled to */
    PATTERN_STEPS_MAX = 50 * 1000, /* that one text may take, and 16 more for each of its bytes */
    PATTERN_ERROR_SIZE = 160,
};

struct pattern;

/* What becomes of a text. Giving up is said where it happens, and counts as no match. */
enum pattern_result { PATTERN_MATCHES, PATTERN_DIFFERS, PATTERN_GAVE_UP };

/* Compile; NULL with half a sentence that says why and at which character. Bytes are characters,
 * and the dialect is that of glibc without its back-references: a dot takes a line break, and ^ and
 * $ stand for the ends of the text only. */
struct pattern *pattern_new(const char *text, char error[PATTERN_ERROR_SIZE]);
void pattern_free(struct pattern *pattern);

/* Whether it is somewhere in a text. Takes what the trial may have cost from *steps, the share of
 * several trials, and gives up when that is used up. */
enum pattern_result pattern_try(const struct pattern *pattern, const char *text, size_t *steps);

#endif
