/* See schema.h: from JSON to nodes. One row for each keyword. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/json_file.h"
#include "schema/node.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { FILES_MAX = 16, SCHEMAS_MAX = 2000, PROPERTIES_MAX = 64 /* bits of schema_check.c */ };

struct schema_set {
    struct arena *arena;
    const struct schema_file *files;
    const struct schema_format *formats;
    const cJSON *documents[FILES_MAX];
    const struct schema *roots[FILES_MAX];
    const cJSON *sources[SCHEMAS_MAX]; /* each read once, whoever refers to it, itself included */
    struct schema *schemas[SCHEMAS_MAX];
    size_t count;
    size_t file;         /* the one being read */
    const char *problem; /* the first one */
};

typedef void read_value(struct schema_set *set, const cJSON *value, void *field);

static const struct schema *read_schema(struct schema_set *set, const cJSON *source);

static void
refuse(struct schema_set *set, const cJSON *value, const char *why)
{
    if (!set->problem)
        set->problem = arena_printf(set->arena, "%s: \"%s\" %s", set->files[set->file].name,
                                    value->string ? value->string : "a list's element", why);
}

static void
read_text(struct schema_set *set, const cJSON *value, void *field)
{
    (void)set;
    *(const char **)field = value->valuestring;
}

static void
read_types(struct schema_set *set, const cJSON *value, void *field)
{
    static const char *const names[] = {"null", "boolean", "integer", "string", "array", "object"};
    unsigned *types = field;
    const cJSON *one;
    size_t i;

    JSON_EACH(one, value)
    {
        const char *name = cJSON_IsString(one) ? one->valuestring : "";

        for (i = 0; i < COUNT(names) && strcmp(name, names[i]) != 0;)
            i++;
        if (i == COUNT(names))
            refuse(set, value, "names no type that is known");
        *types |= 1u << i;
    }
}

static void
read_json(struct schema_set *set, const cJSON *value, void *field)
{
    (void)set;
    *(const cJSON **)field = value;
}

static void
read_names(struct schema_set *set, const cJSON *value, void *field)
{
    const cJSON *name;

    read_json(set, value, field);
    cJSON_ArrayForEach(name, value)
    {
        if (!cJSON_IsString(name))
            refuse(set, value, "must have texts");
    }
}

static void
read_flag(struct schema_set *set, const cJSON *value, void *field)
{
    (void)set;
    *(bool *)field = cJSON_IsTrue(value);
}

static void
read_number(struct schema_set *set, const cJSON *value, void *field)
{
    (void)set;
    *(double *)field = value->valuedouble;
}

static void
free_pattern(void *pattern)
{
    pattern_free(pattern);
}

static void
read_pattern(struct schema_set *set, const cJSON *value, void *field)
{
    struct schema_pattern *pattern = arena_alloc(set->arena, sizeof *pattern);
    char error[PATTERN_ERROR_SIZE];

    pattern->text = value->valuestring;
    pattern->compiled = pattern_new(pattern->text, error);
    if (!pattern->compiled) {
        refuse(set, value, "is not a regular expression");
        return;
    }
    arena_defer(set->arena, free_pattern, pattern->compiled);
    *(const struct schema_pattern **)field = pattern;
}

static void
read_format(struct schema_set *set, const cJSON *value, void *field)
{
    const struct schema_format *format = set->formats;

    while (format->name && strcmp(format->name, value->valuestring) != 0)
        format++;
    if (!format->name)
        refuse(set, value, "is no format that is known");
    *(const struct schema_format **)field = format;
}

static void
read_one(struct schema_set *set, const cJSON *value, void *field)
{
    *(const struct schema **)field = read_schema(set, value);
}

/* Of a list the members have no names. */
static void
read_members(struct schema_set *set, const cJSON *value, void *field)
{
    struct schema_members *members = field;
    const cJSON *one;

    members->list = arena_alloc(set->arena,
                                ((size_t)cJSON_GetArraySize(value) + 1) * sizeof *members->list);
    cJSON_ArrayForEach(one, value)
    {
        struct schema_member *member = &members->list[members->count++];

        member->name = one->string;
        member->schema = read_schema(set, one);
    }
}

static void
read_properties(struct schema_set *set, const cJSON *value, void *field)
{
    if (cJSON_GetArraySize(value) > PROPERTIES_MAX)
        refuse(set, value, "has too many members");
    read_members(set, value, field);
}

/* The index of the file of this name, or FILES_MAX. */
static size_t
find_file(const struct schema_set *set, const char *name, size_t len)
{
    size_t i;

    for (i = 0; i < FILES_MAX && set->files[i].name; i++) {
        if (strlen(set->files[i].name) == len && memcmp(set->files[i].name, name, len) == 0)
            return i;
    }
    return FILES_MAX;
}

static void
read_ref(struct schema_set *set, const cJSON *value, void *field)
{
    static const char within[] = "#/$defs/";
    const char *text = value->valuestring;
    const size_t here = set->file, len = strcspn(text, "#");
    const size_t there = len ? find_file(set, text, len) : here;
    const cJSON *target = NULL;

    if (there < FILES_MAX && strncmp(text + len, within, sizeof within - 1) == 0)
        target = cJSON_GetObjectItemCaseSensitive(
            cJSON_GetObjectItemCaseSensitive(set->documents[there], "$defs"),
            text + len + sizeof within - 1);
    if (!target) {
        refuse(set, value, arena_printf(set->arena, "leads nowhere: %s", text));
        return;
    }
    set->file = there;
    *(const struct schema **)field = read_schema(set, target);
    set->file = here;
}

