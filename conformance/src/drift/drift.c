/* See drift.h. */
#include "drift/drift.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/interrupt.h"
#include "base/json.h"
#include "base/out_file.h"
#include "drift/compare.h"
#include "drift/drift_report.h"
#include "drift/kinds.h"
#include "drift/side.h"
#include "drift/transcript.h"
#include "program/print.h"
#include "trial/selection.h"

static bool
selects_any(const struct suite *suite, const struct options *options)
{
    size_t i;

    for (i = 0; i < suite->case_count; i++) {
        if (options_select(options, suite->cases[i].id))
            return true;
    }
    selection_say_empty(stderr, suite, options);
    return false;
}

/* What was recorded, in one line. */
static void
tell_recorded(const char *path, const cJSON *transcript)
{
    size_t ran = 0, skipped = 0, exchanges = 0;
    const cJSON *one;

    cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(transcript, "cases"))
    {
        const cJSON *list = cJSON_GetObjectItemCaseSensitive(one, "exchanges");

        ran += list != NULL;
        skipped += !list;
        exchanges += (size_t)cJSON_GetArraySize(list);
    }
    print("%s: %zu exchanges of %zu cases with %s, %zu cases skipped\n", path, exchanges, ran,
          json_text(transcript, "target", ""), skipped);
}

/* Whether the file to write may be replaced: a recording of more cases took its time, and a file of
 * another kind is there by mistake. */
static bool
may_replace(struct arena *arena, const struct options *options)
{
    struct stat status;
    const cJSON *before, *one;
    size_t lost = 0;

    if (stat(options->out, &status) != 0 || !S_ISREG(status.st_mode) || !status.st_size)
        return true;
    before = transcript_load(arena, options->out, stderr);
    if (!before) {
        fputs("qfpay-conform: --out replaces nothing but transcripts\n", stderr);
        return false;
    }
    cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(before, "cases"))
    {
        lost += cJSON_GetObjectItemCaseSensitive(one, "exchanges") &&
                !options_select(options, json_text(one, "id", ""));
    }
    if (lost)
        print_to(stderr,
                 "qfpay-conform: %s has %zu case%s that this run would not record; give another "
                 "--out, or remove it\n",
                 options->out, lost, lost == 1 ? "" : "s");
    return !lost;
}

/* The worse of two. What was left behind matters most, then what could not be reached. */
static enum exit_status
worse(enum exit_status a, enum exit_status b)
{
    return a > b ? a : b;
}

/* Half a transcript would look like a whole one. */
static void
give_up(struct transcript_file *file, const char *path)
{
    transcript_abandon(file);
    if (interrupt_requested())
        print_to(stderr, "qfpay-conform: nothing was kept in %s\n", path);
}

/* The keys of all merchants that were given, NULL behind the last. */
static void
list_keys(const struct options *options, const char *keys[ROLE_COUNT + 1])
{
    size_t role, count = 0;

    for (role = 0; role < ROLE_COUNT; role++) {
        if (options->merchants[role].client_key)
            keys[count++] = options->merchants[role].client_key;
    }
    keys[count] = NULL;
}

enum exit_status
record_command(const struct suite *suite, const struct options *options)
{
    const char *secrets[ROLE_COUNT + 1];
    struct arena *arena = arena_new();
    const struct kind_table *kinds = kinds_load(suite, arena, stderr);
    struct precautions safety = {.options = options, .arena = arena};
    const struct side side = {suite, kinds, &safety, NULL};
    struct transcript_file *file = NULL;
    const cJSON *transcript = NULL;
    enum exit_status status = EXIT_USAGE;

    list_keys(options, secrets);
    if (kinds && selects_any(suite, options) && may_replace(arena, options))
        file = transcript_create(arena, options->out, stderr);
    if (file)
        status = side_record(&side, options->target, &options->merchants[ROLE_DEFAULT],
                             &transcript);
    if (file && !transcript)
        give_up(file, options->out);
    else if (file && !transcript_commit(file, transcript, secrets, stderr))
        status = worse(status, EXIT_USAGE);
    else if (file)
        tell_recorded(options->out, transcript);
    safety_end(&safety);
    arena_free(arena);
    return status;
}

struct both {
    const char *where[2];
    const struct given *merchants[2];
    const cJSON *transcripts[2];
};

