/* What was taken from a merchant, or was all of one: out of sight at once, and freed later, a slice
 * with each turn, so that nobody waits for a large one.
 *
 * In the file its accounts are nobody's until the last row of theirs is gone; what a stop leaves
 * behind is deleted when the file is opened (sql/sweep.sql). So that nothing else is ever taken for
 * theirs, merchant and accounts go on under new ids. */
#ifndef MOCK_REMOVAL_H
#define MOCK_REMOVAL_H

#include "base/store_result.h"

struct merchant;
struct store;

/* Take orders, notifications and used codes of a merchant out of the store, and its rows of the
 * tables merchant and account. */
enum store_result removal_begin(struct store *store, struct merchant *merchant);

/* Free a slice of what was taken in earlier turns, of which there is some; once a turn, before it
 * is committed. */
void removal_go_on(struct store *store);

void removal_free_all(struct store *store);

#endif
