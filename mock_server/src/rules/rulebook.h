/* The rules of the server, all of them, as rows: facts, checks, what is answered. The server owns
 * the book; it is filled from the .def files when the server opens, and the server never writes in
 * it again. Who wants another server than QFPay's edits rows of the book before the first request,
 * or from a hook of struct wire while one is decided. The book points into itself: it is never
 * copied. */
#ifndef MOCK_RULEBOOK_H
#define MOCK_RULEBOOK_H

#include <stdint.h>

#include "base/store_result.h"
#include "rules/check.h"
#include "rules/fact.h"
#include "rules/field_row.h"
#include "rules/line.h"
#include "rules/notice.h"
#include "rules/pay_answer.h"
#include "rules/refund_rules.h"
#include "rules/search.h"
#include "rules/signing.h"
#include "rules/state.h"
#include "rules/text.h"
#include "rules/way_back.h"

struct profile;

enum chapter {
#define CHAPTER(symbol, name, refusal, rows) CHAPTER_##symbol,
#include "rules/chapters.def"
#undef CHAPTER
    CHAPTER_COUNT
};

/* What a query shows of a state, and whether the shop is told when an order gets there. */
struct state_row {
    const char *name;
    const char *respcd; /* "": the trade's own */
    const char *cancel;
    bool is_told;
    enum qfpay_req requirement;
};

/* What a transaction is called in a record. */
struct kind_row {
    const char *order_type;
    enum qfpay_req requirement;
};

/* How an order gets from one state to another. */
struct move_row {
    const char *name;
    enum mover by;
    unsigned from; /* set of 1U << enum trade_state */
    enum trade_state to;
    enum qfpay_req requirement;
};

extern const struct state_row state_rows[TRADE_STATE_COUNT];
extern const struct move_row move_rows[MOVE_COUNT];

struct arena;
struct merchant;
struct request;
struct server;

/* What may happen to bytes and parameters on their way; nothing does by QFPay's rules: all NULL. */
struct wire {
    void (*receive)(struct request *req); /* query and body, before they are read as a form */
    void (*arrive)(struct request *req);  /* headers and parameters, before it is known whose */
    void (*read)(struct request *req);    /* parameters, once it is */
    /* A finished body, before it is signed. req: that is answered; NULL of a notification. The new
     * body, with its length in *len; NULL when out of memory. */
    const char *(*leave)(struct request *req, struct arena *arena, const char *body, size_t *len);
    const char *(*leave_notification)(struct request *req, struct arena *arena, const char *body,
                                      size_t *len);
    /* The signed body of a notification before an attempt, changed in place; how often it was tried
     * before. */
    void (*post)(char *body, int attempts);
};

/* What computes the digest that a request should carry. false: out of memory, or OpenSSL failed. */
typedef bool expects_sign(struct request *req, enum qfpay_digest digest, enum empty_form form,
                          char hex[QFPAY_SIGN_HEX_SIZE]);

/* Store a new trade; one that is a success already is notified. STORE_DUPLICATE: its number is not
 * new. */
typedef enum store_result stores_new(struct server *server, struct merchant *merchant,
                                     struct trade *trade);

/* Rows in one book; spare ones are for rows that are put in. */
enum { CHECKS_MAX = 200, LINES_MAX = 400, SOURCES_MAX = 4, FILTERS_MAX = 5 };

/* A row that never makes a difference, a fact of 0 or 1 times, a function that could be called by
 * its name: all of them are here because servers get them wrong, and mistakes are edits of rows. */
