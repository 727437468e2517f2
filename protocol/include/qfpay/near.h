/**
 * @file near.h
 * "Did you mean": the nearest of the names that exist to a word that does not. One measure and one
 * form of words for commands, options, ids and paths.
 *
 * Life:    a struct qfpay_near is the caller's and needs no release; it borrows the word and the
 *          names offered, all NUL-terminated, for as long as it is asked. Nothing is allocated.
 * Threads: functions of their arguments; nothing is shared.
 */
#ifndef QFPAY_NEAR_H
#define QFPAY_NEAR_H

#include <stddef.h>

#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A longer word is near to nothing, and a longer name is never offered; in bytes. */
#define QFPAY_NEAR_LEN_MAX 127

/** So many names that are equally near are kept, the first ones. */
#define QFPAY_NEAR_NAMES_MAX 3

/** Always enough for a hint, with its NUL, in bytes. */
#define QFPAY_NEAR_HINT_SIZE 512

/** A name that was offered; not NUL-terminated. */
struct qfpay_near_name {
    const char *text;
    size_t len;
};

/** A word, and what was nearest to it so far. Read it by qfpay_near_hint. */
struct qfpay_near {
    const char *word;   /**< without the dashes in front of an option */
    size_t word_len;    /**< without what follows the = of an option */
    const char *dashes; /**< "--" when there were some, else "" */
    struct qfpay_near_name names[QFPAY_NEAR_NAMES_MAX];
    size_t count;
    unsigned cost; /**< of each of the names */
};

/**
 * Begin with a word that does not exist.
 *
 * @param[out] near  nothing is near yet
 * @param[in]  word  borrowed; "--option" and "--option=value" are compared, and later written, as
 *                   options
 */
QFPAY_API void qfpay_near_begin(struct qfpay_near *near, const char *word);

/**
 * Offer a name that exists. Upper and lower case are the same, and so are _ and -. Letters that are
 * missing, too many, wrong or swapped with the next count against a name (Damerau-Levenshtein), a
 * zero in front of a number counts little, and a word may be the beginning or a part of a name. One
 * letter of 3 to 7 may be wrong, 2 of 8 to 12, 3 of 13 to 17, 4 of more; a word of one or two
 * letters is near to a name only when it differs by case or such a zero.
 *
 * @param[in,out] near  knows the name when nothing before was nearer
 * @param[in]     name  borrowed; an option's without dashes
 */
QFPAY_API void qfpay_near_offer(struct qfpay_near *near, const char *name);

/**
 * Offer every name of a list as people read it: "drop, truncate or garbage", "en|zh-hant|zh-hans".
 *
 * @param[in,out] near  as qfpay_near_offer
 * @param[in]     list  borrowed; names with blanks, commas or bars between, and perhaps an "or"
 */
QFPAY_API void qfpay_near_offer_list(struct qfpay_near *near, const char *list);

/**
 * The words to put behind "unknown command 'paay'".
 *
 * @param[in]  near       after the last offer
 * @param[out] hint       caller's storage
 * @param[in]  otherwise  borrowed; returned when nothing is near
 * @return hint, "; did you mean 'pay'?" or "; did you mean 'a', 'b' or 'c'?"; or otherwise
 */
QFPAY_API const char *qfpay_near_hint(const struct qfpay_near *near,
                                      char hint[QFPAY_NEAR_HINT_SIZE], const char *otherwise);

#ifdef __cplusplus
}
#endif

#endif
