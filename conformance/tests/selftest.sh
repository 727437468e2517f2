#!/usr/bin/env bash
# selftest.sh QFPAY-CONFORM QFPAY-MOCK [FILTER]...
#
# The defects of the mock and the command that tries them: every one is noticed, or those that the
# filters select; one that nobody notices fails; a mock that breaks down is no proof.
set -euo pipefail

conform=$1
mock=$2
shift 2
filters=()
for filter in "$@"; do
    filters+=(--filter "$filter")
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

fail() {
    echo "selftest.sh: $*" >&2
    failures=$((failures + 1))
}

# exits STATUS WORDS COMMAND...: the command ends so, and says so.
exits() {
    local wanted=$1 words=$2 status=0
    shift 2
    "$@" >"$folder/output" 2>&1 || status=$?
    if [ "$status" != "$wanted" ]; then
        fail "exit status $status instead of $wanted: $*"
        tail -n 30 "$folder/output" >&2
    fi
    grep -q -- "$words" "$folder/output" || fail "says nothing of \"$words\": $*"
}

# A mock that lists its defects and then has none, and one that breaks down with each.
cat >"$folder/honest" <<END
#!/bin/sh
[ "\$2" = list ] && exec "$mock" --defect list
exec "$mock" --port 0 --log off
END
cat >"$folder/broken" <<END
#!/bin/sh
[ "\$2" = list ] && exec "$mock" --defect list
case "\$*" in *--defect*) echo "qfpay-mock 0 listening on http://127.0.0.1:1"; exit 7 ;; esac
exec "$mock" --port 0 --log off
END
cat >"$folder/foreign" <<'END'
#!/bin/sh
echo "some-defect NO-SUCH-RULE It does something."
END
cat >"$folder/endless" <<'END'
#!/bin/sh
yes "some-defect RFD-11 It does something." | head -n 5000
END
# One that interrupts the run before it serves, as Ctrl-C would: the runner and its process of the hunt.
cat >"$folder/hasty" <<END
#!/bin/sh
[ "\$2" = list ] && exec "$mock" --defect list
read -r _ _ _ runner _ <"/proc/\$PPID/stat"
kill -TERM "\$runner" "\$PPID"
exec "$mock" --port 0 --log off
END
chmod +x "$folder/hasty" "$folder/honest" "$folder/broken" "$folder/foreign" "$folder/endless"

exits 2 "did you mean 'caller.signature.skip'" "$mock" --defect caller.signature.skp
exits 2 'selects none of its defects$' "$conform" selftest --mock "$mock" --filter 'no-such-*'
exits 2 "selects none of its defects; did you mean 'caller\.\*'\?" "$conform" selftest --mock "$mock" \
    --filter 'calller.*'
exits 2 'NO-SUCH-RULE' "$conform" selftest --mock "$folder/foreign"
echo 'my own work' >"$folder/mine"
exits 2 'mine is not a report of selftest' "$conform" selftest --mock "$mock" --json "$folder/mine"
exits 2 'cannot be written' "$conform" selftest --mock "$mock" --json "$folder/no/such/folder"
exits 2 'defects are listed' "$conform" selftest --mock "$folder/endless"
exits 1 'stopped before the end; no defect was tried' "$conform" selftest --mock "$folder/hasty"
if grep -q 'without any defect' "$folder/output"; then
    fail "a run that was interrupted tells of cases"
fi
exits 2 'cannot be started' "$conform" selftest --mock "$folder/nothing"
if [ $# = 0 ]; then # whole runs, for which a sanitizer's mock is too slow
    exits 1 'NOT NOTICED by any of' "$conform" selftest --mock "$folder/honest" --filter caller.signature.skip
    exits 1 'NOT TRIED' "$conform" selftest --mock "$folder/broken" --filter caller.signature.skip
fi

exits 0 ' 0 unnoticed' "$conform" selftest --mock "$mock" --json "$folder/report.json" \
    ${filters[@]+"${filters[@]}"}
grep -q '"schema":.*"qfpay-selftest/1"' "$folder/report.json" || fail "the JSON report has no schema"
if grep -A 100 '^weak spots' "$folder/output" >&2; then
    fail "some are noticed only by cases about other rules"
fi

[ "$failures" = 0 ]
