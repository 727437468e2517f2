#!/bin/bash
# Who may use the control API: each test is a table of what browsers, pages, containers and programs send, as raw
# requests, and what they get. What is refused changes nothing, and the log has it.
. "$(dirname "$0")/../../testing/named.sh"

begin() { # OPTION...
    serve "$mock" --port 0 "$@" 2>log
    own="Host: 127.0.0.1:$port"
}

# ask METHOD PATH HEADER...: HTTP/1.1 with a body of JSON, where the method has one, or what VERSION says.
ask() {
    local method=$1 path=$2 line body=
    shift 2
    case $method in POST | PUT) body='{"advance_seconds": 60}' ;; esac
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    {
        printf '%s %s HTTP/%s\r\nConnection: close\r\n' "$method" "$path" "${VERSION:-1.1}"
        for line; do printf '%s\r\n' "$line"; done
        [ -z "$body" ] || printf 'Content-Length: %d\r\n' ${#body}
        printf '\r\n%s' "$body"
    } >&3
    cat <&3
    exec 3>&-
}

# gets STATUS METHOD PATH HEADER...: PATH is below /__sandbox/, unless it begins with a slash.
gets() {
    local path=$3
    [[ $path == /* ]] || path=/__sandbox/$path
    run ask "$2" "$path" "${@:4}"
    says "^HTTP/1.[01] $1 "
}

# Each line of the table on standard input is a STATUS and a Host.
hosts_get() {
    local status name
    while read -r status name; do gets "$status" GET clock "Host: $name"; done
}

frozen_at() { # the clock of a mock that stands still
    ask GET /__sandbox/clock "$own" | grep -oE '"now": "[^"]*"'
}

the_control_api_is_called_by_addresses_and_private_names_only() (
    begin
    hosts_get <<'HOSTS'
200 127.0.0.1
200 127.0.0.1:8080
200 127.0.0.1.
200 192.168.1.7:80
200 [::1]
200 [::1]:8080
200 [fe80::1%25eth0]:8080
200 localhost
200 LocalHost:1
200 localhost.
200 shop.localhost
200 a.b.LOCALHOST.:8080
200 qfpay-mock
200 qfpay_mock:8080
403 evil.example
403 EVIL.example:8080
403 evil.example.
403 evil.
403 127.0.0.1.evil.example
403 localhost.evil.example
403 evillocalhost.example
403 .localhost.
403 notlocalhost.
403 [::1
403 [::1]evil.example
403 [evil.example]
403 localhost:8080.evil.example
403 localhost:port
403 user@localhost
403 localhost/x
403 localhost evil.example
403 .
HOSTS
    says_no '"now"'
)

names_of_allow_host_are_taken_too() (
    begin --allow-host Mock.test,mock.corp.example
    hosts_get <<'HOSTS'
200 mock.test
200 MOCK.TEST.:8080
200 mock.corp.example
403 corp.example
403 a.mock.test
HOSTS
)

without_a_host_no_browser_asks_and_two_are_none() (
    begin
    VERSION=1.0 gets 200 GET clock
    gets 200 GET clock
    gets 400 GET clock "$own" 'Host: evil.example'
    gets 400 GET clock 'Host: evil.example' "$own"
    gets 400 GET clock "$own" "Origin: http://127.0.0.1:$port" 'Origin: http://evil.example'
    gets 400 GET clock "$own" 'Sec-Fetch-Site: none' 'Sec-Fetch-Site: cross-site'
)

a_whole_url_in_the_request_line_opens_nothing() (
    begin
    run ask GET http://evil.example/__sandbox/clock "$own"
    says_no '"now"'
)

a_valid_token_makes_the_name_unimportant() (
    begin --control-token letmein
    gets 200 GET clock 'Host: evil.example' 'Authorization: Bearer letmein'
    gets 200 GET clock 'Host: evil.example' 'Authorization: bearer letmein'
    gets 403 GET clock 'Host: evil.example' 'Authorization: Bearer letmeim'
    gets 403 GET clock 'Host: evil.example'
    gets 403 GET health 'Host: evil.example'
    gets 403 GET clock "$own" 'Origin: http://evil.example' 'Authorization: Bearer letmein'
)

pages_of_elsewhere_are_refused_whatever_they_send() (
    begin --freeze-clock
    local origin site method
    before=$(frozen_at)
    for method in GET POST PUT DELETE OPTIONS HEAD; do
        for origin in http://evil.example null "http://localhost:$port" "https://127.0.0.1:$port" \
            http://127.0.0.1 "http://127.0.0.1:$port.evil.example" ''; do
            gets 403 $method clock "$own" "Origin: $origin"
            gets 403 $method clock "$own" "Origin: $origin" 'Content-Type: text/plain'
            says_no '[Aa]ccess-[Cc]ontrol'
        done
        for site in cross-site same-site unknown ''; do
            gets 403 $method clock "$own" "Sec-Fetch-Site: $site" 'Sec-Fetch-Mode: no-cors'
        done
    done
    [ "$(frozen_at)" = "$before" ]
)

a_form_of_a_page_changes_nothing_and_is_in_the_log() (
    begin --freeze-clock
    before=$(frozen_at)
    gets 403 PUT clock "$own" 'Origin: http://evil.example' 'Content-Type: text/plain'
    gets 403 PUT clock 'Host: rebound.example'
    gets 403 PUT clock "$own" 'Sec-Fetch-Site: cross-site' 'Sec-Fetch-Mode: navigate' 'Sec-Fetch-Dest: document'
    gets 403 POST reset "$own" 'Origin: null' 'Content-Type: text/plain'
    [ "$(frozen_at)" = "$before" ]
    stop
    holds log 'PUT /__sandbox/clock id=[^ ]+ 403: .*Origin: http://evil.example' 'PUT /__sandbox/clock id=[^ ]+ 403: .*Host: rebound.example' \
        'PUT /__sandbox/clock id=[^ ]+ 403: .*Sec-Fetch-Site: cross-site' 'POST /__sandbox/reset id=[^ ]+ 403: .*Origin: null'
)

a_line_of_the_log_has_what_was_sent_as_text() (
    begin --log json
    gets 403 GET clock "$own" $'Origin: \e[31mred\x80' 'Authorization: Bearer secret'
    stop
    holds log '"http_status": 403' 'Origin: \\\\x1b\[31mred\\\\x80'
    lacks log 'secret'
)

what_looks_like_a_key_is_no_name_to_repeat() (
    begin
    gets 403 GET clock "$own" 'Origin: http://89ABCDEF0123456789ABCDEF01234567'
    says 'Origin: http://\*{32}; '
    stop
    lacks log '89ABCDEF'
)

programs_and_own_pages_are_served() (
    begin
    gets 200 PUT clock "$own"
    gets 200 PUT clock "$own" 'Content-Type: application/x-www-form-urlencoded'
    gets 200 PUT clock "$own" "Origin: http://127.0.0.1:$port" 'Sec-Fetch-Site: same-origin'
    gets 200 PUT clock 'Host: LOCALHOST:1' 'Origin: http://localhost:1' 'Sec-Fetch-Site: same-origin'
    gets 200 PUT clock 'Host: [::1]:1' 'Origin: http://[::1]:1'
    gets 200 GET clock "$own" 'Sec-Fetch-Site: none' 'Sec-Fetch-Mode: navigate'
    says 'Content-Security-Policy: frame-ancestors .none.' 'nosniff' 'Cross-Origin-Resource-Policy: same-origin'
    run curl -sS -d '{"mchids": []}' "$url/__sandbox/merchants"
    says '"app_code"'
)

a_link_of_elsewhere_opens_a_page_and_nothing_else() (
    begin
    local link=('Sec-Fetch-Site: cross-site' 'Sec-Fetch-Mode: navigate')
    gets 200 GET '' "$own" "${link[@]}" 'Sec-Fetch-Dest: document'
    says "frame-ancestors 'none'"
    gets 403 GET '' "$own" "${link[@]}" 'Sec-Fetch-Dest: iframe'
    gets 403 GET '' "$own" "${link[@]}"
    gets 403 POST '' "$own" "${link[@]}" 'Sec-Fetch-Dest: document'
    gets 403 GET clock "$own" "${link[@]}" 'Sec-Fetch-Dest: document'
    gets 403 GET '' 'Host: evil.example' "${link[@]}" 'Sec-Fetch-Dest: document'
    gets 403 GET '' "$own" 'Sec-Fetch-Site: cross-site' 'Sec-Fetch-Mode: cors' 'Sec-Fetch-Dest: empty'
)

pages_of_allow_origin_read_answers_and_may_ask_before() (
    local page='Origin: https://shop.example'
    begin --allow-origin https://shop.example,http://localhost:3000 --control-token letmein
    gets 204 OPTIONS clock "$own" "$page" 'Sec-Fetch-Site: cross-site' 'Access-Control-Request-Method: PUT'
    says 'Allow-Origin: https://shop.example' 'Allow-Methods: .*PUT' 'Allow-Headers: .*Authorization' 'Vary: Origin'
    gets 200 PUT clock "$own" "$page" 'Sec-Fetch-Site: cross-site' 'Authorization: Bearer letmein'
    says 'Allow-Origin: https://shop.example'
    says_no 'Allow-Methods'
    gets 401 PUT clock "$own" "$page" 'Sec-Fetch-Site: cross-site'
    says 'Allow-Origin: https://shop.example'
    gets 200 GET clock "$own" 'Origin: http://localhost:3000' 'Authorization: Bearer letmein'
    gets 403 OPTIONS clock "$own" 'Origin: http://shop.example' 'Access-Control-Request-Method: PUT'
    gets 403 OPTIONS clock "$own" 'Origin: https://shop.example.evil.example'
    gets 403 GET clock "$own" 'Origin: http://localhost:300' 'Authorization: Bearer letmein'
    gets 403 GET clock 'Host: evil.example' "$page"
    says_no '"now"'
)

with_a_token_only_a_probe_needs_none() (
    begin --control-token letmein
    gets 200 GET health "$own"
    calls=$(ask GET /__sandbox/ "$own" 'Authorization: Bearer letmein' |
        grep -oE '(GET|POST|PUT|DELETE) /__sandbox/[^"]*' | grep -v 'GET /__sandbox/health')
    [ "$(wc -l <<<"$calls")" -ge 20 ]
    while read -r method path; do gets 401 "$method" "$path" "$own"; done <<<"$calls"
    gets 401 POST health "$own"
    gets 401 GET nonsense "$own"
    stop
    holds log 'POST /__sandbox/reset id=[^ ]+ 401: '
)

the_imitated_api_is_as_open_as_qfpays() (
    begin --control-token letmein
    gets 200 POST /trade/v1/payment 'Host: evil.example' 'Origin: http://evil.example' 'Sec-Fetch-Site: cross-site'
    says_no 'frame-ancestors|[Aa]ccess-[Cc]ontrol'
)

beyond_the_loopback_openness_is_said() (
    expect 2 '0\.0\.0\.0 is not loopback: .*--control-token.*--open-control' "$mock" --port 0 --host 0.0.0.0
    begin --host 0.0.0.0 --open-control
    gets 200 PUT clock "$own"
    gets 403 PUT clock 'Host: evil.example'
)

without_the_built_in_merchants_somebody_makes_one() (
    begin --no-built-in
    gets 200 GET health "$own"
    gets 200 GET merchants "$own"
    says '"merchants": \[\]'
    gets 404 GET clock "$own"
    says 'make one with POST'
    code=$(curl -sS -X POST "$url/__sandbox/merchants" | sed -n 's/.*"app_code": "\([0-9A-F]*\)".*/\1/p')
    gets 200 GET "clock?app_code=$code" "$own"
    gets 404 GET 'clock?app_code=A1B2C3D4E5F60718293A4B5C6D7E8F90' "$own"
    gets 204 POST reset "$own"
    gets 200 GET merchants "$own"
    says '"merchants": \[\]'
    gets 200 POST /trade/v1/payment "$own" 'X-QF-APPCODE: A1B2C3D4E5F60718293A4B5C6D7E8F90'
    says '"respcd": *"1124"|"respcd"'
)

a_file_with_published_merchants_is_not_served_without_them() (
    begin --db file.db
    stop
    expect 1 '--no-built-in: the database holds the published merchant A1B2C3' "$mock" --port 0 --db file.db --no-built-in
    begin --db new.db --no-built-in
    stop
    begin --db new.db --no-built-in
    gets 200 GET merchants "$own"
    says '"merchants": \[\]'
)

what_is_no_host_or_origin_is_refused_at_the_start() (
    local value
    for value in http://mock.test mock.test:8080 '*' 'mock.test.'; do
        expect 2 'allow-host' "$mock" --allow-host "$value"
    done
    for value in '*' null shop.example https:// https://shop.example/ 'https://*.example'; do
        expect 2 'allow-origin' "$mock" --allow-origin "$value"
    done
)

run_tests "$@"
