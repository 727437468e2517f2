#!/bin/bash
# Live safety, against servers that only pretend to be live: over TLS on the loopback interface,
# under the names of QFPay's hosts (--resolve). What the server received is the witness.
. "$(dirname "$0")/other.sh"
unset "${!QFPAY_OTHER_@}" # it has another one
host=test-openapi-hk.qfapi.com
# Few, because the limit of 400 requests a minute is kept here too.
unpaid=(--filter 'payment.answer.[a-n]*')
goods=(--filter 'payment.goods_name.*')
one=(--filter payment.goods_name.twenty --max-amount 300)
none=(--filter request.header.app-code-missing)

# live_server ARGUMENT...: serves, and writes what it receives to the file log, which it ends with what is
# unpaid.
live_server() {
    [ -e cert.pem ] || make_certificate "$host" openapi-hk.qfapi.com shop.example localhost
    serve "$python" "$here/live_server.py" --log log --cert cert.pem --key key.pem "$@"
}

# against NAME ARGUMENT...: the runner against the server under this name; its process id is in the
# file pid, because a server may want to send it a signal.
against() {
    # shellcheck disable=SC2016 # it is for the inner shell
    bash -c 'echo $$ >pid; exec "$@"' bash "$conform" server --target "https://$1:$port" \
        --resolve "$1:$port:127.0.0.1" --cacert cert.pem --ledger ledger --rate 1000/s "${@:2}"
}

live() {
    against "$host" --live --fixtures "$fixtures" "$@"
}

# unsafe STATUS PATTERN TARGET NAME:PORT:ADDRESS: a target that a name leads to elsewhere.
unsafe() {
    expect "$1" "$2" "$conform" server --target "$3" --live --ledger ledger --resolve "$4"
}

received() { # COUNT PATTERN: lines of the log
    local count
    count=$(grep -cE -e "$2" log) || true
    [ "$count" -eq "$1" ] || fail "expected $1 of /$2/ at the server, got $count"
}

