#!/bin/bash
# Whole runs against servers that keep every rule: the mock, the server that takes every liberty, and who
# reads the fixtures without our runner.
. "$(dirname "$0")/other.sh"
after_payment=(--filter 'refund.*' --filter 'reversal.*' --filter 'close.*' --filter 'add_note.*' --filter 'query.*'
    --filter 'life.payer.*')

# read_fixtures: examples/fixtures, against what is served.
read_fixtures() {
    "$python" "$root/examples/fixtures/read_fixtures.py" "$fixtures" "$url" "$QFPAY_APP_CODE" "$QFPAY_CLIENT_KEY"
}

# the_mock: serves.
the_mock() {
    [ -x "$mock" ] || skip 'there is no mock'
    unset "${!QFPAY_@}"
    serve "$mock" --port 0 --log off
}

another_server_fails_nothing() (
    other
    expect 0 'as expected' judge
    tell '^[0-9]+ cases: '
)

another_sandbox_fails_nothing_behind_a_payment() (
    other --sandbox
    expect 0 'as expected' judge "${after_payment[@]}"
    tell '^[0-9]+ cases: '
)

# At once, so that whatever needs an order to stay unpaid shows.
orders_that_pay_themselves_fail_nothing() (
    other --self-paying 0
    expect 0 'as expected' judge
    tell '^[0-9]+ cases: '
)

# Strict: where the contract leaves a choice, it must have made ours.
the_mock_has_whatever_the_fixtures_ask_for() (
    the_mock
    expect 0 ', 0 skipped;' judge --strict
    tell '^[0-9]+ cases: '
)

the_control_api_is_as_its_document_says() (
    reader=$("$root/ci/python" jsonschema 2>&1) || skip "$reader"
    the_mock
    expect 0 . "$reader" "$here/control_api.py" "$url" "$fixtures" "$root/docs/control-api.openapi.json" "$conform"
)

reports_that_were_changed_are_refused() (
    other
    expect 0 . "$python" "$here/sealed.py" "$conform" "$url" "$(command -v openssl)"
)

another_reader_comes_to_the_same_verdicts() (
    other
    expect 0 . read_fixtures
)

another_reader_notices_a_mistake() (
    other --mistake accepts-used-number
    expect 1 . read_fixtures
)

run_tests "$@"
