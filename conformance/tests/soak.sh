#!/bin/bash
# What patient.sh sees in seconds, with the minutes that there are: for ci/soak.
. "$(dirname "$0")/other.sh"

orders_expire_while_the_suite_waits() (
    other
    expect 0 'as expected' judge --patient --strict --filter 'life.patience.*'
)

run_tests "$@"
