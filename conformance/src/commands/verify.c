/* The command `verify`. Whoever relies on a report has not seen the run; so everything that can be
 * checked is, and every sentence says no more than what was. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/plural.h"
#include "commands/commands.h"
#include "fixture/load.h"
#include "program/print.h"
#include "program/shell_word.h"
#include "report/audit.h"
#include "report/facts.h"
#include "report/seal.h"
#include "trial/case_trials.h"
#include "trial/scenario.h"
#include "trial/vector.h"

struct reading {
    struct arena *arena;
    const char *fixtures;
    struct sealed sealed;
    struct revived *revived;
    bool has_fixtures;          /* those that it was made with */
    const struct sign_key *key; /* of the user; NULL: none given */
    bool is_good;
    bool trusts_levels; /* it claims one, and nobody computed it again */
};

/* A sentence about what holds or does not. */
static void
say(struct reading *reading, bool holds, const char *sentence)
{
    print("%s%s\n", holds ? "" : "WRONG: ", sentence);
    reading->is_good = reading->is_good && holds;
}

static void
print_fact(const char *name, const char *text)
{
    if (text && text[0])
        print("  %-11s  %s\n", name, text);
}

/* The fixtures of the report, beside those of this program. */
static const char *
fixtures_words(struct reading *reading)
{
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(reading->sealed.json, "fixtures");
    const char *hex = json_text(json, "sha256", "");
    struct fixtures_digest ours;

    reading->has_fixtures = hex[0] && fixtures_digest(reading->fixtures, &ours) &&
                            strcmp(ours.hex, hex) == 0;
    if (!hex[0])
        return NULL;
    return arena_printf(
        reading->arena, "sha256 %s, %lld files; %s", hex, (long long)json_number(json, "files"),
        reading->has_fixtures ? "this program has the same"
                              : "this program has others, so a run of its own may say otherwise");
}

/* Words of a list, as they would be typed. */
static const char *
options_words(struct reading *reading)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(reading->sealed.json, "options"), *item;
    size_t count = (size_t)cJSON_GetArraySize(list), at = 0;
    char **words = arena_alloc(reading->arena, (count + 1) * sizeof *words);

    cJSON_ArrayForEach(item, list)
    {
        if (cJSON_IsString(item))
            words[at++] = item->valuestring;
    }
    return shell_words(reading->arena, words);
}

static void
tell_identity(struct reading *reading)
{
    static const char *const members[][2] = {{"server_header", "says it is"},
                                             {"software", "software"},
                                             {"tls_subject", "certificate"},
                                             {"tls_issuer", "issued by"}};
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(reading->sealed.json, "identity");
    size_t i;

    for (i = 0; i < sizeof members / sizeof members[0]; i++)
        print_fact(members[i][1], json_text(json, members[i][0], NULL));
}

static void
tell_levels(struct reading *reading)
{
    const struct report *report = &reading->revived->report;
    size_t i;

    for (i = 0; i < report->standing_count; i++) {
        const struct standing *standing = &report->standings[i];

        print_fact("level",
                   arena_printf(reading->arena,
                                "%s%s: %s, %zu of %zu mandatory %ss made, %zu failed%s",
                                standing->level->name,
                                standing->level == report->level ? " (wished for)" : "",
                                standing_is_reached(standing) ? "REACHED" : "not reached",
                                standing->made, standing->demanded, report->head->unit,
                                standing->failed, standing_spared(standing, reading->arena)));
    }
}

static const char *
left_out_words(struct reading *reading)
{
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(reading->sealed.json, "left_out");

    if (!json)
        return NULL;
    return arena_printf(
        reading->arena,
        "%lld not selected, %lld not come to, %lld skipped, %lld "
        "with a precondition not met",
        (long long)json_number(json, "not_selected"), (long long)json_number(json, "stopped"),
        (long long)json_number(json, "skipped"), (long long)json_number(json, "unmet"));
}

static const char *
outcome_words(struct reading *reading)
{
    const struct report *report = &reading->revived->report;
    struct text text;
    size_t i;

    text_init(&text, reading->arena);
    text_printf(&text, "%s; %zu of %zu %s%s: ",
                cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(reading->sealed.json, "as_expected"))
                    ? "as expected"
                    : "NOT AS EXPECTED",
                report->done, report->count, report->head->unit, plural(report->count));
    for (i = 0; i < VERDICT_COUNT; i++)
        text_printf(&text, "%s%zu %s", i ? ", " : "", report->verdicts[i],
                    verdict_name((enum verdict)i));
    return text.bytes;
}

static const char *
judge_words(struct reading *reading)
{
    const struct report *report = &reading->revived->report;

    return arena_printf(reading->arena, "qfpay-conform %s, command \"%s\", %s",
                        json_text(reading->sealed.json, "version", "?"), report->head->command,
                        run_words(reading->arena, report->started_at, report->duration_ms));
}

static void
tell_content(struct reading *reading)
{
    puts("This report says");
    print_fact("target", reading->revived->head.about);
    tell_identity(reading);
    print_fact("judged by", judge_words(reading));
    print_fact("fixtures", fixtures_words(reading));
    print_fact("options", options_words(reading));
    print_fact("left out", left_out_words(reading));
    print_fact("outcome", outcome_words(reading));
    tell_levels(reading);
}

