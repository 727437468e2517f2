#!/bin/bash
# The commands and exit statuses of qfpay-conform, as a user meets them.
#   command_line.sh PYTHON CONFORM FIXTURES
set -u
here=$(dirname "$0")
python=$1
conform=$2
fixtures=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# expect STATUS PATTERN COMMAND...: the command ends so and says so, on either output.
expect() {
    local wanted=$1 pattern=$2 output status
    shift 2
    output=$("$@" 2>&1)
    status=$?
    if [ "$status" -ne "$wanted" ] || ! grep -qE -e "$pattern" <<<"$output"; then
        printf 'expected status %s and /%s/, got %s from: %s\n%s\n' "$wanted" "$pattern" "$status" \
            "$*" "$(head -n 20 <<<"$output")"
        failed=$((failed + 1))
    fi
}

# against STATUS ARGUMENTS...: a run against a fresh server of the other kind.
# shellcheck disable=SC2317 # it is run by expect, as a command
against() {
    local wanted=$1
    shift
    "$here/with_server.sh" "$wanted" "$python" "$here/other_server.py" -- "$conform" server \
        --target '{URL}' "$@"
}

# against_odd STATUS SERVER-OPTION VALUE ARGUMENTS...: the same with an option for that server.
# shellcheck disable=SC2317 # it is run by expect, as a command
against_odd() {
    local wanted=$1 option=$2 value=$3
    shift 3
    "$here/with_server.sh" "$wanted" "$python" "$here/other_server.py" "$option" "$value" -- \
        "$conform" server --target '{URL}' "$@"
}

# on_terminal COMMAND...: the same on a terminal of its own.
# shellcheck disable=SC2317 # it is run by expect, as a command
on_terminal() {
    TERM=xterm "$python" -c 'import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' "$@" </dev/null
}

echo "payment.answer.echo: a reason" >"$folder/known"
echo "payment.answer.nothing: a reason" >"$folder/unknown"
echo "payment.out_trade_no.reused: a reason" >"$folder/retired"
nobody=http://127.0.0.1:1

# A fixture folder of one case whose pattern takes ages to compare with what comes back.
mkdir -p "$folder/stuck/cases" "$folder/newer/cases"
for part in requirements.json retired.json templates; do
    ln -s "$fixtures/$part" "$folder/stuck/$part"
    ln -s "$fixtures/$part" "$folder/newer/$part"
done
cat >"$folder/stuck/cases/stuck.json" <<'END'
{"schema": "qfpay-fixtures/1", "subject": "stuck", "cases": [{
  "id": "stuck.pattern", "requirement": "PAY-01", "evidence": "seed", "source": "a test",
  "checked": "2026-11-23", "comment": "A pattern that tries every way to cut the number in five.",
  "safety": "creates-unpaid", "steps": [{"call": "payment", "base": "wechat-web-qr",
    "set": {"out_trade_no": "${a*128}"},
    "expect": {"match": {"out_trade_no": "^(.*)(.*)(.*)(.*)(.*)\\5\\4\\3\\2\\1z$"}}}]}]}
END

