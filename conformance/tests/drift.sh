#!/bin/bash
# record and diff as a user meets them: against the mock, against a server that takes every liberty,
# and with files that are no transcripts.
#   drift.sh PYTHON CONFORM MOCK FIXTURES
set -euo pipefail
here=$(dirname "$0")
python=$1
conform=$2
mock=$3
fixtures=$4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
export PYTHONDONTWRITEBYTECODE=1
# The default merchant of other_server.py; the agent of the environment is not wanted here.
other_app=C0FFEE00000000000000000000000001
other_key=5EC2E70000000000000000000000A001
unset QFPAY_APP_CODE QFPAY_CLIENT_KEY QFPAY_AGENT_APP_CODE QFPAY_AGENT_CLIENT_KEY QFPAY_AGENT_MCHID
some=(--filter '*.answer.*' --filter 'query.*' --filter 'payment.uniqueness.*' --filter 'payment.expired_time.*'
    --filter 'notification.refund.*' --filter 'request.mchid.*' --filter 'refund.window.*'
    --filter 'pay_type.accepted.*')

# expect STATUS PATTERN COMMAND...: the command ends so and says so, on either output.
expect() {
    local wanted=$1 pattern=$2 output status=0
    shift 2
    output=$("$@" 2>&1) || status=$?
    if [ "$status" -ne "$wanted" ] || ! grep -qE -- "$pattern" <<<"$output"; then
        printf 'expected status %s and /%s/, got %s from: %s\n%s\n' "$wanted" "$pattern" "$status" \
            "$*" "$(head -n 30 <<<"$output")"
        failed=$((failed + 1))
    fi
}

# lacks PATTERN FILE
lacks() {
    if grep -qiE -- "$1" "$2"; then
        printf '%s has /%s/\n' "$2" "$1"
        failed=$((failed + 1))
    fi
}

# with_mock STATUS [MOCK-ARGUMENT...] -- COMMAND...
# shellcheck disable=SC2317 # it is run by expect, as a command
with_mock() {
    local wanted=$1
    shift
    "$here/with_server.sh" "$wanted" "$mock" --port 0 --log off "$@"
}

# shellcheck disable=SC2317
with_other() {
    local wanted=$1
    shift
    "$here/with_server.sh" "$wanted" "$python" "$here/other_server.py" -- "$@"
}

# differences FILE CASES: one line for each, "CALL FIELD LEFT RIGHT", of a JSON report, but for those
# that only cases of this pattern show.
differences() {
    "$python" -c 'import json, re, sys
for row in json.load(open(sys.argv[1]))["differences"]:
    if not all(re.search(sys.argv[2], place["case"]) for place in row["places"]):
        print(row["call"], row["field"], row["left"], row["right"], sep="\t")' "$@"
}

# The mock agrees with itself, although every number is another one.
expect 0 ' 0 cases skipped' with_mock 0 -- \
    "$conform" record --target '{URL}' --out "$folder/mock.json" "${some[@]}"
expect 0 'no difference' with_mock 0 --seed 7 -- \
    "$conform" diff --left "$folder/mock.json" --right '{URL}' "${some[@]}"
expect 0 'no difference' "$conform" diff --left "$folder/mock.json" --right "$folder/mock.json"
lacks '"(orig_)?syssn":"[0-9]' "$folder/mock.json"

# It answers as the published samples and captures do.
expect 0 '^[0-9]+ cases compared: no difference' with_mock 0 -- \
    "$conform" diff --left "$fixtures/transcripts/published.json" --right '{URL}'
expect 0 'left   "1251"' with_mock 1 --profile documented -- \
    "$conform" diff --left "$fixtures/transcripts/published.json" --right '{URL}'

# What is written and what was seen part where the contract says so: OQ-01, OQ-07, OQ-13, OQ-20 ...
expect 0 ' cases differ, in [0-9]+ ways' with_mock 1 --profile documented -- "$conform" diff \
    --left "$folder/mock.json" --right '{URL}' --json "$folder/profiles.json" "${some[@]}"