# nothing_is_open [ORDERS]: of so many.
nothing_is_open() {
    [ ${#servers[@]} -eq 0 ] || stop
    received 1 '"unpaid": \[\], "orders": '"${1-[0-9]+}[^0-9]"
    [ ! -e ledger ] || fail "the ledger is still there: $(cat ledger)"
}

# shows_no_key KEY FILE...: nor a part of it, in any notation.
shows_no_key() {
    "$python" - "$@" <<'END'
import html, sys, urllib.parse

key = sys.argv[1].lower()
parts = [key[i:i + 8] for i in range(len(key) - 7) if len(set(key[i:i + 8])) > 4]
for name in sys.argv[2:]:
    with open(name, encoding="utf-8", errors="replace") as file:
        text = file.read().lower()
    once = urllib.parse.unquote(text)
    readings = [text, once, urllib.parse.unquote(once), urllib.parse.unquote_plus(text),
                html.unescape(text), text.replace("\\", "")]
    for part in parts:
        if any(part in reading for reading in readings):
            sys.exit("%s has %s" % (name, part))
END
}

# As if the next run were made an hour later.
let_time_pass() {
    sed -i 's/"at":"[^"]*"/"at":"2026-01-01 00:00:00"/' ledger
}

# the_next_run_closes: what the one before has left open.
the_next_run_closes() {
    let_time_pass
    expect 0 '1 order of an earlier run is open' live "${none[@]}"
}

# Where a target may be.

a_host_elsewhere_needs_live_and_credentials() (
    few payment.answer
    live_server
    expect 4 'not on this machine.*--live' against "$host" "${unpaid[@]}"
    QFPAY_APP_CODE='' QFPAY_CLIENT_KEY='' expect 2 'credentials of a test account' live "${unpaid[@]}"
    received 0 received
)

production_is_never_tested_however_it_is_written() (
    few payment.answer
    live_server
    expect 4 "QFPay's production" against openapi-hk.qfapi.com --live "${unpaid[@]}"
    expect 4 "QFPay's production" against OpenAPI-HK.qfapi.com. --live "${unpaid[@]}"
    expect 4 "QFPay's production" against openapi-new.qfapi.com --live --dry-run
    received 0 received
)

localhost_leads_to_this_machine_only() (
    live_server
    unsafe 4 'sends a name of this machine to another one' "https://localhost:$port" "localhost:$port:192.0.2.1"
    expect 2 'is not' against '*' --live
    received 0 received
)

plain_http_stays_in_private_networks() (
    unsafe 4 'plain HTTP beyond a private network' http://shop.example:1 shop.example:1:192.0.2.1
    unsafe 4 'plain HTTP' "http://$host:1" "$host:1:127.0.0.1"
    unsafe 3 'out of reach' http://shop.example:1 shop.example:1:127.0.0.1
)

a_certificate_must_be_vouched_for_and_of_the_host() (
    live_server
    unsafe 3 'out of reach.*certificate' "https://$host:$port" "$host:$port:127.0.0.1"
    expect 3 'out of reach.*(subject|host ?name)' against other.example --live
    received 0 received
)

a_dry_run_sends_nothing() (
    few payment.answer pay_type.shape
    live_server
    expect 0 'would not leave: ' live --dry-run "${unpaid[@]}" --filter 'pay_type.shape.alipay-web'
    received 0 received
    [ ! -e ledger ]
)

one_run_at_a_time_has_a_ledger() (
    few payment.answer
    live_server
    : >ledger
    exec 9<ledger
    flock -n 9
    expect 4 'in use by another run' live "${unpaid[@]}"
    received 0 received
)

a_file_that_is_no_ledger_is_left_alone() (
    few payment.answer
    live_server
    echo 'something else' >ledger
    expect 4 'is not a ledger' live "${unpaid[@]}"
    [ "$(cat ledger)" = 'something else' ]
    received 0 received
)

# What may leave.

orders_are_small_unpaid_and_closed() (
    few payment.answer payment.txamt refund.state payment.unknown_parameters
    live_server
    expect 0 'no order is open' live "${unpaid[@]}" --filter 'payment.txamt.t*' --filter 'refund.state.*' \
        --filter payment.unknown_parameters.auth-code
    nothing_is_open
    holds log '/trade/v1/payment' '/trade/v1/close' '"orders": [1-9]'
    lacks log '"txamt": "([0-9]{4,}|[2-9][0-9]{2}|1[1-9][0-9]|1[0-9][1-9])"'
    lacks log '"auth_code"|__sandbox|/trade/v1/refund.*"syssn": "20[0-9]{6}00070002'
)

the_ceiling_can_be_moved() (
    few payment.answer query.record
    live_server
    expect 0 'not sent: txamt is above the ceiling of 9' live --max-amount 9 "${unpaid[@]}"
    expect 0 '1 case: 1 passed' live --max-amount 12345 --filter query.record.amount
    received 1 '"txamt": "12345".*"pay_type"|"pay_type".*"txamt": "12345"'
)

a_redirect_is_not_followed() (
    few payment.answer
    live_server --trouble redirect
    expect 1 'HTTP 307' live --filter payment.answer.accepted
    received 1 'received.*/payment"'
    lacks log elsewhere
)

http_429_is_waited_out() (
    few payment.answer
    live_server --trouble busy
    expect 0 '1 case: 1 passed' live --filter payment.answer.echo --max-amount 301
    received 2 '"received": "/trade/v1/payment"'
)

# What is left behind.

an_order_whose_answer_was_lost_is_found_and_closed() (
    few payment.goods_name
    live_server --trouble lost
    expect 1 'no order is open' live "${goods[@]}"
    nothing_is_open
)

a_payment_that_never_arrived_leaves_nothing() (
    few payment.goods_name request.header
    live_server --trouble lost-request
    expect 4 'may still appear' live "${goods[@]}"
    the_next_run_closes
    nothing_is_open
)

an_order_that_appears_late_is_found_and_closed() (
    few payment.goods_name
    live_server --trouble late --looks 2
    expect 1 'no order is open' live "${one[@]}"
    nothing_is_open 1
)

appears_after_the_run() { # TROUBLE
    few payment.goods_name request.header
    live_server --trouble "$1" --looks 4
    expect 4 'left behind at .*may still appear' live "${one[@]}"
    the_next_run_closes
    nothing_is_open 1
}

an_order_that_appears_after_the_run_is_closed_by_the_next_one() (
    appears_after_the_run late
)

so_is_one_of_which_a_gateway_knew_nothing() (
    appears_after_the_run gateway
)

reversal_closes_what_close_does_not() (
    few payment.goods_name
    live_server --trouble no-close
    expect 0 'no order is open' live "${goods[@]}"
    nothing_is_open
    holds log '/trade/v1/reversal'
)

what_cannot_be_closed_is_told_and_kept_for_the_next_run() (
    few payment.goods_name
    live_server --trouble stuck
    expect 4 'left behind at .*neither close nor reversal' live "${one[@]}"
    [ "$(stat -c %a ledger)" = 600 ] # not for others
)

an_order_that_somebody_paid_is_left_behind() (
    few payment.goods_name
    live_server --trouble paid
    expect 4 'left behind at .*somebody paid it' live "${one[@]}"
)

an_order_whose_state_nobody_tells_is_left_behind() (
    few payment.goods_name
    live_server --trouble mute
    expect 4 'left behind at .*does not tell its state' live "${one[@]}"
)

# Who ends a run.

closes_what_is_open() { # SIGNAL
    few payment.goods_name
    live_server --signal "$1" --at 3 --pid-file pid
    expect 1 'stopped before the end' live "${goods[@]}" --json report.json
    nothing_is_open 3
    received 3 '"received": "/trade/v1/payment"'
    [ -s report.json ]
}

ctrl_c_closes_what_is_open() (
    closes_what_is_open SIGINT
)

sigterm_closes_what_is_open() (
    closes_what_is_open SIGTERM
)

a_second_ctrl_c_ends_at_once_and_the_ledger_knows_what_is_open() (
    few payment.goods_name
    live_server --signal SIGINT --at 3 --twice --pid-file pid
    expect 4 'ended at once' live "${goods[@]}"
    received 3 '"received": "/trade/v1/payment"'
    [ "$(grep -c '"event":"order"' ledger)" -gt "$(grep -c '"event":"settled"' ledger)" ]
)

into_pipe() { # COMMAND...
    { "$@" 2>&3 >pipe; } 3>&1
}

a_reader_that_leaves_ends_the_run_in_order() (
    few payment.goods_name
    mkfifo pipe
    cat pipe >taken &
    echo $! >reader
    live_server --signal SIGKILL --at 3 --pid-file reader
    expect 1 'standard output cannot be written' into_pipe live --tap "${goods[@]}"
    says 'no order is open'
    nothing_is_open
)

ctrl_c_leaves_no_merchants_in_a_sandbox() (
    few payment.goods_name
    live_server --sandbox --signal SIGINT --at 3 --pid-file pid
    expect 1 'stopped before the end' against localhost --fixtures "$fixtures" "${goods[@]}"
    holds log 'POST /__sandbox/merchants'
    received "$(grep -c 'POST /__sandbox/merchants' log)" 'DELETE /__sandbox/merchants/'
    received 3 '"received": "/trade/v1/payment"'
)

a_run_that_was_killed_is_tidied_up_by_the_next_one() (
    few payment.goods_name request.header query.state
    live_server --signal SIGKILL --at 3 --pid-file pid
    run live "${goods[@]}"
    [ "$status" -eq 137 ]
    holds ledger '"event":"order"'
    printf '{"event":"order","id":9' >>ledger # as torn by a power cut
    QFPAY_APP_CODE=C0FFEE00000000000000000000000009 run live "${none[@]}"
    [ -s ledger ] || fail "a merchant forgot the orders of another"
    expect 0 '1 order of an earlier run is open' live --filter 'query.state.*'
    nothing_is_open
)

# Keys.

keys_are_in_no_output() (
    few payment.answer request.header
    live_server --trouble stuck
    run live --filter 'payment.answer.*' --filter 'request.header.*' --json r.json --junit r.xml --html r.html
    cp said r.txt
    lacks ledger '"X-QF-SIGN": *"|X-QF-SIGN: [0-9A-Fa-f]'
    for file in r.txt r.json r.xml r.html; do
        lacks "$file" '"X-QF-SIGN": *"|X-QF-SIGN: [0-9A-Fa-f]'
        holds "$file" 'CN ?= ?qfpay-conform test' # who was judged
    done
    shows_no_key "$QFPAY_CLIENT_KEY" r.* ledger log
    shows_no_key "$QFPAY_AGENT_CLIENT_KEY" r.* ledger log
)

# Written as it is, it would break every notation.
odd_app_code=C0FFEE00000000000000000000000003
odd_key='kQ7/x+Zp%9 =wE3&uIo5;aSdF'

a_key_is_never_sent_whatever_characters_it_has() (
    few request.signature_digest payment.goods_name
    live_server
    for merchant in "$QFPAY_APP_CODE $QFPAY_CLIENT_KEY" "$odd_app_code $odd_key"; do
        QFPAY_APP_CODE=${merchant%% *}
        QFPAY_CLIENT_KEY=${merchant#* }
        run live --tap --json r.json --html r.html \
            --filter 'request.signature_digest.key-*' --filter 'payment.goods_name.t*'
        says '^ok .* request.signature_digest.key-never-shown # SKIP not sent: it holds a client key'
        cp said r.txt
        holds log '/trade/v1/payment'
        expect 0 'request.signature_digest.key-never-shown' live --dry-run
        shows_no_key "$QFPAY_CLIENT_KEY" r.* said log
    done
)

of_a_second_merchant_every_order_is_closed_too_and_no_key_is_sent() (
    few merchants query.scope payment.uniqueness
    live_server
    expect 0 ' 0 failed' live --other-app-code "$odd_app_code" --other-client-key "$odd_key" \
        --filter 'merchants.*' --filter 'query.scope.other-*' --filter payment.uniqueness.two-merchants
    nothing_is_open
    holds log '"out_trade_no": ".*-theirs,.*-mine"' '"orders": [1-9]'
    shows_no_key "$odd_key" said log
)

# Somebody with a wallet, and what becomes of their money.

# with_person HABIT ARGUMENT...: live, with somebody in front of the terminal (person.py).
with_person() {
    "$python" "$here/person.py" "$1" "https://127.0.0.1:$port/wallet/pay" "$conform" server --live --attended \
        --attended-wait 20 --target "https://$host:$port" --resolve "$host:$port:127.0.0.1" --cacert cert.pem \
        --ledger ledger --rate 1000/s --fixtures "$fixtures" "${@:2}"
}

a_person_pays_small_orders_and_gets_everything_back() (
    few query.state refund.query life.payer add_note.answer
    live_server
    expect 0 'scan it and pay' with_person obliging --filter query.state.paid --filter refund.query.part \
        --filter life.payer.cancel-after-scan --filter add_note.answer.keys --max-amount 500
    says ' 0 failed' '[1-9] passed'
    nothing_is_open
    holds log '"kept": \[\]' '/trade/v1/refund", .*"syssn"'
)

a_person_who_leaves_in_the_middle_leaves_nothing_behind() (
    few query.state refund.query
    live_server
    expect 1 'stopped before the end' with_person leaving --filter query.state.paid --filter refund.query.part
    nothing_is_open
    holds log '"kept": \[\]'
)

what_a_person_pays_above_the_ceiling_is_not_asked_of_them() (
    few refund.amount
    live_server
    expect 0 'not sent: txamt is above the ceiling of 100' with_person obliging --filter refund.amount.exactly-all
    lacks log '/trade/v1/payment'
)

without_a_person_nobody_is_asked_and_nothing_is_refunded() (
    few query.state
    live_server
    expect 0 'needs paid orders: the target has none' live --filter query.state.paid
)

who_is_patient_waits_on_live_targets_too_and_closes_what_did_not_expire() (
    few life.patience
    sed -i 's/"advance": "[0-9]*m"/"advance": "1s"/' few/cases/life/patience.json
    live_server
    expect 0 '4 cases side by side, for 2 seconds' live --patient
    says ' 0 failed, 1 skipped'
    nothing_is_open
    expect 0 'step 2: clock' "$conform" server --live --dry-run --patient --target "https://$host" \
        --fixtures "$fixtures" --filter life.patience.expires
)

run_tests "$@"
