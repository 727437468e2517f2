#!/bin/bash
# record and diff as a user meets them: against the mock, against a server that takes every liberty,
# and with files that are no transcripts.
. "$(dirname "$0")/other.sh"
other_app=$QFPAY_APP_CODE other_key=$QFPAY_CLIENT_KEY
# The mock has its own merchants; an agent is not wanted here.
unset "${!QFPAY_@}"
nobody=http://127.0.0.1:1
host=test-openapi-hk.qfapi.com
some=(--filter '*.answer.*' --filter 'query.*' --filter 'payment.uniqueness.*' --filter 'payment.expired_time.*'
    --filter 'notification.refund.*' --filter 'request.mchid.*' --filter 'refund.window.*'
    --filter 'pay_type.accepted.*')

with_mock() { # MOCK ARGUMENT...
    serve "$mock" --port 0 --log off "$@"
}

# recorded FILTER...: mock.json, of what the mock answers, which still runs.
recorded() {
    with_mock
    expect 0 ' 0 cases skipped' "$conform" record --target "$url" --out mock.json --fixtures "$fixtures" "$@"
}

# compare RIGHT ARGUMENT...: mock.json with another side.
compare() {
    "$conform" diff --left mock.json --right "$1" --fixtures "$fixtures" "${@:2}"
}

# differences FILE CASES: one line for each, "CALL FIELD LEFT RIGHT", of a JSON report, but for those
# that only cases of this pattern show.
differences() {
    "$python" -c 'import json, re, sys
for row in json.load(open(sys.argv[1]))["differences"]:
    if not all(re.search(sys.argv[2], place["case"]) for place in row["places"]):
        print(row["call"], row["field"], row["left"], row["right"], sep="\t")' "$@"
}

# What servers differ in.

the_mock_agrees_with_itself_although_every_number_is_another_one() (
    recorded "${some[@]}"
    stop
    with_mock --seed 7
    expect 0 'no difference' compare "$url" "${some[@]}"
    expect 0 'no difference' compare mock.json
    lacks mock.json '"(orig_)?syssn":"[0-9]'
)

the_mock_answers_as_the_published_samples_and_captures_do() (
    with_mock
    expect 0 '^[0-9]+ cases compared: no difference' "$conform" diff \
        --left "$fixtures/transcripts/published.json" --right "$url"
    stop
    with_mock --profile documented
    expect 1 'left   "1251"' "$conform" diff --left "$fixtures/transcripts/published.json" --right "$url"
)

# OQ-01, OQ-07, OQ-13, OQ-20 ...
the_profiles_part_where_the_contract_says_so_and_nowhere_else() (
    recorded "${some[@]}"
    stop
    with_mock --profile documented
    expect 1 ' cases differ, in [0-9]+ ways' compare "$url" --json profiles.json "${some[@]}"
    differences profiles.json '^$' >profiles
    grep -qP '^payment\trespcd\t"1251"\t"1102"$' profiles
    grep -qP '^query\tpage\t1\t"1"$' profiles
    grep -qP '^refund\trespcd\t"0000"\t"1155"$' profiles
    grep -qP '^reversal\tHTTP status\t200\t405$' profiles
    # What is refused as a whole differs in every field: a query and a reversal by GET, a refund of FPS.
    differences profiles.json '[.](get|by-get|method)|[.]fps' >few
    unexplained=$(grep -vP '\t(data\[\]\.)?(resperr|errmsg)\t"(.*)(\(\d{4}\))"\t"\3 \4"$' few |
        grep -vP '\t(data\[\]\.)?(resperr|errmsg)\t"success"\t"\w+ successful"$' |
        grep -vP '^query\tpage(_size)?\t(\d+)\t"\2"$' |
        grep -vP '\t(respcd\t"1251"\t"1102"|respmsg\t"out_trade_no is used"\t"")$' |
        grep -vP '\tresperr\t".*\(1251\)"\t"Duplicate request \(1102\)"$' || true)
    [ -z "$unexplained" ] || fail "not explained: $unexplained"
)

one_deliberate_mistake_of_a_server_is_one_difference() (
    few payment.expired_time
    recorded
    stop
    with_mock --defect payment.expired-time.least-lower
    expect 1 'respcd' compare "$url"
)

a_server_of_other_people_differs_in_texts_and_types_and_has_no_sandbox() (
    few payment.answer query.state
    recorded
    stop
    other
    mine=(--right-app-code "$other_app" --right-client-key "$other_key")
    expect 1 'not compared: [0-9]+ cases?, right: needs .*: the target has none' compare "$url" "${mine[@]}"
    expect 1 'right  10$' compare "$url" "${mine[@]}" --filter payment.answer.flat
)

# Who recorded.

