/* The log on stderr, as text or JSON, or nothing. Lines collect in a buffer that the event loop
 * flushes once a turn. Never a key, never a signature, never a body. */
#ifndef MOCK_LOG_H
#define MOCK_LOG_H

#include <stddef.h>

enum log_form { LOG_TEXT, LOG_JSON, LOG_OFF };

/* Collect a line; the line break is added. */
void log_line(const char *line, size_t len);

/* Our own failure: what was being done, and the reason. Written at once. */
void log_fault(enum log_form form, const char *what, const char *reason);

/* Write what has collected. */
void log_flush(void);

#endif
