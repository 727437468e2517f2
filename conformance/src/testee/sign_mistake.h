/* What a wrong digest comes of. A vector lists the mistakes that it is made for; those that spoil
 * every string alike are tried on any vector. */
#ifndef CONFORM_SIGN_MISTAKE_H
#define CONFORM_SIGN_MISTAKE_H

#include "trial/vector.h"

struct sign_mistake {
    const char *words;   /* "reverse order", or several with " or " between them */
    const char *pitfall; /* what all of them are; NULL for none */
};

/* Find the mistakes that give this digest, by either algorithm, into arena; it is not the right
 * one, which a mistake gives where it changes nothing. false when there is none; *found is then
 * untouched. */
bool sign_mistake_find(struct arena *arena, const struct vector *vector, const char *sign,
                       struct sign_mistake *found);

#endif
