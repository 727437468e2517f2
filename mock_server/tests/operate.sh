#!/bin/bash
# What those rely on who operate a mock: its log, its probes, its metrics, and its end.
. "$(dirname "$0")/../../testing/named.sh"

# Many calls on one connection: how many of them were answered.
ask_often() { # COUNT
    curl -sS --max-time 60 -o /dev/null -w '%{http_code}\n' "$url/trade/v1/payment?n=[1-$1]" | grep -c '^[2-5]'
}

# The log goes into a pipe that this test holds, and does not read.
serve_into_a_pipe() {
    mkfifo log
    exec {log}<>log
    # shellcheck disable=SC2016 # for the inner shell
    serve bash -c 'exec "$@" 2>log' - "$mock" --port 0 "$@"
}

a_log_that_nobody_reads_stops_neither_calls_nor_the_end() (
    serve_into_a_pipe
    [ "$(ask_often 5000)" -eq 5000 ]
    stop
    [ "$status" -eq 0 ]
)

lines_that_were_dropped_are_counted_when_somebody_reads_again() (
    serve_into_a_pipe "$@"
    [ "$(ask_often 5000)" -eq 5000 ]
    timeout 60 sed '/dropped/q' <&"$log" >told
    dropped=$(sed -n 's/^log: \([0-9]*\) lines dropped, which nobody read in time$/\1/p' told)
    [ $((dropped + $(wc -l <told) - 1)) -eq 5000 ]
    ! grep -vE '^(20|log: )' told
)

run_tests "$@"
