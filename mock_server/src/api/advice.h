/* What is accepted but will hurt later (fixtures/pitfalls.md, "Requests"): said in
 * X-QFMock-Advice, never refused. */
#ifndef MOCK_ADVICE_H
#define MOCK_ADVICE_H

#include "qfpay/field.h"
#include "server/request.h"

/* Look at every parameter of an accepted request, whose use is known. */
void advise(struct request *req);

/* A known mistake behind a refused value, as a sentence that starts with a space; "" for none. */
const char *advice_hint(const struct qfpay_field *field, const struct qfpay_param *param);

#endif
