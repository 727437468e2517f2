/* See schema.h: from JSON to nodes. One row for each keyword. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/json_file.h"
#include "schema/node.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { FILES_MAX = 16, SHARED_MAX = 400, PROPERTIES_MAX = 64 /* bits of schema_check.c */ };

/* What "$defs" has, and whole files: read once, whoever refers to it, itself included. */
struct shared {
    const cJSON *source;
    struct schema *schema;
};

struct schema_set {
    struct arena *arena;
    const struct schema_file *files;
    const struct schema_format *formats;
    const cJSON *documents[FILES_MAX]; /* those parsed so far */
    struct shared shared[SHARED_MAX];
    size_t shared_count;
    size_t file;         /* the one being read */
    const char *problem; /* the first one */
};

typedef void read_value(struct schema_set *set, const cJSON *value, void *field);

static const struct schema *read_schema(struct schema_set *set, const cJSON *source);
static const struct schema *read_shared(struct schema_set *set, const cJSON *source);

static void
refuse(struct schema_set *set, const cJSON *value, const char *why)
{
    if (!set->problem)
        set->problem = arena_printf(set->arena, "%s: \"%s\" %s", set->files[set->file].name,
                                    value && value->string ? value->string : "a list's element",
                                    why);
}

static void
read_note(struct schema_set *set, const cJSON *value, void *field)
{
    (void)field;
    if (!cJSON_IsString(value))
        refuse(set, value, "must be a text");
}

static void
read_text(struct schema_set *set, const cJSON *value, void *field)
{
    read_note(set, value, NULL);
    *(const char **)field = cJSON_GetStringValue(value);
}

static void
read_one_type(struct schema_set *set, const cJSON *value, unsigned *types)
{
    static const struct {
        const char *name;
        unsigned types;
    } rows[] = {
        {"null", VALUE_NULL},     {"boolean", VALUE_BOOLEAN}, {"integer", VALUE_INTEGER},
        {"string", VALUE_STRING}, {"array", VALUE_ARRAY},     {"object", VALUE_OBJECT},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        if (cJSON_IsString(value) && strcmp(value->valuestring, rows[i].name) == 0) {
            *types |= rows[i].types;
            return;
        }
    }
    refuse(set, value, "names no type");
}

static void
read_types(struct schema_set *set, const cJSON *value, void *field)
{
    const cJSON *one;

    JSON_EACH(one, value) read_one_type(set, one, field);
}

static void
read_any(struct schema_set *set, const cJSON *value, void *field)
{
    (void)set;
    *(const cJSON **)field = value;
}

static void
read_words(struct schema_set *set, const cJSON *value, void *field)
{
    if (!cJSON_IsArray(value) || !value->child)
        refuse(set, value, "must be a list, not an empty one");
    read_any(set, value, field);
}

static void
read_names(struct schema_set *set, const cJSON *value, void *field)
{
    const cJSON *name;

    read_words(set, value, field);
    cJSON_ArrayForEach(name, value) read_note(set, name, NULL);
}

static void
read_flag(struct schema_set *set, const cJSON *value, void *field)
{
    if (!cJSON_IsBool(value))
        refuse(set, value, "must be true or false");
    *(bool *)field = cJSON_IsTrue(value);
}

static void
read_number(struct schema_set *set, const cJSON *value, void *field)
{
    if (!cJSON_IsNumber(value))
        refuse(set, value, "must be a number");
    else
        *(double *)field = value->valuedouble;
}

static void
free_pattern(void *pattern)
{
    regfree(pattern);
}

static void
read_pattern(struct schema_set *set, const cJSON *value, void *field)
{
    struct schema_pattern *pattern = arena_alloc(set->arena, sizeof *pattern);

    pattern->text = cJSON_GetStringValue(value);
    if (!pattern->text || regcomp(&pattern->compiled, pattern->text, REG_EXTENDED | REG_NOSUB)) {
        refuse(set, value, "is not a regular expression");
        return;
    }
    arena_defer(set->arena, free_pattern, &pattern->compiled);
    *(const struct schema_pattern **)field = pattern;
}

