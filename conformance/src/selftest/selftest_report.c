/* See selftest_report.h. */
#include "selftest/selftest_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/out_file.h"
#include "program/print.h"

static const char *const notice_words[NOTICE_COUNT] = {
    [NOTICE_OWN] = "noticed",
    [NOTICE_STRANGER] = "noticed by accident",
    [NOTICE_NONE] = "unnoticed",
};

enum notice
notice_of(const struct hunting *hunting, const struct hunt *hunt)
{
    size_t i;

    for (i = 0; i < hunt->catch_count; i++) {
        if (hunt_is_own(hunt->defect, &hunting->trials[hunt->catches[i].index]))
            return NOTICE_OWN;
    }
    return hunt->catch_count ? NOTICE_STRANGER : NOTICE_NONE;
}

static size_t
count_own(const struct hunting *hunting, const struct defect *defect)
{
    size_t i, count = 0;

    for (i = 0; i < hunting->suite->case_count; i++)
        count += hunt_is_own(defect, &hunting->trials[i]);
    return count;
}

void
selftest_say(const struct hunting *hunting, const struct hunt *hunt)
{
    const struct defect *defect = hunt->defect;
    enum notice notice = notice_of(hunting, hunt);

    print("%-36s %-14s ", defect->name, defect->requirement->id);
    if (hunt->problem)
        print("NOT TRIED: %s\n", hunt->problem);
    else if (notice == NOTICE_NONE)
        print("NOT NOTICED by any of %zu cases: %s\n", hunt->run, defect->about);
    else
        print("noticed by %s in %" PRId64 " ms%s\n", hunting->trials[hunt->catches[0].index].id,
              hunting->finds_all ? hunt->catches[0].ms : hunt->ms,
              notice == NOTICE_STRANGER ? ", by accident" : "");
    if (hunting->finds_all && hunt->catch_count > 1)
        print("%52sand %zu more\n", "", hunt->catch_count - 1);
    fflush(stdout);
}

static void
tell_those(const struct selftest *selftest, enum notice wanted, const char *heading)
{
    const char *before = heading;
    size_t i;

    for (i = 0; i < selftest->done; i++) {
        const struct hunt *hunt = &selftest->hunts[i];

        if (hunt->problem || notice_of(selftest->hunting, hunt) != wanted)
            continue;
        print("%s  %-36s %-14s %zu cases are about it. %s\n", before, hunt->defect->name,
              hunt->defect->requirement->id, count_own(selftest->hunting, hunt->defect),
              hunt->defect->about);
        before = "";
    }
}

/* Whether any hunt was ended by this case. */
static bool
has_noticed(const struct selftest *selftest, size_t index)
{
    size_t i, at;

    for (i = 0; i < selftest->done; i++) {
        for (at = 0; at < selftest->hunts[i].catch_count; at++) {
            if (selftest->hunts[i].catches[at].index == index)
                return true;
        }
    }
    return false;
}

static void
list_idle_cases(const struct selftest *selftest)
{
    const struct hunting *hunting = selftest->hunting;
    size_t i, count = 0;

    printf("\ncases that noticed none of these mistakes:\n");
    for (i = 0; i < hunting->suite->case_count; i++) {
        if (has_noticed(selftest, i))
            continue;
        print("  %s\n", hunting->trials[i].id);
        count++;
    }
    printf("  %zu of %zu\n", count, hunting->suite->case_count);
}

void
selftest_sum_up(const struct selftest *selftest)
{
    size_t i, failed = 0, counts[NOTICE_COUNT] = {0};

    for (i = 0; i < selftest->done; i++) {
        if (selftest->hunts[i].problem)
            failed++;
        else
            counts[notice_of(selftest->hunting, &selftest->hunts[i])]++;
    }
    if (selftest->hunting->finds_all)
        list_idle_cases(selftest);
    tell_those(selftest, NOTICE_STRANGER,
               "\nweak spots: noticed, but by no case about the rule that is broken:\n");
    tell_those(selftest, NOTICE_NONE, "\nunnoticed:\n");
    printf("\n%zu defects: %zu noticed, %zu by accident only, %zu unnoticed",
           selftest->defects->count, counts[NOTICE_OWN] + counts[NOTICE_STRANGER],
           counts[NOTICE_STRANGER], counts[NOTICE_NONE]);
    if (selftest->done - failed < selftest->defects->count)
        printf(", %zu not tried", selftest->defects->count - selftest->done + failed);
    printf("; %" PRId64 ".%" PRId64 " s\n", selftest->ms / 1000, selftest->ms % 1000 / 100);
}

static cJSON *
catches_json(const struct hunting *hunting, const struct hunt *hunt)
{
    cJSON *list = cJSON_CreateArray();
    size_t i;

    for (i = 0; i < hunt->catch_count; i++) {
        const struct catch *catch = &hunt->catches[i];
        cJSON *row = cJSON_CreateObject();

        cJSON_AddStringToObject(row, "case", hunting->trials[catch->index].id);
        cJSON_AddStringToObject(row, "verdict", verdict_name(catch->verdict));
        cJSON_AddStringToObject(row, "message", catch->message);
        cJSON_AddNumberToObject(row, "ms", (double)catch->ms);
        cJSON_AddItemToArray(list, row);
    }
    return list;
}

static cJSON *
hunt_json(const struct hunting *hunting, const struct hunt *hunt)
{
    cJSON *row = cJSON_CreateObject();

    cJSON_AddStringToObject(row, "defect", hunt->defect->name);
    cJSON_AddStringToObject(row, "requirement", hunt->defect->requirement->id);
    cJSON_AddStringToObject(row, "about", hunt->defect->about);
    if (hunt->problem)
        cJSON_AddStringToObject(row, "problem", hunt->problem);
    else
        cJSON_AddStringToObject(row, "result", notice_words[notice_of(hunting, hunt)]);
    cJSON_AddItemToObject(row, "noticed_by", catches_json(hunting, hunt));
    cJSON_AddNumberToObject(row, "cases_run", (double)hunt->run);
    cJSON_AddNumberToObject(row, "ms", (double)hunt->ms);
    return row;
}

bool
selftest_write(const struct selftest *selftest, struct arena *arena, const char *path)
{
    cJSON *root = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(root, "defects");
    struct out_file file;
    char *text;
    bool ok;
    size_t i;

    cJSON_AddStringToObject(root, "schema", "qfpay-selftest/1");
    cJSON_AddNumberToObject(root, "cases", (double)selftest->hunting->suite->case_count);
    cJSON_AddNumberToObject(root, "ms", (double)selftest->ms);
    for (i = 0; i < selftest->done; i++)
        cJSON_AddItemToArray(list, hunt_json(selftest->hunting, &selftest->hunts[i]));
    text = cJSON_Print(root);
    cJSON_Delete(root);
    ok = out_file_open(&file, arena, path);
    if (ok && text)
        print_json(file.stream, text);
    ok = ok && out_file_close(&file, text && fputc('\n', file.stream) != EOF);
    cJSON_free(text);
    return ok;
}
