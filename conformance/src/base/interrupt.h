/* Ctrl-C and SIGTERM: the first asks for an orderly end, the second ends the program at once. */
#ifndef CONFORM_INTERRUPT_H
#define CONFORM_INTERRUPT_H

#include <stdbool.h>

/* From here on SIGINT, SIGTERM and SIGHUP are noted instead of ending the program. A second one
 * ends it and its children with EXIT_UNSAFE, because something may be left behind. SIGPIPE is
 * ignored: who reads the output and leaves does not end the program in the middle of something. */
void interrupt_watch(void);

/* Ask for an orderly end from inside. The first Ctrl-C behind it still is the first. */
void interrupt_request(void);

/* Whether one came. Loops over trials and steps ask this between two exchanges. */
bool interrupt_requested(void);

#endif
