#!/bin/bash
# Proves that the suite lets servers be free where the pages do: with a liberty of other_liberties.py the
# cases that see it find other differences than without it, and none fails. Each liberty is a test for ctest.
#   liberties.sh LIBERTY PATTERN
. "$(dirname "$0")/other.sh"
liberty=$1 pattern=$2

# found FILE SERVER-ARGUMENT...: no case fails; the differences, without what is different each time.
found() {
    other --sandbox "${@:2}"
    expect 0 '^ok ' judge --tap --filter "$pattern"
    stop
    grep '^# differs' said | sed -E 's/[0-9A-Z]{9,}|[0-9]{4}(-[0-9]{2}){2} [0-9:]{8}/.../g' >"$1" || true
}

it_is_seen_and_fails_nothing() (
    few "$pattern"
    found taken --liberty "$liberty"
    case $liberty in
    oldest-first) exit 0 ;;    # nobody waits a second, so no two orders are of different age
    makes-no-agents) exit 0 ;; # command_line.sh sees that the one given takes their place
    esac
    found not-taken
    ! cmp -s taken not-taken || fail "taken and not seen"
)

run_tests it_is_seen_and_fails_nothing
