#!/bin/bash
# The mock over HTTPS: what it serves to a client that checks certificates, and what it says at
# start-up when certificate and key are not good.
#   tls.sh MOCK [CLIENT]
set -u
mock=$1
client=${2-}
folder=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || { kill "$pid"; wait "$pid"; } 2>/dev/null; rm -rf "$folder"' EXIT
failed=0
unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY

# expect STATUS PATTERN COMMAND...: the command ends so and says so, on either output.
expect() {
    local wanted=$1 pattern=$2 output status
    shift 2
    output=$("$@" 2>&1)
    status=$?
    if [ "$status" -ne "$wanted" ] || ! grep -qE "$pattern" <<<"$output"; then
        printf 'expected status %s and /%s/, got %s from: %s\n%s\n' "$wanted" "$pattern" "$status" \
            "$*" "$output"
        failed=$((failed + 1))
    fi
}

make_key() { # FILE
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

cert=$folder/cert.pem
key=$folder/key.pem
make_key "$key" && make_key "$folder/other.pem" || exit 1
openssl req -x509 -key "$key" -days 2 -subj "/CN=qfpay-mock test" \
    -addext "subjectAltName=IP:127.0.0.1" -out "$cert" 2>/dev/null || exit 1
echo "no certificate" >"$folder/junk.pem"
echo "-----BEGIN CERTIFICATE-----" >"$folder/broken.pem"

expect 2 'tls-cert needs --tls-key' "$mock" --port 0 --tls-cert "$cert"
expect 2 'tls-key needs --tls-cert' "$mock" --port 0 --tls-key "$key"
expect 1 'tls-cert .*nowhere\.pem: No such file' "$mock" --port 0 --tls-cert "$folder/nowhere.pem" \
    --tls-key "$key"
expect 1 'tls-key .*nowhere\.pem: No such file' "$mock" --port 0 --tls-cert "$cert" \
    --tls-key "$folder/nowhere.pem"
expect 1 'certificate and the given key do not match' "$mock" --port 0 --tls-cert "$cert" \
    --tls-key "$folder/other.pem"
expect 1 'tls-cert .*junk\.pem: there is no CERTIFICATE in it' "$mock" --port 0 \
    --tls-cert "$folder/junk.pem" --tls-key "$key"
expect 1 'tls-key .*: there is no PRIVATE KEY in it' "$mock" --port 0 --tls-cert "$cert" \
    --tls-key "$cert"
expect 1 'HTTPS server could not be started: ' "$mock" --port 0 --tls-cert "$folder/broken.pem" \
    --tls-key "$key"

# The options come from the environment here, to see that they can.
mkfifo "$folder/first-line"
QFPAY_MOCK_TLS_CERT=$cert QFPAY_MOCK_TLS_KEY=$key "$mock" --port 0 --log off \
    >"$folder/first-line" 2>"$folder/log" &
pid=$!
if ! read -r line <"$folder/first-line" || [[ ! $line =~ (https://127.0.0.1:[0-9]+) ]]; then
    echo "the mock did not start: $(cat "$folder/log")"
    exit 1
fi
url=${BASH_REMATCH[1]}

# One handshake with OpenSSL, one control call in it.
# shellcheck disable=SC2317 # it is run by expect, as a command
ask_health() {
    printf 'GET /__sandbox/health HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n\r\n' |
        openssl s_client -connect "${url#https://}" -quiet -verify_return_error "$@" 2>&1
}
expect 0 '"status": "ok"' ask_health -CAfile "$cert" -verify_ip 127.0.0.1
expect 1 'self.signed certificate' ask_health -verify_ip 127.0.0.1

if [ -n "$client" ]; then
    expect 0 '"respcd": *"0000"' "$client" pay --base-url "$url" --ca-file "$cert" --json \
        --txamt 1000 --out-trade-no over-tls
    expect 3 'over-tls|1143' "$client" query --base-url "$url" --ca-file "$cert" \
        --out-trade-no over-tls
    expect 5 'certificate' "$client" query --base-url "$url" --out-trade-no over-tls
    expect 5 '.' "$client" query --base-url "http${url#https}" --out-trade-no over-tls
fi

kill -TERM "$pid"
wait "$pid"
status=$?
pid=
[ "$status" -eq 0 ] || { echo "the mock ended with $status"; failed=$((failed + 1)); }

exit $((failed > 0))
