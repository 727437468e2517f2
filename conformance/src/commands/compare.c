/* The command `compare`: what became better and what worse between two reports of one command. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/out_file.h"
#include "base/plural.h"
#include "commands/commands.h"
#include "program/print.h"
#include "report/changes.h"
#include "report/seal.h"

/* Names that one report has and the other has not, such as capabilities. */
struct names {
    const char *const *list;
    size_t count;
};

struct comparison {
    struct arena *arena;
    struct sealed sealed[2]; /* the older, the newer */
    struct revived *revived[2];
    struct changes changes;
    struct names lost; /* capabilities */
    struct names gained;
    struct names levels_lost;
    struct names levels_reached;
};

static const struct {
    const char *key;   /* for programs */
    const char *title; /* for people */
} kinds[CHANGE_KINDS] = {
    [CHANGE_WORSE] = {"worse", "worse"},
    [CHANGE_BETTER] = {"better", "better"},
    [CHANGE_NEW] = {"new", "only in the newer report"},
    [CHANGE_GONE] = {"gone", "only in the older report"},
    [CHANGE_NONE] = {"same", "the same"},
};

/* Whole, and a report; else a line on standard error. */
static bool
read_one(struct comparison *comparison, size_t which, const char *path)
{
    struct sealed *sealed = &comparison->sealed[which];
    const char *problem = NULL;

    if (sealed_read(sealed, comparison->arena, path, &problem))
        problem = sealed_flaw(sealed, comparison->arena);
    if (!problem)
        comparison->revived[which] = revived_new(sealed->json, comparison->arena, &problem);
    if (problem)
        print_to(stderr, "qfpay-conform: %s: %s\n", path, problem);
    return comparison->revived[which] != NULL;
}

static bool
are_comparable(const struct comparison *comparison)
{
    const char *older = comparison->revived[0]->head.command;
    const char *newer = comparison->revived[1]->head.command;

    if (strcmp(older, newer) == 0)
        return true;
    print_to(stderr, "qfpay-conform: %s is of the command \"%s\", %s of \"%s\"\n",
             comparison->sealed[0].path, older, comparison->sealed[1].path, newer);
    return false;
}

static bool
has_name(const cJSON *list, const char *name)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        if (cJSON_IsString(item) && strcmp(item->valuestring, name) == 0)
            return true;
    }
    return false;
}

/* The texts of one list that the other lacks. */
static struct names
names_without(struct comparison *comparison, const cJSON *list, const cJSON *other)
{
    const char **names = arena_alloc(comparison->arena,
                                     ((size_t)cJSON_GetArraySize(list) + 1) * sizeof *names);
    struct names result = {names, 0};
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        if (cJSON_IsString(item) && !has_name(other, item->valuestring))
            names[result.count++] = item->valuestring;
    }
    return result;
}

/* The levels that one report reaches and the other does not. */
static struct names
levels_without(struct comparison *comparison, size_t which)
{
    const struct report *report = &comparison->revived[which]->report;
    const struct report *other = &comparison->revived[!which]->report;
    const char **names = arena_alloc(comparison->arena,
                                     (report->standing_count + 1) * sizeof *names);
    struct names result = {names, 0};
    size_t i, k;

    for (i = 0; i < report->standing_count; i++) {
        const char *name = report->standings[i].level->name;
        bool both = false;

        for (k = 0; k < other->standing_count; k++)
            both = both || (strcmp(other->standings[k].level->name, name) == 0 &&
                            standing_is_reached(&other->standings[k]));
        if (standing_is_reached(&report->standings[i]) && !both)
            names[result.count++] = name;
    }
    return result;
}

static void
look(struct comparison *comparison)
{
    const cJSON *older = cJSON_GetObjectItemCaseSensitive(comparison->sealed[0].json,
                                                          "capabilities");
    const cJSON *newer = cJSON_GetObjectItemCaseSensitive(comparison->sealed[1].json,
                                                          "capabilities");

    comparison->changes = changes_between(comparison->revived[0], comparison->revived[1],
                                          comparison->arena);
    comparison->lost = names_without(comparison, older, newer);
    comparison->gained = names_without(comparison, newer, older);
    comparison->levels_lost = levels_without(comparison, 0);
    comparison->levels_reached = levels_without(comparison, 1);
}

static bool
is_worse(const struct comparison *comparison)
{
    return comparison->changes.counts[CHANGE_WORSE] > 0 || comparison->levels_lost.count > 0;
}

static const char *
fixtures_of(const struct sealed *sealed)
{
    return json_text(cJSON_GetObjectItemCaseSensitive(sealed->json, "fixtures"), "sha256", "");
}

static void
print_side(const struct comparison *comparison, size_t which)
{
    const struct sealed *sealed = &comparison->sealed[which];

    print("%s  %s: %s, qfpay-conform %s, %s\n", which ? "newer" : "older", sealed->path,
          json_text(sealed->json, "target", ""), json_text(sealed->json, "version", ""),
          cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(sealed->json, "as_expected"))
              ? "as expected"
              : "not as expected");
}

static const char *
word_of(const struct result *result)
{
    return result ? verdict_name(result->verdict) : "-";
}

/* Why it is what it is now. */
static const char *
reason_of(const struct comparison *comparison, const struct change *change)
{
    if (!change->newer)
        return "";
    return change->newer->findings.count ? result_headline(comparison->arena, change->newer)
                                         : change->newer->skip_reason;
}

