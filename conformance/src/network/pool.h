/* Plays scenarios side by side: a client spends its time in pauses, so many fit on one machine. */
#ifndef CONFORM_POOL_H
#define CONFORM_POOL_H

#include "network/play.h"

enum { POOL_THREADS_MAX = 32 };

struct pool;

/* Begin to play these, in order; all borrowed until pool_close. NULL when there are no threads to
 * be had. */
struct pool *pool_open(struct play *plays, size_t count);

/* Wait until the client of a play was started, or could not be. Only unstartable may be read then.
 */
const struct play *pool_wait_begun(struct pool *pool, size_t index);

/* Wait until a play was played. */
const struct play *pool_wait(struct pool *pool, size_t index);

/* Wait for all that run. Accepts NULL. */
void pool_close(struct pool *pool);

#endif
