/* The program under judgement: started once, asked line by line, started again after a crash or
 * when it did not answer in time. One thread per testee. */
#ifndef CONFORM_TESTEE_H
#define CONFORM_TESTEE_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/child.h"

enum { TESTEE_LATE_MAX = 3, TESTEE_START_MS = 10000 };

struct testee {
    char *const *argv; /* borrowed; NULL ends */
    int64_t
        answer_ms; /* the time for each answer, and for its end; TESTEE_START_MS more to start */
    struct child child;
    bool runs;
    int late; /* answers in a row that did not come in time; at TESTEE_LATE_MAX it is over */
};

/* Start it and ask for its capabilities, the first question after every start. The answer is owned
 * by arena; NULL with a sentence in *problem about what it did instead. */
const cJSON *testee_start(struct testee *testee, struct arena *arena, const char **problem);

/* Ask one line (without its line end) and read one JSON object, which arena owns. NULL with a
 * sentence in *problem about what the testee did instead; the next question starts it again when
 * that is needed. raw is the line that came, or NULL. */
const cJSON *testee_ask(struct testee *testee, struct arena *arena, const char *question,
                        const char **raw, const char **problem);

/* End it: its input is closed, and it may end by itself within answer_ms. Harmless when it does not
 * run (argv and answer_ms set, all else zero). */
void testee_stop(struct testee *testee);

#endif
