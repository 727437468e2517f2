#!/bin/bash
# The commands and exit statuses of qfpay-conform, as a user meets them.
. "$(dirname "$0")/other.sh"
nobody=http://127.0.0.1:1
echo=(--filter payment.answer.echo)

# on_terminal COMMAND...: the same on a terminal of its own.
on_terminal() {
    TERM=xterm "$python" -c 'import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' "$@" </dev/null
}

# refuses STATUS PATTERN TARGET ARGUMENT...: before anything is sent.
refuses() {
    expect "$1" "$2" "$conform" server --fixtures "$fixtures" --target "${@:3}"
}

# guesses WORD COMMAND...: whoever mistyped is told what is near.
guesses() {
    expect 2 "did you mean '$1'\?" "$conform" "${@:2}"
}

# full COMMAND...: with an output that takes nothing.
full() {
    "$@" >/dev/full
}

# What there is.

list_tells_what_there_is_and_how_sure_it_is() (
    expect 0 'payment\.answer\.echo +seed' "$conform" list --filter 'payment.answer.*'
    expect 0 'network\.lost\.answer +old +scenario +QRY-24' "$conform" list --filter 'network.lost.*'
    expect 0 'sign\.derived\.minimal +docs +vector' "$conform" list --filter 'sign.*'
    expect 2 'selects nothing' "$conform" list --filter 'nothing.*'
)

explain_leads_from_a_case_to_its_rule_and_back() (
    expect 0 'PAY-EXP-02: ' "$conform" explain payment.expired_time.under-minimum
    expect 0 'payment\.expired_time\.under-minimum' "$conform" explain PAY-EXP-02
    expect 0 '^  evidence \[seed\] ?[^[]*$' "$conform" explain RSP-03
    expect 0 'qfpay-conform server --filter payment\.txamt\.zero' "$conform" explain payment.txamt.zero
)

explain_leads_from_a_known_mistake_to_what_exposes_it_and_back() (
    expect 0 'exposes PIT-03' "$conform" explain sign.derived.empty-value
    expect 0 'qfpay-conform client --network --filter network\.lost\.answer' "$conform" explain network.lost.answer
    says 'exposes PIT-24: A new number'
    expect 0 '^PIT-24: A new number after a time-out: two orders; ' "$conform" explain PIT-24
    says 'scenario network\.lost\.answer: '
)

explain_knows_what_it_does_not_know() (
    expect 2 'neither a case, a vector, a scenario, a requirement nor a known mistake' "$conform" explain nothing
    expect 2 'known mistake$' "$conform" explain xyzzy
)

help_tells_each_option() (
    expect 0 '--case-timeout +S ' "$conform" server --help
)

coverage_lacks_nothing() (
    expect 0 'None lacks anything' "$conform" coverage
    expect 0 'PAY-EXP-02 +[1-9][0-9]* +[1-9]' "$conform" coverage --matrix
)

fixtures_that_cannot_be_read_are_refused() (
    few payment.answer
    sed -i 's/"comment"/"remark"/' few/cases/payment/answer.json
    expect 2 'are the fixtures newer than this program' "$conform" list --fixtures "$fixtures"
    expect 2 'cannot be opened' "$conform" list --fixtures nowhere
)

# Who mistyped is told what is near, and who did not is not told a guess.

a_mistyped_filter_is_told_the_nearest() (
    guesses 'payment\.\*' server --filter 'paymnt.*'
    guesses 'payment\.expired_time\.\*' diff --left a --right b --filter 'payment.exipred_time.*'
    guesses 'sign\.\*' client --filter 'sgn.*' -- true
    guesses 'network\.lost\.\*' client --network --filter 'network.lsot.*' -- true
    expect 2 "--filter 'nothing\.\*' selects nothing$" "$conform" server --filter 'nothing.*'
)

a_mistyped_id_is_told_the_nearest() (
    guesses 'payment\.expired_time\.minimum' explain payment.expired_time.minimun
    guesses PIT-05 explain PIT-5
    guesses PAY-EXP-05 explain pay-exp-5
    guesses 'sign\.derived\.minimal' explain sign.derived.mnimal
    guesses 'network\.lost\.answer' explain network.lost.anser
)

a_mistyped_target_is_told_the_nearest() (
    few payment.answer
    refuses 2 "is not a target; did you mean 'http://localhost:8080'\?" localhost:8080
    refuses 2 "did you mean '$nobody'\?" "$nobody/trade/v1"
    expect 2 "did you mean '$nobody'\?" env QFPAY_BASE_URL=htp://127.0.0.1:1 "$conform" server \
        --fixtures "$fixtures" "${echo[@]}"
    refuses 2 'it must look like http://127' ftp://127.0.0.1:1
    refuses 2 'is not a target' localhost
    refuses 2 'a name or password' http://me:hush@localhost:1
)