/* The types are those that the value of a keyword must be of. */
static const struct {
    const char *name;
    unsigned types;
    read_value *read; /* NULL for a note */
    size_t field;
} keywords[] = {
#define FIELD(member) offsetof(struct schema, member)
#define SCHEMA        (VALUE_OBJECT | VALUE_BOOLEAN)
#define ANY           (~0u)
    {"$schema", VALUE_STRING, NULL, 0},
    {"$comment", VALUE_STRING, NULL, 0},
    {"description", VALUE_STRING, NULL, 0},
    {"title", VALUE_STRING, read_text, FIELD(title)},
    {"$defs", VALUE_OBJECT, read_members, FIELD(definitions)},
    {"$ref", VALUE_STRING, read_ref, FIELD(ref)},
    {"type", VALUE_STRING | VALUE_ARRAY, read_types, FIELD(types)},
    {"enum", VALUE_ARRAY, read_json, FIELD(words)},
    {"const", ANY, read_json, FIELD(constant)},
    {"minimum", VALUE_INTEGER, read_number, FIELD(number.min)},
    {"maximum", VALUE_INTEGER, read_number, FIELD(number.max)},
    {"minLength", VALUE_INTEGER, read_number, FIELD(length.min)},
    {"maxLength", VALUE_INTEGER, read_number, FIELD(length.max)},
    {"pattern", VALUE_STRING, read_pattern, FIELD(pattern)},
    {"format", VALUE_STRING, read_format, FIELD(format)},
    {"items", SCHEMA, read_one, FIELD(items)},
    {"minItems", VALUE_INTEGER, read_number, FIELD(items_count.min)},
    {"maxItems", VALUE_INTEGER, read_number, FIELD(items_count.max)},
    {"uniqueItems", VALUE_BOOLEAN, read_flag, FIELD(has_distinct_items)},
    {"properties", VALUE_OBJECT, read_properties, FIELD(properties)},
    {"additionalProperties", SCHEMA, read_one, FIELD(additional)},
    {"propertyNames", SCHEMA, read_one, FIELD(names)},
    {"minProperties", VALUE_INTEGER, read_number, FIELD(member_count.min)},
    {"maxProperties", VALUE_INTEGER, read_number, FIELD(member_count.max)},
    {"required", VALUE_ARRAY, read_names, FIELD(required)},
    {"dependentSchemas", VALUE_OBJECT, read_members, FIELD(dependents)},
    {"allOf", VALUE_ARRAY, read_members, FIELD(all)},
    {"anyOf", VALUE_ARRAY, read_members, FIELD(any)},
    {"oneOf", VALUE_ARRAY, read_members, FIELD(one)},
    {"not", SCHEMA, read_one, FIELD(forbidden)},
    {"if", SCHEMA, read_one, FIELD(condition)},
    {"then", SCHEMA, read_one, FIELD(then)},
    {"else", SCHEMA, read_one, FIELD(otherwise)},
};

static void
read_keyword(struct schema_set *set, const cJSON *value, struct schema *schema)
{
    size_t i = 0;

    while (i < COUNT(keywords) && strcmp(value->string, keywords[i].name) != 0)
        i++;
    if (i == COUNT(keywords))
        refuse(set, value, "is a keyword that is not known");
    else if (!(keywords[i].types & schema_type_of(value)))
        refuse(set, value, "has a value of another type than it must have");
    else if (keywords[i].read)
        keywords[i].read(set, value, (char *)schema + keywords[i].field);
}

/* Known before it is read, because it may refer to itself. */
static struct schema *
begin_schema(struct schema_set *set, const cJSON *source)
{
    static const struct schema_range any = {-INFINITY, INFINITY};
    struct schema *schema = arena_alloc(set->arena, sizeof *schema);

    schema->number = schema->length = schema->items_count = schema->member_count = any;
    schema->never = cJSON_IsFalse(source);
    if (set->count == SCHEMAS_MAX) {
        refuse(set, source, "is one schema too many");
        return schema;
    }
    set->sources[set->count] = source;
    set->schemas[set->count++] = schema;
    return schema;
}

static const struct schema *
read_schema(struct schema_set *set, const cJSON *source)
{
    struct schema *schema;
    const cJSON *value;
    size_t i = 0;

    while (i < set->count && set->sources[i] != source)
        i++;
    if (i < set->count)
        return set->schemas[i];
    schema = begin_schema(set, source);
    if (!cJSON_IsObject(source) && !cJSON_IsBool(source))
        refuse(set, source, "must be a schema");
    for (value = source->child; value && !set->problem; value = value->next)
        read_keyword(set, value, schema);
    if ((schema->then || schema->otherwise) && !schema->condition)
        refuse(set, source, "has \"then\" or \"else\" without \"if\"");
    /* What does nothing but refer is as good as what it refers to. */
    return schema->ref && cJSON_GetArraySize(source) == 1 ? schema->ref : schema;
}

struct schema_set *
schema_set_new(struct arena *arena, const struct schema_file *files,
               const struct schema_format *formats, const char **problem)
{
    struct schema_set *set = arena_alloc(arena, sizeof *set);
    const char *why = NULL;
    size_t i;

    set->arena = arena;
    set->files = files;
    set->formats = formats;
    for (i = 0; i < FILES_MAX && files[i].name && !why; i++) {
        set->documents[i] = json_file_parse(arena, files[i].text, strlen(files[i].text), &why);
        if (why)
            set->problem = arena_printf(arena, "%s %s", files[i].name, why);
    }
    for (i = 0; i < FILES_MAX && files[i].name && !set->problem; i++) {
        set->file = i;
        set->roots[i] = read_schema(set, set->documents[i]);
    }
    *problem = set->problem;
    return set->problem ? NULL : set;
}

const struct schema *
schema_find(const struct schema_set *set, const char *name)
{
    size_t i = find_file(set, name, strlen(name));

    return i < FILES_MAX ? set->roots[i] : NULL;
}