static void
read_format(struct schema_set *set, const cJSON *value, void *field)
{
    const struct schema_format *format = set->formats;
    const char *name = cJSON_IsString(value) ? value->valuestring : "";

    while (format->name && strcmp(format->name, name) != 0)
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

static void
read_list(struct schema_set *set, const cJSON *value, void *field)
{
    struct schema_list *list = field;
    const cJSON *one;

    if (!cJSON_IsArray(value) || !value->child)
        refuse(set, value, "must be a list of schemas, not an empty one");
    list->list = arena_alloc(set->arena,
                             ((size_t)cJSON_GetArraySize(value) + 1) * sizeof(struct schema *));
    cJSON_ArrayForEach(one, value) list->list[list->count++] = read_schema(set, one);
}

static void
read_each(struct schema_set *set, const cJSON *value, struct schema_members *members,
          const struct schema *(*read)(struct schema_set *set, const cJSON *source))
{
    const cJSON *one;

    if (!cJSON_IsObject(value))
        refuse(set, value, "must be an object of schemas");
    members->list = arena_alloc(set->arena,
                                ((size_t)cJSON_GetArraySize(value) + 1) * sizeof *members->list);
    cJSON_ArrayForEach(one, value)
    {
        struct schema_member *member = &members->list[members->count++];

        member->name = one->string ? one->string : "";
        member->schema = read(set, one);
    }
}

static void
read_members(struct schema_set *set, const cJSON *value, void *field)
{
    if (cJSON_GetArraySize(value) > PROPERTIES_MAX)
        refuse(set, value, "has too many members");
    read_each(set, value, field, read_schema);
}

static void
read_definitions(struct schema_set *set, const cJSON *value, void *field)
{
    read_each(set, value, field, read_shared);
}

/* The document of a file whose name ends where the "#" is; NULL when there is none. */
static const cJSON *
document_of(struct schema_set *set, const char *name, size_t len)
{
    const char *why = NULL;
    size_t i;

    for (i = 0; i < FILES_MAX && set->files[i].name; i++) {
        if (strlen(set->files[i].name) != len || memcmp(set->files[i].name, name, len) != 0)
            continue;
        if (!set->documents[i])
            set->documents[i] = json_file_parse(set->arena, set->files[i].text,
                                                strlen(set->files[i].text), &why);
        if (!set->documents[i] && !set->problem)
            set->problem = arena_printf(set->arena, "%s %s", set->files[i].name, why);
        set->file = i;
        return set->documents[i];
    }
    return NULL;
}

static void
read_ref(struct schema_set *set, const cJSON *value, void *field)
{
    static const char within[] = "#/$defs/";
    const char *text = cJSON_IsString(value) ? value->valuestring : "";
    const char *hash = strchr(text, '#');
    const size_t here = set->file;
    const cJSON *document = NULL, *target = NULL;

    if (hash && hash == text)
        document = set->documents[here];
    else if (hash)
        document = document_of(set, text, (size_t)(hash - text));
    if (document && strncmp(hash, within, sizeof within - 1) == 0)
        target = cJSON_GetObjectItemCaseSensitive(
            cJSON_GetObjectItemCaseSensitive(document, "$defs"), hash + sizeof within - 1);
    if (target)
        *(const struct schema **)field = read_shared(set, target);
    set->file = here;
    if (!target)
        refuse(set, value, arena_printf(set->arena, "leads nowhere: %s", text));
}

static const struct {
    const char *name;
    read_value *read;
    size_t field;
} keywords[] = {
#define FIELD(member) offsetof(struct schema, member)
    {"$schema", read_note, 0},
    {"$comment", read_note, 0},
    {"description", read_note, 0},
    {"title", read_text, FIELD(title)},
    {"$defs", read_definitions, FIELD(definitions)},
    {"$ref", read_ref, FIELD(ref)},
    {"type", read_types, FIELD(types)},
    {"enum", read_words, FIELD(words)},
    {"const", read_any, FIELD(constant)},
    {"minimum", read_number, FIELD(number.min)},
    {"maximum", read_number, FIELD(number.max)},
    {"minLength", read_number, FIELD(length.min)},
    {"maxLength", read_number, FIELD(length.max)},
    {"pattern", read_pattern, FIELD(pattern)},
    {"format", read_format, FIELD(format)},
    {"items", read_one, FIELD(items)},
    {"minItems", read_number, FIELD(items_count.min)},
    {"maxItems", read_number, FIELD(items_count.max)},
    {"uniqueItems", read_flag, FIELD(has_distinct_items)},
    {"properties", read_members, FIELD(properties)},
    {"additionalProperties", read_one, FIELD(additional)},
    {"propertyNames", read_one, FIELD(names)},
    {"minProperties", read_number, FIELD(member_count.min)},
    {"maxProperties", read_number, FIELD(member_count.max)},
    {"required", read_names, FIELD(required)},
    {"dependentSchemas", read_members, FIELD(dependents)},
    {"allOf", read_list, FIELD(all)},
    {"anyOf", read_list, FIELD(any)},
    {"oneOf", read_list, FIELD(one)},
    {"not", read_one, FIELD(forbidden)},
    {"if", read_one, FIELD(condition)},
    {"then", read_one, FIELD(then)},
    {"else", read_one, FIELD(otherwise)},
};

static void
read_keyword(struct schema_set *set, const cJSON *value, struct schema *schema)
{
    size_t i;

    for (i = 0; i < COUNT(keywords); i++) {
        if (strcmp(value->string, keywords[i].name) == 0) {
            keywords[i].read(set, value, (char *)schema + keywords[i].field);
            return;
        }
    }
    refuse(set, value, "is a keyword that is not known");
}

static void
read_into(struct schema_set *set, const cJSON *source, struct schema *schema)
{
    static const struct schema_range any = {-INFINITY, INFINITY};
    const cJSON *value;

    schema->number = schema->length = schema->items_count = schema->member_count = any;
    schema->never = cJSON_IsFalse(source);
    if (!cJSON_IsObject(source) && !cJSON_IsBool(source))
        refuse(set, source, "must be a schema");
    cJSON_ArrayForEach(value, source)
    {
        if (cJSON_IsObject(source))
            read_keyword(set, value, schema);
    }
    if ((schema->then || schema->otherwise) && !schema->condition)
        refuse(set, source, "has \"then\" or \"else\" without \"if\"");
}

static const struct schema *
read_schema(struct schema_set *set, const cJSON *source)
{
    struct schema *schema = arena_alloc(set->arena, sizeof *schema);

    read_into(set, source, schema);
    /* What does nothing but refer is as good as what it refers to. */
    return schema->ref && !source->child->next ? schema->ref : schema;
}

static const struct schema *
read_shared(struct schema_set *set, const cJSON *source)
{
    struct shared *shared = &set->shared[set->shared_count];
    size_t i;

    for (i = 0; i < set->shared_count; i++) {
        if (set->shared[i].source == source)
            return set->shared[i].schema;
    }
    if (set->shared_count == SHARED_MAX) {
        refuse(set, source, "is one definition too many");
        return NULL;
    }
    /* Known before it is read, because it may refer to itself. */
    shared->source = source;
    shared->schema = arena_alloc(set->arena, sizeof *shared->schema);
    set->shared_count++;
    read_into(set, source, shared->schema);
    return shared->schema;
}

struct schema_set *
schema_set_new(struct arena *arena, const struct schema_file *files,
               const struct schema_format *formats)
{
    struct schema_set *set = arena_alloc(arena, sizeof *set);

    set->arena = arena;
    set->files = files;
    set->formats = formats;
    return set;
}

const struct schema *
schema_find(struct schema_set *set, const char *name, const char **problem)
{
    const cJSON *document = document_of(set, name, strlen(name));
    const struct schema *schema = document ? read_shared(set, document) : NULL;

    if (!document && !set->problem)
        set->problem = arena_printf(set->arena, "there is no %s", name);
    *problem = set->problem;
    return set->problem ? NULL : schema;
}