who_took_one_kind_of_test_for_another_is_told_where_it_is() (
    expect 2 'selects [0-9]+ vectors: qfpay-conform client -- ' "$conform" server --filter 'sign.*'
    expect 2 'selects 1 scenario: qfpay-conform client --network' "$conform" diff --left a --right b \
        --filter network.lost.answer
    expect 2 'selects [0-9]+ cases: qfpay-conform server' "$conform" client --filter 'payment.*' -- true
    expect 2 'PAY-EXP-02 is a requirement' "$conform" server --filter PAY-EXP-02
    expect 2 'PIT-24 is a known mistake' "$conform" client --filter PIT-24 -- true
)

a_retired_id_leads_to_what_took_its_place() (
    few payment.answer
    echo "payment.out_trade_no.reused: a reason" >retired
    refuses 2 'payment\.out_trade_no\.reused is retired .* See payment\.uniqueness\.reused' "$nobody" --expect retired
    expect 2 'payment\.out_trade_no\.reused is retired' "$conform" list --fixtures "$fixtures" \
        --filter payment.out_trade_no.reused
    expect 0 'is retired since' "$conform" explain payment.out_trade_no.reused --fixtures "$fixtures"
)

# Targets of which nothing can be learned: one line says why, and not every case.

production_is_never_tested() (
    few payment.answer
    refuses 4 'is never tested' https://openapi-hk.qfapi.com/trade/v1
    refuses 4 'is never tested' https://openapi-hk.qfapi.com
)

a_target_that_nobody_serves_is_out_of_reach() (
    few payment.answer
    refuses 3 'out of reach' "$nobody"
    refuses 3 'out of reach' https://127.0.0.1:1 --ca-file ca
)

a_server_without_the_api_is_told_once() (
    few payment.answer
    other
    refuses 3 'has no QFPay API below it' "$url/elsewhere"
    refuses 3 'does it speak HTTPS\?' "${url/http:/https:}"
)

wrong_credentials_are_told_by_merchant() (
    few payment.answer
    other
    expect 3 'refuses the app code, client key or mchid given for the default merchant: 1108' \
        judge --client-key 0000000000000000000000000000A001
    expect 3 'default merchant: 1108 .*; it accepts the key in capitals' \
        judge "${echo[@]}" --client-key 5ec2e70000000000000000000000a001
    expect 3 'given for the agent merchant' \
        judge "${echo[@]}" --agent-client-key 0000000000000000000000000000A002
    expect 3 'given for the other merchant' \
        judge "${echo[@]}" --other-client-key 0000000000000000000000000000A003
    unset QFPAY_APP_CODE QFPAY_CLIENT_KEY QFPAY_OTHER_APP_CODE QFPAY_OTHER_CLIENT_KEY
    expect 3 'refuses the built-in app code and client key; give yours' judge
)

wrong_credentials_are_told_in_a_sandbox_too() (
    few payment.answer
    other --sandbox
    expect 3 'refuses the app code, client key or mchid given for the default merchant: 1108' \
        judge --client-key 0000000000000000000000000000A001
)

a_server_that_refuses_right_signatures_is_not_taken_for_wrong_credentials() (
    few payment.txamt request.signature
    other --mistake sorts-not
    expect 1 'accepts one over parameters in the order of sending and refuses the right one \(SIG-02\): 1108' \
        judge --filter 'payment.txamt.*'
    expect 1 'precondition not met in [0-9]+ cases: the target reads signatures wrongly' \
        judge --filter 'request.signature.*'
)

nor_is_a_sandbox_that_refuses_right_signatures() (
    few payment.txamt
    other --mistake sorts-not --sandbox
    expect 1 'accepts one over parameters in the order of sending and refuses the right one \(SIG-02\): 1108' judge
)

a_server_that_takes_small_letters_alone_is_told_so() (
    few request.signature
    other --mistake small-letters-only
    expect 1 'it accepts a digest in small letters alone \(SIG-06\)' judge
)

a_client_key_of_one_letter_is_in_every_number_and_nobody_is_blamed_for_that() (
    few payment.answer payment.refusal
    other --key 7
    expect 0 'skipped 2 cases: needs a client key of 16 characters' judge --client-key 7
)

# What a target has.

a_sandbox_that_makes_merchants_is_given_fresh_ones() (
    few payment.answer
    other --sandbox
    expect 0 'fresh merchants in place of yours' judge "${echo[@]}"
    says 'lacks sandbox\.clock: GET /__sandbox/clock: wanted an object with a text .now., got HTTP 404: '
)

