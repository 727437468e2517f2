#!/bin/bash
# The commands and exit statuses of qfpay-conform, as a user meets them.
#   command_line.sh PYTHON CONFORM
set -u
here=$(dirname "$0")
python=$1
conform=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# expect STATUS PATTERN COMMAND...: the command ends so and says so, on either output.
expect() {
    local wanted=$1 pattern=$2 output status
    shift 2
    output=$("$@" 2>&1)
    status=$?
    if [ "$status" -ne "$wanted" ] || ! grep -qE "$pattern" <<<"$output"; then
        printf 'expected status %s and /%s/, got %s from: %s\n%s\n' "$wanted" "$pattern" "$status" \
            "$*" "$(head -n 20 <<<"$output")"
        failed=$((failed + 1))
    fi
}

# against ARGUMENTS...: a run against a fresh server of the other kind.
# shellcheck disable=SC2317 # it is run by expect, as a command
against() {
    local wanted=$1
    shift
    "$here/with_server.sh" "$wanted" "$python" "$here/other_server.py" -- "$conform" server \
        --target '{URL}' "$@"
}

echo "payment.answer.echo: a reason" >"$folder/known"

expect 0 'payment\.answer\.echo +seed' "$conform" list --filter 'payment.answer.*'
expect 2 'selects nothing' "$conform" list --filter 'nothing.*'
expect 0 'PAY-EXP-02: ' "$conform" explain payment.expired_time.under-minimum
expect 0 'payment\.expired_time\.under-minimum' "$conform" explain PAY-EXP-02
expect 2 'neither a case nor a requirement' "$conform" explain nothing
expect 0 'None lacks anything' "$conform" coverage
expect 0 'PAY-EXP-02 +[1-9][0-9]* +[1-9]' "$conform" coverage --matrix
expect 2 'cannot be opened' "$conform" list --fixtures "$folder/nowhere"
expect 2 'selects nothing' "$conform" server --filter 'nothing.*'
expect 3 'out of reach' "$conform" server --target http://127.0.0.1:1
expect 4 'not on this machine' "$conform" server --target https://openapi-hk.qfapi.com
expect 2 'is not a target' "$conform" server --target localhost
expect 0 'X-QF-SIGN: \(32 characters\)' "$conform" server --target http://127.0.0.1:1 --dry-run \
    --filter payment.answer.echo
expect 0 'as expected' against 0 --filter 'payment.answer.*'
expect 0 'NOT AS EXPECTED' against 1 --filter 'payment.answer.*' --strict
expect 0 'passes, although' against 1 --filter payment.answer.echo --expect "$folder/known"
expect 0 '^ok 1 - payment\.answer\.echo' against 0 --filter payment.answer.echo --tap
expect 0 'PAY-EXP-02 .* differs' against 0 --filter 'payment.expired_time.*' --matrix
expect 0 'as expected' against 0 --filter payment.answer.echo --rate 1000/s \
    --junit "$folder/junit.xml" --json "$folder/report.json"
expect 0 '<testcase classname="payment\.answer"' cat "$folder/junit.xml"
expect 0 '"verdict":.*"pass"' cat "$folder/report.json"
expect 0 'cannot be written' against 2 --filter payment.answer.echo --json "$folder/no/such"

exit $((failed > 0))
