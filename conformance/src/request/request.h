/* One `call` step of a fixture as an HTTP request: parameters from the template and the step,
 * encoded, signed (or deliberately wrongly signed), with headers. Nothing is sent here. */
#ifndef CONFORM_REQUEST_H
#define CONFORM_REQUEST_H

#include "fixture/suite.h"
#include "request/message.h"
#include "request/scope.h"

struct request {
    struct outgoing outgoing;
    struct qfpay_param params[QFPAY_PARAM_MAX]; /* as sent, in order */
    size_t count;
    bool body_is_text; /* printable as it is, for reports */
};

/* Build the request of a step for scope->merchant; its texts live in the scope's arena. false and a
 * sentence in *problem. */
bool request_build(const struct suite *suite, struct scope *scope, qfpay_signer *signer,
                   const cJSON *step, struct request *request, const char **problem);

/* The value of a parameter as sent; NULL when there is none of this name. */
const char *request_value(const struct request *request, const char *name);

#endif