an_agent_that_was_given_acts_where_the_sandbox_makes_none() (
    few request.mchid
    other --sandbox --liberty makes-no-agents
    expect 0 '0 skipped; as expected' judge --filter request.mchid.given
)

why_there_is_no_sandbox_is_told_to_who_asks() (
    few payment.answer
    other
    expect 0 'lacks sandbox: GET /__sandbox/health: wanted .*, got HTTP 404' judge "${echo[@]}" --verbose
)

orders_that_become_paid_by_themselves_are_waited_for_where_a_case_asks_for_it() (
    few query.state payment.answer
    other --self-paying 0.2
    expect 0 '1 passed' judge --filter query.state.paid
    expect 0 "skipped 1 case: needs orders that stay unpaid: the target's orders become paid by themselves" \
        judge --filter query.state.unpaid
    expect 0 '[0-9]+ cases? against [^,]*: connections that stay open, a merchant' judge "${echo[@]}"
)

who_pays_by_themselves_is_judged_by_refunds_too() (
    few refund.amount
    other --self-paying 0 --mistake refunds-too-much
    expect 1 'broken ' judge
)

# Dry runs.

a_dry_run_shows_what_would_be_sent_but_no_signature_and_no_key() (
    few payment.answer request.signature_digest
    refuses 0 'X-QF-SIGN: \(32 characters\)' "$nobody" --dry-run "${echo[@]}"
    refuses 0 '=\(client key\)$' "$nobody" --dry-run --filter request.signature_digest.key-never-shown
)

a_dry_run_tells_what_a_run_would_skip_as_far_as_it_can_know() (
    few refund.state pay_type.shape
    refuses 0 'may be skipped: needs .*refunds' "$nobody" --dry-run --filter refund.state.unknown
    refuses 0 'would be skipped: needs pay_type 801101: the target does not tell' https://localhost:1 \
        --live --dry-run --filter pay_type.shape.alipay-web
)

a_dry_run_shows_no_case_that_the_level_leaves_out() (
    few payment.answer
    refuses 0 '^payment.answer.afternoon' "$nobody" --dry-run
    refuses 0 '^payment.answer' "$nobody" --dry-run --level core
    says_no '^payment.answer.afternoon'
)

one_seed_makes_one_set_of_order_numbers() (
    few payment.answer
    numbers() {
        "$conform" server --fixtures "$fixtures" --target "$nobody" --dry-run --seed "$1" | grep -o 'out_trade_no=[0-9A-Z]*'
    }
    [ "$(numbers a)" = "$(numbers a)" ]
    [ "$(numbers a)" != "$(numbers b)" ]
)

# Verdicts.

a_difference_counts_with_strict_alone() (
    few payment.answer
    other
    expect 0 'as expected' judge
    expect 1 'NOT AS EXPECTED' judge --strict
)

a_server_is_certified_for_the_level_whose_cases_it_passes() (
    other
    expect 0 'certified for core$' judge --level core
)

a_server_is_not_certified_for_what_it_lacks() (
    other
    expect 1 'NOT CERTIFIED for full$' judge --level full --filter 'refund.*' --verbose
    says 'mandatory cases not made: .*needs paid orders, refunds: the target has none'
)

a_level_that_does_not_exist_is_told_those_that_do() (
    few payment.answer
    refuses 2 "there is no level 'gold' of a server; there are: core, full, sandbox" "$nobody" --level gold
)

a_known_failure_is_expected() (
    few payment.answer
    other --mistake wrong-txamt
    echo "payment.answer.echo: a reason" >known
    expect 0 'known failure payment\.answer\.echo: a reason' judge "${echo[@]}" --expect known
)

a_known_failure_that_passes_is_not_expected() (
    few payment.answer
    other
    echo "payment.answer.echo: a reason" >known
    expect 1 'passes, although' judge "${echo[@]}" --expect known
)

a_known_failure_of_no_case_is_refused() (
    few payment.answer
    echo "payment.answer.nothing: a reason" >known
    refuses 2 'line 1 names an id that does not exist' "$nobody" --expect known
)

a_case_that_gets_no_answer_fails_and_the_others_go_on() (
    few payment.answer
    other --hang 301
    expect 1 'broken +no answer within the 1 s that the case had' judge --case-timeout 1 \
        --junit bad.xml --json bad.json --html bad.html
    expect 0 '^[1-9][0-9] results read' "$python" "$here/read_reports.py" bad.{xml,json,html}
    holds bad.xml 'failures="1"'
    holds bad.html 'Broken:</b> no answer within the 1 s'
    # What a failure sent is in every report, who can sign is in none.
    for report in xml json html; do
        holds "bad.$report" "X-QF-APPCODE: $QFPAY_APP_CODE"
        lacks "bad.$report" "$QFPAY_CLIENT_KEY|$QFPAY_AGENT_CLIENT_KEY"
    done
)

