/* Text inside XML and HTML. Whatever a target sent stays text: nothing in it can open or close an
 * element or an attribute. */
#ifndef CONFORM_MARKUP_H
#define CONFORM_MARKUP_H

#include <stdio.h>

/* Write a text, escaped for element content and for quoted attributes. Control characters, which
 * XML cannot hold, become question marks; everything that reports write is UTF-8 already. */
void markup_text(FILE *out, const char *text);

#endif
