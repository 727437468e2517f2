#!/bin/bash
# Each example, each recipe and each testee that the pages print, where its interpreter is present,
# against a mock of its own.
. "$(dirname "$0")/../testing/named.sh"
c_example=$build/examples/example_first_payment

needs() { # PROGRAM...
    local program
    for program; do
        command -v "$program" >/dev/null || skip "no $program"
    done
}

serve_mock() {
    serve "$mock" --port 0 --log off
    export QFPAY_BASE_URL=$url
}

sandbox() { # PATH CURL-OPTION...
    curl -fsS "${@:2}" "$QFPAY_BASE_URL/__sandbox/$1"
}

fails() { # PATTERN COMMAND...
    run "${@:2}"
    [ "$status" -ne 0 ] || fail "it took a refusal for a success"
    says "$1"
}

# A first payment.

# The query tells that an order is paid; 3.00 of its 10.00 go back; 99.00 are too much, and that is no success.
refunds() { # COMMAND...
    local syssn
    syssn=$("$@" | sed -n 's/^syssn  *//p')
    sandbox "transactions/$syssn/payer" -o /dev/null -d '{"action": "pay"}'
    expect 0 '^state +0000 ' "$@" query "$syssn"
    expect 0 '^refund +0000 ' "$@" refund "$syssn" 300
    fails 1272 "$@" refund "$syssn" 9900
    says '^diagnosis '
}

# It pays, shows syssn and QR code and reads the order's state, also when the payment is answered 1143; it
# fails and says why when it is refused; it gives a part of a paid order back; all of it also as an agent.
pays() { # COMMAND...
    serve_mock
    expect 0 '^syssn +[0-9]{26}$' "$@"
    says '^qrcode +weixin://wxpay/bizpayurl\?pr=[0-9A-Za-z]{7}$' '^state +1143 '
    QFPAY_CLIENT_KEY=wrong fails 'client key' "$@"
    QFPAY_APP_CODE=00000000000000000000000000000000 fails '^diagnosis .*app code' "$@"
    sandbox rules -o /dev/null -d '{"match": {"endpoint": "payment"}, "respond": [{"respcd": "1143"}]}'
    expect 0 '^syssn +[0-9]{26}$' "$@"
    says '^state +1143 '
    sandbox rules -o /dev/null -X DELETE
    refunds "$@"
    # An agent's calls without its merchant's mchid are refused, every one of them.
    export QFPAY_APP_CODE=B1B2C3D4E5F60718293A4B5C6D7E8F90 QFPAY_CLIENT_KEY=1F1E2D3C4B5A69788796A5B4C3D2E1F0
    QFPAY_MCHID=ZaMVg00001 refunds "$@"
}

c_pays() (
    pays "$c_example"
)

curl_pays() (
    needs openssl
    pays "$here/curl/first_payment.sh"
)

python_pays() (
    needs "$python"
    pays "$python" "$here/python/first_payment.py"
)

node_pays() (
    needs node
    node -e 'process.exit(typeof fetch === "function" ? 0 : 1)' || skip "no node with fetch (18 or newer)"
    pays node "$here/node/first_payment.mjs"
)

php_pays() (
    needs php
    pays php "$here/php/first_payment.php"
)

# A receiver of notifications.

# takes URL: it takes a payment's notification as new, its repetition as known, and refuses one that is not
# signed. It writes to file 4.
takes() {
    local syssn id line
    sandbox merchants/A1B2C3D4E5F60718293A4B5C6D7E8F90 -o /dev/null -X PUT \
        -d "{\"notify_url\": \"$1\", \"notify_key\": \"${QFPAY_NOTIFY_KEY-}\"}"
    syssn=$("$c_example" | sed -n 's/^syssn  *//p')
    sandbox "transactions/$syssn/payer" -o /dev/null -d '{"action": "pay"}'
    read -r line <&4
    [[ $line =~ ^new\ payment\ c-[0-9-]+\ 1000\ HKD$ ]] || fail "it did not take the notification: $line"
    id=$(sandbox "notifications?syssn=$syssn" | sed 's/^{"notifications": \[{"id": \([0-9]*\).*/\1/')
    sandbox "notifications/$id/send" -o /dev/null -X POST
    read -r line <&4
    [[ $line == again\ * ]] || fail "it did not know the repetition: $line"
    expect 0 '^400$' curl -sS -o /dev/null -w '%{http_code}\n' -d '{"txamt": "1"}' "$1"
    read -r line <&4
    [[ $line == refused:\ * ]] || fail "it took a notification without a signature: $line"
    expect 0 '"state": "delivered"' sandbox "notifications?syssn=$syssn"
}

