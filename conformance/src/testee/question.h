/* What a vector asks a testee: one question or several, each a line of JSON. The answer to each is
 * judged by itself; a vector passes when all are right. */
#ifndef CONFORM_QUESTION_H
#define CONFORM_QUESTION_H

#include "qfpay/sign.h"
#include "trial/vector.h"

enum { QUESTIONS_MAX = 32 };

struct question {
    const char *about;        /* a few words: "sign by SHA256" */
    const char *line;         /* what is sent, without the line end */
    enum qfpay_digest digest; /* of sign: by which, */
    const char *expected;     /* and the digest; else NULL */
    /* Of verify_notification: whether the signature is genuine; if not, the entry of `wrong` that
     * it comes from, or NULL; and whether it is made up, so that only who verifies nothing takes
     * it. */
    bool valid;
    const cJSON *wrong;
    bool is_made_up;
};

/* The questions of a vector, into arena. Returns how many, at least 1. */
size_t questions_of(const struct vector *vector, struct arena *arena,
                    struct question questions[QUESTIONS_MAX]);

#endif
