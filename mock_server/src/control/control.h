/* The control API below /__sandbox/: what a test uses to look inside and to play the payer. JSON in
 * and out; a mistake answers 4xx with one sentence in "error". */
#ifndef MOCK_CONTROL_H
#define MOCK_CONTROL_H

#include <cjson/cJSON.h>

#include "base/node.h"
#include "server/request.h"

#define CONTROL_PREFIX "/__sandbox/"

/* Whether a path is the control API's: below the prefix, or the prefix without its last slash. */
bool control_has_path(const char *path);

/* Decide a control request. */
struct reply control_handle(struct request *req);

/* For the handlers of control_*.c: */

/* An answer from a finished tree. */
struct reply control_answer(struct request *req, unsigned http_status, struct tree *tree,
                            const cJSON *root);

/* An error in one sentence. */
struct reply control_fail(struct request *req, unsigned http_status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The error about a word that is none of a list, "a, b or c": the nearest, else all of them. word
 * is NULL when it is not there, or no text. In the request's arena, or static; never NULL. */
const char *control_unknown(struct request *req, const char *what, const char *word,
                            const char *list);

/* 204. */
struct reply control_done(void);

/* Nothing to say yet: be asked again when is_over says so, or wait_ms after the call came. since is
 * for is_over to read. The merchant may be gone by then. */
struct reply control_wait(struct request *req,
                          bool (*is_over)(struct server *server, const struct reply *reply),
                          int64_t since, int64_t wait_ms);

/* A whole number of the URL's query between low and high; otherwise when it is not there. false:
 * it is something else, and *reply says so. */
bool control_number(struct request *req, const char *name, int64_t low, int64_t high,
                    int64_t otherwise, int64_t *number, struct reply *reply);

/* The handlers: id is the variable part of the path, "" without; body is NULL without one.
 * req->merchant is the one meant. */
typedef struct reply control_handler(struct request *req, const char *id, const cJSON *body);

control_handler control_health;
control_handler control_metrics;
control_handler control_reset;
control_handler control_get_clock;
control_handler control_put_clock;
control_handler control_get_transactions;
control_handler control_post_payer;
control_handler control_get_requests;
control_handler control_delete_requests;
control_handler control_get_notifications;
control_handler control_post_send;
control_handler control_get_merchants;
control_handler control_post_merchants;
control_handler control_get_merchant;
control_handler control_put_merchant;
control_handler control_delete_merchant;
control_handler control_get_rules;
control_handler control_post_rules;
control_handler control_delete_rules;
control_handler control_delete_rule;
control_handler control_catalogue;

#endif
