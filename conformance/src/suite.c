/* Loading: reads every JSON file below cases/ and templates/ and requirements.json, in the order of
 * their names, has fixture_check.c judge their form, and builds the tables of suite.h. */
#include "suite.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fixture_check.h"
#include "needs.h"
#include "qfpay/wire.h"

enum { FILES_MAX = 2000, FOLDER_DEPTH_MAX = 8 };

struct file_list {
    char *paths[FILES_MAX];
    size_t count;
};

void
suite_problem(struct suite *suite, const char *where, const char *format, ...)
{
    va_list arguments;

    suite->problem_count++;
    if (suite->problem_count > PROBLEMS_SHOWN)
        return;
    fprintf(suite->problems_to, "qfpay-conform: %s: ", where);
    va_start(arguments, format);
    vfprintf(suite->problems_to, format, arguments);
    va_end(arguments);
    fputc('\n', suite->problems_to);
}

const char *
json_text(const cJSON *object, const char *key, const char *fallback)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    return cJSON_IsString(item) ? item->valuestring : fallback;
}

const struct test_case *
suite_find_case(const struct suite *suite, const char *id)
{
    size_t i;

    for (i = 0; i < suite->case_count; i++) {
        if (strcmp(suite->cases[i].id, id) == 0)
            return &suite->cases[i];
    }
    return NULL;
}

const struct template *
suite_find_template(const struct suite *suite, const char *name)
{
    size_t i;

    for (i = 0; i < suite->template_count; i++) {
        if (strcmp(suite->templates[i].name, name) == 0)
            return &suite->templates[i];
    }
    return NULL;
}

const struct requirement *
suite_find_requirement(const struct suite *suite, const char *id)
{
    size_t i;

    for (i = 0; i < suite->requirement_count; i++) {
        if (strcmp(suite->requirements[i].id, id) == 0)
            return &suite->requirements[i];
    }
    return NULL;
}

static bool
is_json_name(const char *name)
{
    size_t len = strlen(name);

    return len > 5 && strcmp(name + len - 5, ".json") == 0;
}

/* Add every JSON file below folder, in the order of names. */
static void
list_files(struct suite *suite, const char *folder, int depth, struct file_list *list)
{
    struct dirent **entries = NULL;
    int count = depth < FOLDER_DEPTH_MAX ? scandir(folder, &entries, NULL, alphasort) : -1;
    int i;

    if (count < 0)
        suite_problem(suite, folder, "the folder cannot be read: %s",
                      depth < FOLDER_DEPTH_MAX ? strerror(errno) : "nested too deeply");
    for (i = 0; i < count; i++) {
        char *path = arena_format(suite->arena, "%s/%s", folder, entries[i]->d_name);
        struct stat status;

        if (entries[i]->d_name[0] != '.' && stat(path, &status) == 0) {
            if (S_ISDIR(status.st_mode))
                list_files(suite, path, depth + 1, list);
            else if (is_json_name(path) && list->count < FILES_MAX)
                list->paths[list->count++] = path;
            else if (is_json_name(path))
                suite_problem(suite, path, "more than %d files", FILES_MAX);
        }
        free(entries[i]);
    }
    free(entries);
}

static void
delete_json(void *item)
{
    cJSON_Delete(item);
}

