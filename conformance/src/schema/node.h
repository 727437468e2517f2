/* What a schema is when it has been read: between schema_read.c, schema_check.c and
 * schema_words.c. */
#ifndef CONFORM_SCHEMA_NODE_H
#define CONFORM_SCHEMA_NODE_H

#include "program/pattern.h"

#include "schema/schema.h"

/* Bytes of a value, in messages. */
enum { SHOWN_MAX = 40 };

/* Of values; as bits, in the order of the names in schema_read.c. */
enum value_type {
    VALUE_NULL = 1,
    VALUE_BOOLEAN = 2,
    VALUE_INTEGER = 4,
    VALUE_STRING = 8,
    VALUE_ARRAY = 16,
    VALUE_OBJECT = 32,
    VALUE_FRACTION = 64 /* no schema of ours asks for one */
};

struct schema_member {
    const char *name; /* NULL in a list */
    const struct schema *schema;
};

struct schema_members {
    struct schema_member *list;
    size_t count;
};

/* From min to max; without the keyword as little and as much as there is. */
struct schema_range {
    double min;
    double max;
};

struct schema_pattern {
    struct pattern *compiled;
    const char *text;
};

struct schema {
    bool never; /* the schema `false` */
    const char *title;
    unsigned types;        /* 0: any */
    const cJSON *words;    /* enum */
    const cJSON *constant; /* const */
    const cJSON *required;
    const struct schema_pattern *pattern;
    const struct schema_format *format;
    bool has_distinct_items;
    struct schema_range number, length, items_count, member_count;
    const struct schema *ref, *items, *names, *additional, *forbidden, *condition, *then,
        *otherwise;
    struct schema_members properties, dependents, definitions, all, any, one;
};

enum value_type schema_type_of(const cJSON *value);

/* "must be a code of four digits, not "110"". */
const char *schema_expected(struct arena *arena, const struct schema *schema, const cJSON *value);

/* "is not a known key; did you mean 'expect'?" */
const char *schema_unknown(struct arena *arena, const struct schema *schema, const char *key);

#endif
