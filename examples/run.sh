#!/bin/sh
# Runs every example against a mock of its own, where its interpreter is present:
#     examples/run.sh QFPAY_MOCK C_PAYMENT C_RECEIVER
# A first payment passes when it pays, shows syssn and QR code and reads the order's state, also
# when the payment is answered 1143, when it fails and says why once its client key is wrong, and when
# it gives a part of a paid order back and shows that too much is refused; all of it also as an agent,
# with a mchid. A notification receiver passes when it takes a payment's notification as new, its
# repetition as known, and refuses one that is not signed; all of it again with a notify key.
set -eu
mock=$1
c_example=$2
c_receiver=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
mock_pid=
receiver_pid=

cleanup() {
    [ -z "$receiver_pid" ] || kill "$receiver_pid" 2>/dev/null || true
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
unset QFPAY_APP_CODE QFPAY_CLIENT_KEY QFPAY_NOTIFY_KEY QFPAY_MCHID QFPAY_SIGN_TYPE http_proxy HTTP_PROXY

failed=0
skipped=0

has() { command -v "$1" >/dev/null 2>&1; }

complain() { # name, what
    echo "not ok $1: $2"
    sed 's/^/    /' "$work/out"
    failed=$((failed + 1))
}

sandbox() { # path, curl options...
    path=$1
    shift
    curl -fsS "$@" "$QFPAY_BASE_URL/__sandbox/$path"
}

# The payment itself may be answered 1143 or 1145: the order exists, and has to be asked about.
keeps_pending_order() { # command...
    kept=false
    sandbox rules -o /dev/null -d '{"match": {"endpoint": "payment"}, "respond": [{"respcd": "1143"}]}'
    if "$@" >"$work/out" 2>&1 && grep -Eq '^syssn +[0-9]{26}$' "$work/out" &&
        grep -Eq '^state +1143 ' "$work/out"; then
        kept=true
    fi
    sandbox rules -o /dev/null -X DELETE
    $kept
}

# The query tells that an order is paid; 3.00 of its 10.00 go back; 99.00 are too much, and that is no success.
refunds() { # command...
    syssn=$("$@" 2>"$work/out" | sed -n 's/^syssn  *//p')
    sandbox "transactions/$syssn/payer" -o /dev/null -d '{"action": "pay"}'
    "$@" query "$syssn" >"$work/out" 2>&1 && grep -Eq '^state +0000 ' "$work/out" &&
        "$@" refund "$syssn" 300 >"$work/out" 2>&1 && grep -Eq '^refund +0000 ' "$work/out" &&
        ! "$@" refund "$syssn" 9900 >"$work/out" 2>&1 && grep -q 1272 "$work/out" &&
        grep -q '^diagnosis ' "$work/out"
}

# An agent's calls without its merchant's mchid are refused, every one of them.
refunds_for_an_agent() ( # command...
    export QFPAY_APP_CODE=B1B2C3D4E5F60718293A4B5C6D7E8F90 QFPAY_CLIENT_KEY=1F1E2D3C4B5A69788796A5B4C3D2E1F0
    export QFPAY_MCHID=ZaMVg00001
    refunds "$@"
)

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
    elif ! grep -q 'client key' "$work/out"; then
        complain "$name" "it does not say why it was refused"
    elif QFPAY_APP_CODE=00000000000000000000000000000000 "$@" >"$work/out" 2>&1 ||
        ! grep -Eq '^diagnosis .*app code' "$work/out"; then
        complain "$name" "it does not show the mock's diagnosis of an unknown app code"
    elif has curl && ! keeps_pending_order "$@"; then
        complain "$name" "it drops an order whose payment is answered 1143"
    elif has curl && ! refunds "$@"; then
        complain "$name" "it does not ask again or refund, or does not say why not"
    elif has curl && ! refunds_for_an_agent "$@"; then
        complain "$name" "it does not send QFPAY_MCHID everywhere"
    else
        echo "ok $name"
    fi
}

