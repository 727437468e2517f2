/* Programs run beside this one: what they print, how they end, that nothing of them stays. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/local_mock.h"
#include "base/moment.h"
#include "support.h"

enum { PATIENCE_MS = 20000 };

static struct child child;

/* Run a shell line with all pipes. */
static void
run_shell(const char *line)
{
    char *argv[] = {"sh", "-c", (char *)line, NULL};
    const char *variables[] = {"CHILD_TEST=from the wish", NULL};
    struct child_wish wish = {argv, variables, true, true, true};
    const char *problem = NULL;

    assert_true(child_start(&child, &wish, &problem));
}

static int
stop_child(void **state)
{
    (void)state;
    child_stop(&child, PATIENCE_MS);
    return 0;
}

static void
assert_line(struct child_pipe *pipe, const char *expected)
{
    const char *line = NULL;
    size_t len = 0;

    assert_int_equal(child_read_line(pipe, now_ms() + PATIENCE_MS, &line, &len), CHILD_LINE);
    assert_string_equal(line, expected);
    assert_int_equal(len, strlen(expected));
}

static void
assert_end(struct child_pipe *pipe)
{
    const char *line = NULL;
    size_t len = 0;

    assert_int_equal(child_read_line(pipe, now_ms() + PATIENCE_MS, &line, &len), CHILD_END);
}

static void
assert_exits_with(int expected)
{
    int status = -1;

    assert_true(child_wait(&child, now_ms() + PATIENCE_MS));
    assert_true(child_exited(&child, &status));
    assert_int_equal(status, expected);
}

static void
lines_go_in_and_come_out(void **state)
{
    (void)state;
    run_shell("while read -r line; do echo \"got $line\"; done; echo done; exit 3");
    assert_true(child_write(&child, "one\ntwo\n", 8, now_ms() + PATIENCE_MS));
    assert_line(&child.output, "got one");
    assert_line(&child.output, "got two");
    child_close_input(&child);
    assert_line(&child.output, "done");
    assert_end(&child.output);
    assert_exits_with(3);
}

static void
a_last_line_without_its_end_counts(void **state)
{
    (void)state;
    run_shell("printf 'first\\n\\nlast'; printf oops >&2");
    assert_line(&child.output, "first");
    assert_line(&child.output, "");
    assert_line(&child.output, "last");
    assert_end(&child.output);
    assert_line(&child.errors, "oops");
}

static void
the_environment_is_added_to(void **state)
{
    (void)state;
    run_shell("echo \"$CHILD_TEST, ${PATH:+and ours}\"");
    assert_line(&child.output, "from the wish, and ours");
}

static void
who_says_nothing_is_late_and_can_still_speak(void **state)
{
    const char *line = NULL;
    size_t len = 0;

    (void)state;
    run_shell("read -r line; echo \"$line\"");
    assert_int_equal(child_read_line(&child.output, now_ms() + 1, &line, &len), CHILD_LATE);
    assert_true(child_write(&child, "now\n", 4, now_ms() + PATIENCE_MS));
    assert_line(&child.output, "now");
}

static void
a_line_without_end_is_bounded(void **state)
{
    const char *line = NULL;
    size_t len = 0;

    (void)state;
    run_shell("while :; do printf 0123456789012345678901234567890123456789; done");
    assert_int_equal(child_read_line(&child.output, now_ms() + PATIENCE_MS, &line, &len),
                     CHILD_LONG);
}

static void
who_does_not_read_cannot_be_written_to_for_ever(void **state)
{
    static const char much[1024 * 1024];

    (void)state;
    run_shell("exec 0<&-; echo closed; read -r line");
    assert_line(&child.output, "closed");
    assert_false(child_write(&child, much, sizeof much, now_ms() + PATIENCE_MS));
}

static void
a_signal_is_no_exit(void **state)
{
    char room[80];
    int status = 0;

    (void)state;
    run_shell("kill -KILL $$");
    assert_true(child_wait(&child, now_ms() + PATIENCE_MS));
    assert_false(child_exited(&child, &status));
    assert_contains(child_ending(&child, room, sizeof room), "signal 9");
}

/* A child and a grandchild that do not heed SIGTERM; the grandchild holds the pipe that is
 * returned, its end shows that it is gone. */
static struct child_pipe
run_stubborn_family(void)
{
    struct child_pipe output;

    run_shell("trap '' TERM; (trap '' TERM; while :; do sleep 60; done) & echo ready; wait");
    assert_line(&child.output, "ready");
    output = child.output;
    memset(&child.output, 0, sizeof child.output);
    child.output.file = -1;
    return output;
}

static void
stopping_reaches_what_the_child_started(void **state)
{
    struct child_pipe output = run_stubborn_family();

    (void)state;
    child_stop(&child, 1);
    assert_end(&output);
    free(output.bytes);
}

/* The last test, because nothing can be started any more. */
static void
killing_all_reaches_what_they_started(void **state)
{
    char *argv[] = {"true", NULL};
    struct child_wish wish = {.argv = argv};
    struct child_pipe output = run_stubborn_family();
    const char *problem = NULL;

    (void)state;
    child_kill_all();
    assert_end(&output);
    free(output.bytes);
    child_stop(&child, 1);
    assert_false(child_start(&child, &wish, &problem));
}

static void
a_missing_program_is_named_at_once(void **state)
{
    char *argv[] = {"no-such-program-anywhere", NULL};
    struct child_wish wish = {.argv = argv};
    const char *problem = NULL;

    (void)state;
    assert_false(child_start(&child, &wish, &problem));
    assert_string_equal(problem, "No such file or directory");
}

static void
a_mock_that_is_none_is_refused(void **state)
{
    static struct local_mock mock;

    (void)state;
    assert_false(local_mock_start(&mock, "true", NULL));
    assert_contains(mock.problem, "did not say where it listens: it exited with 0");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(lines_go_in_and_come_out, stop_child),
        cmocka_unit_test_teardown(a_last_line_without_its_end_counts, stop_child),
        cmocka_unit_test_teardown(the_environment_is_added_to, stop_child),
        cmocka_unit_test_teardown(who_says_nothing_is_late_and_can_still_speak, stop_child),
        cmocka_unit_test_teardown(a_line_without_end_is_bounded, stop_child),
        cmocka_unit_test_teardown(who_does_not_read_cannot_be_written_to_for_ever, stop_child),
        cmocka_unit_test_teardown(a_signal_is_no_exit, stop_child),
        cmocka_unit_test_teardown(stopping_reaches_what_the_child_started, stop_child),
        cmocka_unit_test_teardown(a_missing_program_is_named_at_once, stop_child),
        cmocka_unit_test(a_mock_that_is_none_is_refused),
        cmocka_unit_test_teardown(killing_all_reaches_what_they_started, stop_child),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
