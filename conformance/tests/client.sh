#!/bin/bash
# qfpay-conform client against testees that behave well, oddly, and not at all. A testee is judged by
# what it says; that it crashes, hangs or babbles fails the vector that it was asked, never the rest.
. "$(dirname "$0")/other.sh"
habit=("$python" -B "$here/odd_testee.py" "$root/examples/testee")
plus=(--filter form.encode.plus)

# conform_client ARGUMENT...: with few of the cases, which are read each time and not needed here.
conform_client() {
    [ -d few ] || few add_note
    "$conform" client --fixtures few --answer-timeout 60 "$@"
}

# who HABIT STATUS PATTERN ARGUMENT...: the testee that behaves so.
who() {
    expect "$2" "$3" conform_client "${@:4}" -- "${habit[@]}" "$1"
}

# Commands that are no testee.

a_good_testee_passes_everything() (
    who good 0 '^[0-9]+ vectors: [0-9]+ passed, 0 differ, 0 failed, 0 skipped' --strict
)

a_command_that_cannot_be_started_is_told_how_it_could() (
    expect 3 'cannot be started' conform_client -- nowhere/nothing
    cp "$here/odd_testee.py" testee.py
    chmod -x testee.py
    expect 3 'Permission denied; .*the interpreter in front, such as python3 testee.py$' conform_client -- ./testee.py
    expect 3 'No such file or directory; .*, or \./ ' conform_client -- testee.py
)

a_command_that_ends_at_once_is_no_testee() (
    expect 3 'exited with 0 instead of answering' conform_client -- true
)

no_command_and_a_filter_that_selects_nothing_are_refused() (
    expect 2 . conform_client
    who good 2 . --filter 'nonsense.*'
)

# Capabilities.

a_testee_tells_its_capabilities_first_and_by_name() (
    who deaf 3 'no list "capabilities"'
    who greeting 3 'is not JSON: .*"ready to \\x1b\[1mtest\\x1b\[0m!+\.\.\. \([0-9]+ bytes\)"'
    who misspelling 3 "unknown capability 'encdoe'; did you mean 'encode'\?"
    who juggling 3 "unknown capability 'juggle': .*sign, encode, classify, verify_notification"
    who counting 3 'a capability that is not a text'
)

a_testee_may_list_the_capability_to_tell_capabilities() (
    who complete 0 . --filter 'sign.printed.*'
)

what_a_testee_has_not_is_skipped() (
    who shy 0 'has no classify'
)

nothing_but_skips_certifies_nothing() (
    who declining 1 'nothing is certified'
    says ' skipped; NOT AS EXPECTED'
)

# One digest is enough for a client: it is certified for that one, and told what it has not.

who_signs_by_md5_alone_is_certified_for_that() (
    who simple 0 '^signatures: certified for MD5; SHA256: not there$' --strict --json json --junit junit --html html
    says '0 failed, 1 skipped; as expected'
    holds html '<dt>signatures</dt><dd>certified for MD5; SHA256: not there</dd>'
    holds junit 'name="signatures" value="certified for MD5; SHA256: not there"'
    tr -d '[:space:]' <json >dense
    holds dense '"digest":"MD5","verdict":"certified","right":[0-9]+,"wrong":0,"skipped":0' \
        '"digest":"SHA256","verdict":"notthere","right":0,"wrong":0,"skipped":[0-9]+'
    who simple 0 '^# signatures: certified for MD5; SHA256: not there$' --tap
)

a_wrong_digest_is_a_failure_of_that_one_alone() (
    who vague 1 '^signatures: certified for MD5; SHA256: wrong in 1 of 1 vectors$' --filter 'sign.printed.s*' \
        --filter 'sign.derived.announced-md5'
    says 'answers ."skipped": true.' '^2 vectors: 1 passed, 0 differ, 1 failed'
    who good 0 '^signatures: certified for MD5 and SHA256$' --filter 'sign.*'
)

# Mistakes.

