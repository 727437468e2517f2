/* What is told: an answer, a record or a notification, from the lines of a sheet and what they take
 * their values from. */
#ifndef MOCK_TALE_H
#define MOCK_TALE_H

#include "base/node.h"
#include "rules/rulebook.h"
#include "trade/trade.h"

struct merchant;
struct request;
struct server;

struct tale {
    struct arena *arena;
    const struct server *server;
    const struct merchant *merchant;
    struct request *req;          /* that is answered; NULL in a notification */
    const struct trade *trade;    /* of which it is told; NULL in a refusal */
    const struct trade *original; /* what that belongs to; NULL: to none */
    const struct pay_answer *pay; /* how the pay type of a payment is played; else NULL */
    const struct line *line;      /* that is being told */
    enum text_id text;            /* of a refusal */
    const char *respcd;
    const char *resperr; /* NULL: the code's own text */
    const char *respmsg;
    const char *notify_type; /* of a notification; else NULL */
    cJSON *data;             /* the records of a query */
    int64_t page;            /* likewise */
    int64_t page_size;
};

/* An answer to a request: 0000, nothing of a wallet. */
struct tale tale_of(struct request *req, const struct trade *trade, const struct trade *original);

/* The same without a request. */
struct tale tale_apart(struct arena *arena, const struct server *server,
                       const struct merchant *merchant, const struct trade *trade,
                       const struct trade *original);
/* Add a line. */
void tale_write_line(struct tale *tale, const struct line *line, struct tree *tree, cJSON *parent);

/* Add the lines of a sheet. */
void tale_write(struct tale *tale, enum sheet sheet, struct tree *tree, cJSON *parent);

/* Add the lines of the answer to a payment, in the order of its pay type. */
void tale_write_payment(struct tale *tale, struct tree *tree, cJSON *root);

#endif
