/* See drift_report.h. */
#include "drift/drift_report.h"

#include <string.h>

#include "base/json.h"
#include "base/plural.h"
#include "fixture/suite.h"
#include "program/print.h"

enum { CASES_SHOWN = 3, REASONS_MAX = 200 };

void
drift_text_side(FILE *out, const char *name, const char *where, const cJSON *transcript)
{
    const cJSON *sandbox = cJSON_GetObjectItemCaseSensitive(transcript, "sandbox");
    const char *target = json_text(transcript, "target", "");

    print_to(out, "%-6s %s", name, where);
    if (strcmp(target, where) != 0)
        print_to(out, ", %s", target);
    if (sandbox)
        print_to(out, ", a sandbox %s, profile %s", json_text(sandbox, "version", "?"),
                 json_text(sandbox, "profile", "?"));
    print_to(out, ", %s\n", json_text(transcript, "recorded", ""));
}

static void
write_place(FILE *out, const struct place_of_difference *place)
{
    print_to(out, "%s step %d", place->id, place->step);
    if (place->n)
        fprintf(out, " (%d)", place->n);
}

static void
write_group(FILE *out, const struct difference *group)
{
    const struct place_of_difference *place = group->places;
    const char *before = "";
    size_t shown = 0;

    print_to(out, "%s%s%s: %s\n  left   %s\n  right  %s\n  in %zu case%s: ", group->call,
             group->respcd[0] ? ", respcd " : "", group->respcd, group->field, group->left,
             group->right, group->case_count, plural(group->case_count));
    for (; place && shown < CASES_SHOWN; place = place->next) {
        if (strcmp(place->id, before) == 0)
            continue; /* another step of that case */
        fputs(shown++ ? ", " : "", out);
        write_place(out, place);
        before = place->id;
    }
    if (group->case_count > shown)
        fprintf(out, " and %zu more", group->case_count - shown);
    fputs("\n\n", out);
}

/* How many cases were not compared for each reason. */
static void
write_uncompared(FILE *out, const struct comparison *comparison)
{
    const struct uncompared *reasons[REASONS_MAX];
    size_t counts[REASONS_MAX];
    size_t known = 0, i;
    const struct uncompared *row;

    for (row = comparison->uncompared; row; row = row->next) {
        for (i = 0; i < known; i++) {
            if (strcmp(reasons[i]->reason, row->reason) == 0 &&
                strcmp(reasons[i]->side, row->side) == 0)
                break;
        }
        if (i == known && known < REASONS_MAX) {
            reasons[known] = row;
            counts[known++] = 0;
        }
        if (i < known)
            counts[i]++;
    }
    for (i = 0; i < known; i++)
        print_to(out, "not compared: %zu case%s, %s: %s\n", counts[i], plural(counts[i]),
                 reasons[i]->side, reasons[i]->reason);
}

void
drift_text(FILE *out, const struct comparison *comparison)
{
    const struct difference *group;

    fputc('\n', out);
    for (group = comparison->differences; group; group = group->next)
        write_group(out, group);
    write_uncompared(out, comparison);
    if (comparison->beyond)
        fprintf(out, "%zu further differences are not listed\n", comparison->beyond);
    print_to(out, "%zu case%s compared", comparison->compared, plural(comparison->compared));
    if (comparison->uncompared_count)
        fprintf(out, ", %zu not compared", comparison->uncompared_count);
    if (comparison->differing)
        print_to(out, ": %zu case%s differ%s, in %zu way%s\n", comparison->differing,
                 plural(comparison->differing), comparison->differing == 1 ? "s" : "",
                 comparison->group_count, plural(comparison->group_count));
    else
        fputs(": no difference\n", out);
}

static cJSON *
group_json(const struct difference *group)
{
    cJSON *json = cJSON_CreateObject();
    const struct place_of_difference *place;
    cJSON *places;

    cJSON_AddStringToObject(json, "call", group->call);
    if (group->respcd[0])
        cJSON_AddStringToObject(json, "respcd", group->respcd);
    cJSON_AddStringToObject(json, "field", group->field);
    cJSON_AddStringToObject(json, "left", group->left);
    cJSON_AddStringToObject(json, "right", group->right);
    cJSON_AddNumberToObject(json, "cases", (double)group->case_count);
    places = cJSON_AddArrayToObject(json, "places");
    for (place = group->places; place; place = place->next) {
        cJSON *row = cJSON_CreateObject();

        cJSON_AddStringToObject(row, "case", place->id);
        cJSON_AddNumberToObject(row, "step", place->step);
        if (place->n)
            cJSON_AddNumberToObject(row, "n", place->n);
        cJSON_AddItemToArray(places, row);
    }
    return json;
}

/* The head of a transcript: everything but its cases. */
static void
add_side(cJSON *json, const char *name, const cJSON *transcript)
{
    cJSON *side = cJSON_AddObjectToObject(json, name);
    const cJSON *member;

    cJSON_ArrayForEach(member, transcript)
    {
        if (strcmp(member->string, "cases") != 0)
            cJSON_AddItemToObject(side, member->string, cJSON_Duplicate(member, 1));
    }
}

bool
drift_json(FILE *out, const struct comparison *comparison, const cJSON *left, const cJSON *right)
{
    cJSON *json = cJSON_CreateObject();
    const struct difference *group;
    const struct uncompared *row;
    bool written;
    char *printed;
    cJSON *list;

    cJSON_AddStringToObject(json, "schema", "qfpay-diff/1");
    add_side(json, "left", left);
    add_side(json, "right", right);
    cJSON_AddNumberToObject(json, "compared", (double)comparison->compared);
    cJSON_AddNumberToObject(json, "differing", (double)comparison->differing);
    cJSON_AddNumberToObject(json, "not_listed", (double)comparison->beyond);
    list = cJSON_AddArrayToObject(json, "differences");
    for (group = comparison->differences; group; group = group->next)
        cJSON_AddItemToArray(list, group_json(group));
    list = cJSON_AddArrayToObject(json, "not_compared");
    for (row = comparison->uncompared; row; row = row->next) {
        cJSON *item = cJSON_CreateObject();

        cJSON_AddStringToObject(item, "case", row->id);
        cJSON_AddStringToObject(item, "side", row->side);
        cJSON_AddStringToObject(item, "reason", row->reason);
        cJSON_AddItemToArray(list, item);
    }
    printed = cJSON_Print(json);
    if (printed)
        print_json(out, printed);
    fputc('\n', out);
    written = printed && !ferror(out);
    cJSON_free(printed);
    cJSON_Delete(json);
    return written;
}
