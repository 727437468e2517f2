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

ready_says_where_a_mock_is_and_why_there_is_none() (
    serve "$mock" --port 0 --port-file port --log off
    expect 0 "^$url\$" "$mock" ready --port-file port
    QFPAY_MOCK_PORT=$port expect 0 "^$url\$" "$mock" ready
    echo "{\"port\": $port, \"merchants\": []}" >config
    QFPAY_MOCK_HOST=0.0.0.0 expect 0 "^$url\$" "$mock" ready --config config
    stop
    expect 1 '^qfpay-mock: not ready: port file port: No such file' "$mock" ready --port-file port
    expect 1 "^qfpay-mock: not ready: $url/readyz: .*onnect" "$mock" ready --port "$port"
    expect 1 '^qfpay-mock: not ready: port file nowhere: No such file' "$mock" ready --port-file nowhere
    expect 2 'port 0 is any free port' "$mock" ready --port 0
    expect 2 "unknown option '--wiat'; did you mean '--wait'" "$mock" ready --wiat
)

ready_waits_for_a_mock_that_is_to_come_and_not_for_ever() (
    "$mock" ready --wait --timeout 60 --port-file port >told &
    waiting=$!
    serve "$mock" --port 0 --port-file port --log off
    wait "$waiting"
    holds told "^$url\$"
    stop
    expect 1 'not ready: ' "$mock" ready --wait --timeout 100ms --port-file port
)

ready_does_not_take_another_server_for_a_mock() (
    serve "$python" "$here/other_service.py"
    expect 1 "not ready: $url/readyz answers HTTP 200: hello" "$mock" ready --port "$port"
)

probes_need_no_token_and_leave_no_trace() (
    exec 3>log
    QFPAY_MOCK_CONTROL_TOKEN=secret serve "$mock" --port 0 2>&3
    expect 0 '"live"' curl -fsS "$url/livez"
    expect 0 '"ready"' curl -fsS "$url/readyz"
    expect 0 '200' curl -fsS -I "$url/readyz"
    expect 22 '405' curl -fsS -X POST "$url/readyz"
    expect 0 '"requests": \[\]' curl -fsS -H 'Authorization: Bearer secret' "$url/__sandbox/requests"
    [ ! -s log ]
    expect 22 '401' curl -fsS "$url/__sandbox/requests"
)

a_mock_ends_with_the_program_that_was_killed_and_held_its_input() (
    mkfifo out
    # shellcheck disable=SC2016 # for the inner shell, which holds the pipe to its coprocess
    bash -c 'exec 3>&1; coproc { exec "$0" "$@" >&3; }; exec 3>&-; wait' \
        "$mock" --port 0 --port-file port --log off --exit-with-stdin >out &
    parent=$!
    exec {out}<out
    read -r _ <&"$out"
    expect 0 . "$mock" ready --port-file port
    disown "$parent" # whose end the shell would tell of
    kill -KILL "$parent"
    timeout 60 cat <&"$out" # to the end of its output, which is the mock's
    expect 1 'not ready' "$mock" ready --port-file port
)

an_input_that_has_ended_ends_it_and_it_says_so() (
    expect 0 '^end: standard input has ended$' "$mock" --port 0 --exit-with-stdin </dev/null
    expect 0 '^\{"end": ' "$mock" --port 0 --exit-with-stdin --log json </dev/null
    serve "$mock" --port 0 --log off </dev/null
    expect 0 . "$mock" ready --port "$port"
)

answer_log_and_journal_have_one_request_id() (
    exec 3>log
    serve "$mock" --port 0 2>&3
    curl -sS -o /dev/null -D head "$url/trade/v1/payment"
    id=$(sed -n 's/^X-QFMock-Request-Id: \([0-9a-f]*-1\)\r$/\1/p' head)
    holds log " id=$id "
    expect 0 "\"request_id\": \"$id\"" curl -sS "$url/__sandbox/requests"
    expect 0 'X-QFMock-Request-Id: mine' curl -sS -D - -H 'x-request-id: mine' "$url/trade/v1/query"
    holds log ' id=mine '
    expect 0 'X-QFMock-Request-Id: [0-9a-f]{8}-[0-9]+' curl -sS -D - -H 'x-request-id: a b' "$url/livez"
)

# NAME WITH LABELS: its value.
metric() {
    curl -fsS "$url/__sandbox/metrics" | awk -v name="$1" '$1 == name { print $2 }'
}

