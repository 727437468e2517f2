/* See defect.h. Names are made of the symbols, so that none is written twice. */
#include "defect.h"

#include <ctype.h>
#include <string.h>

enum defect defect_on = DEFECT_NONE;
static char shown[DEFECT_NAME_SIZE]; /* its name */

static const struct {
    const char *symbol;
    enum qfpay_req requirement;
    const char *about;
} rows[] = {
    [DEFECT_NONE] = {"", QFPAY_REQ_NONE, ""},
#define DEFECT_GROUP(title)
#define DEFECT(symbol, requirement, about)                                                         \
    [DEFECT_##symbol] = {#symbol, QFPAY_REQ_##requirement, about},
#define FIELD_DEFECT(symbol, requirement, endpoint, field, what, about)                            \
    DEFECT(symbol, requirement, about)
#include "defects.def"
#undef FIELD_DEFECT
#undef DEFECT
#undef DEFECT_GROUP
};

/* The list as it is shown: a heading, or a defect. */
static const struct {
    const char *title;
    enum defect defect;
} lines[] = {
#define DEFECT_GROUP(title)                                             {title, DEFECT_NONE},
#define DEFECT(symbol, requirement, about)                              {NULL, DEFECT_##symbol},
#define FIELD_DEFECT(symbol, requirement, endpoint, field, what, about) {NULL, DEFECT_##symbol},
#include "defects.def"
#undef FIELD_DEFECT
#undef DEFECT
#undef DEFECT_GROUP
};

void
defect_name(enum defect defect, char name[DEFECT_NAME_SIZE])
{
    size_t at = 0;

    for (const char *from = rows[defect].symbol; *from != '\0' && at < DEFECT_NAME_SIZE - 1; from++)
        name[at++] = (char)(*from == '_' ? '-' : tolower((unsigned char)*from));
    name[at] = '\0';
}

void
defect_switch(enum defect defect)
{
    defect_on = defect;
    defect_name(defect, shown);
}

const char *
defect_shown(void)
{
    return shown;
}

bool
defect_find(const char *name, enum defect *defect)
{
    for (unsigned i = DEFECT_NONE + 1; i < DEFECT_COUNT; i++) {
        char own[DEFECT_NAME_SIZE];

        defect_name((enum defect)i, own);
        if (strcmp(own, name) == 0) {
            *defect = (enum defect)i;
            return true;
        }
    }
    return false;
}

enum qfpay_req
defect_requirement(enum defect defect)
{
    return rows[defect].requirement;
}

const char *
defect_about(enum defect defect)
{
    return rows[defect].about;
}

/* How many letters must change to make one name of the other (Levenshtein). */
static size_t
distance(const char *wrong, const char *name)
{
    size_t row[DEFECT_NAME_SIZE];
    size_t len = strlen(name);

    for (size_t i = 0; i <= len; i++)
        row[i] = i;
    for (size_t line = 1; wrong[line - 1] != '\0'; line++) {
        size_t diagonal = row[0];

        row[0] = line;
        for (size_t i = 1; i <= len; i++) {
            size_t best = diagonal + (wrong[line - 1] != name[i - 1]);

            diagonal = row[i];
            if (row[i] + 1 < best)
                best = row[i] + 1;
            if (row[i - 1] + 1 < best)
                best = row[i - 1] + 1;
            row[i] = best;
        }
    }
    return row[len];
}

/* The lower the likelier. Somebody who types the beginning or a part of a name means it. */
static size_t
unlikeness(const char *wrong, const char *name)
{
    return strstr(name, wrong) != NULL ? 0 : distance(wrong, name);
}

void
defect_nearest(const char *wrong, char nearest[DEFECT_NEAREST_SIZE])
{
    size_t len = strnlen(wrong, DEFECT_NAME_SIZE);
    size_t limit = len / 2;
    size_t used = 0;

    nearest[0] = '\0';
    if (len == 0 || len == DEFECT_NAME_SIZE)
        return;
    for (size_t likeness = 0, found = 0; likeness <= limit && found < 3; likeness++) {
        for (unsigned i = DEFECT_NONE + 1; i < DEFECT_COUNT && found < 3; i++) {
            char name[DEFECT_NAME_SIZE];

            defect_name((enum defect)i, name);
            if (unlikeness(wrong, name) != likeness)
                continue;
            used += (size_t)snprintf(nearest + used, DEFECT_NEAREST_SIZE - used, "%s%s",
                                     found == 0 ? "" : ", ", name);
            found++;
        }
        if (likeness == 0 && found > 0)
            return; /* somebody who typed a part wants no lookalikes */
    }
}

void
defect_list(FILE *out)
{
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        enum defect defect = lines[i].defect;
        char name[DEFECT_NAME_SIZE];

        if (lines[i].title != NULL) {
            fprintf(out, "%s# %s\n", i == 0 ? "" : "\n", lines[i].title);
            continue;
        }
        defect_name(defect, name);
        fprintf(out, "%-36s %-14s %s\n", name, qfpay_requirement(rows[defect].requirement)->id,
                rows[defect].about);
    }
}
