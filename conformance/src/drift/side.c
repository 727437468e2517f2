/* See side.h. */
#include "drift/side.h"

#include <string.h>

#include "base/interrupt.h"
#include "base/watchdog.h"
#include "drift/recorder.h"
#include "drift/transcript.h"
#include "program/print.h"
#include "run/run.h"
#include "target/discover.h"
#include "target/paid.h"
#include "target/receiver.h"
#include "target/safety.h"
#include "trial/selection.h"

bool
side_is_url(const char *where)
{
    return strstr(where, "://") != NULL;
}

/* Whether the other side can be compared with in this case. */
static bool
is_wanted(const cJSON *other, const char *id)
{
    return !other || cJSON_GetObjectItemCaseSensitive(transcript_case(other, id), "exchanges");
}

static const cJSON *
run_cases(const struct suite *suite, const struct options *options, struct recorder *recorder,
          struct target *target, const cJSON *other)
{
    size_t i;

    for (i = 0; i < suite->case_count && !interrupt_requested(); i++) {
        const struct test_case *test = &suite->cases[i];

        if (!options_select(options, test->id) || !is_wanted(other, test->id))
            continue;
        watchdog_set("case", test->id, run_seconds(options->case_timeout), options->live);
        recorder_run(recorder, test, options->case_timeout);
        safety_after_case(target);
        watchdog_clear();
    }
    return recorder_transcript(recorder);
}

/* The cases against a target that is open. */
static enum exit_status
record(const struct side *side, struct target *target, const cJSON **transcript)
{
    struct arena *arena = side->safety->arena;
    struct recorder *recorder = recorder_new(side->suite, side->kinds, target, arena);
    const char *problem = NULL;

    if (!discover(target, arena, &problem)) {
        print_to(stderr, "qfpay-conform: %s %s\n", target->url, problem);
        return EXIT_OUT_OF_REACH;
    }
    paid_discover(target, arena, selection_needs(side->suite, side->safety->options));
    receiver_open_for(target);
    *transcript = run_cases(side->suite, side->safety->options, recorder, target, side->other);
    receiver_close(target->receiver);
    if (!interrupt_requested())
        return EXIT_AS_EXPECTED;
    *transcript = NULL; /* half a transcript would look like a whole one */
    fputs("qfpay-conform: stopped before the end\n", stderr);
    return EXIT_UNEXPECTED;
}

enum exit_status
side_record(const struct side *side, const char *url, const struct given *merchant,
            const cJSON **transcript)
{
    struct target *target = arena_alloc(side->safety->arena, sizeof *target);
    enum exit_status status, closed;

    safety_take_merchant(&target->given[ROLE_DEFAULT], merchant);
    status = safety_open_target(side->safety, url, target);
    if (status == EXIT_AS_EXPECTED)
        status = record(side, target, transcript);
    closed = safety_close_target(target);
    return closed == EXIT_AS_EXPECTED ? status : closed;
}
