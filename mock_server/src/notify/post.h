/* Posting a notification over HTTP: a fixed number of places, each with at most one attempt under
 * way. Only post.c knows libcurl. One thread uses a poster; poster_wake may come from any.
 */
#ifndef MOCK_NOTIFY_POST_H
#define MOCK_NOTIFY_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/tls_trouble.h"

enum {
    POSTER_PLACES = 256,
    POSTER_RESPONSE_MAX = 4096, /* of an answer's body; what comes behind it is not read */
    POSTER_ERROR_SIZE = 256,
};

struct poster;
struct rulebook;
struct settings;

/* What is sent. */
struct post {
    const char *url;
    const char *body;
    const char *sign;
    bool is_lower_case; /* the names of the headers, as proxies and HTTP/2 write them */
};

/* What came back. */
struct post_result {
    int place;
    long http_status; /* 0: no whole answer */
    int64_t took_ms;
    bool is_timeout;
    enum tls_trouble tls;
    size_t response_len;
    char response[POSTER_RESPONSE_MAX];
    char error[POSTER_ERROR_SIZE]; /* why there was none; "" when there was one */
    const char *refusal;           /* why nothing was sent to the host's address; NULL. Static */
};

/* NULL when out of memory. The limits are of one attempt, and of its connecting. Method and content
 * type are those of the book; where it may go and whose certificates are good, the settings say.
 * Both are borrowed for the life of the poster. */
struct poster *poster_new(const struct rulebook *book, const struct settings *settings,
                          long timeout_ms, long connect_ms);

/* What is under way is broken off. NULL is allowed. */
void poster_free(struct poster *poster);

/* Post a body with its signature; all texts are copied. The place is taken until its result
 * has come. false when out of memory. */
bool poster_start(struct poster *poster, int place, const struct post *post);

/* Work for at most timeout_ms, less when something came back or poster_wake was called. */
void poster_wait(struct poster *poster, int timeout_ms);

/* The next result, if any has come; its place is free again. */
bool poster_take(struct poster *poster, struct post_result *result);

void poster_wake(struct poster *poster);

#endif
