#!/bin/sh
# Runs every recipe against a mock of its own: examples/recipes/run.sh QFPAY_MOCK QFPAY
# What the recipe prints, and the calls that the mock's journal shows, are those that it promises.
set -eu
mock=$1
QFPAY=$2
export QFPAY
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
mock_pid=
unset QFPAY_APP_CODE QFPAY_CLIENT_KEY QFPAY_MCHID QFPAY_SIGN_TYPE http_proxy HTTP_PROXY

cleanup() {
    [ -z "$mock_pid" ] || kill "$mock_pid" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT INT TERM

# The first line on stdout says where the mock listens; reading it is waiting for it.
mkfifo "$work/stdout"
"$mock" --port 0 --log off >"$work/stdout" &
mock_pid=$!
exec 3<"$work/stdout"
read -r line <&3
QFPAY_BASE_URL=${line##* }
export QFPAY_BASE_URL
failed=0

recipe() { # name, expected output, expected calls: path:HTTP status of each
    curl -fsS -X POST "$QFPAY_BASE_URL/__sandbox/reset"
    printed=$(sh "$here/$1.sh" 2>"$work/err" | tr '\n' ' ') || true
    calls=$(curl -fsS "$QFPAY_BASE_URL/__sandbox/requests" |
        grep -o '"path": "[^"]*"\|"http_status": [0-9]*' |
        sed 's/"path": "\/trade\/v1\///; s/"http_status": /:/; s/"$//' | tr -d '\n' |
        sed 's/\([a-z]*:[0-9]*\)/\1 /g')
    if [ "$printed" = "$2 " ] && [ "$calls" = "$3 " ]; then
        echo "ok $1"
        return
    fi
    echo "not ok $1: it printed \"$printed\", the journal has \"$calls\""
    sed 's/^/    /' "$work/err"
    failed=$((failed + 1))
}

recipe fail_twice "1100 1100 0000" "payment:200 payment:200 payment:200"
recipe answer_lost "0000" "payment:0 query:502 query:200 query:200"
recipe slow_but_fine "0000" "payment:200"
[ "$failed" -eq 0 ]
