#!/bin/bash
# Starting a mock as containers, pipelines and second terminals do.
. "$(dirname "$0")/../../testing/named.sh"

# The sequence in the syssn of a first payment.
first_number() { # OPTION...
    serve "$mock" --port 0 --log off "$@"
    expect 0 '"syssn": "[0-9]{26}"' env QFPAY_BASE_URL="$url" "$client" pay --txamt 100 --json
    sed -n 's/.*"syssn": "[0-9]\{16\}\([0-9]*\)".*/\1/p' said >>numbers
    stop
}

numbers_do_not_repeat_from_start_to_start_unless_seed_says_so() (
    first_number
    first_number
    [ "$(sort -u numbers | wc -l)" -eq 2 ]
    rm numbers
    first_number --seed 7
    first_number --seed 7
    [ "$(sort -u numbers | wc -l)" -eq 1 ]
)

a_port_file_is_there_only_while_its_number_is_served() (
    serve "$mock" --port 0 --port-file port_file --log off
    [ "$(cat port_file)" = "$port" ]
    stop
    [ ! -e port_file ]
)

a_start_that_fails_leaves_no_port_file_of_an_earlier_run() (
    serve "$mock" --port 0 --log off
    echo 1 >port_file
    expect 1 'in use' "$mock" --port "$port" --port-file port_file --log off
    [ ! -e port_file ]
)

a_mock_that_ends_leaves_the_port_file_of_another_one() (
    serve "$mock" --port 0 --port-file port_file --log off
    echo 1 >port_file
    stop
    [ "$(cat port_file)" = 1 ]
)

a_port_can_be_written_to_a_pipe() (
    mkfifo pipe
    exec {pipe}<>pipe
    serve "$mock" --port 0 --port-file pipe --log off
    read -r told <&"$pipe"
    [ "$told" = "$port" ]
    stop
    [ -p pipe ]
)

a_service_of_kubernetes_with_its_name_is_no_setting() (
    export QFPAY_MOCK_PORT=tcp://10.0.0.5:8080 QFPAY_MOCK_SERVICE_HOST=10.0.0.5
    expect 0 '^qfpay-mock: QFPAY_MOCK_PORT is ignored: Kubernetes' "$mock" --check-config
    says_no SERVICE_HOST
)

run_tests "$@"
