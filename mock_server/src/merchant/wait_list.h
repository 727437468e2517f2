/* Merchants that wait for their turn at something, in the order in which they came. Their links are
 * in the merchants: each waits in at most one list. */
#ifndef MOCK_WAIT_LIST_H
#define MOCK_WAIT_LIST_H

struct merchant;

/* All zero: nobody waits. */
struct wait_list {
    struct waiting *first;
    struct waiting *last;
};

/* A merchant's place in a list. All zero but for whose it is: in none. */
struct waiting {
    struct merchant *whose;
    struct wait_list *list;
    struct waiting *before;
    struct waiting *behind;
    int urgency; /* of what it waits for, for who gave it a place there: the least is the first */
};

/* Wait behind the others; who waits in a list already stays there. */
void wait_list_join(struct wait_list *list, struct waiting *waiting);

/* Wait in no list any more. */
void wait_list_leave(struct waiting *waiting);

#endif
