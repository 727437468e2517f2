#!/bin/bash
# A server that takes all liberties that agree with each other (other_liberties.py) fails nothing.
. "$(dirname "$0")/other.sh"

all_liberties_at_once_fail_nothing() (
    other --all-liberties
    expect 0 '^ok ' judge --tap
)

nor_do_they_behind_a_payment() (
    other --all-liberties --sandbox
    expect 0 '^ok ' judge --tap --filter 'refund.*' --filter 'reversal.*' --filter 'close.*' --filter 'add_note.*' \
        --filter 'query.*' --filter 'merchants.*' --filter 'life.payer.*'
)

run_tests "$@"