output_to_a_full_disk_is_an_error_in_every_program() (
    expect 1 '^qfpay: standard output cannot be written' full "$client" codes
    expect 1 '^qfpay: standard output cannot be written' full "$client" sign txamt=1 --client-key k
    expect 2 '^qfpay-conform: standard output cannot be written' full "$conform" list
    expect 1 '^qfpay-mock: standard output cannot be written' full "$mock" --help
    # What the call itself said counts for more.
    expect 5 '^qfpay: standard output cannot be written' full "$client" query --syssn 1 --json --base-url "$nobody"
)

a_pattern_that_could_take_ages_is_refused() (
    few
    cat >few/cases/stuck.json <<'END'
{"schema": "qfpay-fixtures/1", "subject": "stuck", "cases": [{
  "id": "stuck.pattern", "requirement": "PAY-01", "evidence": "seed", "source": "a test",
  "checked": "2026-11-23", "comment": "A pattern that tries every way to cut the number in five.",
  "safety": "creates-unpaid", "steps": [{"call": "payment", "base": "wechat-web-qr",
    "expect": {"match": {"out_trade_no": "^(.*)(.*)(.*)(.*)(.*)\\5\\4\\3\\2\\1z$"}}}]}]}
END
    expect 2 'match\.out_trade_no: must be a regular expression' \
        "$conform" server --target "$nobody" --fixtures few
)

# Reports.

the_matrix_shows_rules_that_differ_and_counts_those_that_no_case_is_about() (
    other
    expect 0 'PAY-EXP-02 .* differs' judge --filter 'payment.expired_time.*' --matrix
    says 'and [0-9]+ that no case selected is about'
)

each_report_has_the_case_and_where_it_comes_from() (
    few payment.answer
    other
    expect 0 'as expected' judge "${echo[@]}" --rate 1000/s --junit r.xml --json r.json --html r.html --badge r.svg
    says '^  left out  +[0-9]+ of [0-9]+ cases not selected' '^wrote r\.html$'
    holds r.xml '<testcase classname="payment\.answer"' '<property name="options" value=".*--filter payment.answer.echo'
    holds r.json '"verdict":.*"pass"'
    holds r.html '<h1>As expected: 1 case</h1>' '<dt>seed</dt>' \
        'payment\.answer\.echo</th><td class="text">What was asked for comes back'
    holds r.svg 'not certified</text>'
    expect 0 '^svg$' "$python" -c 'import xml.dom.minidom as m; print(m.parse("r.svg").documentElement.tagName)'
    expect 0 '^ok 1 - payment\.answer\.echo' judge "${echo[@]}" --tap
    says '^# fixtures: sha256 [0-9a-f]{64}, [0-9]+ files$'
    expect 0 '"as_expected":' judge "${echo[@]}" --json /dev/stdout
)

who_looks_on_sees_how_far_it_is_and_in_colours() (
    few payment.answer
    other
    expect 0 $'\033\\[1;32mas expected' on_terminal "$conform" server --target "$url" --fixtures "$fixtures" "${echo[@]}"
    says '0 of 1 case'
    export NO_COLOR=1
    expect 0 '; as expected' on_terminal "$conform" server --target "$url" --fixtures "$fixtures" "${echo[@]}"
)

a_report_that_has_nowhere_to_go_is_told_before_the_run() (
    few payment.answer
    for report in junit json html badge; do
        refuses 2 'cannot be written' "$nobody" "--$report" no/such
    done
)

a_report_replaces_nothing_but_one_of_its_kind_and_only_when_there_is_a_new_one() (
    few payment.answer
    other
    mkdir kept
    expect 0 'as expected' judge "${echo[@]}" --junit kept/junit --json kept/json --html kept/html
    cp -r kept before
    echo '<!DOCTYPE html> my own work' >mine
    for report in junit json html; do
        refuses 2 'mine is not an? .* report and is not replaced' "$nobody" "--$report" mine
        refuses 3 'out of reach' "$nobody" "--$report" "kept/$report"
        refuses 3 'out of reach' "$nobody" "--$report" kept/new
        refuses 2 'Is a directory' "$nobody" "--$report" kept
    done
    refuses 2 'json is not an HTML report' "$nobody" --html kept/json
    diff -r before kept
    holds mine '^<!DOCTYPE html> my own work$'
    ln -s kept/html link
    expect 0 'as expected' judge --filter payment.answer.flat --html link
    holds kept/html 'payment\.answer\.flat'
    [ "$(readlink link)" = kept/html ]
)

run_tests "$@"
