/* Judging a testee's answers to the questions of one vector. */
#ifndef CONFORM_ANSWER_CHECK_H
#define CONFORM_ANSWER_CHECK_H

#include "testee/question.h"

/* Some mistakes are told from others by what they leave right. */
struct beside {
    /* Whether the testee answers the first question of another vector right. */
    bool (*is_right)(void *context, const char *id);
    void *context;
};

/* What is known of a testee while the questions of a vector are put to it. */
struct inquiry {
    const struct vector *vector;
    const struct beside *beside; /* NULL: mistakes are not looked for */
    struct result *result;
    bool takes_any; /* of verify_notification: the made up signature too */
};

/* Note on the inquiry's result, as findings of this step, whatever is wrong with the answer, and
 * charge the known mistake that gives just this answer; answer is a JSON object without "skipped".
 * The questions of a vector are judged in their order. */
void check_answer(struct inquiry *inquiry, const struct question *question, size_t step,
                  const cJSON *answer);

#endif
