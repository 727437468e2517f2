#!/bin/bash
# Proves that the suite bites: with a deliberate mistake of other_server.py, the cases that are about it
# fail. Each mistake is a test for ctest.
#   mistakes.sh MISTAKE PATTERN
. "$(dirname "$0")/other.sh"
mistake=$1 pattern=$2

it_is_noticed() (
    few "$pattern"
    other --mistake "$mistake"
    expect 1 'NOT AS EXPECTED|refuses' judge --filter "$pattern"
)

run_tests it_is_noticed
