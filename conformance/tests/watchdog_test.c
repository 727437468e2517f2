/* The watchdog, in a process of its own that it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/exit_status.h"
#include "base/moment.h"
#include "base/watchdog.h"

enum { HANG_MS = 20000 };

static char said[500];

static void
hang(void)
{
    (void)poll(NULL, 0, HANG_MS);
}

/* Waits again and again, as for its turn to send. */
static void
hang_with_pauses(void)
{
    int64_t end = now_ms() + HANG_MS;

    while (now_ms() < end) {
        watchdog_resume(watchdog_pause());
        (void)poll(NULL, 0, 2);
    }
}

static void
end_in_time(void)
{
    watchdog_clear();
    (void)poll(NULL, 0, 1500);
}

/* The exit status of a process that does this under a watchdog of a second; what it said is in
 * said. */
static int
status_of(void (*work)(void), bool is_live)
{
    int ends[2], status = 0;
    ssize_t len;
    pid_t pid;

    assert_int_equal(pipe(ends), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        watchdog_set("case", "made.case", 1, is_live);
        work();
        _exit(EXIT_AS_EXPECTED);
    }
    (void)close(ends[1]);
    len = read(ends[0], said, sizeof said - 1);
    said[len > 0 ? len : 0] = '\0';
    (void)close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
who_hangs_is_ended(void **state)
{
    (void)state;
    assert_int_equal(status_of(hang, false), EXIT_UNEXPECTED);
    assert_non_null(strstr(said, "the case made.case did not end within 1 seconds"));
    assert_null(strstr(said, "ledger"));
}

static void
who_hangs_at_a_live_target_may_leave_orders(void **state)
{
    (void)state;
    assert_int_equal(status_of(hang, true), EXIT_UNSAFE);
    assert_non_null(strstr(said, "the next run with this ledger closes it"));
}

static void
pauses_do_not_give_it_more_time(void **state)
{
    (void)state;
    assert_int_equal(status_of(hang_with_pauses, false), EXIT_UNEXPECTED);
}

static void
who_ends_in_time_is_left_alone(void **state)
{
    (void)state;
    assert_int_equal(status_of(end_in_time, false), EXIT_AS_EXPECTED);
}

static void
time_stands_still_while_it_is_paused(void **state)
{
    int64_t left;

    (void)state;
    watchdog_set("case", "made.case", 60, false);
    left = watchdog_pause();
    assert_true(left > 0 && left <= 60000000);
    assert_int_equal(watchdog_pause(), 0);
    watchdog_resume(0);
    assert_int_equal(watchdog_pause(), 0);
    watchdog_resume(left);
    assert_true(watchdog_pause() > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_hangs_is_ended),
        cmocka_unit_test(who_hangs_at_a_live_target_may_leave_orders),
        cmocka_unit_test(pauses_do_not_give_it_more_time),
        cmocka_unit_test(who_ends_in_time_is_left_alone),
        cmocka_unit_test(time_stands_still_while_it_is_paused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
