/* What a receiver's answer means: accepted or not (NTF-06, NTF-08), and what its developer should
 * look at when it is not. */
#ifndef MOCK_NOTIFY_VERDICT_H
#define MOCK_NOTIFY_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "notify/delivery.h"
#include "store/notification.h"

struct rulebook;

/* HTTP 200 and the book's word, by the book's way to read it. */
bool verdict_is_accepted(const struct rulebook *book, const struct delivery *delivery);

/* The book's way: byte for byte, white space around it allowed (NTF-08). */
bool verdict_is_word(const char *body, size_t len, const char *word);

/* One or two sentences with requirement ids; "" when there is nothing to say. by_notify_key: the
 * merchant's notify key signed it. Static. */
const char *verdict_explain(const struct rulebook *book, const struct notification *notification,
                            const struct delivery *delivery, bool by_notify_key);

#endif