expect 0 'payment\.answer\.echo +seed' "$conform" list --filter 'payment.answer.*'
expect 2 'selects nothing' "$conform" list --filter 'nothing.*'
expect 0 'PAY-EXP-02: ' "$conform" explain payment.expired_time.under-minimum
expect 0 'payment\.expired_time\.under-minimum' "$conform" explain PAY-EXP-02
expect 0 '^  evidence \[seed\] ?[^[]*$' "$conform" explain RSP-03
expect 0 'qfpay-conform server --filter payment\.txamt\.zero' "$conform" explain payment.txamt.zero
expect 0 '--case-timeout +S ' "$conform" server --help
expect 2 'neither a case, a vector, a scenario, a requirement nor a known mistake' "$conform" explain nothing
expect 0 'exposes PIT-03' "$conform" explain sign.derived.empty-value
expect 0 'qfpay-conform client --network --filter network\.lost\.answer' "$conform" explain network.lost.answer
expect 0 'network\.lost\.answer +old +scenario +QRY-24' "$conform" list --filter 'network.lost.*'
expect 0 'sign\.derived\.minimal +docs +vector' "$conform" list --filter 'sign.*'
expect 0 'None lacks anything' "$conform" coverage
expect 0 'PAY-EXP-02 +[1-9][0-9]* +[1-9]' "$conform" coverage --matrix
sed 's/"comment"/"remark"/' "$folder/stuck/cases/stuck.json" >"$folder/newer/cases/newer.json"
expect 2 'are the fixtures newer than this program' "$conform" list --fixtures "$folder/newer"
expect 2 'cannot be opened' "$conform" list --fixtures "$folder/nowhere"
expect 2 "--filter 'nothing\.\*' selects nothing$" "$conform" server --filter 'nothing.*'
# Who mistyped is told what is near, and who did not is not told a guess.
expect 2 "selects nothing; did you mean 'payment\.\*'\?" "$conform" server --filter 'paymnt.*'
expect 2 "did you mean 'payment\.expired_time\.\*'" "$conform" diff --left a --right b \
    --filter 'payment.exipred_time.*'
expect 2 "did you mean 'sign\.\*'\?" "$conform" client --filter 'sgn.*' -- true
expect 2 "did you mean 'network\.lost\.\*'\?" "$conform" client --network --filter 'network.lsot.*' -- true
expect 2 "did you mean 'payment\.expired_time\.minimum'\?" "$conform" explain payment.expired_time.minimun
expect 2 "did you mean 'PIT-05'\?" "$conform" explain PIT-5
expect 2 "did you mean 'PAY-EXP-05'\?" "$conform" explain pay-exp-5
expect 2 "did you mean 'sign\.derived\.minimal'\?" "$conform" explain sign.derived.mnimal
expect 2 "did you mean 'network\.lost\.answer'\?" "$conform" explain network.lost.anser
expect 2 'known mistake$' "$conform" explain xyzzy
expect 2 "is not a target; did you mean 'http://localhost:8080'\?" "$conform" server --target localhost:8080
expect 2 "did you mean 'http://127\.0\.0\.1:1'\?" "$conform" server --target http://127.0.0.1:1/trade/v1
expect 2 "did you mean 'http://127\.0\.0\.1:1'\?" \
    env QFPAY_BASE_URL=htp://127.0.0.1:1 "$conform" server --filter payment.answer.echo
expect 2 'it must look like http://127' "$conform" server --target ftp://127.0.0.1:1
expect 4 'is never tested' "$conform" server --target https://openapi-hk.qfapi.com/trade/v1
# Who took one kind of test for the other is told where it is.
expect 2 'selects [0-9]+ vectors: qfpay-conform client -- ' "$conform" server --filter 'sign.*'
expect 2 'selects 1 scenario: qfpay-conform client --network' "$conform" diff --left a --right b \
    --filter network.lost.answer
expect 2 'selects [0-9]+ cases: qfpay-conform server' "$conform" client --filter 'payment.*' -- true
expect 2 'PAY-EXP-02 is a requirement' "$conform" server --filter PAY-EXP-02
expect 2 'PIT-24 is a known mistake' "$conform" client --filter PIT-24 -- true
expect 0 '^PIT-24: A new number after a time-out: two orders; ' "$conform" explain PIT-24
expect 0 'scenario network\.lost\.answer: ' "$conform" explain PIT-24
expect 0 'exposes PIT-24: A new number' "$conform" explain network.lost.answer
expect 3 'out of reach' "$conform" server --target http://127.0.0.1:1
# Where nothing can be learned, one line says why, and not every case.
expect 0 'has no QFPay API below it' "$here/with_server.sh" 3 "$python" "$here/other_server.py" -- \
    "$conform" server --target '{URL}/elsewhere'
for more in '' --sandbox; do
    expect 0 'refuses the app code, client key or mchid given for the default merchant: 1108' \
        "$here/with_server.sh" 3 "$python" "$here/other_server.py" ${more:+"$more"} -- \
        "$conform" server --target '{URL}' --client-key 0000000000000000000000000000A001