who_never_encodes_is_told_that_and_not_what_a_vector_would_expose_besides() (
    who lazy 1 'PIT-09 shows in 2 of the 2' --filter form.encode.payment "${plus[@]}"
    says_no 'PIT-(06|07|10) shows'
)

# What servers read although it is no form.
a_form_that_is_not_encoded_is_a_difference_unless_a_value_changes() (
    who lazy 0 '1 differ' --filter form.encode.time
    who lazy 1 . --strict --filter form.encode.time
    who lazy 1 'txzone is read as " 0800" instead of "\+0800"' "${plus[@]}"
)

a_known_failure_is_expected_and_its_passing_is_not() (
    echo 'form.encode.plus: we know' >known
    who lazy 0 . --expect known "${plus[@]}"
    who good 1 . --expect known "${plus[@]}"
)

reports_name_the_vector_the_mistake_in_words_and_the_question() (
    who lazy 1 '^    mistake PIT-09: An unencoded body with' "${plus[@]}"
    who lazy 1 '^not ok 1' --json json --junit junit --html html --tap "${plus[@]}"
    for report in json junit html; do
        holds "$report" 'form\.encode\.plus' 'PIT-09' 'An unencoded body with' 'txzone'
    done
    holds json '"shows":[[:space:]]*1'
    holds html "client --filter form.encode.plus -- .*odd_testee.py .* lazy" # how to ask it again
    "$python" -B "$here/read_reports.py" junit json html
)

# Answers that are none.

a_testee_that_ends_is_started_again() (
    # Of two encodings and two signatures the encodings crash.
    who crashing 1 'killed by signal 6' --filter 'form.encode.ti*' "${plus[@]}" --filter 'sign.printed.s*' \
        --filter 'notification.derived.*'
    says '^the encoder fell over' '^4 vectors: 2 passed, 0 differ, 2 failed'
    who leaving 1 'exited with 7 instead of answering' --filter 'sign.printed.*'
)

# Else a run could take an hour.
after_three_deadlines_in_a_row_the_rest_is_not_asked_any_more() (
    who silent 1 'did not answer within 1.0 seconds' --answer-timeout 1 --filter 'sign.*'
    says 'not asked'
)

an_answer_is_one_line_with_one_object() (
    who babbling 1 'is not JSON' --filter 'sign.printed.*'
    who listing 1 'not an object' --filter 'sign.printed.*'
    who twofold 1 'nobody asked for' --filter 'sign.printed.*'
    who endless 1 'longer than [0-9]+ bytes' --filter 'sign.printed.node*'
)

values_of_the_wrong_type_pass_nothing() (
    who confused 1 '^[0-9]+ vectors: 0 passed'
)

an_error_is_shown_without_its_colours() (
    who failing 1 'an error: no such .x1[bB]\[31mthing' --filter 'sign.printed.*'
)

# Ends of the runner.

# leaves_nobody STATUS PATTERN HABIT: the testee holds the pipe on file 9: its end shows that it is gone.
leaves_nobody() {
    local reader
    mkfifo alive
    timeout 60 cat alive &
    reader=$!
    who "$3" "$1" "$2" --filter 'sign.*' 9>alive
    wait "$reader" || fail "the testee still runs"
}

who_interrupts_finds_no_testee_left_behind() (
    few add_note
    mkfifo told
    "$conform" client --fixtures few --answer-timeout 1 --filter 'sign.*' -- "${habit[@]}" hanging >out 2>told &
    read -r testee <told # its process id, once it hangs
    kill -TERM $!
    run wait $!
    [ "$status" -eq 1 ]
    holds out 'stopped before [0-9]+ more'
    ! kill -0 "$testee" 2>/dev/null || fail "the testee still runs"
)

nor_does_who_is_in_a_hurry() (
    leaves_nobody 4 'ended at once' interrupting
)

nor_does_the_watchdog() (
    leaves_nobody 1 'did not end within .* nor did the runner notice' alarming
)

run_tests "$@"