metrics_are_what_prometheus_reads() (
    serve "$mock" --port 0 --log off
    [ "$(ask_often 3)" -eq 3 ]
    curl -fsS -D head -o shown "$url/__sandbox/metrics"
    holds head '^Content-Type: text/plain; version=0\.0\.4; charset=utf-8'
    run promtool check metrics <shown
    [ "$status" -eq 0 ] && [ ! -s said ]
)

calls_are_counted_by_endpoint_and_code() (
    serve "$mock" --port 0 --log off
    [ -z "$(metric 'qfpay_mock_requests_total{endpoint="query",respcd="1100"}')" ]
    for path in query query payment nowhere; do curl -sS -o /dev/null -d a=b "$url/trade/v1/$path"; done
    curl -fsS "$url/__sandbox/metrics" >metrics
    [ "$(grep -c '^qfpay_mock_requests_total{' metrics)" -eq 3 ]
    [ "$(metric 'qfpay_mock_requests_total{endpoint="none",respcd="none"}')" -eq 1 ]
    [ "$(grep '^qfpay_mock_requests_total{endpoint="query"' metrics | cut -d ' ' -f 2)" -eq 2 ]
    [ "$(metric qfpay_mock_request_duration_seconds_count)" -eq 4 ]
    [ "$(metric 'qfpay_mock_request_duration_seconds_bucket{le="+Inf"}')" -eq 4 ]
    [ "$(metric qfpay_mock_connections)" -eq 1 ]
    [ "$(metric qfpay_mock_worlds)" -eq 2 ]
)

what_is_told_does_not_grow_with_merchants() (
    serve "$mock" --port 0 --log off
    few=$(curl -fsS "$url/__sandbox/metrics" | wc -l)
    for _ in {1..20}; do curl -fsS -o /dev/null -X POST "$url/__sandbox/merchants"; done
    [ "$(metric qfpay_mock_worlds)" -eq 22 ]
    [ "$(curl -fsS "$url/__sandbox/metrics" | wc -l)" -eq "$few" ]
)

orders_and_notifications_are_counted() (
    [ -x "$client" ] || skip "qfpay is not built"
    serve "$mock" --port 0 --log off --auto-pay 0s
    "$client" pay --base-url "$url" --txamt 1000 --notify-url http://127.0.0.1:1/ >paid
    "$client" pay --base-url "$url" --txamt 1000 >paid
    curl -fsS -o /dev/null -X PUT "$url/__sandbox/clock" -d '{"advance_seconds": 10}'
    [ "$(metric qfpay_mock_orders)" -eq 2 ]
    [ "$(metric 'qfpay_mock_notifications{state="waiting"}')" -eq 1 ]
    curl -fsS -o /dev/null -X PUT "$url/__sandbox/clock" -d '{"advance_seconds": 100000}'
    [ "$(metric 'qfpay_mock_notifications{state="waiting"}')" -eq 0 ]
    [ "$(metric 'qfpay_mock_notifications{state="given-up"}')" -eq 1 ]
    curl -fsS -X POST "$url/__sandbox/reset"
    [ "$(metric qfpay_mock_orders)" -eq 0 ]
    [ "$(metric 'qfpay_mock_notifications{state="given-up"}')" -eq 0 ]
)

journals_are_counted() (
    serve "$mock" --port 0 --log off --journal 3
    [ "$(ask_often 5)" -eq 5 ]
    [ "$(metric qfpay_mock_journal_entries)" -eq 3 ]
    [ "$(metric qfpay_mock_journal_bytes)" -gt 300 ]
    [ "$(metric 'qfpay_mock_journal_dropped_entries_total{bound="entries"}')" -eq 2 ]
    curl -fsS -X POST "$url/__sandbox/reset"
    [ "$(metric qfpay_mock_journal_entries)" -eq 0 ]
    [ "$(metric qfpay_mock_journal_bytes)" -eq 0 ]
    [ "$(metric 'qfpay_mock_journal_dropped_entries_total{bound="entries"}')" -eq 2 ]
)

dropped_lines_are_in_the_metrics() (
    serve_into_a_pipe
    [ "$(ask_often 5000)" -eq 5000 ]
    [ "$(metric qfpay_mock_log_dropped_lines_total)" -gt 0 ]
)

run_tests "$@"
