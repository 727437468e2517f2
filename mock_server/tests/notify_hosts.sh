#!/bin/bash
# --notify-hosts as users say it, and what is said at the start of a notify_url to which nothing
# would ever be sent. What then comes of one is notify_hosts_test.c.
. "$(dirname "$0")/../../testing/named.sh"

# A config file with a merchant of this notify_url, on line 3, and these options behind it.
write_config() { # NOTIFY_URL [OPTION...]
    {
        printf '{"merchants": [{"app_code": "A1B2C3D4E5F60718293A4B5C6D7E8F90",\n'
        printf '  "client_key": "0F1E2D3C4B5A69788796A5B4C3D2E1F0",\n  "notify_url": "%s"}]' "$1"
        shift
        [ $# -eq 0 ] || printf ',\n  %s' "$@"
        printf '}\n'
    } >config.json
}

check() { # STATUS PATTERN ARGUMENT...
    expect "$1" "$2" "$mock" --check-config --config config.json "${@:3}"
}

a_notify_url_that_is_never_reached_is_named_with_its_line() (
    write_config http://shop.test:3000/n
    check 2 'config.json, line 3: merchants\[0\]: notify_url: .*ports 80 and 443 only.*--notify-hosts'
    write_config http://127.0.0.1:3000/n
    check 0 'configuration is good'
)

hosts_come_from_flag_environment_and_file() (
    write_config http://shop.test:3000/n
    check 0 good --notify-hosts shop.test
    QFPAY_MOCK_NOTIFY_HOSTS='10.0.0.0/8 *.test' check 0 good
    write_config http://shop.test:3000/n '"notify-hosts": "shop.test"'
    check 0 good
    write_config http://shop.test:3000/n '"notify-hosts": ["10.0.0.1", "shop.test"]'
    check 0 good
)

merchants_of_the_file_are_judged_by_the_hosts_that_win() (
    write_config http://shop.test:3000/n '"notify-hosts": ["shop.test"]'
    check 2 'line 3: .*hosts of --notify-hosts only' --notify-hosts pay.test
)

what_is_no_pattern_is_refused_with_what_one_is() (
    write_config http://127.0.0.1/
    check 2 'notify-hosts takes .*not .shop:80.; a pattern is NAME' --notify-hosts shop:80
    write_config http://127.0.0.1/ '"notify-hosts": ["shop", 7]'
    check 2 'line 4: option "notify-hosts" must have strings'
)

a_mock_that_others_reach_notifies_no_other_port_unless_told() (
    write_config http://127.0.0.1:3000/n
    check 2 'listens beyond the loopback' --host 0.0.0.0 --control-token letmein
    check 0 good --host 0.0.0.0 --control-token letmein --notify-hosts 127.0.0.1
)

a_stored_notify_url_that_is_no_longer_reached_is_said_at_the_start() (
    write_config http://shop.test:3000/n
    serve "$mock" --port 0 --config config.json --db mock.db --notify-hosts shop.test --log off
    stop
    expect 0 'could not notify merchant A1B2C3D4E5F60718293A4B5C6D7E8F90: .*ports 80 and 443' \
        "$mock" --check-config --db mock.db --log off
)

run_tests "$@"
