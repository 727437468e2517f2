/* See known.h. */
#include "report/known.h"

#include <errno.h>
#include <string.h>

#include "program/print.h"
#include "qfpay/near.h"

enum { LINE_SIZE = 1024, ROWS_MAX = 1000 };

/* Cut a line at its first colon and trim both halves; false when a half is empty. */
static bool
split(char *line, char **id, char **reason)
{
    char *colon = strchr(line, ':');
    size_t len;

    if (!colon)
        return false;
    *colon = '\0';
    *id = line + strspn(line, " \t");
    (*id)[strcspn(*id, " \t")] = '\0';
    *reason = colon + 1 + strspn(colon + 1, " \t");
    len = strcspn(*reason, "\r\n");
    (*reason)[len] = '\0';
    return (*id)[0] && (*reason)[0];
}

/* Where the lines come from and what they may name. */
struct reading {
    struct known *known;
    const struct suite *suite;
    const struct trial *trials;
    size_t trial_count;
    struct arena *arena;
    const struct retired *retired; /* that a line named */
};

static bool
exists(const struct reading *reading, const char *id)
{
    size_t i;

    for (i = 0; i < reading->trial_count; i++) {
        if (strcmp(reading->trials[i].id, id) == 0)
            return true;
    }
    return false;
}

static const char *
unknown_id(const struct reading *reading, const char *id)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    size_t i;

    qfpay_near_begin(&near, id);
    for (i = 0; i < reading->trial_count; i++)
        qfpay_near_offer(&near, reading->trials[i].id);
    return arena_printf(reading->arena, "names an id that does not exist: '%s'%s", id,
                        qfpay_near_hint(&near, hint, ""));
}

/* Returns what is wrong with the line, or NULL. */
static const char *
add_line(struct reading *reading, char *line)
{
    struct known *known = reading->known;
    char *id = NULL, *reason = NULL;

    if (line[0] == '#' || line[strspn(line, " \t\r\n")] == '\0')
        return NULL;
    if (!split(line, &id, &reason))
        return "is not ID: REASON";
    if (!exists(reading, id)) {
        reading->retired = suite_find_retired(reading->suite, id);
        return reading->retired ? "names an id that is retired" : unknown_id(reading, id);
    }
    if (known_reason(known, id))
        return "names an id for the second time";
    if (known->count == ROWS_MAX)
        return "is one too many";
    known->rows[known->count].id = arena_dup(reading->arena, id);
    known->rows[known->count].reason = arena_dup(reading->arena, reason);
    known->count++;
    return NULL;
}

bool
known_load(struct known *known, const struct suite *suite, const struct trial *trials,
           size_t trial_count, struct arena *arena, const char *path, FILE *err)
{
    struct reading reading = {known, suite, trials, trial_count, arena, NULL};
    FILE *file = fopen(path, "r");
    char line[LINE_SIZE];
    const char *problem = NULL;
    int number = 0;

    if (!file) {
        print_to(err, "qfpay-conform: %s: cannot be opened: %s\n", path, strerror(errno));
        return false;
    }
    known->rows = arena_alloc(arena, ROWS_MAX * sizeof *known->rows);
    known->count = 0;
    while (!problem && fgets(line, sizeof line, file)) {
        number++;
        problem = strchr(line, '\n') || feof(file) ? add_line(&reading, line) : "is too long";
    }
    if (!problem && ferror(file))
        problem = "cannot be read on";
    fclose(file);
    if (problem)
        print_to(err, "qfpay-conform: %s: line %d %s\n", path, number, problem);
    if (reading.retired)
        suite_print_retired(err, reading.retired);
    return !problem;
}

const char *
known_reason(const struct known *known, const char *id)
{
    size_t i;

    for (i = 0; i < known->count; i++) {
        if (strcmp(known->rows[i].id, id) == 0)
            return known->rows[i].reason;
    }
    return NULL;
}
