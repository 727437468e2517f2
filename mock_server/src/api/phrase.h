/* Texts of rows in which {x} is filled in from the call. */
#ifndef MOCK_PHRASE_H
#define MOCK_PHRASE_H

struct call;

/* Fill a text in, in the arena; "" when out of memory. In braces: a row of phrases.def, a
 * fact in capitals, else a parameter of the request. What the caller sent becomes printable ASCII,
 * its client key masked. */
const char *phrase(struct call *call, const char *text);

#endif
