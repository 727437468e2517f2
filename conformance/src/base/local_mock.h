/* A qfpay-mock of this program's own, for commands that need a sandbox: found, started on a free
 * port of the loopback interface, stopped. Known only by its command line and its first line. */
#ifndef CONFORM_LOCAL_MOCK_H
#define CONFORM_LOCAL_MOCK_H

#include "base/child.h"

enum { LOCAL_MOCK_ARGUMENTS_MAX = 16, LOCAL_MOCK_START_MS = 20000 };

struct local_mock {
    struct child child;
    char url[80];
    char problem[256];
};

/* The program: the one given, else the one beside this program, else the one of this build, else
 * the one in PATH. The text is given, in room, or static. */
const char *local_mock_find(const char *given, char *room, size_t room_size);

/* Start it on a free port with more arguments (NULL ends; NULL for none) and wait until it serves.
 * false with a sentence in mock->problem; then nothing runs. Its settings come from nowhere else:
 * QFPAY_MOCK_* of the environment are not passed on. Else end it with local_mock_stop. */
bool local_mock_start(struct local_mock *mock, const char *program, const char *const *arguments);

/* Harmless when it does not run (all zero). */
void local_mock_stop(struct local_mock *mock);

#endif
