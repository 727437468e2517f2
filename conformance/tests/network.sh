#!/bin/bash
# `qfpay-conform client --network` as a whole: the command qfpay passes everything, and what is odd
# about a client is told as what it is.
# shellcheck disable=SC2016 # the clients' shells shall read their own variables
. "$(dirname "$0")/other.sh"
unset "${!QFPAY_@}"
export QFPAY=$client # for the wrapper
wrapper=$root/examples/network/qfpay_wrapper.sh
refund=(--filter network.refund.done)

# play ARGUMENT...: with few of the cases, which are read each time and not needed here.
play() {
    [ -d few ] || few add_note
    "$conform" client --network --mock "$mock" --fixtures few --case-timeout 240 "$@" </dev/null
}

# who TEXT STATUS PATTERN ARGUMENT...: a client that is this shell script.
who() {
    printf '#!/bin/sh\n%s\n' "$1" >client
    chmod +x client
    expect "$2" "$3" play "${@:4}" -- ./client
}

# Clients that are right, and what is told of them.

qfpay_passes_every_scenario() (
    expect 0 '0 differ, 0 failed, 0 skipped' play --strict --json report.json -- "$wrapper"
    holds report.json '"command":[[:space:]]*"client --network"'
)

no_report_shows_a_client_key() (
    who 'printenv QFPAY_CLIENT_KEY >>keys; exit 4' 1 'got 4 \(refused\)' --filter 'network.pending.unpaid*' \
        --json report.json --junit report.xml --html report.html
    [ -s keys ]
    for file in said report.*; do
        lacks "$file" "$(paste -sd '|' keys)"
    done
)

a_scenario_took_the_time_of_its_own_client() (
    # They run side by side.
    who 'sleep 1; exit 4' 1 'got 4 \(refused\)' --filter 'network.refund.[dp]*' --json report.json
    grep -Eo '"duration_ms":[[:space:]]*[0-9]+' report.json | grep -Eo '[0-9]+' >durations
    [ "$(wc -l <durations)" -gt 3 ]
    while read -r milliseconds; do
        [ "$milliseconds" -ge 1000 ]
    done <durations
)

a_known_failure_is_expected_and_its_passing_is_not() (
    echo "network.refund.done: not written yet" >known
    who 'exit 4' 0 'as expected' "${refund[@]}" --expect known
    expect 1 'NOT AS EXPECTED' play "${refund[@]}" --expect known -- "$wrapper"
)

# Clients that do little.

who_does_nothing_has_avoided_no_mistake() (
    who 'exit 0' 1 'no request came from this client in any scenario'
    says '^[0-9]+ scenarios: 0 passed'
    says_no 'PIT-'
)

whatever_it_says() (
    who 'echo "http://127.0.0.1:9/"; echo "paid $2 $3"; exit 3' 1 'never sent a payment'
    says '^[0-9]+ scenarios: 0 passed'
)

who_can_nothing_is_not_certified() (
    who 'exit 77' 1 'no scenario was played'
)

what_a_client_cannot_is_skipped() (
    who 'test "$1" != refund || exit 77; exit 4' 1 '1 skipped' "${refund[@]}" --filter network.ending.expired
)

of_who_signs_with_a_wrong_key_nothing_is_known_but_that() (
    who 'QFPAY_CLIENT_KEY=0 exec '"$wrapper"' "$@"' 1 'SIG-11' --filter 'network.pending.*' --filter 'network.lost.*'
    says_no 'PIT-'
)

# Clients that end oddly.

a_client_that_fails_is_quoted() (
    who 'echo "I give up" >&2; exit 1' 1 'expected the client to exit with 0 \(done\), got 1' "${refund[@]}"
    says 'I give up'
)

who_babbles_is_heard_out_and_judged_by_what_it_does() (
    who 'yes | head -n 300000; yes "the end" | head -n 300000 >&2; exit 4' 1 'got 4 \(refused\)' "${refund[@]}"
)

a_client_that_a_signal_kills_or_that_does_not_end_is_told_so() (
    who 'kill -9 $$' 1 'killed by signal 9' "${refund[@]}"
    who 'trap "" TERM; while :; do sleep 1; done' 1 'still ran after 1 s and was stopped' "${refund[@]}" --case-timeout 1
)

a_receiver_without_an_address_books_nothing() (
    who 'echo "no address here"' 1 'expected the receiver to book paid' --filter network.notification.paid
)

# What cannot be started.

a_program_that_is_not_there_is_told_once() (
    expect 3 'no-such-client cannot be started: No such file' play "${refund[@]}" -- ./no-such-client
    who 'exit 4' 3 'no-such-mock cannot be started' "${refund[@]}" --mock ./no-such-mock
)

a_script_that_the_system_does_not_run_is_told_once_and_not_by_every_scenario() (
    printf 'exit 4\n' >bare
    printf '#!/bin/sh\r\nexit 4\r\n' >foreign
    chmod +x bare foreign
    for script in bare foreign; do
        expect 3 "$script cannot be started: " play --filter 'network.refund.*' -- "./$script"
        says '#!/bin/sh, and not end with a carriage return'
        [ "$(wc -l <said)" -eq 1 ]
    done
)

a_filter_that_selects_nothing_is_refused() (
    who 'exit 4' 2 'selects nothing' --filter 'no.such.scenario'
)

a_scenario_that_is_no_scenario_is_told_by_its_place() (
    few add_note
    rm few/scenarios
    cp -r "$root/fixtures/scenarios" few
    sed -i 's/"run": "refund", "refund": "400"/"run": "refunds", "refund": "04"/' few/scenarios/refund.json
    who 'exit 4' 2 'scenarios/refund.json: \$.scenarios\[1\].run: must be one of'
    says '\$.scenarios\[1\].refund: must be an amount'
)

# Interruptions.

# start_to_wait TEXT ARGUMENT...: the same in the background; its output is in the file out.
start_to_wait() {
    few add_note
    printf '#!/bin/sh\n%s\n' "$1" >client
    chmod +x client
    "$conform" client --network --mock "$mock" --fixtures few --case-timeout 240 "${@:2}" -- ./client \
        >out 2>&1 </dev/null &
    runner=$!
}

interrupt() {
    kill -INT "$runner"
    run wait "$runner"
}

who_interrupts_has_judged_nothing_that_was_under_way_and_leaves_nothing_running() (
    mkfifo ready
    start_to_wait 'echo $$ >ready; exec sleep 600' "${refund[@]}"
    read -r started <ready
    interrupt
    ! kill -0 "$started" 2>/dev/null || fail "the client still runs"
    holds out ' 0 failed'
)

what_had_ended_before_counts_also_behind_a_scenario_that_had_not() (
    mkfifo pay-and-wait refund
    start_to_wait 'echo $$ >"$1"; test "$1" = pay-and-wait || exit 4; exec sleep 600' \
        --filter network.ending.expired "${refund[@]}"
    read -r _ <pay-and-wait
    read -r refunder <refund
    timeout 240 tail --pid="$refunder" -s 0.05 -f /dev/null
    interrupt
    holds out 'expected the client to exit with 0 \(done\), got 4'
)

run_tests "$@"
