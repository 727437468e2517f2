/* What the files of the HTTP part share: a loop, a connection, an exchange. */
#ifndef MOCK_HTTP_INTERNAL_H
#define MOCK_HTTP_INTERNAL_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/tls.h"
#include "program/arena.h"
#include "server/request.h"

enum {
    CONNECTION_MEMORY = 12 * 1024, /* both heads must fit; libmicrohttpd clears it each time */
    PART_MEMORY = 64,              /* what it takes to list a header, a cookie or a parameter */
    ANSWER_HEAD = 1536,            /* our head without sentences, and what its maker keeps free */
    FIRST_BLOCK_SIZE = 6 * 1024,   /* of an exchange's arena: most requests need no more */
    KEPT_EXCHANGES = 128,          /* for reuse */
    DROPPED_MAX = 1024 * 1024,     /* of a body that is too large, before the connection is cut */
};

enum watch_state {
    WATCH_SILENT, /* no request line came yet */
    WATCH_IDLE,   /* between two requests */
    WATCH_BUSY,   /* between a request line and the end of the answer */
    WATCH_HELD,   /* the answer is held back by ourselves */
    WATCH_STATES,
};

/* The lists that a connection is on. */
enum watch_link { WATCH_BY_STATE, WATCH_BY_LEAVING, WATCH_LINKS };

/* A connection as we watch it, so that slow, idle and half-closed ones end. */
struct watch {
    struct watch_link_pair {
        struct watch *next;
        struct watch *previous;
    } links[WATCH_LINKS];
    int fd;
    enum watch_state state;
    int64_t since;       /* ms; when it came into its state */
    unsigned steps;      /* between states */
    unsigned seen_steps; /* when it was looked at, as one that is leaving */
    bool is_cut;
    bool is_leaving;  /* the other end sends no more */
    bool is_answered; /* busy: the request is whole, and its answer goes */
};

struct watch_list {
    struct watch *first;
    struct watch *last;
};

enum phase {
    PHASE_NEW,       /* the request line is read */
    PHASE_RECEIVING, /* the body comes */
    PHASE_HELD,      /* the commit, the journal or a delay decides */
    PHASE_READY,     /* the reply can go */
};

/* One request and its answer. */
struct exchange {
    struct exchange *next; /* of the free, the held, the waiting or the delayed list */
    struct MHD_Connection *connection;
    struct loop *loop;
    struct watch *watch;
    enum phase phase;
    bool is_suspended;
    char *body;
    size_t body_capacity;
    size_t head_memory; /* what the request's head takes of the connection's */
    size_t dropped;     /* bytes of a body that is too large */
    int64_t turn;       /* of the store, that must be kept before the answer leaves */
    int64_t leaves_at;  /* ms; of a delayed answer */
    const char *holder; /* the merchant, of one that is held back */
    struct arena arena;
    struct reply reply;
    struct request req;
    max_align_t first_block[FIRST_BLOCK_SIZE / sizeof(max_align_t)];
};

/* The event loop, with a thread, a daemon and a signer of its own. */
struct loop {
    struct http *http;
    pthread_t thread;
    bool is_running;
    struct MHD_Daemon *daemon;
    qfpay_signer *signer;
    int epoll_fd;
    int wake_fd;
    bool has_resumed;      /* libmicrohttpd must run again at once */
    bool has_more_to_free; /* of the store: the next turn must not wait */
    size_t under_way;      /* exchanges between request line and completion */
    struct exchange *free; /* for reuse */
    size_t free_count;
    struct exchange *held;    /* wait for the commit at the end of the turn */
    struct exchange *waiting; /* wait for what their reply names */
    struct exchange *delayed; /* wait for their time, as a situation asked for */
    size_t held_back;         /* how many wait or are delayed */
    struct watch_list watches[WATCH_STATES];
    struct watch_list leaving;
    size_t open_count; /* connections that are not cut */
    size_t open_max;
    int64_t swept_at; /* ms */
};

struct http {
    struct server *server;
    atomic_bool is_stopping;
    atomic_int waiting_count; /* exchanges that wait for news */
    struct tls tls;
    int listen_fd;
    int port;
    struct loop loop;
};

/* loop.c */
void *loop_run(void *cls);
bool loop_open(struct loop *loop, struct http *http, char *error, size_t error_size);
void loop_close(struct loop *loop);
void loop_wake(const struct loop *loop);

/* exchange.c: the callbacks for libmicrohttpd (cls is a loop), and what a loop does with exchanges.
 */
/* A header of an exchange's request, for the rules that ask for one; see server.h. */
const char *exchange_find_header(const void *cls, const char *name);
void *exchange_begin(void *cls, const char *uri, struct MHD_Connection *connection);
enum MHD_Result exchange_continue(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload_data,
                                  size_t *upload_data_size, void **context);
void exchange_complete(void *cls, struct MHD_Connection *connection, void **context,
                       enum MHD_RequestTerminationCode code);
void exchange_free_all(struct loop *loop);
/* Leave out of the answer's head what has no room there; journal and log have it. */
void exchange_shorten(struct exchange *exchange);

/* hold.c: suspend a connection, its answer is not to leave yet. */
void hold_for_commit(struct exchange *exchange);
/* Those that wait or are delayed have half the connections, and those of one merchant a share of
 * that. false: there is no room, or no delay; then the answer is to go at once. */
bool hold_for_news(struct exchange *exchange);
bool hold_for_delay(struct exchange *exchange);
/* The client has gone before the commit. */
void hold_forget(struct exchange *exchange);
/* Commit, and let the answers go that waited for it. */
void hold_commit(struct loop *loop);
/* Let those go whose waiting is over or whose time is up; with all, the others too. */
void hold_release(struct loop *loop, bool all);
/* The next instant of clock_host_ms at which a held one is due; INT64_MAX for none. */
int64_t hold_next_deadline(const struct loop *loop);

/* send.c */
enum MHD_Result send_reply(const struct exchange *exchange);

/* watch.c */
void watch_notify(void *cls, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode code);
/* NULL is a connection that is not watched. */
void watch_becomes(struct loop *loop, struct watch *watch, enum watch_state state, int64_t now_ms);
/* The other end sends no more. */
void watch_leaves(struct loop *loop, struct watch *watch);
/* Cut those that leave and have had their answers. */
void watch_end_leaving(struct loop *loop);
/* Cut those that have been in their state too long. */
void watch_sweep(struct loop *loop, int64_t now_ms);

#endif
