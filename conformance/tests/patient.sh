#!/bin/bash
# qfpay-conform --patient, where minutes fly: other_server.py with a minute of one second, and the cases
# of life.patience with seconds for their minutes. Whoever waits for less or for more is noticed.
. "$(dirname "$0")/other.sh"

# where_a_minute_is SECONDS: a server of which that is so.
where_a_minute_is() {
    few life.patience
    sed -i 's/"advance": "\([0-9]*\)m"/"advance": "\1s"/' few/cases/life/patience.json
    other --minute "$1"
}

who_waits_long_enough_sees_orders_expire_side_by_side() (
    where_a_minute_is 1
    expect 0 '^qfpay-conform: 4 cases side by side, for 6 seconds$' judge --patient
    says '^skipped 1 case: needs paid orders: ' ' 0 failed, 1 skipped'
)

orders_that_expire_too_early_are_noticed() (
    where_a_minute_is 0.1
    expect 1 'got failure .respcd "1181"' judge --patient --strict
)

orders_that_expire_too_late_are_noticed() (
    where_a_minute_is 100
    expect 1 'expected the outcome "failure", got pending' judge --patient --strict
)

nobody_waits_unasked() (
    where_a_minute_is 1
    expect 0 '^skipped 4 cases: needs a clock to move: the target has none; --patient waits$' judge
)

ctrl_c_ends_the_waiting() (
    where_a_minute_is 1
    "$conform" server --target "$url" --fixtures "$fixtures" --patient >waiting 2>&1 &
    until grep -q 'side by side' waiting || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
    kill -INT $!
    run wait $!
    [ "$status" -eq 1 ]
    holds waiting 'stopped before the end$'
)

run_tests "$@"
