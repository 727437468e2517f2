/* The last resort against a bug of the runner: a trial has deadlines of its own, and who neither
 * ends nor notices them is ended from outside of the loop that hangs. */
#ifndef CONFORM_WATCHDOG_H
#define CONFORM_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

/* End the program, children included, unless watchdog_clear comes within so many seconds. unit and
 * id ("case", "payment.answer.echo") go into the line on standard error. With EXIT_UNEXPECTED, or
 * with EXIT_UNSAFE for a live target, where something may be left behind. */
void watchdog_set(const char *unit, const char *id, int seconds, bool is_live);

void watchdog_clear(void);

/* Stop its time, for waiting that is on purpose. Returns what is left, for watchdog_resume: in
 * microseconds, or a run that pauses it often enough would never be ended. */
int64_t watchdog_pause(void);

/* 0, from where none was set, sets none. */
void watchdog_resume(int64_t left_us);

#endif
