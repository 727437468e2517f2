/* Texts that a wallet or QFPay would have made up, written as templates: "4200{d6}{day}{d10}". What
 * is random in them follows from the server's seed and the trade, so nothing of it is stored and a
 * run with the same --seed repeats itself. */
#ifndef MOCK_TEMPLATE_H
#define MOCK_TEMPLATE_H

#include <stddef.h>
#include <stdint.h>

#include "server/request.h"
#include "trade/trade.h"

/* What a template is filled from. */
struct template_source {
    uint64_t seed;
    const struct trade *trade;
    const struct request *req; /* NULL: no parameter can be named */
};

/* Fill a template; the text is cut to size and always NUL-terminated. In braces:
 *   aN letters and digits   lN lower-case letters and digits   dN digits   hN, HN hex digits
 *   uuid   day of payment, or of the order   epoch, seconds of the order
 *   syssn   major, the amount in major units   currency   emv, the checksum of an EMV code so far
 *   any other name: the parameter of the request */
void template_fill(const char *template, const struct template_source *source, char *out,
                   size_t size);

/* The same in the arena; NULL when out of memory. */
const char *template_text(struct arena *arena, const char *template,
                          const struct template_source *source);

#endif
