/* The last resort against a bug of the runner: a trial has deadlines of its own, and who neither
 * ends nor notices them is ended from outside of the loop that hangs. */
#ifndef CONFORM_WATCHDOG_H
#define CONFORM_WATCHDOG_H

#include <stdbool.h>

/* End the program, children included, unless watchdog_clear comes within so many seconds. unit and
 * id ("case", "payment.answer.echo") go into the line on standard error. With EXIT_UNEXPECTED, or
 * with EXIT_UNSAFE for a live target, where something may be left behind. */
void watchdog_set(const char *unit, const char *id, int seconds, bool is_live);

void watchdog_clear(void);

#endif
