/* How a query finds transactions: where it looks for candidates (query_sources.def) and which of
 * them it lets through (query_filters.def). Both are rows of the book. */
#ifndef MOCK_SEARCH_H
#define MOCK_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/evidence.h"

struct account;
struct call;
struct request;
struct rulebook;
struct trade;

enum how_many {
    SEARCH_ONE,  /* what stands behind a comma does not count */
    SEARCH_LIST, /* comma separated */
};

/* The accounts that are looked through, one behind the other; NULL begins and ends. */
typedef const struct account *next_account(const struct request *req, const struct account *last);

/* Find what one element of a list names, in those accounts. */
typedef bool find_element(struct call *call, const char *text, size_t len, struct trade *trade);

struct source {
    const char *name;      /* of the parameter; "" of the last row, which needs none */
    enum how_many many;    /* transactions that it names */
    find_element *find;    /* NULL: all of a stretch of time are candidates */
    next_account *account; /* whose transactions */
    enum qfpay_req requirement;
};

struct filter;
typedef bool lets_through(struct call *call, const struct filter *filter,
                          const struct trade *trade);

/* What a record says where the parameter says what is looked for. */
typedef const char *filter_value(const struct rulebook *book, const struct trade *trade);

struct filter {
    const char *name;    /* of the parameter; NULL ends the filters */
    enum how_many many;  /* values that it has */
    bool is_settled;     /* it looks at what time and the query itself have made of the trade */
    filter_value *value; /* of the trade */
    lets_through *lets;
    enum qfpay_req requirement;
};

#endif
