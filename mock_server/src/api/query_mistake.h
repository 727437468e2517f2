/* What a server with one of the mistakes of query_defects.def does with a query. All of it does
 * nothing while no such defect is on. */
#ifndef MOCK_QUERY_MISTAKE_H
#define MOCK_QUERY_MISTAKE_H

#include "node.h"
#include "request.h"
#include "trade.h"

/* Whether a record is left out, or a criterion (a parameter's name) not heeded for it. */
bool query_mistake_hides(const struct request *req, const struct trade *trade);
bool query_mistake_ignores(const struct request *req, const char *criterion,
                           const struct trade *trade);

/* Whether a query looks into another account than its own. */
bool query_mistake_looks_into(const struct request *req, const struct merchant *merchant,
                              const struct account *account);

/* Change a finished answer and its records. */
void query_mistake_change(cJSON *root, cJSON *data);

#endif
