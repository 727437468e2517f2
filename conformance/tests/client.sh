#!/bin/bash
# qfpay-conform client against testees that behave well, oddly, and not at all:
#     client.sh PYTHON QFPAY_CONFORM FIXTURES EXAMPLE_FOLDER
# A testee is judged by what it says; that it crashes, hangs or babbles fails the vector that it was
# asked, never the rest.
set -euo pipefail
python=$1
conform=$2
fixtures=$(cd "$3" && pwd)
example=$4
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Few of the cases: they are read each time and not needed here.
mkdir -p "$work/fixtures/cases"
for name in requirements.json pitfalls.md templates vectors cases/add_note; do
    ln -s "$fixtures/$name" "$work/fixtures/$name"
done

complain() {
    echo "not ok: $1"
    sed 's/^/    /' "$work/out" "$work/err"
    failed=$((failed + 1))
}

# client NAME STATUS [OPTIONS...] -- COMMAND...: the exit status is this one.
client() {
    local name=$1 expected=$2 status=0
    shift 2
    "$conform" client --fixtures "$work/fixtures" --answer-timeout 60 "$@" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" -eq "$expected" ] || complain "$name: exit status $status instead of $expected"
}

says() { # NAME PATTERN: among what was printed
    grep -Eq -- "$2" "$work/out" "$work/err" || complain "$1: does not say: $2"
}

habit=("$python" -B "$here/odd_testee.py" "$example")

client "a good testee" 0 --strict -- "${habit[@]}" good
says "a good testee" '^[0-9]+ vectors: [0-9]+ passed, 0 differ, 0 failed, 0 skipped'

client "a command that is not there" 3 -- "$work/nothing"
says "a command that is not there" 'cannot be started'
mkdir "$work/here"
cp "$here/odd_testee.py" "$work/here/testee.py"
client "a program that is no command" 3 -- "$work/here/testee.py"
says "a program that is no command" 'Permission denied; .*the interpreter in front, such as python3 testee.py$'
cd "$work/here"
client "a program that is not on the path" 3 -- testee.py
cd - >/dev/null
says "a program that is not on the path" 'No such file or directory; .*, or \./ '
client "a command that ends at once" 3 -- true
says "a command that ends at once" 'exited with 0 instead of answering'
client "no capabilities" 3 -- "${habit[@]}" deaf
says "no capabilities" 'no list "capabilities"'
client "a line before the first answer" 3 -- "${habit[@]}" greeting
says "a line before the first answer" 'is not JSON: .*"ready to \\x1b\[1mtest\\x1b\[0m!+\.\.\. \([0-9]+ bytes\)"'
client "a capability misspelled" 3 -- "${habit[@]}" misspelling
says "a capability misspelled" "unknown capability 'encdoe'; did you mean 'encode'\?"
client "a capability of nobody" 3 -- "${habit[@]}" juggling
says "a capability of nobody" "unknown capability 'juggle': .*sign, encode, classify, verify_notification"
client "the capability to tell capabilities" 0 --filter 'sign.printed.*' -- "${habit[@]}" complete
client "a capability without a name" 3 -- "${habit[@]}" counting
says "a capability without a name" 'a capability that is not a text'
client "no command" 2
client "a filter that selects nothing" 2 --filter 'nonsense.*' -- "${habit[@]}" good

client "a capability less" 0 -- "${habit[@]}" shy
says "a capability less" 'has no classify'
client "nothing but skips" 1 -- "${habit[@]}" declining
says "nothing but skips" 'nothing is certified'
says "nothing but skips" ' skipped; NOT AS EXPECTED'

# One digest is enough for a client: it is certified for that one, and told what it has not.
client "MD5 alone" 0 --strict --json "$work/json" --junit "$work/junit" --html "$work/html" -- "${habit[@]}" simple
says "MD5 alone" '^signatures: certified for MD5; SHA256: not there$'
says "MD5 alone" '0 failed, 1 skipped; as expected'
for report in json junit html; do
    cp "$work/$report" "$work/$report.simple"
done
client "MD5 alone, as TAP" 0 --tap -- "${habit[@]}" simple
says "MD5 alone, as TAP" '^# signatures: certified for MD5; SHA256: not there$'
cp "$work/html.simple" "$work/out"
says "MD5 alone, on the page" '<dt>signatures</dt><dd>certified for MD5; SHA256: not there</dd>'
cp "$work/junit.simple" "$work/out"
says "MD5 alone, for a build server" 'name="signatures" value="certified for MD5; SHA256: not there"'
tr -d '[:space:]' <"$work/json.simple" >"$work/out"
says "MD5 alone, for a program" '"digest":"MD5","verdict":"certified","right":[0-9]+,"wrong":0,"skipped":0'
says "MD5 alone, for a program" '"digest":"SHA256","verdict":"notthere","right":0,"wrong":0,"skipped":[0-9]+'

# A wrong one is a failure, of that one alone.
client "nothing for SHA256" 1 --filter 'sign.printed.s*' --filter 'sign.derived.announced-md5' -- "${habit[@]}" vague
says "nothing for SHA256" '^signatures: certified for MD5; SHA256: wrong in 1 of 1 vectors$'
says "nothing for SHA256" 'answers ."skipped": true.'
says "nothing for SHA256" '^2 vectors: 1 passed, 0 differ, 1 failed'
client "both" 0 --filter 'sign.*' -- "${habit[@]}" good
says "both" '^signatures: certified for MD5 and SHA256$'

