#!/bin/bash
# Live safety, against servers that only pretend to be live: over TLS on the loopback interface,
# under the names of QFPay's hosts (--resolve). What the server received is the witness.
#   live.sh PYTHON CONFORM FIXTURES
set -u
here=$(dirname "$0")
python=$1
conform=$2
fixtures=$3
folder=$(mktemp -d)
failed=0
pid=
export PYTHONDONTWRITEBYTECODE=1
# The merchants of other_server.py.
export QFPAY_APP_CODE=C0FFEE00000000000000000000000001
export QFPAY_CLIENT_KEY=5EC2E70000000000000000000000A001
export QFPAY_AGENT_APP_CODE=C0FFEE00000000000000000000000002
export QFPAY_AGENT_CLIENT_KEY=5EC2E70000000000000000000000A002
export QFPAY_AGENT_MCHID=n0NEv3rSaw
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
trap 'stop_server; rm -rf "$folder"' EXIT

host=test-openapi-hk.qfapi.com
log=$folder/log
ledger=$folder/ledger
cert=$folder/cert.pem
key=$folder/key.pem
# Few, because the limit of 400 requests a minute is kept here too.
unpaid_cases='payment.answer.[a-n]*'

complain() {
    printf '%s\n' "$*" | cut -c1-300 | tail -n 30
    failed=$((failed + 1))
}

# begin WORDS: what the next lines are about.
begin() {
    about=$*
    rm -f "$ledger"
    : >"$log" # a server that runs appends to it
}

# start_server ARGUMENTS...: sets port.
start_server() {
    local line
    mkfifo "$folder/first-line"
    "$python" "$here/live_server.py" --log "$log" --cert "$cert" --key "$key" "$@" \
        >"$folder/first-line" &
    pid=$!
    if ! read -r line <"$folder/first-line" || [[ ! $line =~ :([0-9]+)$ ]]; then
        echo "the server did not start"
        exit 1
    fi
    port=${BASH_REMATCH[1]}
    rm "$folder/first-line"
}

# The server writes its last line when it ends.
# shellcheck disable=SC2317 # the trap runs it too
stop_server() {
    [ -n "$pid" ] || return 0
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    pid=
}

# run HOST ARGUMENTS...: the runner against the server under this name; its process id is in the
# file pid, because a server may want to send it a signal. Sets output and status.
run() {
    local name=$1
    shift
    output=$(exec bash -c 'echo $$ >"$0"; exec "$@"' "$folder/pid" "$conform" server \
        --target "https://$name:$port" --resolve "$name:$port:127.0.0.1" --cacert "$cert" \
        --ledger "$ledger" --rate 1000/s "$@" 2>&1)
    status=$?
}

ends() { # STATUS PATTERN
    [ "$status" -eq "$1" ] || complain "$about: expected status $1, got $status:" "$output"
    grep -qE -- "$2" <<<"$output" || complain "$about: /$2/ is not said:" "$output"
}

received() { # COUNT PATTERN: lines of the log
    local count
    count=$(grep -cE -- "$2" "$log")
    [ "$count" -eq "$1" ] || complain "$about: expected $1 of /$2/ at the server, got $count"
}

received_some() { # PATTERN
    grep -qE -- "$1" "$log" || complain "$about: the server received no /$1/"
}

# shows_no_key KEY FILE...: nor a part of it, in any notation.
shows_no_key() {
    "$python" - "$@" <<'END' || complain "$about: a key is shown"
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
    sed -i 's/"at":"[^"]*"/"at":"2026-01-01 00:00:00"/' "$ledger"
}

