#!/usr/bin/env bash
# `qfpay-conform client --network` as a whole: the command qfpay passes everything, and what is odd
# about a client is told as what it is.
#
#   network.sh QFPAY_CONFORM QFPAY_MOCK QFPAY EXAMPLES FIXTURES
# shellcheck disable=SC2016 # the clients' shells shall read their own variables
set -euo pipefail

conform=$1
mock=$2
export QFPAY=$3
examples=$4
fixtures=$5
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# expect STATUS TEXT ARGUMENTS...: the run ends so, and its output has this line.
expect() {
    local status=0 wanted=$1 text=$2
    shift 2
    "$conform" client --network --mock "$mock" --fixtures "$fixtures" --case-timeout 240 "$@" \
        >"$folder/out" 2>&1 </dev/null || status=$?
    if [ "$status" -ne "$wanted" ] || ! grep -qF -- "$text" "$folder/out"; then
        echo "expected status $wanted and \"$text\", got status $status for: $*"
        cat "$folder/out"
        exit 1
    fi
}

# client TEXT: a client that is this shell script.
client() {
    printf '#!/bin/sh\n%s\n' "$1" >"$folder/client"
    chmod +x "$folder/client"
}

expect 0 "0 differ, 0 failed, 0 skipped" --strict --json "$folder/report.json" \
    -- "$examples/qfpay_wrapper.sh"
grep -Eq '"command":[[:space:]]*"client --network"' "$folder/report.json"

# The credentials are the sandbox's, and yet no report shows a key.
client 'printenv QFPAY_CLIENT_KEY >>"${0%/*}/keys"; exit 4'
expect 1 "got 4 (refused)" --filter 'network.pending.unpaid*' --json "$folder/report.json" \
    --junit "$folder/report.xml" --html "$folder/report.html" -- "$folder/client"
test -s "$folder/keys"
while read -r key; do
    if grep -rqF "$key" "$folder/out" "$folder"/report.*; then
        echo "a report shows a client key"
        exit 1
    fi
done <"$folder/keys"

# Who does nothing has avoided no mistake, whatever it says, and who can nothing is not certified.
client 'exit 0'
expect 1 "no request came from this client in any scenario" -- "$folder/client"
grep -qE '^[0-9]+ scenarios: 0 passed' "$folder/out"
if grep -F "PIT-" "$folder/out"; then
    echo "mistakes were blamed on a client that sent nothing"
    exit 1
fi
client 'echo "http://127.0.0.1:9/"; echo "paid $2 $3"; exit 3'
expect 1 "never sent a payment" -- "$folder/client"
grep -qE '^[0-9]+ scenarios: 0 passed' "$folder/out"
client 'exit 77'
expect 1 "no scenario was played" -- "$folder/client"
client 'test "$1" != refund || exit 77; exit 4'
expect 1 "1 skipped" --filter 'network.refund.done' --filter 'network.ending.expired' \
    -- "$folder/client"
# Nor is anything known about who signs with a wrong key, but that.
client 'QFPAY_CLIENT_KEY=0 exec '"$examples"'/qfpay_wrapper.sh "$@"'
expect 1 "SIG-11" --filter 'network.pending.*' --filter 'network.lost.*' -- "$folder/client"
if grep -F "PIT-" "$folder/out"; then
    echo "mistakes were blamed on a client with a wrong key"
    exit 1
fi
client 'echo "I give up" >&2; exit 1'
expect 1 "expected the client to exit with 0 (done), got 1" --filter 'network.refund.done' \
    -- "$folder/client"
grep -qF "I give up" "$folder/out"
# Scenarios run side by side, and each took the time of its own client.
client 'sleep 1; exit 4'
expect 1 "got 4 (refused)" --filter 'network.refund.[dp]*' --json "$folder/report.json" \
    -- "$folder/client"
grep -Eo '"duration_ms":[[:space:]]*[0-9]+' "$folder/report.json" | grep -Eo '[0-9]+' >"$folder/times"
test "$(wc -l <"$folder/times")" -gt 3
while read -r milliseconds; do
    if [ "$milliseconds" -lt 1000 ]; then
        echo "a client of a second took $milliseconds ms"
        exit 1
    fi