differences "$folder/profiles.json" '^$' >"$folder/profiles"
expect 0 '' grep -qP '^payment\trespcd\t"1251"\t"1102"$' "$folder/profiles"
expect 0 '' grep -qP '^query\tpage\t1\t"1"$' "$folder/profiles"
expect 0 '' grep -qP '^refund\trespcd\t"0000"\t"1155"$' "$folder/profiles"
expect 0 '' grep -qP '^reversal\tHTTP status\t200\t405$' "$folder/profiles"
# ... and nowhere else. What is refused as a whole differs in every field: a query and a reversal by
# GET, a refund of FPS.
differences "$folder/profiles.json" '[.](get|by-get|method)|[.]fps' >"$folder/few"
unexplained=$(grep -vP '\t(data\[\]\.)?(resperr|errmsg)\t"(.*)(\(\d{4}\))"\t"\3 \4"$' "$folder/few" |
    grep -vP '\t(data\[\]\.)?(resperr|errmsg)\t"success"\t"\w+ successful"$' |
    grep -vP '^query\tpage(_size)?\t(\d+)\t"\2"$' |
    grep -vP '\t(respcd\t"1251"\t"1102"|respmsg\t"out_trade_no is used"\t"")$' |
    grep -vP '\tresperr\t".*\(1251\)"\t"Duplicate request \(1102\)"$' || true)
[ -z "$unexplained" ] || expect 0 'every difference of the profiles is explained' echo "$unexplained"

# One deliberate mistake of a server is one difference.
expect 0 'respcd' with_mock 1 --defect payment.expired-time.least-lower -- "$conform" diff \
    --left "$folder/mock.json" --right '{URL}' --filter 'payment.expired_time.*'

# A server of other people's: other texts, types, order; no sandbox.
expect 0 'not compared: [0-9]+ cases?, right: needs .*: the target has none' with_other 1 "$conform" diff \
    --left "$folder/mock.json" --right '{URL}' --right-app-code "$other_app" \
    --right-client-key "$other_key" --filter 'payment.answer.*' --filter 'query.state.*'
expect 0 'right  10$' with_other 1 "$conform" diff --left "$folder/mock.json" --right '{URL}' \
    --right-app-code "$other_app" --right-client-key "$other_key" --filter payment.answer.flat

# Nobody learns who recorded: neither key nor app code, nor order numbers.
expect 0 'exchanges of' with_other 0 env "QFPAY_APP_CODE=$other_app" "QFPAY_CLIENT_KEY=$other_key" \
    "$conform" record --target '{URL}' --out "$folder/other.json" \
    --filter 'payment.answer.*' --filter 'request.*'
lacks "$other_key|$other_app" "$folder/other.json"
# shellcheck disable=SC2016 # it is the transcript's name for it
expect 0 '' grep -qF '"${app_code}"' "$folder/other.json"
[ "$(stat -c %a "$folder/other.json")" = 600 ] || expect 0 'readable by its owner only' false

# A live target, under the name of QFPay's test host: only small unpaid orders, all of them closed.
host=test-openapi-hk.qfapi.com
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
    -keyout "$folder/key.pem" -out "$folder/cert.pem" -subj "/CN=qfpay-conform test" \
    -addext "subjectAltName=DNS:$host" 2>/dev/null
trouble=()
# live COMMAND...: {PORT} becomes the server's; its log is in the folder.
# shellcheck disable=SC2317
live() {
    local line pid status=0
    mkfifo "$folder/first-line"
    "$python" "$here/live_server.py" --log "$folder/log" --cert "$folder/cert.pem" \
        --key "$folder/key.pem" "${trouble[@]}" >"$folder/first-line" &
    pid=$!
    read -r line <"$folder/first-line" || true
    rm "$folder/first-line"
    "${@//\{PORT\}/${line##*:}}" --resolve "$host:${line##*:}:127.0.0.1" --cacert "$folder/cert.pem" \
        --ledger "$folder/ledger" --rate 1000/s || status=$?
    kill "$pid"
    wait "$pid" || true
    return "$status"
}
expect 4 'not on this machine' live "$conform" record --out "$folder/none" --target "https://$host:{PORT}"
expect 0 'no order is open' live env "QFPAY_APP_CODE=$other_app" "QFPAY_CLIENT_KEY=$other_key" \
    "$conform" record --live --out "$folder/live.json" --target "https://$host:{PORT}" \
    --filter 'payment.answer.*' --filter 'query.state.*'
expect 0 '' grep -q '"unpaid": \[\]' "$folder/log"
expect 0 '' grep -q '"skipped":"not sent: txamt is above the ceiling' "$folder/live.json"
lacks "$other_key|$other_app" "$folder/live.json"
expect 0 'respcd 0000: txamt' with_mock 1 -- \
    "$conform" diff --left "$folder/live.json" --right '{URL}'

