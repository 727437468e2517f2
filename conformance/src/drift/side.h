/* One side of a comparison, or the target to record: runs the cases against a URL, with everything
 * that keeps a live target safe, and brings back the transcript. */
#ifndef CONFORM_SIDE_H
#define CONFORM_SIDE_H

#include "base/exit_status.h"
#include "drift/kinds.h"
#include "options/options.h"
#include "target/safety.h"

/* Whether the side is a server, by its looks; else it is a file. */
bool side_is_url(const char *where);

/* What the run against a server needs; all borrowed. */
struct side {
    const struct suite *suite;
    const struct kind_table *kinds;
    struct precautions *safety; /* its arena keeps the transcript */
    const cJSON *other; /* only the cases that this transcript has exchanges of; NULL for all */
};

/* Run the selected cases against url as this merchant. *transcript is set when they ran to the end,
 * also when the status then tells of something left behind. Problems are lines on standard error.
 */
enum exit_status side_record(const struct side *side, const char *url, const struct given *merchant,
                             const cJSON **transcript);

#endif