/* The JSON of a file, owned by the suite's arena; NULL after a problem. */
static const cJSON *
read_json(struct suite *suite, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t len = 0;
    cJSON *json = NULL;
    struct qfpay_error err;

    if (!file) {
        suite_problem(suite, path, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    bytes = malloc(QFPAY_WIRE_MAX + 1u);
    if (bytes)
        len = fread(bytes, 1, QFPAY_WIRE_MAX + 1u, file);
    if (!bytes || ferror(file))
        suite_problem(suite, path, "cannot be read");
    else if (qfpay_wire_parse(bytes, len, &json, &err) != QFPAY_OK)
        suite_problem(suite, path, "%s", err.message);
    else
        arena_defer(suite->arena, delete_json, json);
    free(bytes);
    fclose(file);
    return json;
}

static void
load_requirements(struct suite *suite, const char *path)
{
    const cJSON *document = read_json(suite, path);
    const cJSON *row;
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(document, "requirements");

    if (!document || !check_requirements(suite, path, document))
        return;
    suite->requirements = arena_alloc(suite->arena, (size_t)cJSON_GetArraySize(rows) *
                                                        sizeof *suite->requirements);
    cJSON_ArrayForEach(row, rows)
    {
        struct requirement *requirement = &suite->requirements[suite->requirement_count];
        const char *id = json_text(row, "id", "");

        if (suite_find_requirement(suite, id))
            suite_problem(suite, path, "%s is listed twice", id);
        requirement->id = id;
        requirement->section = json_text(row, "section", "");
        (void)evidence_find(json_text(row, "evidence", NULL), &requirement->evidence);
        requirement->source = json_text(row, "source", "");
        requirement->text = json_text(row, "text", "");
        requirement->observable = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(row, "observable"));
        requirement->reason = json_text(row, "reason", "");
        suite->requirement_count++;
    }
}

static void
load_template(struct suite *suite, const char *path)
{
    const cJSON *document = read_json(suite, path);
    struct template *template = &suite->templates[suite->template_count];

    if (!document || !check_template(suite, path, document))
        return;
    template->name = json_text(document, "name", "");
    template->call = json_text(document, "call", "");
    template->params = cJSON_GetObjectItemCaseSensitive(document, "params");
    if (suite_find_template(suite, template->name))
        suite_problem(suite, path, "the template %s exists already", template->name);
    suite->template_count++;
}

static void
read_requirement_ids(struct suite *suite, const cJSON *value, struct test_case *test)
{
    const cJSON *single = cJSON_IsArray(value) ? value->child : value;

    for (; single; single = cJSON_IsArray(value) ? single->next : NULL)
        test->requirements[test->requirement_count++] = suite_find_requirement(suite,
                                                                               single->valuestring);
}

/* Copy a checked case into its row. */
static void
add_case(struct suite *suite, const char *file, const char *subject, const cJSON *json)
{
    struct test_case *test = &suite->cases[suite->case_count];

    test->id = json_text(json, "id", "");
    test->subject = subject;
    test->file = file;
    read_requirement_ids(suite, cJSON_GetObjectItemCaseSensitive(json, "requirement"), test);
    (void)evidence_find(json_text(json, "evidence", NULL), &test->evidence);
    test->source = json_text(json, "source", "");
    test->checked = json_text(json, "checked", "");
    test->comment = json_text(json, "comment", "");
    (void)safety_find(json_text(json, "safety", NULL), &test->safety);
    (void)role_find(json_text(json, "as", "default"), &test->role);
    if (!needs_read(suite, json, test))
        suite_problem(suite, file, "%s needs more than %d pay types", test->id, PAY_TYPES_PER_CASE);
    test->let = cJSON_GetObjectItemCaseSensitive(json, "let");
    test->receiver = cJSON_GetObjectItemCaseSensitive(json, "receiver");
    test->steps = cJSON_GetObjectItemCaseSensitive(json, "steps");
    if (suite_find_case(suite, test->id))
        suite_problem(suite, file, "the case %s exists already", test->id);
    suite->case_count++;
}

static void
load_cases(struct suite *suite, const char *path, const char *name)
{
    const cJSON *document = read_json(suite, path);
    const cJSON *cases = cJSON_GetObjectItemCaseSensitive(document, "cases");
    struct test_case *larger;
    size_t count = (size_t)cJSON_GetArraySize(cases);
    const cJSON *json;

    if (!document || !check_cases(suite, name, document))
        return;
    larger = arena_alloc(suite->arena, (suite->case_count + count) * sizeof *larger);
    if (suite->case_count)
        memcpy(larger, suite->cases, suite->case_count * sizeof *larger);
    suite->cases = larger;
    cJSON_ArrayForEach(json, cases) add_case(suite, name, json_text(document, "subject", ""), json);
}

static void
load_all(struct suite *suite, const char *folder, struct file_list *list)
{
    struct arena *arena = suite->arena;
    size_t i;

    load_requirements(suite, arena_format(arena, "%s/requirements.json", folder));
    list_files(suite, arena_format(arena, "%s/templates", folder), 0, list);
    suite->templates = arena_alloc(arena, list->count * sizeof *suite->templates);
    for (i = 0; i < list->count; i++)
        load_template(suite, list->paths[i]);
    /* Cases name templates and requirements; without these they would all be found wanting. */
    if (suite->problem_count)
        return;
    list->count = 0;
    list_files(suite, arena_format(arena, "%s/cases", folder), 0, list);
    for (i = 0; i < list->count; i++)
        load_cases(suite, list->paths[i], list->paths[i] + strlen(folder) + 1);
    if (!suite->case_count && !suite->problem_count)
        suite_problem(suite, folder, "there is no case below cases/");
}

struct suite *
suite_load(const char *folder, FILE *problems_to)
{
    struct arena *arena = arena_new();
    struct suite *suite = arena_alloc(arena, sizeof *suite);
    struct file_list *list = arena_alloc(arena, sizeof *list);

    suite->arena = arena;
    suite->problems_to = problems_to;
    load_all(suite, folder, list);
    if (!suite->problem_count)
        return suite;
    if (suite->problem_count > PROBLEMS_SHOWN)
        fprintf(problems_to, "qfpay-conform: and %zu more\n",
                suite->problem_count - PROBLEMS_SHOWN);
    suite_free(suite);
    return NULL;
}

void
suite_free(struct suite *suite)
{
    if (suite)
        arena_free(suite->arena);
}