# Ctrl-C closes what is open, and half a transcript is none.
trouble=(--signal SIGINT --at 3 --pid-file "$folder/pid")
# shellcheck disable=SC2016 # it is for the inner shell
expect 1 'nothing was kept in .*/none' live bash -c 'echo $$ >"$0"; exec "$@"' "$folder/pid" \
    env "QFPAY_APP_CODE=$other_app" "QFPAY_CLIENT_KEY=$other_key" \
    "$conform" record --live --out "$folder/none" --target "https://$host:{PORT}"
expect 0 '' grep -q '"unpaid": \[\]' "$folder/log"

# The watchdog looks after recording too. What is left behind counts more than a transcript that
# cannot be written.
trouble=(--signal SIGALRM --at 3 --pid-file "$folder/pid")
# shellcheck disable=SC2016
expect 4 'nor did the runner notice; what is open stays open' live bash -c 'echo $$ >"$0"; exec "$@"' \
    "$folder/pid" env "QFPAY_APP_CODE=$other_app" "QFPAY_CLIENT_KEY=$other_key" \
    "$conform" record --live --out "$folder/barked" --target "https://$host:{PORT}"
rm "$folder/ledger"
trouble=(--trouble stuck)
mkdir "$folder/taken"
expect 4 'taken: cannot be written: Is a directory' live \
    env "QFPAY_APP_CODE=$other_app" "QFPAY_CLIENT_KEY=$other_key" \
    "$conform" record --live --out "$folder/taken" --target "https://$host:{PORT}" \
    --filter payment.goods_name.twenty --max-amount 300

# What is no transcript is refused, in a line that says where.
head -c 20000 "$folder/mock.json" >"$folder/truncated"
sed 's/"http":200/"http":"fine"/' "$folder/other.json" >"$folder/wrong"
sed 's/"answer"/"anwser"/' "$folder/other.json" >"$folder/misspelt"
printf '{"schema": "qfpay-transcript/1",\0"cases": []}' >"$folder/nul"
printf '[%.0s' {1..2000} >"$folder/deep"
truncate -s 70M "$folder/huge"
# shellcheck disable=SC2317
diff_of() {
    "$conform" diff --left "$folder/$1" --right "$folder/mock.json"
}
expect 2 'truncated: is not JSON from byte' diff_of truncated
expect 2 'answer\.http: must be a whole number' diff_of wrong
expect 2 'anwser: is not a known key' diff_of misspelt
expect 2 'nul: has a NUL byte at offset 32' diff_of nul
expect 2 'deep: is not JSON' diff_of deep
expect 2 'huge: is larger than' diff_of huge
expect 2 'nothere: cannot be opened' diff_of nothere

# Usage, reach and safety, before anything is sent.
expect 2 'record takes --out' "$conform" record
expect 2 'diff takes --left and --right' "$conform" diff --left "$folder/mock.json"
expect 2 'cannot be written' "$conform" record --out "$folder/no/such" --target http://127.0.0.1:1
expect 2 'no/such: cannot be written' "$conform" diff --left "$folder/mock.json" \
    --right http://127.0.0.1:1 --json "$folder/no/such"
# A fuller recording is not replaced by a smaller one, nor a file of another kind by any.
expect 2 'mock.json is not a report of diff' "$conform" diff --left "$folder/mock.json" \
    --right http://127.0.0.1:1 --json "$folder/mock.json"
expect 2 'mock.json has [0-9]+ cases that this run would not record' "$conform" record \
    --out "$folder/mock.json" --filter payment.answer.echo --target http://127.0.0.1:1
expect 2 'replaces nothing but transcripts' "$conform" record --out "$folder/truncated" \
    --target http://127.0.0.1:1
expect 3 'out of reach' "$conform" record --out "$folder/none" --target http://127.0.0.1:1
expect 3 'out of reach' "$conform" diff --left "$folder/mock.json" --right http://127.0.0.1:1
expect 4 'production' "$conform" diff --left "$folder/mock.json" --live \
    --right https://openapi-hk.qfapi.com
expect 2 'selects nothing' "$conform" diff --left "$folder/mock.json" --right "$folder/mock.json" \
    --filter 'nothing.*'
expect 2 'nothing was compared' "$conform" diff --left "$folder/mock.json" \
    --right "$folder/mock.json" --filter 'payment.txamt.*'
[ -z "$(find "$folder" -name 'none*')" ] || expect 0 'a record that failed leaves no file' false

exit $((failed > 0))