done
expect 0 'default merchant: 1108 .*; it accepts the key in capitals' \
    against 3 --filter payment.answer.echo --client-key 5ec2e70000000000000000000000a001
expect 0 'refuses the built-in app code and client key; give yours' env -u QFPAY_APP_CODE -u QFPAY_CLIENT_KEY \
    -u QFPAY_OTHER_APP_CODE -u QFPAY_OTHER_CLIENT_KEY \
    "$here/with_server.sh" 3 "$python" "$here/other_server.py" -- "$conform" server --target '{URL}'
# A server that refuses right signatures is not taken for wrong credentials.
for more in '' --sandbox; do
    expect 0 'accepts one over parameters in the order of sending and refuses the right one \(SIG-02\): 1108' \
        "$here/with_server.sh" 1 "$python" "$here/other_server.py" --mistake sorts-not ${more:+"$more"} -- \
        "$conform" server --target '{URL}' --filter 'payment.txamt.*'
done
expect 0 'it accepts a digest in small letters alone \(SIG-06\)' \
    against_odd 1 --mistake small-letters-only --filter 'request.signature.*'
expect 0 'precondition not met in [0-9]+ cases: the target reads signatures wrongly' \
    against_odd 1 --mistake sorts-not --filter 'request.signature.*'
# A client key of one letter is in every other number, and nobody is blamed for that.
expect 0 'skipped 2 cases: needs a client key of 16 characters' \
    against_odd 0 --key 7 --client-key 7 --filter 'payment.answer.*' --filter 'payment.refusal.*'
expect 0 'given for the agent merchant' \
    against 3 --filter payment.answer.echo --agent-client-key 0000000000000000000000000000A002
expect 0 'given for the other merchant' \
    against 3 --filter payment.answer.echo --other-client-key 0000000000000000000000000000A003
expect 0 'fresh merchants in place of yours' "$here/with_server.sh" 0 "$python" \
    "$here/other_server.py" --sandbox -- "$conform" server --target '{URL}' --filter payment.answer.echo
# An agent that was given acts where the sandbox makes none.
expect 0 '0 skipped; as expected' "$here/with_server.sh" 0 "$python" "$here/other_server.py" --sandbox \
    --liberty makes-no-agents -- "$conform" server --target '{URL}' --filter request.mchid.given
# Why a sandbox is not seen to have something.
expect 0 'lacks sandbox\.clock: GET /__sandbox/clock: wanted an object with a text .now., got HTTP 404: ' \
    "$here/with_server.sh" 0 "$python" "$here/other_server.py" --sandbox -- "$conform" server \
    --target '{URL}' --filter payment.answer.echo
expect 0 'lacks sandbox: GET /__sandbox/health: wanted .*, got HTTP 404' against 0 --filter payment.answer.echo --verbose
# Who pays by themselves pays for the cases, and nobody waits for that where no case asks for it.
expect 0 '1 passed' against_odd 0 --self-paying 0.2 --filter query.state.paid
expect 0 "skipped 1 case: needs orders that stay unpaid: the target's orders become paid by themselves" \
    against_odd 0 --self-paying 0.2 --filter query.state.unpaid
expect 0 '[0-9]+ cases? against [^,]*: connections that stay open, a merchant' against_odd 0 --self-paying 0.2 --filter payment.answer.echo
expect 0 'broken ' "$here/with_server.sh" 1 "$python" "$here/other_server.py" --self-paying 0 \
    --mistake refunds-too-much -- "$conform" server --target '{URL}' --filter 'refund.amount.*'
# shellcheck disable=SC2016 # it is for the inner shell
expect 0 'does it speak HTTPS\?' "$here/with_server.sh" 0 "$python" "$here/other_server.py" -- \
    bash -c '"$1" server --target "${0/http:/https:}"; [ $? -eq 3 ]' '{URL}' "$conform"
