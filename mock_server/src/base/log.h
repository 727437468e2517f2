/* The log on stderr, as text or JSON, or nothing. Lines collect in a buffer that the event loop
 * flushes once a turn. Never a key, never a signature, never a body.
 *
 * Threads: any. Between log_open and log_close a thread of the log's own writes, and nobody ever
 * waits for whoever reads stderr: what does not fit into the buffer is dropped and counted, and the
 * count is the next line. */
#ifndef MOCK_LOG_H
#define MOCK_LOG_H

#include <stddef.h>
#include <stdint.h>

enum log_form { LOG_TEXT, LOG_JSON, LOG_OFF };

/* From now on a thread writes, unless stderr is a file: files are always ready. */
void log_open(enum log_form form);

/* Write what is left, as long as somebody reads it. */
void log_close(void);

/* Collect a line; the line break is added. */
void log_line(const char *line, size_t len);

/* Our own failure: what was being done, and the reason. Written at once. */
void log_fault(enum log_form form, const char *what, const char *reason);

/* Why the mock ends, when nobody has asked it to. */
void log_end(enum log_form form, const char *why);

/* Have written what has collected. */
void log_flush(void);

/* How many lines were dropped so far. */
uint64_t log_dropped(void);

#endif
