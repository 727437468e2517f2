/* What is accepted but will hurt later (fixtures/pitfalls.md, "Requests"): said in
 * X-QFMock-Advice, never refused. */
#ifndef MOCK_ADVICE_H
#define MOCK_ADVICE_H

#include "api/call.h"
#include "qfpay/field.h"

/* Look at every parameter of a call whose values are right. */
void advise(struct call *call);

/* A known mistake behind a refused value, as a sentence that starts with a space; "" for none. */
const char *advice_hint(const struct qfpay_field *field, const struct qfpay_param *param);

#endif
