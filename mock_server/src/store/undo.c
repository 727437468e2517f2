/* See undo.h. */
#include "store/undo.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 16, KEPT_CAPACITY = 1024 };

struct undo_step {
    undo_act *back;
    undo_act *done;
    max_align_t past[UNDO_ROOM / sizeof(max_align_t)];
};

bool
undo_reserve(struct undo *undo)
{
    size_t capacity = undo->capacity == 0 ? FIRST_CAPACITY : undo->capacity * 2;
    struct undo_step *steps;

    if (!undo->is_kept || undo->count < undo->capacity)
        return true;
    steps = realloc(undo->steps, capacity * sizeof *steps);
    if (!steps)
        return false;
    undo->steps = steps;
    undo->capacity = capacity;
    return true;
}

void
undo_note(struct undo *undo, undo_act *back, undo_act *done, const void *past, size_t size)
{
    struct undo_step step = {.back = back, .done = done};

    memcpy(step.past, past, size);
    if (undo->is_kept)
        undo->steps[undo->count++] = step;
    else if (done)
        done(step.past);
}

static void
empty(struct undo *undo)
{
    undo->count = 0;
    if (undo->capacity > KEPT_CAPACITY)
        undo_clear(undo);
}

void
undo_forget(struct undo *undo)
{
    for (size_t i = 0; i < undo->count; i++) {
        if (undo->steps[i].done)
            undo->steps[i].done(undo->steps[i].past);
    }
    empty(undo);
}

void
undo_go_back(struct undo *undo)
{
    for (size_t i = undo->count; i-- > 0;)
        undo->steps[i].back(undo->steps[i].past);
    empty(undo);
}

void
undo_clear(struct undo *undo)
{
    free(undo->steps);
    *undo = (struct undo){.is_kept = undo->is_kept};
}
