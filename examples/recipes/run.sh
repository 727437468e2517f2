#!/bin/sh
# Runs every recipe against a mock of its own: examples/recipes/run.sh QFPAY_MOCK QFPAY
# What the recipe prints, and the calls that the mock's journal shows, are those that it promises, the
# second time as the first, and in a merchant of its own; no rule is left with the built-in one.
set -eu
mock=$1
QFPAY=$2
export QFPAY
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
mock_pid=
unset QFPAY_APP_CODE QFPAY_CLIENT_KEY QFPAY_NOTIFY_KEY QFPAY_MCHID QFPAY_SIGN_TYPE http_proxy HTTP_PROXY

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

member() { sed -n "s/^{.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }

new_merchant() {
    curl -fsS -X POST "$QFPAY_BASE_URL/__sandbox/merchants" >"$work/merchant"
    QFPAY_APP_CODE=$(member app_code <"$work/merchant")
    QFPAY_CLIENT_KEY=$(member client_key <"$work/merchant")
    export QFPAY_APP_CODE QFPAY_CLIENT_KEY
}

recipe() { # name, expected output, expected calls: path:HTTP status of each
    new_merchant
    run_recipe "$1" "$2" "$3"
    curl -fsS -X DELETE "$QFPAY_BASE_URL/__sandbox/requests?app_code=$QFPAY_APP_CODE"
    run_recipe "$1" "$2" "$3"
}

run_recipe() {
    printed=$(sh "$here/$1.sh" 2>"$work/err" | tr '\n' ' ') || true
    calls=$(curl -fsS "$QFPAY_BASE_URL/__sandbox/requests?app_code=$QFPAY_APP_CODE" |
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
recipe maybe_paid "1298 0000" "payment:200 query:200"
if [ "$(curl -fsS "$QFPAY_BASE_URL/__sandbox/rules")" != '{"rules": []}' ]; then
    echo "not ok a recipe changed the built-in merchant"
    failed=$((failed + 1))
fi
[ "$failed" -eq 0 ]