done <"$folder/times"
# Who babbles is heard out, in bounded room, and judged by what it does.
client 'yes | head -n 300000; yes "the end" | head -n 300000 >&2; exit 4'
expect 1 "got 4 (refused)" --filter 'network.refund.done' -- "$folder/client"
client 'kill -9 $$'
expect 1 "killed by signal 9" --filter 'network.refund.done' -- "$folder/client"
client 'trap "" TERM; while :; do sleep 1; done'
expect 1 "still ran after 1 s and was stopped" --filter 'network.refund.done' --case-timeout 1 \
    -- "$folder/client"
client 'echo "no address here"'
expect 1 "expected the receiver to book paid" --filter 'network.notification.paid' \
    -- "$folder/client"
expect 3 "no-such-client cannot be started: No such file" --filter 'network.refund.done' -- "$folder/no-such-client"
# A script that the system does not run is told once, and not by every scenario.
printf 'exit 4\n' >"$folder/bare"
printf '#!/bin/sh\r\nexit 4\r\n' >"$folder/foreign"
chmod +x "$folder/bare" "$folder/foreign"
for script in bare foreign; do
    expect 3 "$script cannot be started: " --filter 'network.refund.*' -- "$folder/$script"
    grep -qF "#!/bin/sh, and not end with a carriage return" "$folder/out"
    test "$(wc -l <"$folder/out")" -eq 1
done
expect 3 "no-such-mock cannot be started" --filter 'network.refund.done' --mock "$folder/no-such-mock" \
    -- "$folder/client"
expect 2 "selects nothing" --filter 'no.such.scenario' -- "$folder/client"

# Who interrupts has judged nothing that was under way, and leaves nothing running.
mkfifo "$folder/ready"
client 'echo $$ >"${0%/*}/ready"; exec sleep 600'
"$conform" client --network --mock "$mock" --fixtures "$fixtures" --case-timeout 240 \
    --filter 'network.refund.done' -- "$folder/client" >"$folder/out" 2>&1 </dev/null &
runner=$!
read -r started <"$folder/ready"
kill -INT "$runner"
wait "$runner" || true
if kill -0 "$started" 2>/dev/null || ! grep -q " 0 failed" "$folder/out"; then
    echo "an interrupted run left its client behind, or judged it"
    cat "$folder/out"
    exit 1
fi

# What had ended before counts, also behind a scenario that had not.
mkfifo "$folder/pay-and-wait" "$folder/refund"
client 'echo $$ >"${0%/*}/$1"; test "$1" = pay-and-wait || exit 4; exec sleep 600'
"$conform" client --network --mock "$mock" --fixtures "$fixtures" --case-timeout 240 \
    --filter 'network.ending.expired' --filter 'network.refund.done' -- "$folder/client" \
    >"$folder/out" 2>&1 </dev/null &
runner=$!
read -r started <"$folder/pay-and-wait"
read -r refunder <"$folder/refund"
timeout 240 tail --pid="$refunder" -s 0.05 -f /dev/null
kill -INT "$runner"
wait "$runner" || true
if ! grep -qF "expected the client to exit with 0 (done), got 4" "$folder/out"; then
    echo "a scenario that had ended was lost"
    cat "$folder/out"
    exit 1
fi

# A known failure is expected, and its passing is not.
client 'exit 4'
echo "network.refund.done: not written yet" >"$folder/known"
expect 0 "as expected" --filter 'network.refund.done' --expect "$folder/known" -- "$folder/client"
expect 1 "NOT AS EXPECTED" --filter 'network.refund.done' --expect "$folder/known" \
    -- "$examples/qfpay_wrapper.sh"

# A scenario that is no scenario is told by its place.
cp -r "$fixtures" "$folder/fixtures"
fixtures=$folder/fixtures
sed -i 's/"run": "refund", "refund": "400"/"run": "refunds", "refund": "04"/' \
    "$fixtures/scenarios/refund.json"
expect 2 'scenarios/refund.json: $.scenarios[1].run: must be one of' -- "$folder/client"
grep -qF '$.scenarios[1].refund: must be an amount' "$folder/out"
