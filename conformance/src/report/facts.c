/* See facts.h. */
#include "report/facts.h"

#include <time.h>

#include "base/plural.h"
#include "base/printable.h"
#include "base/seed.h"
#include "options/options_given.h"
#include "program/shell_word.h"
#include "target/target.h"

const char *
run_words(struct arena *arena, int64_t started_at, int64_t duration_ms)
{
    time_t start = (time_t)started_at;
    char when[40] = "at an unknown time";
    struct tm parts;

    if (gmtime_r(&start, &parts))
        (void)strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", &parts);
    return arena_printf(arena, "%s, %.1f seconds", when, (double)duration_ms / 1000.0);
}

static const char *
runner_words(const struct report *report, struct arena *arena)
{
    return arena_printf(arena, "qfpay-conform %s, %s", QFPAY_VERSION, report->head->command);
}

static const char *
time_words(const struct report *report, struct arena *arena)
{
    return run_words(arena, report->started_at, report->duration_ms);
}

static const char *
fixtures_words(const struct report *report, struct arena *arena)
{
    if (!report->fixtures.hex[0])
        return NULL;
    return arena_printf(arena, "sha256 %s, %zu files", report->fixtures.hex,
                        report->fixtures.files);
}

static const char *
options_words(const struct report *report, struct arena *arena)
{
    char *const *words = options_given(report->options, arena);

    return *words ? printable(arena, shell_words(arena, words)) : NULL;
}

static const char *
server_words(const struct report *report, struct arena *arena)
{
    (void)arena;
    return report->head->identity ? report->head->identity->server : NULL;
}

static const char *
software_words(const struct report *report, struct arena *arena)
{
    (void)arena;
    return report->head->identity ? report->head->identity->software : NULL;
}

static const char *
certificate_words(const struct report *report, struct arena *arena)
{
    const struct identity *identity = report->head->identity;

    if (!identity || !identity->subject[0])
        return NULL;
    return arena_printf(arena, "%s; issued by %s", identity->subject, identity->issuer);
}

static const char *
seed_words(const struct report *report, struct arena *arena)
{
    (void)report;
    (void)arena;
    return seed_text();
}

/* "12 of 30 cases were not selected; 3 skipped, 1 unmet" */
static const char *
left_out_words(const struct report *report, struct arena *arena)
{
    size_t missing = report->trial_count - report->count, stopped = report->count - report->done;
    struct text text;

    text_init(&text, arena);
    if (missing)
        text_printf(&text, "%zu of %zu %s%s not selected; ", missing, report->trial_count,
                    report->head->unit, plural(report->trial_count));
    if (stopped)
        text_printf(&text, "stopped before %zu; ", stopped);
    if (report->verdicts[VERDICT_SKIP] || report->verdicts[VERDICT_UNMET])
        text_printf(&text, "%zu skipped, %zu unmet; ", report->verdicts[VERDICT_SKIP],
                    report->verdicts[VERDICT_UNMET]);
    if (!text.len)
        return "nothing";
    text.bytes[text.len - 2] = '\0';
    return text.bytes;
}

static const struct {
    const char *name;
    const char *label;
    const char *(*words)(const struct report *report, struct arena *arena);
} rows[] = {
    {"runner", "runner", runner_words},
    {"run", "run", time_words},
    {"fixtures", "fixtures", fixtures_words},
    {"options", "options", options_words},
    {"server_header", "it says it is", server_words},
    {"software", "software", software_words},
    {"certificate", "certificate", certificate_words},
    {"seed", "seed", seed_words},
    {"left_out", "left out", left_out_words},
};

const struct fact *
facts_of(const struct report *report, struct arena *arena, size_t *count)
{
    struct fact *facts = arena_alloc(arena, sizeof rows / sizeof rows[0] * sizeof *facts);
    size_t i;

    *count = 0;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *value = rows[i].words(report, arena);

        if (value && value[0])
            facts[(*count)++] = (struct fact){rows[i].name, rows[i].label, value};
    }
    return facts;
}

static void
add_identity(cJSON *object, const struct identity *identity)
{
    const struct {
        const char *key;
        const char *value;
    } members[] = {
        {"server_header", identity->server},
        {"software", identity->software},
        {"tls_subject", identity->subject},
        {"tls_issuer", identity->issuer},
    };
    cJSON *row = cJSON_AddObjectToObject(object, "identity");
    size_t i;

    for (i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (members[i].value[0])
            cJSON_AddStringToObject(row, members[i].key, members[i].value);
    }
}

static void
add_left_out(cJSON *object, const struct report *report)
{
    cJSON *row = cJSON_AddObjectToObject(object, "left_out");

    cJSON_AddNumberToObject(row, "not_selected", (double)(report->trial_count - report->count));
    cJSON_AddNumberToObject(row, "stopped", (double)(report->count - report->done));
    cJSON_AddNumberToObject(row, "skipped", (double)report->verdicts[VERDICT_SKIP]);
    cJSON_AddNumberToObject(row, "unmet", (double)report->verdicts[VERDICT_UNMET]);
}

void
facts_add_json(cJSON *object, const struct report *report)
{
    struct arena *arena = arena_new();
    char *const *words = options_given(report->options, arena);
    cJSON *list = cJSON_AddArrayToObject(object, "options");
    cJSON *fixtures;

    for (; *words; words++)
        cJSON_AddItemToArray(list, cJSON_CreateString(*words));
    if (report->fixtures.hex[0]) {
        fixtures = cJSON_AddObjectToObject(object, "fixtures");
        cJSON_AddStringToObject(fixtures, "sha256", report->fixtures.hex);
        cJSON_AddNumberToObject(fixtures, "files", (double)report->fixtures.files);
    }
    if (report->head->identity)
        add_identity(object, report->head->identity);
    cJSON_AddStringToObject(object, "seed", seed_text());
    add_left_out(object, report);
    arena_free(arena);
}
