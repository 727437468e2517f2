/* How a run stands with the levels of its kind: which are reached, and what the others lack. */
#ifndef CONFORM_STANDING_H
#define CONFORM_STANDING_H

#include "fixture/level.h"
#include "report/report.h"

/* Why mandatory trials were not made. */
struct lack {
    const char *reason;
    size_t count;
};

struct standing {
    const struct level *level;
    size_t demanded; /* trials that are mandatory */
    size_t made;     /* of these */
    size_t judged;   /* made, and beside those mandatory the ones that could be made */
    size_t failed;   /* of those judged */
    size_t withheld; /* mandatory ones that a live target is spared; not among those demanded */
    size_t open;     /* unmet by what no document decides; not among those demanded either */
    size_t left_out; /* mandatory ones that were not selected, or not come to */
    const struct result *first_failed;
    struct lack *lacks; /* the most frequent first */
    size_t lack_count;
};

/* What a trial is to a level. */
enum claim level_claim(const struct level *level, const struct trial *trial);

/* One row for each level of the report's kind; in arena. NULL with count 0 when there is none. */
struct standing *standings_of(const struct report *report, struct arena *arena, size_t *count);

/* Something was judged, every mandatory trial was made, and none failed. */
bool standing_is_reached(const struct standing *standing);

/* "reached: 812 cases, none failed", or what is missing, most important first; one line. */
const char *standing_words(const struct standing *standing, const struct report *report,
                           struct arena *arena);

/* ", 2 withheld from a live target", ", 19 rest on what no document decides", or "". */
const char *standing_spared(const struct standing *standing, struct arena *arena);

/* "core, full", "no level"; NULL where the kind has none, or where a filter left trials out. */
const char *standings_reached(const struct report *report, struct arena *arena);

/* A line for each level, up to the one that was wished for; none where a filter left trials out and
 * none was. */
void standings_print(FILE *out, const struct report *report, struct arena *arena);

#endif