expect 3 'out of reach' "$conform" server --ca-file "$folder/ca" --target https://127.0.0.1:1
expect 4 'is never tested' "$conform" server --target https://openapi-hk.qfapi.com
expect 2 'is not a target' "$conform" server --target localhost
expect 2 'a name or password' "$conform" server --target http://me:hush@localhost:1
expect 0 'X-QF-SIGN: \(32 characters\)' "$conform" server --target http://127.0.0.1:1 --dry-run \
    --filter payment.answer.echo
# A dry run tells what a run would skip, as far as it can know, and does not show whose key it has.
expect 0 'may be skipped: needs .*refunds' "$conform" server --target http://127.0.0.1:1 --dry-run \
    --filter refund.state.unknown
expect 0 'would be skipped: needs pay_type 801101: the target does not tell' "$conform" server --target https://localhost:1 \
    --live --dry-run --filter pay_type.shape.alipay-web
expect 0 '=\(client key\)$' "$conform" server --target http://127.0.0.1:1 --dry-run \
    --filter request.signature_digest.key-never-shown
expect 0 'as expected' against 0 --filter 'payment.answer.*'

# A server that pays and queries is certified for that, and for nothing that it lacks.
expect 0 'certified for core$' against 0 --level core
expect 0 'NOT CERTIFIED for full$' against 1 --level full --filter 'refund.*'
expect 0 'mandatory cases not made: .*needs paid orders, refunds: the target has none' \
    against 1 --level full --filter 'refund.*' --verbose
expect 2 "there is no level 'gold' of a server; there are: core, full, sandbox" "$conform" server \
    --level gold
expect 0 'NOT AS EXPECTED' against 1 --filter 'payment.answer.*' --strict
expect 0 'known failure payment\.answer\.echo: a reason' against_odd 0 --mistake wrong-txamt \
    --filter payment.answer.echo --expect "$folder/known"
expect 2 'line 1 names an id that does not exist' "$conform" server --expect "$folder/unknown"
expect 2 'payment\.out_trade_no\.reused is retired .* See payment\.uniqueness\.reused' \
    "$conform" server --expect "$folder/retired"
expect 2 'payment\.out_trade_no\.reused is retired' "$conform" list \
    --filter payment.out_trade_no.reused
expect 0 'is retired since' "$conform" explain payment.out_trade_no.reused
expect 0 'passes, although' against 1 --filter payment.answer.echo --expect "$folder/known"
expect 0 '^ok 1 - payment\.answer\.echo' against 0 --filter payment.answer.echo --tap
expect 0 'PAY-EXP-02 .* differs' against 0 --filter 'payment.expired_time.*' --matrix
expect 0 'and [0-9]+ that no case selected is about' against 0 --filter 'payment.expired_time.*' \
    --matrix
expect 0 'as expected' against 0 --filter payment.answer.echo --rate 1000/s \
    --junit "$folder/junit.xml" --json "$folder/report.json" --html "$folder/report.html"
expect 0 '<testcase classname="payment\.answer"' cat "$folder/junit.xml"
expect 0 '"verdict":.*"pass"' cat "$folder/report.json"
expect 0 '<h1>As expected: 1 case</h1>' cat "$folder/report.html"
expect 0 'payment\.answer\.echo</th><td class="text">What was asked for comes back' cat \
    "$folder/report.html"
expect 0 '^wrote .*/report\.html$' against 0 --filter payment.answer.echo --html "$folder/report.html"

other=("$here/with_server.sh" 0 "$python" "$here/other_server.py" --)
green=$'\033\\[1;32mas expected'
expect 0 "$green" on_terminal "${other[@]}" "$conform" server --target '{URL}' \
    --filter payment.answer.echo
# Who looks on sees how far it is.
expect 0 '0 of 1 case' on_terminal "${other[@]}" "$conform" server --target '{URL}' \
    --filter payment.answer.echo
expect 0 '; as expected' on_terminal env NO_COLOR=1 "${other[@]}" "$conform" server \
    --target '{URL}' --filter payment.answer.echo

# What a run says of itself is in every form of it.
expect 0 '^# fixtures: sha256 [0-9a-f]{64}, [0-9]+ files$' against 0 --filter payment.answer.echo --tap
expect 0 '^  left out  +[0-9]+ of [0-9]+ cases not selected' against 0 --filter payment.answer.echo \
    --junit "$folder/said.xml" --html "$folder/said.html" --badge "$folder/badge.svg"