# Pays an order of the merchant whose notifications go to the receiver, and lets things happen to it.
# What the receiver prints is left in $work/out.
deliver() { # url of the receiver
    sandbox merchants/A1B2C3D4E5F60718293A4B5C6D7E8F90 -o /dev/null -X PUT \
        -d "{\"notify_url\": \"$1\", \"notify_key\": \"${QFPAY_NOTIFY_KEY-}\"}"
    syssn=$("$c_example" | sed -n 's/^syssn  *//p')
    sandbox "transactions/$syssn/payer" -o /dev/null -d '{"action": "pay"}'
    read -r line <&4
    echo "$line" >"$work/out"
    id=$(sandbox "notifications?syssn=$syssn" | sed 's/^{"notifications": \[{"id": \([0-9]*\).*/\1/')
    sandbox "notifications/$id/send" -o /dev/null -X POST
    read -r line <&4
    echo "$line" >>"$work/out"
    curl -sS -o /dev/null -w '%{http_code}\n' -d '{"txamt": "1"}' "$1" >>"$work/out"
    read -r line <&4
    echo "$line" >>"$work/out"
    sandbox "notifications?syssn=$syssn" >>"$work/out"
}

receiver() { # name, command...
    name=$1
    shift
    rm -f "$work/receiver"
    mkfifo "$work/receiver"
    "$@" 0 >"$work/receiver" &
    receiver_pid=$!
    exec 4<"$work/receiver"
    read -r line <&4
    judge_receiver "$name" "${line##* }"
}

# PHP's own web server says on stderr where it listens, and logs there.
php_receiver() { # name, script
    rm -f "$work/receiver" "$work/started"
    mkfifo "$work/receiver" "$work/started"
    QFPAY_SEEN_FOLDER=$work/seen php -S 127.0.0.1:0 "$2" >"$work/receiver" 2>"$work/started" &
    receiver_pid=$!
    exec 4<"$work/receiver" 5<"$work/started" # in the order in which the other side opens them
    read -r line <&5
    cat <&5 >/dev/null &
    url=${line##*(}
    judge_receiver "$1" "${url%%)*}/"
}

judge_receiver() { # name, url
    name=$1
    deliver "$2"
    kill "$receiver_pid"
    wait "$receiver_pid" 2>/dev/null || true
    receiver_pid=
    if ! sed -n 1p "$work/out" | grep -Eq '^new payment c-[0-9-]+ 1000 HKD$'; then
        complain "$name" "it did not take the notification"
    elif ! sed -n 2p "$work/out" | grep -q '^again '; then
        complain "$name" "it did not know the repetition"
    elif [ "$(sed -n 3p "$work/out")" != 400 ] || ! sed -n 4p "$work/out" | grep -q '^refused: '; then
        complain "$name" "it took a notification without a signature"
    elif ! sed -n 5p "$work/out" | grep -q '"state": "delivered"'; then
        complain "$name" "the mock does not say that it was delivered"
    else
        echo "ok $name"
    fi
}

skip() { # name, reason
    echo "ok $1 # SKIP $2"
    skipped=$((skipped + 1))
}

example C "$c_example"
if has curl && has openssl; then
    example curl "$here/curl/first_payment.sh"
else
    skip curl "needs curl and openssl"
fi
if has python3; then
    example Python python3 "$here/python/first_payment.py"
else
    skip Python "no python3"
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
receivers() { # what is special about them
    receiver "C receiver$1" "$c_receiver"
    if has python3; then
        receiver "Python receiver$1" python3 "$here/python/notification_receiver.py"
    else
        skip "Python receiver$1" "no python3"
    fi
    if has node; then
        receiver "Node.js receiver$1" node "$here/node/notification_receiver.mjs"
    else
        skip "Node.js receiver$1" "no node"
    fi
    if has php; then
        php_receiver "PHP receiver$1" "$here/php/notification_receiver.php"
    else
        skip "PHP receiver$1" "no php"
    fi
}

if has curl; then
    receivers ""
    export QFPAY_NOTIFY_KEY=NotifyKeyOfThisShop
    receivers " with a notify key"
else
    skip "receivers" "needs curl"
fi
echo "13 examples, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