# Who never encodes is told that, and not what a vector would expose besides.
client "nothing encoded" 1 --filter 'form.encode.payment' --filter 'form.encode.plus' -- "${habit[@]}" lazy
says "nothing encoded" 'PIT-09 shows in 2 of the 2'
! grep -Eq 'PIT-(06|07|10) shows' "$work/out" || complain "nothing encoded: is charged with what it did not do"

# Of two encodings and two signatures the encodings crash; each time it is started again.
some=(--filter 'form.encode.ti*' --filter 'form.encode.plus' --filter 'sign.printed.s*'
    --filter 'notification.derived.*')
client "a crash" 1 "${some[@]}" -- "${habit[@]}" crashing
says "a crash" 'killed by signal 6'
says "a crash" '^the encoder fell over'
says "a crash" '^4 vectors: 2 passed, 0 differ, 2 failed'
client "an early end" 1 --filter 'sign.printed.*' -- "${habit[@]}" leaving
says "an early end" 'exited with 7 instead of answering'

# After three deadlines in a row the rest is not asked any more, else a run could take an hour.
client "no answer in time" 1 --answer-timeout 1 --filter 'sign.*' -- "${habit[@]}" silent
says "no answer in time" 'did not answer within 1.0 seconds'
says "no answer in time" 'not asked'

client "a line that is not JSON" 1 --filter 'sign.printed.*' -- "${habit[@]}" babbling
says "a line that is not JSON" 'is not JSON'
client "a list" 1 --filter 'sign.printed.*' -- "${habit[@]}" listing
says "a list" 'not an object'
client "a line too many" 1 --filter 'sign.printed.*' -- "${habit[@]}" twofold
says "a line too many" 'nobody asked for'
client "a line without end" 1 --filter 'sign.printed.node*' -- "${habit[@]}" endless
says "a line without end" 'longer than [0-9]+ bytes'
client "values of the wrong type" 1 -- "${habit[@]}" confused
says "values of the wrong type" '^[0-9]+ vectors: 0 passed'
client "an error" 1 --filter 'sign.printed.*' -- "${habit[@]}" failing
says "an error" 'an error: no such .x1[bB]\[31mthing'

# Whoever interrupts the runner finds no testee left behind. The testee tells its own process id once
# it hangs, so reading that is waiting for it.
mkfifo "$work/hanging"
"$conform" client --fixtures "$work/fixtures" --answer-timeout 1 --filter 'sign.*' -- \
    "${habit[@]}" hanging >"$work/out" 2>"$work/hanging" &
runner=$!
read -r hanging <"$work/hanging"
kill -TERM "$runner"
status=0
wait "$runner" || status=$?
[ "$status" -eq 1 ] || complain "an interruption: exit status $status instead of 1"
says "an interruption" 'stopped before [0-9]+ more'
! kill -0 "$hanging" 2>/dev/null || complain "an interruption: the testee still runs"

# Nor does who is in a hurry, nor the watchdog. The testee holds the pipe on file 9: its end shows that
# it is gone.
leaves_nobody() { # NAME STATUS HABIT
    local reader
    mkfifo "$work/alive"
    timeout 60 cat "$work/alive" &
    reader=$!
    client "$1" "$2" --filter 'sign.*' -- "${habit[@]}" "$3" 9>"$work/alive"
    wait "$reader" || complain "$1: the testee still runs"
    rm "$work/alive"
}
leaves_nobody "a second interruption" 4 interrupting
says "a second interruption" 'ended at once'
leaves_nobody "the watchdog" 1 alarming
says "the watchdog" 'did not end within .* nor did the runner notice'

# What servers read although it is no form is a difference, unless it changes a value.
client "a form that is not encoded" 0 --filter 'form.encode.time' -- "${habit[@]}" lazy
says "a form that is not encoded" '1 differ'
client "the same, strictly" 1 --strict --filter 'form.encode.time' -- "${habit[@]}" lazy
client "a form that is not encoded and has a plus" 1 --filter 'form.encode.plus' -- "${habit[@]}" lazy
says "a form that is not encoded and has a plus" 'txzone is read as " 0800" instead of "\+0800"'

echo 'form.encode.plus: we know' >"$work/known"
client "a known failure" 0 --expect "$work/known" --filter 'form.encode.plus' -- "${habit[@]}" lazy
client "a known failure that passes" 1 --expect "$work/known" --filter 'form.encode.plus' -- \
    "${habit[@]}" good

# Reports name the vector, the known mistake in words, and the question; the page says how to ask it
# again.
client "a report for people" 1 --filter 'form.encode.plus' -- "${habit[@]}" lazy
says "a report for people" '^    mistake PIT-09: An unencoded body with'
client "reports" 1 --json "$work/json" --junit "$work/junit" --html "$work/html" --tap \
    --filter 'form.encode.plus' -- "${habit[@]}" lazy
says "reports" '^not ok 1'
for report in json junit html; do
    cp "$work/$report" "$work/out"
    says "the $report report" 'form\.encode\.plus'
    says "the $report report" 'PIT-09'
    says "the $report report" 'An unencoded body with'
    says "the $report report" 'txzone'
done

grep -q '"shows":[[:space:]]*1' "$work/json" || complain "the json report: no pitfall shows"
"$python" -B "$here/read_reports.py" "$work/junit" "$work/json" "$work/html" >"$work/out" ||
    complain "the reports disagree"
cp "$work/html" "$work/out"
says "the page" "client --filter form.encode.plus -- .*odd_testee.py .* lazy"

[ "$failed" -eq 0 ]
