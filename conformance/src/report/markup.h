/* Text inside XML and HTML. Whatever a target sent stays text: nothing in it can open or close an
 * element or an attribute. */
#ifndef CONFORM_MARKUP_H
#define CONFORM_MARKUP_H

#include <stdio.h>

#include "qfpay/status.h"

/* Write a text, escaped for element content and for quoted attributes. Its line breaks stay; what
 * XML cannot hold and what deceives the eye is written as program/shown.h has it. */
void markup_text(FILE *out, const char *text);

/* The format is markup, each %s of it a text. */
void markup_print(FILE *out, const char *format, ...) QFPAY_PRINTF(2, 3);

#endif
