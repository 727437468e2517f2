/* Who does what falls due, as those know it who make something due: the sender of notifications
 * (sender.h). The server's lock is held. */
#ifndef MOCK_WORKER_H
#define MOCK_WORKER_H

#include <stddef.h>

struct merchant;

struct worker {
    void (*wake)(struct worker *worker);
    void (*forget)(struct worker *worker, struct merchant *merchant);
};

/* Something may be due. NULL is allowed. */
static inline void
worker_wake(struct worker *worker)
{
    if (worker)
        worker->wake(worker);
}

/* What is under way for this merchant means nothing any more. NULL is allowed. */
static inline void
worker_forget(struct worker *worker, struct merchant *merchant)
{
    if (worker)
        worker->forget(worker, merchant);
}

#endif
