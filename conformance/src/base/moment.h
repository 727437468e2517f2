/* The time that deadlines and durations are told in. */
#ifndef CONFORM_MOMENT_H
#define CONFORM_MOMENT_H

#include <stdint.h>

/* Milliseconds of a clock that never goes back; the same for all threads. */
int64_t now_ms(void);

#endif
