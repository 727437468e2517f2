#!/bin/sh
# Runs every example against a mock of its own, where its interpreter is present:
#     examples/run.sh QFPAY_MOCK C_EXAMPLE
# An example passes when it pays, shows syssn and QR code and reads the order's state, and when it
# fails and says why once its client key is wrong.
set -eu
mock=$1
c_example=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
mock_pid=

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
unset QFPAY_APP_CODE QFPAY_CLIENT_KEY QFPAY_MCHID QFPAY_SIGN_TYPE http_proxy HTTP_PROXY

failed=0
skipped=0

complain() { # name, what
    echo "not ok $1: $2"
    sed 's/^/    /' "$work/out"
    failed=$((failed + 1))
}

example() { # name, command...
    name=$1
    shift
    if ! "$@" >"$work/out" 2>&1; then
        complain "$name" "it failed"
    elif ! grep -Eq '^syssn +[0-9]{26}$' "$work/out" ||
        ! grep -Eq '^qrcode +weixin://wxpay/bizpayurl\?pr=[0-9A-Za-z]{7}$' "$work/out" ||
        ! grep -Eq '^state +1143 ' "$work/out"; then
        complain "$name" "its output is not that of an unpaid order"
    elif QFPAY_CLIENT_KEY=wrong "$@" >"$work/out" 2>&1; then
        complain "$name" "it took a refusal for a success"
    elif ! grep -Eq "1108|client key" "$work/out"; then
        complain "$name" "it does not say why it was refused"
    else
        echo "ok $name"
    fi
}

skip() { # name, reason
    echo "ok $1 # SKIP $2"
    skipped=$((skipped + 1))
}

has() { command -v "$1" >/dev/null 2>&1; }

example C "$c_example"
if has curl && has openssl; then
    example curl "$here/curl/first_payment.sh"
else
    skip curl "needs curl and openssl"
fi
if python=$("$here/../ci/python" requests 2>/dev/null); then
    example Python "$python" "$here/python/first_payment.py"
else
    skip Python "no python3 with requests"
fi
if has node && node -e 'process.exit(typeof fetch === "function" ? 0 : 1)'; then
    example Node.js node "$here/node/first_payment.mjs"
else
    skip Node.js "no node with fetch (18 or newer)"
fi
if has php; then
    example PHP php "$here/php/first_payment.php"
else
    skip PHP "no php"
fi
echo "5 examples, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
