/* See selftest.h. First all cases run against a mock without a mistake, because what fails there
 * notices nothing; how long each takes decides who looks first afterwards. */
#include "selftest/selftest.h"

#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/local_mock.h"
#include "base/moment.h"
#include "base/out_file.h"
#include "program/print.h"
#include "selftest/selftest_report.h"
#include "trial/case_trials.h"

enum { HUNTS_AT_ONCE_MAX = 8 };

/* Twice as many as there are cores: a mistake that lets a notification be missing makes the hunt
 * wait for it. */
static size_t
hunts_at_once(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (cores < 1)
        return 1;
    return 2 * cores > HUNTS_AT_ONCE_MAX ? HUNTS_AT_ONCE_MAX : 2 * (size_t)cores;
}

/* Wait for news and read it. Returns how many of the hunts still run. */
static size_t
follow(struct hunt *hunts, size_t count)
{
    struct pollfd pipes[HUNTS_AT_ONCE_MAX];
    struct hunt *running[HUNTS_AT_ONCE_MAX];
    size_t i, used = 0, left;

    for (i = 0; i < count && used < HUNTS_AT_ONCE_MAX; i++) {
        if (!hunts[i].pid)
            continue;
        running[used] = &hunts[i];
        pipes[used++] = (struct pollfd){.fd = hunts[i].from, .events = POLLIN};
    }
    left = used;
    if (used && poll(pipes, (nfds_t)used, 1000) > 0) {
        for (i = 0; i < used; i++) {
            if (pipes[i].revents && !hunt_read(running[i]))
                left--;
        }
    }
    return left;
}

/* The hunt without a mistake. Whether all cases passed, strictly; case_ms is filled in. */
static bool
passes_without(struct hunting *hunting, int64_t *case_ms)
{
    struct hunt hunt = {0};
    size_t i, failed = 0;

    if (hunt_start(&hunt, hunting)) {
        while (follow(&hunt, 1) > 0)
            *hunting->is_over = interrupt_requested();
    }
    for (i = 0; i < hunt.catch_count; i++) {
        const struct catch *catch = &hunt.catches[i];

        case_ms[catch->index] = catch->ms;
        if (catch->verdict == VERDICT_PASS ||
            (catch->verdict == VERDICT_SKIP && interrupt_requested()))
            continue;
        print("%s: %s without any defect: %s\n", hunting->trials[catch->index].id,
              verdict_name(catch->verdict), catch->message);
        failed++;
    }
    if (interrupt_requested())
        fputs("qfpay-conform: stopped before the end; no defect was tried\n", stderr);
    else if (hunt.problem)
        print_to(stderr, "qfpay-conform: the cases cannot be run: %s\n", hunt.problem);
    else if (failed)
        printf("%zu of %zu cases do not pass without a defect: first mend these\n", failed,
               hunt.run);
    else
        printf("%zu cases pass without a defect\n", hunt.run);
    i = hunt.problem || failed || interrupt_requested();
    hunt_free(&hunt);
    return i == 0;
}

/* Try them all, a few at a time, and tell of each in its order. Returns how many came to an end. */
static size_t
hunt_all(const struct hunting *hunting, const struct defect_list *defects, struct hunt *hunts)
{
    size_t begun = 0, told = 0, running = 0, most = hunts_at_once();

    while (told < defects->count) {
        *hunting->is_over = interrupt_requested();
        while (running < most && begun < defects->count && !*hunting->is_over) {
            hunts[begun].defect = &defects->items[begun];
            running += hunt_start(&hunts[begun++], hunting);
        }
        if (running == 0 && told == begun)
            break;
        running = follow(hunts + told, begun - told);
        for (; told < begun && !hunts[told].pid; told++)
            selftest_say(hunting, &hunts[told]);
    }
    return told;
}

static enum exit_status
status_of(const struct selftest *selftest)
{
    size_t i;

    if (selftest->done < selftest->defects->count)
        return EXIT_UNEXPECTED;
    for (i = 0; i < selftest->done; i++) {
        if (selftest->hunts[i].problem ||
            notice_of(selftest->hunting, &selftest->hunts[i]) == NOTICE_NONE)
            return EXIT_UNEXPECTED;
    }
    return EXIT_AS_EXPECTED;
}

static enum exit_status
run(struct hunting *hunting, const struct defect_list *defects, struct arena *arena,
    const struct options *options)
{
    int64_t start_ms = now_ms();
    int64_t *case_ms = arena_alloc(arena, hunting->suite->case_count * sizeof *case_ms);
    struct hunt *hunts = arena_alloc(arena, defects->count * sizeof *hunts);
    struct selftest selftest = {.hunting = hunting, .defects = defects, .hunts = hunts};
    enum exit_status status;
    size_t i;

    if (!passes_without(hunting, case_ms))
        return EXIT_UNEXPECTED;
    hunting->case_ms = case_ms;
    hunting->finds_all = options->all;
    selftest.done = hunt_all(hunting, defects, hunts);
    selftest.ms = now_ms() - start_ms;
    selftest_sum_up(&selftest);
    status = status_of(&selftest);
    if (options->json && !selftest_write(&selftest, arena, options->json))
        status = EXIT_USAGE;
    for (i = 0; i < defects->count; i++)
        hunt_free(&hunts[i]);
    return status;
}

/* A report that cannot be written is said before all the work, not behind it. */
static enum exit_status
check_and_run(struct hunting *hunting, const struct defect_list *defects, struct arena *arena,
              const struct options *options)
{
    static const struct out_kind kind = {"a report of selftest", '{', "\"qfpay-selftest/"};

    if (options->json && !out_file_check(options->json, &kind))
        return EXIT_USAGE;
    return run(hunting, defects, arena, options);
}

enum exit_status
selftest_command(const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    char room[4096];
    struct hunting hunting = {.suite = suite, .trials = case_trials(suite, arena)};
    struct defect_list defects;
    enum exit_status status = EXIT_USAGE;
    void *shared;

    hunting.program = local_mock_find(options->mock, room, sizeof room);
    shared = mmap(NULL, sizeof *hunting.is_over, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                  -1, 0);
    hunting.is_over = shared;
    if (shared == MAP_FAILED) {
        fputs("qfpay-conform: out of memory\n", stderr);
    } else if (defect_list_read(suite, options, hunting.program, arena, &defects)) {
        interrupt_watch();
        status = check_and_run(&hunting, &defects, arena, options);
    }
    if (shared != MAP_FAILED)
        munmap(shared, sizeof *hunting.is_over);
    arena_free(arena);
    return status;
}
