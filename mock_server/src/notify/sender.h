/* The thread that sends notifications. It takes what is due from the queue, posts it, and stores
 * what came back; requests never wait for it. post.c is the HTTP below it.
 *
 * Life: sender_start after server_open, sender_stop before server_close. Both without the server's
 * lock. Work comes by way of worker.h. */
#ifndef MOCK_NOTIFY_SENDER_H
#define MOCK_NOTIFY_SENDER_H

#include <stdbool.h>
#include <stddef.h>

struct server;

/* Start the thread and make it the server's. on_news(cls) is called, without the lock, after
 * attempts were stored. false: one line in error. */
bool sender_start(struct server *server, void (*on_news)(void *cls), void *cls, char *error,
                  size_t error_size);

/* Let attempts under way go, join, free; they are made again after a restart. The server has no
 * sender any more. Nothing happens without one. */
void sender_stop(struct server *server);

#endif
