#!/bin/bash
# The mock over HTTPS: what it serves to a client that checks certificates, and what it says at
# start-up when certificate and key are not good.
. "$(dirname "$0")/../../testing/named.sh"

make_key() { # FILE
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

make_certificate() {
    make_key key.pem
    openssl req -x509 -key key.pem -days 2 -subj "/CN=qfpay-mock test" \
        -addext "subjectAltName=IP:127.0.0.1" -out cert.pem 2>/dev/null
}

refuses() { # STATUS PATTERN ARGUMENT...
    expect "$1" "$2" "$mock" --port 0 "${@:3}"
}

# The options come from the environment here, to see that they can.
serve_tls() {
    make_certificate
    QFPAY_MOCK_TLS_CERT=cert.pem QFPAY_MOCK_TLS_KEY=key.pem serve "$mock" --port 0 --log off
}

# One handshake with OpenSSL, one control call in it.
ask_health() {
    printf 'GET /__sandbox/health HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n\r\n' |
        openssl s_client -connect "${url#https://}" -quiet -verify_return_error "$@" 2>&1
}

a_certificate_without_a_key_is_refused_and_a_key_without_one() (
    refuses 2 'tls-cert needs --tls-key' --tls-cert cert.pem
    refuses 2 'tls-key needs --tls-cert' --tls-key key.pem
)

a_file_that_is_missing_is_named() (
    make_certificate
    refuses 1 'tls-cert .*nowhere\.pem: No such file' --tls-cert nowhere.pem --tls-key key.pem
    refuses 1 'tls-key .*nowhere\.pem: No such file' --tls-cert cert.pem --tls-key nowhere.pem
)

the_key_of_another_certificate_is_refused() (
    make_certificate
    make_key other.pem
    refuses 1 'certificate and the given key do not match' --tls-cert cert.pem --tls-key other.pem
)

what_is_no_certificate_or_no_key_is_refused() (
    make_certificate
    echo "no certificate" >junk.pem
    echo "-----BEGIN CERTIFICATE-----" >broken.pem
    refuses 1 'tls-cert .*junk\.pem: there is no CERTIFICATE in it' --tls-cert junk.pem --tls-key key.pem
    refuses 1 'tls-key .*: there is no PRIVATE KEY in it' --tls-cert cert.pem --tls-key cert.pem
    refuses 1 'HTTPS server could not be started: ' --tls-cert broken.pem --tls-key key.pem
)

who_trusts_the_certificate_is_served() (
    serve_tls
    expect 0 '"status": "ok"' ask_health -CAfile cert.pem -verify_ip 127.0.0.1
    expect 1 'self.signed certificate' ask_health -verify_ip 127.0.0.1
    QFPAY_MOCK_TLS_CERT=cert.pem expect 0 "^$url\$" "$mock" ready --port "$port"
    stop
    [ "$status" -eq 0 ]
)

# shake_hands VERSION: whether one of no other version comes about, whatever the client is ready to take.
shake_hands() {
    openssl s_client -connect "${url#https://}" "-$1" -cipher 'ALL:@SECLEVEL=0' </dev/null 2>&1
}

only_tls_of_1_2_or_newer_is_spoken() (
    serve_tls
    expect 0 'New, TLSv1\.3' shake_hands tls1_3
    expect 0 'New, TLSv1\.2' shake_hands tls1_2
    expect 1 'New, \(NONE\)' shake_hands tls1_1
    expect 1 'New, \(NONE\)' shake_hands tls1
)

# old_server: one that speaks TLS 1.1 and older; its first line is for serve.
old_server() {
    exec "$python" - <<'END'
import socket, ssl, warnings
warnings.simplefilter("ignore")
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.set_ciphers("ALL:@SECLEVEL=0")
context.minimum_version = ssl.TLSVersion.TLSv1
context.maximum_version = ssl.TLSVersion.TLSv1_1
context.load_cert_chain("cert.pem", "key.pem")
server = socket.create_server(("127.0.0.1", 0))
print(f"https://127.0.0.1:{server.getsockname()[1]}", flush=True)
while True:
    connection = server.accept()[0]
    try:
        context.wrap_socket(connection, server_side=True).sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    except OSError:
        connection.close()
END
}

nor_do_the_clients_speak_older_ones() (
    [ -x "$client" ] || skip "qfpay is not built"
    [ -x "$conform" ] || skip "qfpay-conform is not built"
    make_certificate
    serve old_server
    run shake_hands tls1_1
    says 'New, TLSv1\.[01]'
    expect 5 'protocol version|alert|TLS' "$client" query --base-url "$url" --ca-file cert.pem --syssn 1
    expect 3 'protocol version|alert|TLS|SSL' "$conform" server --target "$url" --cacert cert.pem
)

qfpay_pays_and_asks_over_https() (
    [ -x "$client" ] || skip "qfpay is not built"
    serve_tls
    expect 0 '"respcd": *"0000"' "$client" pay --base-url "$url" --ca-file cert.pem --json \
        --txamt 1000 --out-trade-no over-tls
    expect 3 'over-tls|1143' "$client" query --base-url "$url" --ca-file cert.pem --out-trade-no over-tls
    expect 5 'certificate' "$client" query --base-url "$url" --out-trade-no over-tls
    expect 5 '.' "$client" query --base-url "http${url#https}" --out-trade-no over-tls
)

run_tests "$@"
