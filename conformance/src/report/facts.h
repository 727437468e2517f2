/* What a report says of the run itself, beside verdicts: by which program and fixtures, with which
 * options, about whom, and what was left out. The same in every format. */
#ifndef CONFORM_FACTS_H
#define CONFORM_FACTS_H

#include "report/report.h"

struct fact {
    const char *name;  /* for programs: "fixtures" */
    const char *label; /* for people: "left out" */
    const char *value; /* one line */
};

/* Those that there is something to say about; in arena. */
const struct fact *facts_of(const struct report *report, struct arena *arena, size_t *count);

/* The same as members of a JSON report. */
void facts_add_json(cJSON *object, const struct report *report);

/* "2026-11-30 20:15:00 UTC, 12.3 seconds" */
const char *run_words(struct arena *arena, int64_t started_at, int64_t duration_ms);

#endif
