/* See pool.h. */
#include "network/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "network/perform.h"

/* How far a play has come. */
enum milestone { WAITING, BEGUN, PLAYED };

struct pool {
    struct play *plays;
    size_t count;
    size_t next;             /* to be played */
    enum milestone *reached; /* by index */
    bool is_closing;
    pthread_mutex_t lock; /* over the three above */
    pthread_cond_t news;
    pthread_t threads[POOL_THREADS_MAX];
    size_t thread_count;
};

static void
reach(struct pool *pool, size_t index, enum milestone milestone)
{
    pthread_mutex_lock(&pool->lock);
    pool->reached[index] = milestone;
    pthread_cond_broadcast(&pool->news);
    pthread_mutex_unlock(&pool->lock);
}

static void *
work(void *context)
{
    struct pool *pool = context;

    pthread_mutex_lock(&pool->lock);
    while (pool->next < pool->count && !pool->is_closing) {
        size_t index = pool->next++;

        pthread_mutex_unlock(&pool->lock);
        play_begin(&pool->plays[index]);
        reach(pool, index, BEGUN);
        play_finish(&pool->plays[index]);
        reach(pool, index, PLAYED);
        pthread_mutex_lock(&pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

struct pool *
pool_open(struct play *plays, size_t count)
{
    struct pool *pool = calloc(1, sizeof *pool);

    if (!pool)
        return NULL;
    pool->plays = plays;
    pool->count = count;
    pool->reached = calloc(count + 1, sizeof *pool->reached);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->news, NULL);
    while (pool->reached && pool->thread_count < POOL_THREADS_MAX && pool->thread_count < count &&
           pthread_create(&pool->threads[pool->thread_count], NULL, work, pool) == 0)
        pool->thread_count++;
    if (pool->thread_count)
        return pool;
    pool_close(pool);
    return NULL;
}

static const struct play *
await(struct pool *pool, size_t index, enum milestone milestone)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->reached[index] < milestone)
        pthread_cond_wait(&pool->news, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    return &pool->plays[index];
}

const struct play *
pool_wait_begun(struct pool *pool, size_t index)
{
    return await(pool, index, BEGUN);
}

const struct play *
pool_wait(struct pool *pool, size_t index)
{
    return await(pool, index, PLAYED);
}

void
pool_close(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->is_closing = true;
    pthread_mutex_unlock(&pool->lock);
    for (size_t i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->news);
    pthread_mutex_destroy(&pool->lock);
    free(pool->reached);
    free(pool);
}
