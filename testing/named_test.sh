#!/bin/bash
# A test fails where it should, and that of nobody else does.
. "$(dirname "$0")/named.sh"

# made: made.sh is a file of these tests, a bar in front of each line.
made() {
    {
        printf '#!/bin/bash\n. "%s/testing/named.sh"\n' "$root"
        sed 's/^| //'
        # shellcheck disable=SC2016 # it is for that file
        echo 'run_tests "$@"'
    } >made.sh
    chmod +x made.sh
}

a_test_ends_with_the_first_command_that_fails_and_the_next_one_runs() (
    made <<'END'
| helper() {
|     false
|     echo "not reached"
| }
| this_one_fails() (
|     helper
| )
| that_one_passes() (
|     expect 0 '^word$' echo word
|     says_no other
| )
END
    expect 1 '^not ok - this one fails$' ./made.sh
    says '^    this failed: false$' '^ok - that one passes$'
    says_no 'not reached'
    expect 0 '^ok - that one passes$' ./made.sh that_one_passes
    says_no 'this one'
)

what_was_expected_and_what_came_is_told() (
    made <<'END'
| it_ends_with_another_status() (
|     expect 3 word echo word
| )
| it_says_something_else() (
|     expect 0 'another' echo word
| )
| it_says_too_much() (
|     run echo word
|     says_no word
| )
END
    expect 1 '^    expected status 3, got 0$' ./made.sh
    says '^    from: echo word$' '^    expected it to say /another/$' '^    expected it not to say /word/$'
)

what_cannot_be_made_here_is_skipped() (
    made <<'END'
| it_needs_something() (
|     skip "there is none"
|     false
| )
| that_one_passes() (
|     true
| )
END
    expect 0 '^ok - it needs something # SKIP there is none$' ./made.sh
    expect 77 '# SKIP' ./made.sh it_needs_something
)

what_a_test_served_ends_with_it() (
    made <<'END'
| it_serves() (
|     serve sh -c 'echo $$ >../served; echo "listening on http://127.0.0.1:1"; exec sleep 600'
|     false
| )
END
    mkdir tmp
    TMPDIR=$PWD/tmp run ./made.sh
    ! kill -0 "$(cat tmp/served)" 2>/dev/null || fail "it still runs"
    [ "$(ls tmp)" = served ] || fail "its folder is still there"
)

a_server_that_does_not_start_fails_its_test() (
    made <<'END'
| it_serves() (
|     serve false
| )
END
    expect 1 'the server did not start: false' ./made.sh
)

run_tests "$@"
