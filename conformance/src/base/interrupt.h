/* Ctrl-C and SIGTERM: the first asks for an orderly end, the second ends the program at once. */
#ifndef CONFORM_INTERRUPT_H
#define CONFORM_INTERRUPT_H

#include <stdbool.h>

/* From here on SIGINT, SIGTERM and SIGHUP are noted instead of ending the program. A second one
 * ends it and its children with EXIT_UNSAFE, because something may be left behind. */
void interrupt_watch(void);

/* Whether one came. Loops over trials and steps ask this between two exchanges. */
bool interrupt_requested(void);

#endif