/* Files first: one that cannot be read must not cost a run against the other side. */
static bool
load_files(struct both *both, struct arena *arena)
{
    size_t i;

    for (i = 0; i < 2; i++) {
        if (side_is_url(both->where[i]))
            continue;
        both->transcripts[i] = transcript_load(arena, both->where[i], stderr);
        if (!both->transcripts[i])
            return false;
    }
    return true;
}

static enum exit_status
run_servers(struct side *side, struct both *both)
{
    enum exit_status status = EXIT_AS_EXPECTED;
    size_t i;

    for (i = 0; i < 2; i++) {
        if (!side_is_url(both->where[i]))
            continue;
        side->other = both->transcripts[1 - i];
        status = worse(
            status, side_record(side, both->where[i], both->merchants[i], &both->transcripts[i]));
        if (!both->transcripts[i])
            break;
    }
    return status;
}

/* What a transcript has and the fixtures no longer do. */
static void
list_unknown(const struct suite *suite, const struct options *options, const char *side,
             const cJSON *transcript, struct comparison *comparison)
{
    const cJSON *one;

    cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(transcript, "cases"))
    {
        const char *id = json_text(one, "id", "");

        if (options_select(options, id) && !suite_find_case(suite, id))
            compare_not(comparison, id, side, "there is no such case in the fixtures");
    }
}

static void
compare_all(const struct suite *suite, const struct options *options, const struct both *both,
            struct comparison *comparison)
{
    const cJSON *left = both->transcripts[0], *right = both->transcripts[1];
    size_t i;

    for (i = 0; i < suite->case_count; i++) {
        const char *id = suite->cases[i].id;
        const cJSON *a = transcript_case(left, id), *b = transcript_case(right, id);

        if ((a || b) && options_select(options, id))
            compare_case(comparison, id, a, transcript_is_partial(left), b,
                         transcript_is_partial(right));
    }
    list_unknown(suite, options, "left", left, comparison);
    list_unknown(suite, options, "right", right, comparison);
    comparison_sort(comparison);
}

/* The report for programs; false after a line on standard error. Without one there is nothing to
 * fail. */
static bool
write_json(const struct options *options, struct arena *arena, const struct both *both,
           const struct comparison *comparison)
{
    struct out_file file;

    if (!options->json)
        return true;
    return out_file_open(&file, arena, options->json) &&
           out_file_close(&file, drift_json(file.stream, comparison, both->transcripts[0],
                                            both->transcripts[1]));
}

static enum exit_status
report(const struct options *options, struct arena *arena, const struct both *both,
       const struct comparison *comparison)
{
    bool written = write_json(options, arena, both, comparison);

    drift_text_side(stdout, "left", both->where[0], both->transcripts[0]);
    drift_text_side(stdout, "right", both->where[1], both->transcripts[1]);
    drift_text(stdout, comparison);
    if (!comparison->compared)
        fputs("qfpay-conform: nothing was compared\n", stderr);
    if (!written || !comparison->compared)
        return EXIT_USAGE;
    return comparison->differing ? EXIT_UNEXPECTED : EXIT_AS_EXPECTED;
}

/* Whether the report for programs can be written. */
static bool
check_json(const struct options *options)
{
    static const struct out_kind kind = {"a report of diff", '{', "\"qfpay-diff/"};

    return !options->json || out_file_check(options->json, &kind);
}

enum exit_status
diff_command(const struct suite *suite, const struct options *options)
{
    struct both both = {{options->left, options->right},
                        {&options->left_merchant, &options->right_merchant},
                        {NULL, NULL}};
    struct arena *arena = arena_new();
    struct comparison *comparison = arena_alloc(arena, sizeof *comparison);
    const struct kind_table *kinds = kinds_load(suite, arena, stderr);
    struct precautions safety = {.options = options, .arena = arena};
    struct side side = {suite, kinds, &safety, NULL};
    enum exit_status status = EXIT_USAGE;

    /* What can go wrong here goes wrong before anything is sent. */
    if (kinds && selects_any(suite, options) && load_files(&both, arena) && check_json(options))
        status = run_servers(&side, &both);
    if (status != EXIT_USAGE && both.transcripts[0] && both.transcripts[1]) {
        comparison_init(comparison, arena, kinds->time_tolerance_s);
        compare_all(suite, options, &both, comparison);
        status = worse(status, report(options, arena, &both, comparison));
    }
    safety_end(&safety);
    arena_free(arena);
    return status;
}