/* The trials of a command, from the fixtures; false when there are none such. */
static bool
load_trials(struct reading *reading, const struct suite *suite, const char *kind,
            const struct trial **trials, size_t *count)
{
    struct vectors vectors = {.count = 0};
    struct scenario_list scenarios = {.count = 0};

    if (strcmp(kind, "server") == 0) {
        *trials = case_trials(suite, reading->arena);
        *count = suite->case_count;
        return true;
    }
    if (strcmp(kind, "client") == 0 && vectors_load(&vectors, suite, reading->arena, stderr)) {
        *trials = vectors.trials;
        *count = vectors.count;
        return true;
    }
    if (strcmp(kind, "network") != 0 || !scenarios_load(suite, reading->arena, stderr, &scenarios))
        return false;
    *trials = scenarios.trials;
    *count = scenarios.count;
    return true;
}

/* Whether the levels could be computed again, and were. */
static bool
check_levels(struct reading *reading, struct audit *audit)
{
    static const char *const kinds[][2] = {
        {"server", "server"}, {"client", "client"}, {"client --network", "network"}};
    struct suite *suite = reading->has_fixtures ? suite_load(reading->fixtures, stderr) : NULL;
    const struct trial *trials = NULL;
    const char *kind = "";
    size_t count = 0, i;
    bool done;

    for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(reading->revived->head.command, kinds[i][0]) == 0)
            kind = kinds[i][1];
    }
    done = suite && load_trials(reading, suite, kind, &trials, &count);
    if (done)
        audit_levels(reading->revived, suite, kind, trials, count, audit);
    suite_free(suite);
    return done;
}

static bool
claims_level(const struct report *report)
{
    size_t i = 0;

    while (i < report->standing_count && !standing_is_reached(&report->standings[i]))
        i++;
    return i < report->standing_count;
}

static void
check_numbers(struct reading *reading)
{
    const struct report *report = &reading->revived->report;
    struct audit audit;
    bool with_levels;
    size_t i;

    audit_report(reading->revived, &audit);
    with_levels = check_levels(reading, &audit);
    for (i = 0; i < audit.count && i < AUDIT_PROBLEMS_MAX; i++)
        say(reading, false, audit.problems[i]);
    if (audit.count > AUDIT_PROBLEMS_MAX)
        say(reading, false,
            arena_printf(reading->arena, "and %zu more like that",
                         audit.count - AUDIT_PROBLEMS_MAX));
    if (!audit.count)
        say(reading, true,
            arena_printf(reading->arena,
                         "Every number agrees with its results: those of %zu %s%s and %zu rules%s "
                         "were computed again.",
                         report->done, report->head->unit, plural(report->done),
                         report->suite->requirement_count, with_levels ? ", and the levels," : ""));
    reading->trusts_levels = !with_levels && claims_level(report);
    if (!with_levels && report->standing_count)
        puts(
            "What is mandatory for its levels could not be computed again: that takes the fixtures "
            "that it was made with\n(--fixtures DIR).");
}

/* false when there is nothing further to say about who made it. */
static bool
check_wholeness(struct reading *reading)
{
    const struct sealed *sealed = &reading->sealed;
    const char *flaw = sealed_flaw(sealed, reading->arena);

    if (flaw)
        say(reading, false, arena_printf(reading->arena, "It %s.", flaw));
    else if (!sealed->digest)
        say(reading, false, "It has no seal, so nobody can tell whether it was changed.");
    else
        say(reading, true,
            arena_printf(
                reading->arena,
                "It is whole: the %zu bytes before its seal have the SHA-256 that the seal "
                "states, %s.",
                sealed->covered, sealed->digest));
    return !flaw && sealed->digest;
}

static void
check_signature(struct reading *reading)
{
    const struct sealed *sealed = &reading->sealed;
    const struct sign_key *maker =
        sealed->signature ? sign_key_of_public_half(reading->arena, sealed->public_half) : NULL;

    if (!maker && reading->key)
        say(reading, false, "It is not signed.");
    else if (!maker)
        puts("It is not signed. A digest alone shows that nothing was lost or changed by accident; "
             "who changes\na report on purpose can compute a new one. A signature "
             "(--sign-key of the run) would show that too.");
    else if (!reading->key)
        print("It is signed (%s), by whoever holds the key with the SHA-256\n%s.\nWhose that is "
              "nobody knows from the report: ask its maker, or give the public key with --key.\n",
              sign_key_algorithm(maker), sign_key_print(maker));
    else if (strcmp(sign_key_print(maker), sign_key_print(reading->key)) != 0)
        say(reading, false, "It is signed, and not by the key that was given.");
    else
        say(reading, true,
            arena_printf(reading->arena, "It is signed (%s) by the key that was given, SHA-256 %s.",
                         sign_key_algorithm(maker), sign_key_print(maker)));
}

static enum exit_status
verify(struct reading *reading)
{
    reading->is_good = true;
    tell_content(reading);
    check_numbers(reading);
    if (check_wholeness(reading))
        check_signature(reading);
    if (!reading->is_good)
        puts("NOT VERIFIED");
    else
        puts(reading->trusts_levels ? "VERIFIED, ALL BUT ITS LEVELS" : "VERIFIED");
    return reading->is_good ? EXIT_AS_EXPECTED : EXIT_UNEXPECTED;
}

enum exit_status
verify_command(const char *fixtures, const struct options *options)
{
    struct reading reading = {.arena = arena_new(), .fixtures = fixtures};
    enum exit_status status = EXIT_USAGE;
    const char *problem = NULL, *path = options->subject;

    if (options->key) {
        reading.key = sign_key_public(reading.arena, options->key, &problem);
        path = problem ? options->key : path;
    }
    if (!problem && sealed_read(&reading.sealed, reading.arena, path, &problem))
        reading.revived = revived_new(reading.sealed.json, reading.arena, &problem);
    if (reading.revived)
        status = verify(&reading);
    else
        print_to(stderr, "qfpay-conform: %s: %s\n", path, problem);
    revived_free(reading.revived);
    arena_free(reading.arena);
    return status;
}