receives() { # COMMAND...
    local line
    serve_mock
    mkfifo receiver
    "$@" 0 >receiver &
    servers+=("$!")
    exec 4<receiver
    read -r line <&4
    takes "${line##* }"
}

# PHP's own web server says on standard error where it listens, and logs there.
php_receives() {
    local line
    needs php
    serve_mock
    mkfifo receiver started
    QFPAY_SEEN_FOLDER=$PWD/seen php -S 127.0.0.1:0 "$here/php/notification_receiver.php" >receiver 2>started &
    servers+=("$!")
    exec 4<receiver 5<started # in the order in which the other side opens them
    read -r line <&5
    cat <&5 >/dev/null &
    line=${line##*(}
    takes "${line%%)*}/"
}

c_receives_notifications() (
    receives "$build/examples/example_notification_receiver"
)

python_receives_notifications() (
    needs "$python"
    receives "$python" "$here/python/notification_receiver.py"
)

node_receives_notifications() (
    needs node
    receives node "$here/node/notification_receiver.mjs"
)

php_receives_notifications() (
    php_receives
)

with_a_notify_key_everybody_receives_notifications() (
    export QFPAY_NOTIFY_KEY=NotifyKeyOfThisShop
    for name in c python node php; do
        "${name}_receives_notifications"
        rm -rf receiver started seen
    done
)

# Recipes: what one prints, and the calls that the mock's journal shows, are those that it promises, the
# second time as the first, and in a merchant of its own; no rule is left with the built-in one.

member() {
    sed -n "s/^{.*\"$1\": *\"\([^\"]*\)\".*/\1/p" merchant
}

recipe() { # NAME, expected output, expected calls: path:HTTP status of each
    local calls
    serve_mock
    sandbox merchants -X POST >merchant
    QFPAY=$client QFPAY_APP_CODE=$(member app_code) QFPAY_CLIENT_KEY=$(member client_key)
    export QFPAY QFPAY_APP_CODE QFPAY_CLIENT_KEY
    for _ in first second; do
        [ "$(sh "$here/recipes/$1.sh" 2>err | tr '\n' ' ')" = "$2 " ] || fail "it printed something else: $(cat err)"
        calls=$(sandbox "requests?app_code=$QFPAY_APP_CODE" |
            grep -o '"path": "[^"]*"\|"http_status": [0-9]*' |
            sed 's/"path": "\/trade\/v1\///; s/"http_status": /:/; s/"$//' | tr -d '\n' |
            sed 's/\([a-z]*:[0-9]*\)/\1 /g')
        [ "$calls" = "$3 " ] || fail "the journal has $calls"
        sandbox "requests?app_code=$QFPAY_APP_CODE" -X DELETE
    done
    [ "$(sandbox rules)" = '{"rules": []}' ]
}

a_payment_fails_twice_and_passes() (
    recipe fail_twice "1100 1100 0000" "payment:200 payment:200 payment:200"
)

an_answer_that_is_lost_is_asked_for() (
    recipe answer_lost "0000" "payment:0 query:502 query:200 query:200"
)

a_slow_answer_is_waited_for() (
    recipe slow_but_fine "0000" "payment:200"
)

a_payment_that_may_be_paid_is_asked_for() (
    recipe maybe_paid "1298 0000" "payment:200 query:200"
)

# Testees.

certified() { # INTERPRETER FILE
    needs "$1"
    [ -x "$conform" ] || skip "qfpay-conform is not built"
    expect 0 'as expected' "$conform" client --strict --answer-timeout 60 -- "$1" "$here/testee/$2"
}

the_testee_in_python_is_certified() (
    certified "$python" testee.py
)

the_testee_in_node_is_certified() (
    certified node testee.mjs
)

the_testee_in_php_is_certified() (
    certified php testee.php
)

run_tests "$@"
