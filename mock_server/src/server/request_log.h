/* A line of the log for each request. */
#ifndef MOCK_REQUEST_LOG_H
#define MOCK_REQUEST_LOG_H

#include "base/log.h"
#include "server/request.h"

/* One handled request. */
void log_request(enum log_form form, struct request *req, const struct reply *reply);

#endif
