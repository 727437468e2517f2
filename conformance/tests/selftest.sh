#!/bin/bash
# shellcheck disable=SC2016 # the mocks' shells shall read their own variables
# The defects of the mock and the command that tries them: every one is noticed, or those that the patterns
# in TEST_DEFECTS select; one that nobody notices fails; a mock that breaks down is no proof.
. "$(dirname "$0")/other.sh"
unset "${!QFPAY_@}"
skip_signature=(--filter caller.signature.skip)

# mock_like NAME TEXT: a mock that lists the defects of ours and otherwise does this.
mock_like() {
    printf '#!/bin/sh\n[ "$2" = list ] && exec "%s" --defect list\n%s\nexec "%s" --port 0 --log off\n' \
        "$mock" "$2" "$mock" >"$1"
    chmod +x "$1"
}

# mock_listing NAME COMMAND: one that does nothing else.
mock_listing() {
    printf '#!/bin/sh\n%s\n' "$2" >"$1"
    chmod +x "$1"
}

# selftest MOCK ARGUMENT...
selftest() {
    "$conform" selftest --fixtures "$fixtures" --mock "$1" "${@:2}"
}

every_defect_is_noticed_by_the_cases_about_its_rule() (
    set -f # patterns stay patterns
    filters=()
    for pattern in ${TEST_DEFECTS-}; do
        filters+=(--filter "$pattern")
    done
    expect 0 ' 0 unnoticed' selftest "$mock" --json report.json "${filters[@]}"
    says_no '^weak spots'
    holds report.json '"schema":.*"qfpay-selftest/1"'
)

a_defect_that_nobody_notices_is_told() (
    few request.signature
    mock_like honest ''
    expect 1 'NOT NOTICED by any of' selftest ./honest "${skip_signature[@]}"
)

a_mock_that_breaks_down_is_no_proof() (
    few request.signature
    mock_like broken 'case "$*" in *--defect*) echo "qfpay-mock 0 listening on http://127.0.0.1:1"; exit 7 ;; esac'
    expect 1 'NOT TRIED' selftest ./broken "${skip_signature[@]}"
)

a_run_that_was_interrupted_tells_of_no_case() (
    few request.signature
    # Before it serves, as Ctrl-C would: the runner and its process of the hunt.
    mock_like hasty 'read -r _ _ _ runner _ <"/proc/$PPID/stat"; kill -TERM "$runner" "$PPID"'
    expect 1 'stopped before the end; no defect was tried' selftest ./hasty
    says_no 'without any defect'
)

a_mistyped_defect_is_told_the_nearest() (
    few request.signature
    expect 2 "did you mean 'caller.signature.skip'" "$mock" --defect caller.signature.skp
    expect 2 'selects none of its defects$' selftest "$mock" --filter 'no-such-*'
    expect 2 "selects none of its defects; did you mean 'caller\.\*'\?" selftest "$mock" --filter 'calller.*'
)

a_mock_whose_list_makes_no_sense_is_refused() (
    few request.signature
    mock_listing foreign 'echo "some-defect NO-SUCH-RULE It does something."'
    expect 2 'NO-SUCH-RULE' selftest ./foreign
    mock_listing endless 'yes "some-defect RFD-11 It does something." | head -n 5000'
    expect 2 'defects are listed' selftest ./endless
    expect 2 'cannot be started' selftest ./nothing
)

a_report_replaces_nothing_else() (
    few request.signature
    echo 'my own work' >mine
    expect 2 'mine is not a report of selftest' selftest "$mock" --json mine
    expect 2 'cannot be written' selftest "$mock" --json no/such/folder
)

run_tests "$@"
