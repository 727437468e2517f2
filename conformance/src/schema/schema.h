/* JSON Schema, draft 2020-12, as much of it as fixtures/schema/ uses. A schema is read once, and a
 * keyword that is not known here is a problem then, so that no rule is silently passed over; "$ref"
 * is "#/$defs/NAME" or "FILE#/$defs/NAME". Patterns are POSIX extended regular expressions, and so
 * must be written that both kinds read them alike.
 *
 * "title" is more than a note: it is what a value that does not fit is told to be. "a code of four
 * digits" becomes "must be a code of four digits, not "110"". Without one the keywords tell. */
#ifndef CONFORM_SCHEMA_H
#define CONFORM_SCHEMA_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Where a value stands in a document. */
struct spot {
    const struct spot *up; /* NULL at the root */
    const char *key;       /* NULL in an array, then index counts */
    int index;
};

/* "$.cases[0].steps[1].expect"; in arena. */
const char *spot_text(struct arena *arena, const struct spot *spot);

struct schema_file {
    const char *name; /* "common.schema.json"; NULL behind the last one */
    const char *text;
};

/* What "format" names, beyond the form a reference: a requirement that there is, say. */
struct schema_format {
    const char *name;                                     /* NULL behind the last one */
    bool (*holds)(const void *context, const char *text); /* context: that of the hearer */
};

/* Files that may refer to each other, and what has been read of them. Lives in arena and borrows
 * the lists. NULL when a schema is not as it must be, and then *problem, in arena, says which and
 * why. */
struct schema_set;
struct schema_set *schema_set_new(struct arena *arena, const struct schema_file *files,
                                  const struct schema_format *formats, const char **problem);

/* The schema of a file; NULL when it is not among them. */
const struct schema *schema_find(const struct schema_set *set, const char *name);

/* Who hears of problems, and how many of them at most: then no more is looked at. */
struct schema_hearer {
    void (*hear)(void *context, const struct spot *spot, const char *words);
    void *context;
    size_t most;
    bool unknown_key; /* set when a key was found that is not known */
};

/* Check a document. Whether it fits; what is said of it lives in arena. However deeply the document
 * is nested, the stack holds: what is too deep does not fit. */
bool schema_check(const struct schema *schema, struct arena *arena, const cJSON *document,
                  struct schema_hearer *hearer);

#endif
