/* How to take back what a turn of the event loop has changed in memory, should its transaction not
 * reach the file: a step for each change, gone back through from the last. A change reserves its
 * step first and notes it when it is made, so that none is made that could not be taken back.
 * Without a file nothing fails later, and a step is done with at once. */
#ifndef MOCK_UNDO_H
#define MOCK_UNDO_H

#include <stdbool.h>
#include <stddef.h>

/* The most that a step remembers. */
enum { UNDO_ROOM = 288 };

/* Of what was remembered. */
typedef void undo_act(void *past);

struct undo_step;

/* All zero: nothing to take back, and nothing is kept. */
struct undo {
    bool is_kept;
    struct undo_step *steps;
    size_t count;
    size_t capacity;
};

/* Make room for one more step. false when out of memory. */
bool undo_reserve(struct undo *undo);

/* Note a change that was made, for which there is room. back takes it back with a copy of past;
 * done, which may be NULL, frees what is not needed any more once it is certain. */
void undo_note(struct undo *undo, undo_act *back, undo_act *done, const void *past, size_t size);

/* The turn is kept, or taken back. */
void undo_forget(struct undo *undo);
void undo_go_back(struct undo *undo);

void undo_clear(struct undo *undo);

#endif
