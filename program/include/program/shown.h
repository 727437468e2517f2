/**
 * @file shown.h
 * Bytes that somebody else sent, as they may be shown: correct UTF-8 stays. What a terminal obeys
 * (C0 and C1 controls), what makes a text read otherwise than it is (marks of direction, what has
 * no width, separators of lines) and what XML forbids becomes <U+202E>; C0 controls and bytes that
 * are no UTF-8 become \x1b. The one place that decides it, for terminals, logs and reports; what is
 * shown once may be shown again.
 */
#ifndef PROGRAM_SHOWN_H
#define PROGRAM_SHOWN_H

#include <stddef.h>
#include <stdint.h>

/* What shown_unfit found. */
struct shown_unfit {
    size_t len;     /* in bytes */
    uint32_t point; /* SHOWN_NO_POINT: the byte is no UTF-8 */
};

enum { SHOWN_NO_POINT = 0x110000, SHOWN_PIECE_SIZE = 12 };

/* How many of len bytes may be shown as they are, up to the first that may not. */
size_t shown_span(const char *bytes, size_t len);

/* What stands there instead, when shown_span is 0 and len is not. */
struct shown_unfit shown_unfit(const char *bytes, size_t len);

/* The same in words; returns how many bytes it replaces. */
size_t shown_instead(const char *bytes, size_t len, char piece[SHOWN_PIECE_SIZE]);

#endif