neither_key_nor_app_code_nor_order_numbers_are_recorded() (
    few payment.answer request
    other
    QFPAY_APP_CODE=$other_app QFPAY_CLIENT_KEY=$other_key expect 0 'exchanges of' \
        "$conform" record --target "$url" --fixtures "$fixtures" --out other.json
    lacks other.json "$other_key|$other_app"
    # shellcheck disable=SC2016 # it is the transcript's name for it
    grep -qF '"${app_code}"' other.json
    [ "$(stat -c %a other.json)" = 600 ] # for its owner only
)

# A live target, under the name of QFPay's test host: only small unpaid orders, all of them closed.

live_server() {
    make_certificate "$host"
    serve "$python" "$here/live_server.py" --log log --cert cert.pem --key key.pem "$@"
}

# record_live ARGUMENT...: its process id is in the file pid.
record_live() {
    # shellcheck disable=SC2016 # it is for the inner shell
    QFPAY_APP_CODE=$other_app QFPAY_CLIENT_KEY=$other_key bash -c 'echo $$ >pid; exec "$@"' bash "$conform" record \
        --target "https://$host:$port" --resolve "$host:$port:127.0.0.1" --cacert cert.pem --ledger ledger \
        --rate 1000/s --fixtures "$fixtures" "$@"
}

a_live_target_is_recorded_as_carefully_as_it_is_judged() (
    few payment.answer query.state
    live_server
    expect 4 'not on this machine' record_live --out none
    expect 0 'no order is open' record_live --live --out live.json
    stop
    holds log '"unpaid": \[\]'
    holds live.json '"skipped":"not sent: txamt is above the ceiling'
    lacks live.json "$other_key|$other_app"
    [ ! -e none ]
    with_mock
    expect 1 'respcd 0000: txamt' "$conform" diff --left live.json --right "$url" --fixtures "$fixtures"
)

ctrl_c_closes_what_is_open_and_half_a_transcript_is_none() (
    few payment.answer query.state
    live_server --signal SIGINT --at 3 --pid-file pid
    expect 1 'nothing was kept in none' record_live --live --out none
    stop
    holds log '"unpaid": \[\]'
    [ ! -e none ]
)

the_watchdog_looks_after_recording_too() (
    few payment.answer query.state
    live_server --signal SIGALRM --at 3 --pid-file pid
    expect 4 'nor did the runner notice; what is open stays open' record_live --live --out barked
)

what_is_left_behind_counts_more_than_a_transcript_that_cannot_be_written() (
    few payment.goods_name
    live_server --trouble stuck
    mkdir taken
    expect 4 'taken: cannot be written: Is a directory' record_live --live --out taken \
        --filter payment.goods_name.twenty --max-amount 300
)

# Files.

what_is_no_transcript_is_refused_in_a_line_that_says_where() (
    few payment.answer request.header
    recorded
    head -c 2000 mock.json >truncated
    sed 's/"http":200/"http":"fine"/' mock.json >wrong
    sed 's/"answer"/"anwser"/' mock.json >misspelt
    printf '{"schema": "qfpay-transcript/1",\0"cases": []}' >nul
    printf '[%.0s' {1..2000} >deep
    truncate -s 70M huge
    no_transcript() { # FILE PATTERN
        expect 2 "$1: $2" "$conform" diff --left "$1" --right mock.json --fixtures "$fixtures"
    }
    no_transcript truncated 'is not JSON from byte'
    no_transcript wrong '.*answer\.http: must be a whole number'
    no_transcript misspelt '.*anwser: is not a known key'
    no_transcript nul 'has a NUL byte at offset 32'
    no_transcript deep 'is not JSON'
    no_transcript huge 'is larger than'
    no_transcript nothere 'cannot be opened'
    expect 2 'replaces nothing but transcripts' "$conform" record --out truncated --target "$nobody" --fixtures "$fixtures"
)

a_file_that_is_no_smaller_recording_is_not_replaced() (
    few payment.answer
    recorded
    expect 2 'mock.json is not a report of diff' compare "$nobody" --json mock.json
    expect 2 'mock.json has [0-9]+ cases that this run would not record' "$conform" record \
        --out mock.json --filter payment.answer.echo --target "$nobody" --fixtures "$fixtures"
    expect 2 'no/such: cannot be written' compare "$nobody" --json no/such
    expect 2 'cannot be written' "$conform" record --out no/such --target "$nobody" --fixtures "$fixtures"
)

usage_reach_and_safety_come_before_anything_is_sent() (
    few payment.answer payment.txamt
    recorded --filter 'payment.answer.*'
    expect 2 'record takes --out' "$conform" record --fixtures "$fixtures"
    expect 2 'diff takes --left and --right' "$conform" diff --left mock.json --fixtures "$fixtures"
    expect 3 'out of reach' "$conform" record --out none --target "$nobody" --fixtures "$fixtures"
    expect 3 'out of reach' compare "$nobody"
    expect 4 'production' compare https://openapi-hk.qfapi.com --live
    expect 2 'selects nothing' compare mock.json --filter 'nothing.*'
    expect 2 'nothing was compared' compare mock.json --filter 'payment.txamt.*'
    [ ! -e none ]
)

run_tests "$@"