static void
print_kind(const struct comparison *comparison, enum change_kind kind)
{
    const struct changes *changes = &comparison->changes;
    size_t i;

    if (!changes->counts[kind])
        return;
    print("%s: %zu\n", kinds[kind].title, changes->counts[kind]);
    for (i = 0; i < changes->count; i++) {
        const struct change *change = &changes->list[i];
        const char *reason = reason_of(comparison, change);

        if (change->kind == kind)
            print("  %s: %s -> %s%s%s\n", change->id, word_of(change->older),
                  word_of(change->newer), reason[0] ? ": " : "", reason);
    }
}

static void
print_names(const char *title, const struct names *names)
{
    size_t i;

    for (i = 0; i < names->count; i++)
        print("%s%s", i ? ", " : title, names->list[i]);
    if (names->count)
        putchar('\n');
}

static void
print_text(const struct comparison *comparison)
{
    size_t kind;

    print_side(comparison, 0);
    print_side(comparison, 1);
    if (strcmp(fixtures_of(&comparison->sealed[0]), fixtures_of(&comparison->sealed[1])) != 0)
        puts("The fixtures are not the same: what is new or gone may be theirs.");
    for (kind = 0; kind < CHANGE_NONE; kind++)
        print_kind(comparison, (enum change_kind)kind);
    print_names("no longer reaches: ", &comparison->levels_lost);
    print_names("now reaches: ", &comparison->levels_reached);
    print_names("can no longer: ", &comparison->lost);
    print_names("can now: ", &comparison->gained);
    for (kind = 0; kind < CHANGE_KINDS; kind++)
        print("%s%zu %s", kind ? ", " : "", comparison->changes.counts[kind], kinds[kind].key);
    puts(is_worse(comparison) ? "; WORSE" : "; nothing is worse");
}

static void
add_side(cJSON *root, const char *name, const struct sealed *sealed)
{
    static const char *const members[] = {"target", "version", "started_at", "as_expected"};
    cJSON *object = cJSON_AddObjectToObject(root, name);
    size_t i;

    for (i = 0; i < sizeof members / sizeof members[0]; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(sealed->json, members[i]);

        if (item)
            cJSON_AddItemToObject(object, members[i], cJSON_Duplicate(item, true));
    }
    cJSON_AddStringToObject(object, "fixtures", fixtures_of(sealed));
}

static void
add_kind(cJSON *root, const struct comparison *comparison, enum change_kind kind)
{
    cJSON *list = cJSON_AddArrayToObject(root, kinds[kind].key);
    size_t i;

    for (i = 0; i < comparison->changes.count; i++) {
        const struct change *change = &comparison->changes.list[i];
        cJSON *row;

        if (change->kind != kind)
            continue;
        row = cJSON_CreateObject();
        cJSON_AddStringToObject(row, "id", change->id);
        if (change->older)
            cJSON_AddStringToObject(row, "older", word_of(change->older));
        if (change->newer)
            cJSON_AddStringToObject(row, "newer", word_of(change->newer));
        if (reason_of(comparison, change)[0])
            cJSON_AddStringToObject(row, "message", reason_of(comparison, change));
        cJSON_AddItemToArray(list, row);
    }
}

static void
add_names(cJSON *root, const char *key, const struct names *names)
{
    cJSON_AddItemToObject(root, key, cJSON_CreateStringArray(names->list, (int)names->count));
}

static cJSON *
comparison_json(const struct comparison *comparison)
{
    cJSON *root = cJSON_CreateObject();
    size_t kind;

    cJSON_AddStringToObject(root, "schema", "qfpay-compare/1");
    add_side(root, "older", &comparison->sealed[0]);
    add_side(root, "newer", &comparison->sealed[1]);
    cJSON_AddBoolToObject(root, "is_worse", is_worse(comparison));
    for (kind = 0; kind < CHANGE_NONE; kind++)
        add_kind(root, comparison, (enum change_kind)kind);
    cJSON_AddNumberToObject(root, kinds[CHANGE_NONE].key,
                            (double)comparison->changes.counts[CHANGE_NONE]);
    add_names(root, "levels_lost", &comparison->levels_lost);
    add_names(root, "levels_reached", &comparison->levels_reached);
    add_names(root, "lost", &comparison->lost);
    add_names(root, "gained", &comparison->gained);
    return root;
}

static bool
write_json(struct comparison *comparison, const char *path)
{
    const struct out_kind kind = {"a comparison", '{', "\"qfpay-compare/"};
    struct out_file file;
    cJSON *json;
    char *printed;
    bool written;

    if (!out_file_check(path, &kind) || !out_file_open(&file, comparison->arena, path))
        return false;
    json = comparison_json(comparison);
    printed = cJSON_Print(json);
    if (printed)
        print_json(file.stream, printed);
    written = printed && fputc('\n', file.stream) != EOF;
    cJSON_free(printed);
    cJSON_Delete(json);
    return out_file_close(&file, written);
}

enum exit_status
compare_command(const struct options *options)
{
    struct comparison comparison = {.arena = arena_new()};
    enum exit_status status = EXIT_USAGE;

    if (read_one(&comparison, 0, options->subject) && read_one(&comparison, 1, options->newer) &&
        are_comparable(&comparison)) {
        look(&comparison);
        print_text(&comparison);
        if (!options->json || write_json(&comparison, options->json))
            status = is_worse(&comparison) ? EXIT_UNEXPECTED : EXIT_AS_EXPECTED;
    }
    revived_free(comparison.revived[0]);
    revived_free(comparison.revived[1]);
    arena_free(comparison.arena);
    return status;
}
