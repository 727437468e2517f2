/* The command `verify`. Whoever relies on a report has not seen the run; so everything that can be
 * checked is, and every sentence says no more than what was. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "audit.h"
#include "commands.h"
#include "fixtures_digest.h"
#include "json.h"
#include "plural.h"
#include "printable.h"
#include "seal.h"

struct reading {
    struct arena *arena;
    const char *fixtures;
    struct sealed sealed;
    struct revived *revived;
    const struct sign_key *key; /* of the user; NULL: none given */
    bool is_good;
};

/* A sentence about what holds or does not. */
static void
say(struct reading *reading, bool holds, const char *sentence)
{
    printf("%s%s\n", holds ? "" : "WRONG: ", sentence);
    reading->is_good = reading->is_good && holds;
}

static void
print_fact(struct reading *reading, const char *name, const char *text)
{
    if (text && text[0])
        printf("  %-10s  %s\n", name, printable(reading->arena, text));
}

/* The fixtures of the report, beside those of this program. */
static const char *
fixtures_words(struct reading *reading)
{
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(reading->sealed.json, "fixtures");
    const char *hex = json_text(json, "sha256", "");
    struct fixtures_digest ours;

    if (!hex[0])
        return NULL;
    return arena_format(reading->arena, "sha256 %s, %lld files; %s", hex,
                        (long long)json_number(json, "files"),
                        fixtures_digest(reading->fixtures, &ours) && strcmp(ours.hex, hex) == 0
                            ? "this program has the same"
                            : "this program has others, so a run of its own may say otherwise");
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
run_words(struct reading *reading)
{
    const struct report *report = &reading->revived->report;
    time_t start = (time_t)report->started_at;
    char when[40] = "";
    struct tm parts;

    if (gmtime_r(&start, &parts))
        (void)strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", &parts);
    return arena_format(reading->arena, "qfpay-conform %s, command \"%s\", %s, %.1f seconds",
                        json_text(reading->sealed.json, "version", "?"), report->head->command,
                        when, (double)report->duration_ms / 1000.0);
}

static void
tell_content(struct reading *reading)
{
    puts("This report says");
    print_fact(reading, "target", reading->revived->head.about);
    print_fact(reading, "judged by", run_words(reading));
    print_fact(reading, "fixtures", fixtures_words(reading));
    print_fact(reading, "outcome", outcome_words(reading));
}

static void
check_numbers(struct reading *reading)
{
    const struct report *report = &reading->revived->report;
    struct audit audit;
    size_t i;

    audit_report(reading->revived, &audit);
    for (i = 0; i < audit.count && i < AUDIT_PROBLEMS_MAX; i++)
        say(reading, false, printable(reading->arena, audit.problems[i]));
    if (audit.count > AUDIT_PROBLEMS_MAX)
        say(reading, false,
            arena_format(reading->arena, "and %zu more like that",
                         audit.count - AUDIT_PROBLEMS_MAX));
    if (!audit.count)
        say(reading, true,
            arena_format(reading->arena,
                         "Every number agrees with its results: those of %zu %s%s and %zu rules "
                         "were computed again.",
                         report->done, report->head->unit, plural(report->done),
                         report->suite->requirement_count));
}

/* false when there is nothing further to say about who made it. */
static bool
check_wholeness(struct reading *reading)
{
    const struct sealed *sealed = &reading->sealed;
    const char *flaw = sealed_flaw(sealed, reading->arena);

    if (flaw)
        say(reading, false, arena_format(reading->arena, "It %s.", flaw));
    else if (!sealed->digest)
        say(reading, false, "It has no seal, so nobody can tell whether it was changed.");
    else
        say(reading, true,
            arena_format(
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
        printf("It is signed (%s), by whoever holds the key with the SHA-256\n%s.\nWhose that is "
               "nobody knows from the report: ask its maker, or give the public key with --key.\n",
               sign_key_algorithm(maker), sign_key_print(maker));
    else if (strcmp(sign_key_print(maker), sign_key_print(reading->key)) != 0)
        say(reading, false, "It is signed, and not by the key that was given.");
    else
        say(reading, true,
            arena_format(reading->arena, "It is signed (%s) by the key that was given, SHA-256 %s.",
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
    puts(reading->is_good ? "VERIFIED" : "NOT VERIFIED");
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
        fprintf(stderr, "qfpay-conform: %s: %s\n", path, printable(reading.arena, problem));
    revived_free(reading.revived);
    arena_free(reading.arena);
    return status;
}