ledger_is_gone() {
    [ ! -e "$ledger" ] || complain "$about: the ledger is still there:" "$(cat "$ledger")"
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout "$key" \
    -out "$cert" -subj "/CN=qfpay-conform test" \
    -addext "subjectAltName=DNS:$host,DNS:openapi-hk.qfapi.com,DNS:shop.example,DNS:localhost" \
    2>/dev/null || exit 1

# Where a target may be.

begin 'a host elsewhere needs --live'
start_server
run "$host" --filter "$unpaid_cases"
ends 4 'not on this machine.*--live'
QFPAY_APP_CODE='' QFPAY_CLIENT_KEY='' run "$host" --live --filter "$unpaid_cases"
ends 2 'credentials of a test account'
run openapi-hk.qfapi.com --live --filter "$unpaid_cases"
ends 4 "QFPay's production"
run OpenAPI-HK.qfapi.com. --live --filter "$unpaid_cases"
ends 4 "QFPay's production"
run openapi-new.qfapi.com --live --dry-run
ends 4 "QFPay's production"
received 0 received

begin 'localhost leads to this machine only'
output=$("$conform" server --target "https://localhost:$port" --cacert "$cert" \
    --resolve "localhost:$port:192.0.2.1" 2>&1)
status=$?
ends 4 'sends a name of this machine to another one'
run '*' --live
ends 2 'is not'
received 0 received

begin 'plain HTTP stays in private networks'
output=$("$conform" server --target http://shop.example:1 --live --ledger "$ledger" \
    --resolve shop.example:1:192.0.2.1 2>&1)
status=$?
ends 4 'plain HTTP beyond a private network'
output=$("$conform" server --target "http://$host:1" --live --ledger "$ledger" \
    --resolve "$host:1:127.0.0.1" 2>&1)
status=$?
ends 4 'plain HTTP'
output=$("$conform" server --target http://shop.example:1 --live --ledger "$ledger" \
    --resolve shop.example:1:127.0.0.1 2>&1)
status=$?
ends 3 'out of reach'

begin 'a certificate must be vouched for, and of the host'
output=$("$conform" server --target "https://$host:$port" --live --ledger "$ledger" \
    --resolve "$host:$port:127.0.0.1" 2>&1)
status=$?
ends 3 'out of reach.*certificate'
run other.example --live
ends 3 'out of reach.*(subject|host ?name)'
received 0 received

begin 'a dry run sends nothing'
run "$host" --live --dry-run --filter "$unpaid_cases" --filter 'pay_type.shape.alipay-web'
ends 0 'would not leave: '
received 0 received
ledger_is_gone

begin 'one run at a time has a ledger'
: >"$ledger"
exec 9<"$ledger"
flock -n 9
run "$host" --live --filter "$unpaid_cases"
ends 4 'in use by another run'
exec 9<&-
echo 'something else' >"$ledger"
run "$host" --live --filter "$unpaid_cases"
ends 4 'is not a ledger'
[ "$(cat "$ledger")" = 'something else' ] || complain "$about: the file was changed"
received 0 received
stop_server

# What may leave.

begin 'orders are small, unpaid and closed'
start_server
run "$host" --live --filter "$unpaid_cases" --filter 'payment.txamt.t*' --filter 'refund.state.*' \
    --filter payment.unknown_parameters.auth-code
ends 0 'no order is open'
stop_server
received 1 '"unpaid": \[\], "orders": [1-9]'
received_some '/trade/v1/payment'
received_some '/trade/v1/close'
received 0 '"txamt": "([0-9]{4,}|[2-9][0-9]{2}|1[1-9][0-9]|1[0-9][1-9])"'
received 0 '"auth_code"'
received 0 '__sandbox'
received 0 '/trade/v1/refund.*"syssn": "20[0-9]{6}00070002'
ledger_is_gone

begin 'the ceiling can be moved'
start_server
run "$host" --live --max-amount 9 --filter "$unpaid_cases"
ends 0 'not sent: txamt is above the ceiling of 9'
run "$host" --live --max-amount 12345 --filter query.record.amount
ends 0 '1 case: 1 passed'
stop_server
received 1 '"txamt": "12345".*"pay_type"|"pay_type".*"txamt": "12345"'

begin 'a redirect is not followed'
start_server --trouble redirect
run "$host" --live --filter payment.answer.accepted
ends 1 'HTTP 307'
stop_server
received 1 'received.*/payment"'
received 0 elsewhere

begin 'HTTP 429 is waited out'
start_server --trouble busy
run "$host" --live --filter payment.answer.echo --max-amount 301
ends 0 '1 case: 1 passed'
stop_server
received 2 '"received": "/trade/v1/payment"'

# What is left behind.

begin 'an order whose answer was lost is found and closed'
start_server --trouble lost
run "$host" --live --filter 'payment.goods_name.*'
ends 1 'no order is open'
stop_server
received 1 '"unpaid": \[\]'
ledger_is_gone

begin 'a payment that never arrived leaves nothing'
start_server --trouble lost-request
run "$host" --live --filter 'payment.goods_name.*'
ends 4 'may still appear'
let_time_pass
run "$host" --live --filter request.header.app-code-missing
ends 0 '1 order of an earlier run is open'
stop_server
ledger_is_gone

begin 'an order that appears late is found and closed'
start_server --trouble late --looks 2
run "$host" --live --filter payment.goods_name.twenty --max-amount 300
ends 1 'no order is open'
stop_server
received 1 '"unpaid": \[\], "orders": 1'
ledger_is_gone

for trouble in late gateway; do
    begin "an order that appears after the run is closed by the next one ($trouble)"
    start_server --trouble "$trouble" --looks 4
    run "$host" --live --filter payment.goods_name.twenty --max-amount 300
    ends 4 'left behind at .*may still appear'
    let_time_pass
    run "$host" --live --filter request.header.app-code-missing
    ends 0 '1 order of an earlier run is open'
    stop_server
    received 1 '"unpaid": \[\], "orders": 1'
    ledger_is_gone
done

begin 'reversal closes what close does not'
start_server --trouble no-close
run "$host" --live --filter 'payment.goods_name.*'
ends 0 'no order is open'
stop_server
received 1 '"unpaid": \[\]'
received_some '/trade/v1/reversal'

begin 'what cannot be closed is told, and kept for the next run'
start_server --trouble stuck
run "$host" --live --filter payment.goods_name.twenty --max-amount 300
ends 4 'left behind at .*neither close nor reversal'
[ "$(stat -c %a "$ledger")" = 600 ] || complain "$about: the ledger is open to others"
stop_server

begin 'an order that somebody paid is left behind'
start_server --trouble paid
run "$host" --live --filter payment.goods_name.twenty --max-amount 300
ends 4 'left behind at .*somebody paid it'
stop_server

begin 'an order whose state nobody tells is left behind'
start_server --trouble mute
run "$host" --live --filter payment.goods_name.twenty --max-amount 300
ends 4 'left behind at .*does not tell its state'
stop_server

for name in INT TERM; do
    begin "SIG$name closes what is open"
    start_server --signal "SIG$name" --at 3 --pid-file "$folder/pid"
    run "$host" --live --filter 'payment.goods_name.*' --json "$folder/report.json"
    ends 1 'stopped before the end'
    stop_server
    received 3 '"received": "/trade/v1/payment"'
    received 1 '"unpaid": \[\], "orders": 3'
    [ -s "$folder/report.json" ] || complain "$about: there is no report"
    ledger_is_gone
done

begin 'a second Ctrl-C ends at once, and the ledger knows what is open'
start_server --signal SIGINT --at 3 --twice --pid-file "$folder/pid"
run "$host" --live --filter 'payment.goods_name.*'
ends 4 'ended at once'
stop_server
received 3 '"received": "/trade/v1/payment"'
[ "$(grep -c '"event":"order"' "$ledger")" -gt "$(grep -c '"event":"settled"' "$ledger")" ] ||
    complain "$about: the ledger has no open order"

begin 'a reader that leaves ends the run in order'
mkfifo "$folder/pipe"
cat "$folder/pipe" >"$folder/read" &
reader=$!
echo "$reader" >"$folder/reader"
start_server --signal SIGKILL --at 3 --pid-file "$folder/reader"
output=$("$conform" server --target "https://$host:$port" --resolve "$host:$port:127.0.0.1" \
    --cacert "$cert" --ledger "$ledger" --rate 1000/s --live --tap \
    --filter 'payment.goods_name.*' 2>&1 >"$folder/pipe")
status=$?
{ wait "$reader"; } 2>/dev/null
ends 1 'standard output cannot be written'
ends 1 'no order is open'
stop_server
received 1 '"unpaid": \[\], "orders": [0-9]+'
ledger_is_gone

begin 'Ctrl-C leaves no merchants in a sandbox'
start_server --sandbox --signal SIGINT --at 3 --pid-file "$folder/pid"
run localhost --filter 'payment.goods_name.*'
ends 1 'stopped before the end'
stop_server
made=$(grep -c 'POST /__sandbox/merchants' "$log")
received "$made" 'DELETE /__sandbox/merchants/'
received 3 '"received": "/trade/v1/payment"'

begin 'a run that was killed is tidied up by the next one'
start_server --signal SIGKILL --at 3 --pid-file "$folder/pid"
run "$host" --live --filter 'payment.goods_name.*'
[ "$status" -eq 137 ] || complain "$about: expected the runner killed, got $status"
grep -q '"event":"order"' "$ledger" || complain "$about: the ledger has no order"
printf '{"event":"order","id":9' >>"$ledger" # as torn by a power cut
QFPAY_APP_CODE=C0FFEE00000000000000000000000009 run "$host" --live --filter request.header.app-code-missing
[ -s "$ledger" ] || complain "$about: a merchant forgot the orders of another"
run "$host" --live --filter 'query.state.*'
ends 0 '1 order of an earlier run is open'
stop_server
received 1 '"unpaid": \[\]'
ledger_is_gone

begin 'keys are in no output'
start_server --trouble stuck
run "$host" --live --filter 'payment.answer.*' --filter 'request.header.*' --json "$folder/r.json" \
    --junit "$folder/r.xml" --html "$folder/r.html"
printf '%s\n' "$output" >"$folder/r.txt"
for file in "$folder"/r.* "$ledger"; do
    [ -s "$file" ] || complain "$about: $file is not there"
    if grep -qE '"X-QF-SIGN": *"|X-QF-SIGN: [0-9A-Fa-f]' "$file"; then
        complain "$about: $file has a signature"
    fi
done
shows_no_key "$QFPAY_CLIENT_KEY" "$folder"/r.* "$ledger" "$log"
shows_no_key "$QFPAY_AGENT_CLIENT_KEY" "$folder"/r.* "$ledger" "$log"
# Who was judged is in all of them.
for file in "$folder"/r.*; do
    grep -qE 'CN ?= ?qfpay-conform test' "$file" || complain "$about: $file names no certificate"
done
stop_server

# Written as it is, it would break every notation.
odd_app_code=C0FFEE00000000000000000000000003
odd_key='kQ7/x+Zp%9 =wE3&uIo5;aSdF'

begin 'a key is never sent, whatever characters it has'
start_server
for merchant in "$QFPAY_APP_CODE $QFPAY_CLIENT_KEY" "$odd_app_code $odd_key"; do
    QFPAY_APP_CODE=${merchant%% *}
    QFPAY_CLIENT_KEY=${merchant#* }
    run "$host" --live --tap --json "$folder/r.json" --html "$folder/r.html" \
        --filter 'request.signature_digest.key-*' --filter 'payment.goods_name.t*'
    printf '%s\n' "$output" >"$folder/r.txt"
    ends "$status" '^ok .* request.signature_digest.key-never-shown # SKIP not sent: it holds a client key'
    received_some '/trade/v1/payment'
    run "$host" --live --dry-run
    printf '%s\n' "$output" >"$folder/dry-run"
    ends 0 'request.signature_digest.key-never-shown'
    shows_no_key "$QFPAY_CLIENT_KEY" "$folder"/r.* "$folder/dry-run" "$log"
done
stop_server

QFPAY_APP_CODE=C0FFEE00000000000000000000000001
QFPAY_CLIENT_KEY=5EC2E70000000000000000000000A001

begin 'of a second merchant every order is closed, too, and no key is sent'
start_server
run "$host" --live --other-app-code "$odd_app_code" --other-client-key "$odd_key" --filter 'merchants.*' \
    --filter 'query.scope.other-*' --filter payment.uniqueness.two-merchants
ends 0 ' 0 failed'
ledger_is_gone
received_some '"out_trade_no": ".*-theirs,.*-mine"'
printf '%s\n' "$output" >"$folder/r.txt"
shows_no_key "$odd_key" "$folder/r.txt" "$log"
stop_server
received 1 '"unpaid": \[\], "orders": [1-9]'

# Somebody with a wallet, and what becomes of their money.

# run_with HABIT ARGUMENTS...: run, with somebody in front of the terminal (person.py).
run_with() {
    local habit=$1 name=$host
    shift
    output=$("$python" "$here/person.py" "$habit" "https://127.0.0.1:$port/wallet/pay" "$conform" \
        server --live --attended --attended-wait 20 --target "https://$name:$port" --resolve \
        "$name:$port:127.0.0.1" --cacert "$cert" --ledger "$ledger" --rate 1000/s "$@" 2>&1)
    status=$?
}

begin 'a person pays small orders, and gets everything back'
start_server
run_with obliging --filter query.state.paid --filter refund.query.part \
    --filter life.payer.cancel-after-scan --filter add_note.answer.keys --max-amount 500
ends 0 'scan it and pay'
ends 0 ' 0 failed'
grep -qE '[1-9] passed' <<<"$output" || complain "$about: nothing passed:" "$output"
ledger_is_gone
stop_server
received 1 '"unpaid": \[\], .*"kept": \[\]'
received_some '/trade/v1/refund", .*"syssn"'

begin 'a person who leaves in the middle leaves nothing behind'
start_server
run_with leaving --filter query.state.paid --filter refund.query.part
ends 1 'stopped before the end'
ledger_is_gone
stop_server
received 1 '"unpaid": \[\], .*"kept": \[\]'

begin 'what a person pays above the ceiling is not asked of them'
start_server
run_with obliging --filter refund.amount.exactly-all
ends 0 'not sent: txamt is above the ceiling of 100'
received 0 '/trade/v1/payment'
stop_server

begin 'who is patient waits on live targets too, and closes what did not expire'
start_server
mkdir -p "$folder/seconds/cases"
for part in requirements.json retired.json levels.json templates; do
    ln -s "$fixtures/$part" "$folder/seconds/$part"
done
sed 's/"advance": "[0-9]*m"/"advance": "1s"/' "$fixtures/cases/life/patience.json" >"$folder/seconds/cases/patience.json"
run "$host" --live --patient --fixtures "$folder/seconds"
ends 0 '4 cases side by side, for 2 seconds'
ends 0 ' 0 failed, 1 skipped'
ledger_is_gone
stop_server
received 1 '"unpaid": \[\], "orders": 4'
output=$("$conform" server --live --dry-run --patient --target "https://$host" --filter life.patience.expires 2>&1)
status=$?
ends 0 'step 2: clock'

begin 'without a person nobody is asked, and nothing is refunded'
start_server
run "$host" --live --filter query.state.paid
ends 0 'needs paid orders: the target has none'
stop_server

[ "$failed" -eq 0 ] && echo "live safety holds"
exit $((failed > 0))
