# shellcheck shell=bash disable=SC2034 # whoever sources this uses it
# Named tests in shell. A file of them sources this, has its tests as functions in parentheses whose
# names are the sentences that they prove, and ends with `run_tests "$@"`:
#
#     a_filter_that_selects_nothing_is_refused() (
#         expect 2 'selects nothing' "$conform" list --filter 'nothing.*'
#     )
#
# FILE.sh runs all of them, FILE.sh TEST... some; for ctest each is one. A test starts in a folder of its
# own, ends with the first command that fails, and says which; what it serves ends with it. What is built is
# looked for in TEST_BUILD, build/dev unless it says otherwise.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$(cd "$(dirname "$0")" && pwd)
build=${TEST_BUILD:-$root/build/dev}
conform=$build/conformance/qfpay-conform mock=$build/mock_server/qfpay-mock client=$build/client/cli/qfpay \
    fixtures=$root/fixtures python=${PYTHON:-python3}
export PYTHONDONTWRITEBYTECODE=1
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY "${!QFPAY_@}"
servers=()
asked=

# fail WHAT: end the test; the last command and what it said are shown, too.
fail() {
    : >"$folder/told"
    printf '%s\n' "$1"
    if [ -n "$asked" ]; then
        printf 'from: %s\n' "$asked"
        cut -c1-300 "$folder/said" | tail -n 30
    fi
    exit 1
}

# skip WHY: end the test, which cannot be made here.
skip() {
    echo "$1"
    exit 77
}

# run COMMAND...: sets status; what it says, on either output, is in the file said.
run() {
    asked=$*
    status=0
    "$@" >"$folder/said" 2>&1 || status=$?
}

# expect STATUS PATTERN COMMAND...: it ends so, and says so.
expect() {
    run "${@:3}"
    [ "$status" -eq "$1" ] || fail "expected status $1, got $status"
    says "$2"
}

# says PATTERN...: the last command did, each of them; says_no PATTERN: it did not.
says() {
    local pattern
    for pattern; do
        grep -qE -e "$pattern" "$folder/said" || fail "expected it to say /$pattern/"
    done
}

says_no() {
    ! grep -qE -e "$1" "$folder/said" || fail "expected it not to say /$1/"
}

# tell PATTERN: print what it said there, for who counts (ci/test.d/count.awk).
tell() {
    grep -E -e "$1" "$folder/said"
}

# holds FILE PATTERN..., lacks FILE PATTERN (in whatever case): the same of a file.
holds() {
    local pattern
    for pattern in "${@:2}"; do
        grep -qE -e "$pattern" "$1" || fail "expected /$pattern/ in ${1##*/}: $(head -c 2000 "$1")"
    done
}

lacks() {
    [ -f "$1" ] || fail "there is no ${1##*/}"
    ! grep -qiE -e "$2" "$1" || fail "expected no /$2/ in ${1##*/}"
}

# serve COMMAND...: start a server. Its first line tells the url and the port that these variables get.
serve() {
    local line=
    mkfifo "$folder/first-line"
    "$@" >"$folder/first-line" &
    servers+=("$!")
    trap 'while [ ${#servers[@]} -gt 0 ]; do stop; done' EXIT
    # The end of file comes when it ends early, so this never waits for nothing.
    read -r line <"$folder/first-line" || true
    rm "$folder/first-line"
    [[ $line =~ https?://[^\ ]*:([0-9]+) ]] || fail "the server did not start: $*"
    url=${BASH_REMATCH[0]} port=${BASH_REMATCH[1]}
}

# stop: end the last server, before the test does; sets status.
stop() {
    local pid=${servers[-1]}
    unset 'servers[-1]'
    kill "$pid" 2>/dev/null || true
    status=0
    wait "$pid" 2>/dev/null || status=$?
}

run_test() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cd "$folder"
    set -eEuo pipefail
    trap '[ $? -eq 77 ] || [ -e "$folder/told" ] || fail "this failed: $BASH_COMMAND"' ERR
    "$1"
)

run_tests() {
    local name output status=0 failed=0
    # shellcheck disable=SC2046 # names have no spaces
    [ $# -gt 0 ] || set -- $(sed -n 's/^\([a-z0-9_]*\)() ($/\1/p' "$0")
    for name; do
        [ "$(type -t "$name")" = function ] || {
            echo "$0: no test named $name" >&2
            return 2
        }
        # Not as a condition, where `set -e` would be off.
        output=$(run_test "$name" 2>&1)
        status=$?
        case $status in
        0) printf 'ok - %s\n%s' "${name//_/ }" "${output:+$output$'\n'}" ;;
        77) printf 'ok - %s # SKIP %s\n' "${name//_/ }" "$output" ;;
        *)
            printf 'not ok - %s\n    %s\n' "${name//_/ }" "${output//$'\n'/$'\n'    }"
            failed=$((failed + 1))
            ;;
        esac
    done
    [ "$failed" -eq 0 ] || return 1
    return $((status == 77 && $# == 1 ? 77 : 0))
}
