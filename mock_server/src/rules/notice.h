/* What the book says of notifications: what the shop is told of and how (notify_kinds.def), where
 * (addresses.def), how often it is tried (ladder.def), and what the receiver must answer. */
#ifndef MOCK_NOTICE_H
#define MOCK_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/line.h"

enum notify_kind {
#define KIND(symbol, name, times, notify_type, sheet, requirement) NOTIFY_KIND_##symbol,
#include "rules/notify_kinds.def"
#undef KIND
    NOTIFY_KIND_COUNT
};

/* One kind of news. */
struct notice {
    const char *name;
    int times; /* that the shop is told; each is tried until it is accepted */
    const char *notify_type;
    enum sheet sheet;
    enum qfpay_req requirement;
};

/* Where a notification may go: the first that is there counts. */
struct address {
    const char *name; /* NULL ends the list */
    line_value *url;
    enum qfpay_req requirement;
};

/* Whether an answer's body, white space and all, is the word that a receiver must say. */
typedef bool reads_receipt(const char *body, size_t len, const char *word);

/* Rows in one book; spare ones are for rows that are put in. */
enum { ADDRESSES_MAX = 4, LADDER_MAX = 12 };

#endif
