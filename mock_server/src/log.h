/* The log on stderr: one line per request, as text or JSON, or nothing. Lines collect in a buffer
 * that the event loop flushes once a turn. Never a key, never a signature, never a body. */
#ifndef MOCK_LOG_H
#define MOCK_LOG_H

#include "request.h"

struct settings;

enum log_form { LOG_TEXT, LOG_JSON, LOG_OFF };

/* One handled request. */
void log_request(const struct settings *settings, struct request *req, const struct reply *reply);

/* Our own failure: what was being done, and the reason. Written at once. */
void log_fault(const struct settings *settings, const char *what, const char *reason);

/* Write what has collected. */
void log_flush(void);

#endif
