/* Where the numbers of a run come from that nobody used before. Each is drawn from one seed, so
 * that a report can name it and a run can be made again with the same numbers. */
#ifndef CONFORM_SEED_H
#define CONFORM_SEED_H

#include <stddef.h>

/* Draw from this seed; before anything was drawn. The text is borrowed. */
void seed_set(const char *seed);

/* The seed: the one that was set, else one that the system's random source gave. */
const char *seed_text(void);

/* The next bytes; at most 32 at a time. From any thread. */
void seed_draw(unsigned char *bytes, size_t len);

#endif
