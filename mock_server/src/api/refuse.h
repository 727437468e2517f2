/* Saying no, and saying sorry. A refusal is the caller's mistake: it names the requirement broken,
 * the code and what to do. A fault is ours: logged, and 500 from a constant body. */
#ifndef MOCK_REFUSE_H
#define MOCK_REFUSE_H

#include "node.h"
#include "request.h"

/* Refuse with a respcd in the short shape of RSP-12. respmsg is borrowed; the diagnosis is
 * formatted, made printable, and goes to X-QFMock-Diagnosis, journal and log. */
struct reply refuse(struct request *req, const char *respcd, const char *respmsg,
                    enum qfpay_req broken, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same with a text of its own in resperr instead of the code's. */
struct reply refuse_with_text(struct request *req, const char *respcd, const char *resperr,
                              const char *respmsg, enum qfpay_req broken, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* A refusal whose body has been built already, for calls that say more than the short shape. */
struct reply refuse_tree(struct request *req, struct tree *tree, const cJSON *root,
                         const char *respcd, enum qfpay_req broken, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* resperr for a used out_trade_no, as the profile says it (OQ-01). */
const char *duplicate_text(struct request *req);

/* A captured text with the code behind it in English, the code's own in the other languages. */
const char *captured_text(struct request *req, const char *text, const char *respcd);

/* A refusal below the API: an HTTP status (404, 405, 413) with a JSON note (OQ-45). */
struct reply refuse_http(struct request *req, unsigned http_status, enum qfpay_req broken,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/* An accepted API answer from a finished tree. */
struct reply answer(struct request *req, struct tree *tree, const cJSON *root, const char *respcd);

/* What anybody gets to see of our own failure. */
struct reply fault_reply(void);

/* Our own failure, logged with the store's reason. what says what was being done. */
struct reply fault(struct request *req, const char *what);

/* resperr of a code in the server's language, the code behind it (RSP-05). Arena or static. */
const char *code_text(struct request *req, const char *respcd);

#endif
