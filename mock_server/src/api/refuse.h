/* Saying no, and saying sorry. A refusal is the caller's mistake: it names the requirement broken,
 * the code and what to do. A fault is ours: logged, and 500 from a constant body. */
#ifndef MOCK_REFUSE_H
#define MOCK_REFUSE_H

#include "base/node.h"
#include "server/request.h"

/* Refuse with a respcd: the body as it was built. The diagnosis becomes one line of printable ASCII
 * and goes to X-QFMock-Diagnosis, journal and log. */
struct reply refuse(struct request *req, struct tree *tree, const cJSON *root, const char *respcd,
                    enum qfpay_req broken, const char *diagnosis);

/* A refusal below the API: an HTTP status (404, 405, 413, 431) with a JSON note (OQ-45), or that of
 * what stands in front of the API (429). */
struct reply refuse_http(struct request *req, unsigned http_status, enum qfpay_req broken,
                         const char *diagnosis);

/* What stands in front of QFPay answers: a page of its own, or `{}` for 429 (LIM-02). */
struct reply gateway_answer(struct request *req, unsigned http_status);

/* An accepted API answer from a finished tree. */
struct reply answer(struct request *req, struct tree *tree, const cJSON *root, const char *respcd);

/* What anybody gets to see of our own failure. */
struct reply fault_reply(void);

/* Our own failure, logged with the store's reason. what says what was being done. */
struct reply fault(struct request *req, const char *what);

#endif