struct rulebook {
    int64_t facts[FACT_COUNT];
    const char *words[WORD_COUNT];
    struct text_row texts[TEXT_COUNT];
    struct state_row states[TRADE_STATE_COUNT];
    struct kind_row kinds[TRADE_KIND_COUNT];
    struct move_row moves[MOVE_COUNT];
    struct check checks[CHECKS_MAX];
    size_t check_count;
    struct check *chapters[CHAPTER_COUNT]; /* each ends with a row without a name */
    enum sheet refusals[CHAPTER_COUNT];    /* what a refusal of a chapter looks like */
    struct line lines[LINES_MAX];
    size_t line_count;
    struct line *sheets[SHEET_COUNT]; /* each ends with a line without a key */
    struct notice notices[NOTIFY_KIND_COUNT];
    struct address addresses[ADDRESSES_MAX + 1]; /* the last one has no name */
    int64_t ladder[LADDER_MAX];                  /* seconds from one attempt to the next */
    int ladder_count;
    reads_receipt *is_receipt;
    struct signing_row signings[SIGNING_COUNT];
    struct source sources[SOURCES_MAX];              /* the last one has no name */
    struct filter filters[FILTERS_MAX];              /* behind the last one without a name */
    struct pay_answer pay_types[PAY_ANSWER_COUNT];   /* ascending */
    struct way_back ways_back[PAY_ANSWER_COUNT + 1]; /* of each; behind them, of all others */
    size_t pay_type_count;
    struct refund_rule refund_rules[REFUND_RULE_COUNT];
    stores_new *store_new; /* a new order or refund; by QFPay's rules store_and_tell_new */
    bool gets[QFPAY_ENDPOINT_COUNT]; /* by GET as well as by POST */
    enum empty_values empty_values;
    expects_sign *expects;
    const void *expects_by; /* for a function that needs to be told more; else NULL */
    struct field_row fields[FIELD_COUNT];
    struct field_list field_lists[QFPAY_ENDPOINT_COUNT];
    struct qfpay_pay_type_field changes[FIELD_CHANGES_MAX]; /* ascending by pay type */
    size_t change_count;
    const struct qfpay_pay_type_field *first_change; /* of the protocol */
    struct wire wire;
    const char *edition_key; /* what health says of an edited book; NULL: nothing */
    const char *edition;
};

/* The rows that know the calls: they come from above. */
struct contents {
    const struct check *chapters[CHAPTER_COUNT];
    const struct line *lines; /* sheet by sheet; behind the last one without a key */
    const struct address *addresses;
    reads_receipt *is_receipt;
    const struct signing_row *signings; /* by enum signing */
    const struct source *sources;       /* the last one has no name */
    const struct filter *filters;       /* behind the last one without a name */
    stores_new *store_new;
    expects_sign *expects;
};

/* QFPay's rules, as a profile has them. */
void rulebook_open(struct rulebook *book, const struct contents *contents,
                   const struct profile *profile);

/* Whether a request may be signed with its empty values in this form. */
static inline bool
rulebook_takes(const struct rulebook *book, enum empty_form form)
{
    return empty_values_rows[book->empty_values].takes[form];
}

/* What a pay type changes in the rules of a payment's fields: *count rows; see qfpay_field_for. */
const struct qfpay_pay_type_field *rulebook_changes(const struct rulebook *book,
                                                    const char *pay_type, size_t *count);

/* Ends the program, in every build, with a word about the rows that the book has no room for: an
 * array is too short for the rows that somebody has added. */
void rulebook_must_fit(bool fits, const char *rows);

/* "refund", "refund-answer". Static. */
const char *rulebook_chapter_name(enum chapter chapter);
const char *rulebook_sheet_name(enum sheet sheet);

/* How the book plays a pay type; NULL when it does not. */
const struct pay_answer *pay_answer_find(const struct rulebook *book, const char *pay_type);

/* The rule of a pay type's refunds. Never NULL. */
const struct refund_rule *refund_rule_of(const struct rulebook *book, const char *pay_type);

/* Of a pay type; never NULL. */
const struct way_back *rulebook_way_back(const struct rulebook *book, const char *pay_type);

static inline int64_t
fact(const struct rulebook *book, enum fact fact)
{
    return book->facts[fact];
}

static inline const char *
word(const struct rulebook *book, enum word word)
{
    return book->words[word];
}

#endif
