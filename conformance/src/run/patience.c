/* See patience.h. One thread: a case that pauses is left where it is, and gone on with later. */
#include "run/patience.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/moment.h"
#include "base/plural.h"
#include "base/watchdog.h"
#include "program/print.h"
#include "run/pause.h"
#include "run/run.h"

enum { SLICE_MS = 100 };

/* One case under way. */
struct pausing {
    size_t index;
    struct course *course; /* NULL: it has ended */
    int64_t due_ms;
    int64_t busy_ms; /* without its pauses */
    struct result result;
    bool is_taken;
};

struct patience {
    struct pausing *items;
    size_t count;
    bool is_live;
    int seconds;
};

/* Go on with a case until its next pause or its end. */
static void
go_on(struct patience *patience, struct pausing *pausing)
{
    int64_t began_ms = now_ms();

    watchdog_set("case", pausing->result.trial->id, run_seconds(patience->seconds),
                 patience->is_live);
    pausing->due_ms = run_go_on(pausing->course);
    if (!pausing->due_ms) {
        run_end(pausing->course);
        pausing->course = NULL;
    }
    watchdog_clear();
    pausing->busy_ms += now_ms() - began_ms;
    if (!pausing->course)
        pausing->result.duration_ms = pausing->busy_ms;
}

/* The case that is due first; NULL when all have ended. */
static struct pausing *
next_due(struct patience *patience)
{
    struct pausing *first = NULL;
    size_t i;

    for (i = 0; i < patience->count; i++) {
        struct pausing *pausing = &patience->items[i];

        if (pausing->course && (!first || pausing->due_ms < first->due_ms))
            first = pausing;
    }
    return first;
}

static void
wait_until(int64_t due_ms)
{
    const struct qfpay_clock *clock = qfpay_clock_system();
    bool is_terminal = isatty(STDERR_FILENO);
    int64_t left_ms;

    while ((left_ms = due_ms - now_ms()) > 0 && !interrupt_requested()) {
        if (is_terminal)
            fprintf(stderr, "\rwaiting, %lld s to the next case\033[K",
                    (long long)(left_ms + 999) / 1000);
        clock->pause(clock->self, left_ms < SLICE_MS ? left_ms : SLICE_MS);
    }
    if (is_terminal)
        fputs("\r\033[K", stderr);
}

/* How long it will be, before it is. */
static void
announce(const struct suite *suite, const struct patience *patience)
{
    int64_t longest = 0;
    size_t i;

    for (i = 0; i < patience->count; i++) {
        int64_t seconds = pause_of_case(&suite->cases[patience->items[i].index]);

        longest = seconds > longest ? seconds : longest;
    }
    if (patience->count)
        print_to(stderr, "qfpay-conform: %zu case%s side by side, for %lld seconds\n",
                 patience->count, plural(patience->count), (long long)longest);
}

struct patience *
patience_run(const struct suite *suite, struct target *target, const struct trial *trials,
             const bool *wanted, int seconds)
{
    struct patience *patience = calloc(1, sizeof *patience);
    struct pausing *pausing;
    size_t i;

    if (patience)
        patience->items = calloc(suite->case_count + 1, sizeof *patience->items);
    if (!patience || !patience->items)
        abort();
    patience->is_live = target->guard != NULL;
    patience->seconds = seconds;
    for (i = 0; i < suite->case_count; i++) {
        if (wanted[i])
            patience->items[patience->count++].index = i;
    }
    announce(suite, patience);
    for (i = 0; i < patience->count && !interrupt_requested(); i++) {
        pausing = &patience->items[i];
        result_begin(&pausing->result, &trials[pausing->index]);
        pausing->course = run_begin(suite, target, &suite->cases[pausing->index], seconds,
                                    &pausing->result);
        if (pausing->course)
            go_on(patience, pausing);
    }
    while ((pausing = next_due(patience))) {
        wait_until(pausing->due_ms);
        go_on(patience, pausing); /* after Ctrl-C: to its end */
    }
    return patience;
}

static struct pausing *
find(const struct patience *patience, size_t index)
{
    size_t i;

    for (i = 0; patience && i < patience->count; i++) {
        struct pausing *pausing = &patience->items[i];

        if (pausing->index == index && pausing->result.arena && !pausing->is_taken)
            return pausing;
    }
    return NULL;
}

bool
patience_has(const struct patience *patience, size_t index)
{
    return find(patience, index) != NULL;
}

void
patience_take(struct patience *patience, size_t index, struct result *result)
{
    struct pausing *pausing = find(patience, index);

    arena_free(result->arena);
    result_move(result, &pausing->result);
    pausing->is_taken = true;
}

void
patience_free(struct patience *patience)
{
    size_t i;

    for (i = 0; patience && i < patience->count; i++) {
        if (!patience->items[i].is_taken && patience->items[i].result.arena)
            arena_free(patience->items[i].result.arena);
    }
    if (patience)
        free(patience->items);
    free(patience);
}
