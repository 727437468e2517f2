/* See wait_list.h. */
#include "merchant/wait_list.h"

#include <stddef.h>

void
wait_list_join(struct wait_list *list, struct waiting *waiting)
{
    if (waiting->list)
        return;
    waiting->list = list;
    waiting->before = list->last;
    if (list->last)
        list->last->behind = waiting;
    else
        list->first = waiting;
    list->last = waiting;
}

void
wait_list_leave(struct waiting *waiting)
{
    struct wait_list *list = waiting->list;

    if (!list)
        return;
    if (waiting->before)
        waiting->before->behind = waiting->behind;
    else
        list->first = waiting->behind;
    if (waiting->behind)
        waiting->behind->before = waiting->before;
    else
        list->last = waiting->before;
    *waiting = (struct waiting){.whose = waiting->whose};
}