expect 0 '<property name="options" value=".*--filter payment.answer.echo' cat "$folder/said.xml"
expect 0 '<dt>seed</dt>' cat "$folder/said.html"
expect 0 'not certified</text>' cat "$folder/badge.svg"
expect 0 '^ok$' "$python" -c 'import sys, xml.dom.minidom as m
print("ok" if m.parse(sys.argv[1]).documentElement.tagName == "svg" else "")' "$folder/badge.svg"
# One seed, one set of order numbers.
# shellcheck disable=SC2016 # it is for the inner shell
expect 0 'SEEDED' bash -c '
    numbers() { "$0" server --target http://127.0.0.1:1 --dry-run --filter "payment.answer.*" --seed "$1" |
        grep -o "out_trade_no=[0-9A-Z]*"; }
    [ "$(numbers a)" = "$(numbers a)" ] && [ "$(numbers a)" != "$(numbers b)" ] && echo SEEDED' "$conform"

# Whoever waits for a long run wants to know before it that its report has nowhere to go.
for report in junit json html badge; do
    expect 2 'cannot be written' "$conform" server --target "$nobody" "--$report" "$folder/no/such"
done

# A report replaces nothing but a report of its kind, and that only when there is a new one.
mkdir "$folder/kept"
cp "$folder/report.html" "$folder/kept/html"
cp "$folder/report.json" "$folder/kept/json"
cp "$folder/junit.xml" "$folder/kept/junit"
cp -r "$folder/kept" "$folder/before"
echo '<!DOCTYPE html> my own work' >"$folder/mine"
for report in junit json html; do
    expect 2 'mine is not an? .* report and is not replaced' "$conform" server --target "$nobody" \
        "--$report" "$folder/mine"
    expect 3 'out of reach' "$conform" server --target "$nobody" "--$report" "$folder/kept/$report"
    expect 3 'out of reach' "$conform" server --target "$nobody" "--$report" "$folder/kept/new"
    expect 2 'Is a directory' "$conform" server --target "$nobody" "--$report" "$folder/kept"
done
expect 2 'report\.json is not an HTML report' "$conform" server --target "$nobody" \
    --html "$folder/report.json"
expect 0 '^$' diff -r "$folder/before" "$folder/kept"
expect 0 '^<!DOCTYPE html> my own work$' cat "$folder/mine"
expect 0 '"as_expected":' against 0 --filter payment.answer.echo --json /dev/stdout
expect 0 '' ln -s kept/html "$folder/link"
expect 0 'as expected' against 0 --filter payment.answer.flat --html "$folder/link"
expect 0 'payment\.answer\.flat' cat "$folder/kept/html"
expect 0 'kept/html' readlink "$folder/link"

# A case that gets no answer fails, and the others go on.
expect 0 'broken +no answer within the 1 s that the case had' \
    against_odd 1 --hang 301 --filter 'payment.answer.*' --case-timeout 1 \
    --junit "$folder/bad.xml" --json "$folder/bad.json" --html "$folder/bad.html"
expect 0 '^[1-9][0-9] results read' "$python" "$here/read_reports.py" "$folder"/bad.{xml,json,html}
expect 0 'failures="1"' cat "$folder/bad.xml"
expect 0 'Broken:</b> no answer within the 1 s' cat "$folder/bad.html"
# What a failure sent is in every report, who can sign is in none.
for report in xml json html; do
    expect 0 "X-QF-APPCODE: $QFPAY_APP_CODE" cat "$folder/bad.$report"
    expect 1 '^0$' grep -c -e "$QFPAY_CLIENT_KEY" -e "$QFPAY_AGENT_CLIENT_KEY" "$folder/bad.$report"
done
# Whatever keeps the runner itself from noticing, the alarm ends it.
expect 0 'the case stuck\.pattern did not end within 3 seconds' against 1 \
    --fixtures "$folder/stuck" --case-timeout 1

exit $((failed > 0))
