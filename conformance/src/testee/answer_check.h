/* Judging a testee's answer to one question. */
#ifndef CONFORM_ANSWER_CHECK_H
#define CONFORM_ANSWER_CHECK_H

#include "question.h"

/* Note on result, as findings of this step, whatever is wrong with the answer; answer is a JSON
 * object without "skipped". */
void check_answer(const struct vector *vector, const struct question *question, size_t step,
                  const cJSON *answer, struct result *result);

#endif
