#!/bin/bash
# Receivers of notifications that have a certificate of their own: whom the mock trusts, and what the attempt
# says of the others. Certificates are made by the openssl command.
. "$(dirname "$0")/../../testing/named.sh"

make_key() { # FILE
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

# One that signs itself: shop.pem, of shop.key.
make_own() { # NAME OF THE HOST
    make_key shop.key
    openssl req -x509 -key shop.key -days 2 -subj "/CN=shop" -addext "subjectAltName=$1" -out shop.pem 2>/dev/null
}

make_authority() {
    make_key authority.key
    openssl req -x509 -key authority.key -days 2 -subj "/CN=test authority" -out authority.pem 2>/dev/null
    : >index.txt
    cat >authority.conf <<'END'
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
policy = any
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost
END
}

# One that the authority signs, valid between two dates: shop.pem. openssl x509 takes no dates in Debian 12.
sign() { # FROM TO
    make_key shop.key
    openssl req -new -key shop.key -subj "/CN=shop $1" -out request.pem
    openssl ca -batch -config authority.conf -cert authority.pem -keyfile authority.key -in request.pem -out shop.pem \
        -startdate "$1" -enddate "$2" -extensions names -md sha256 -create_serial -outdir . -notext 2>/dev/null
}

# receiver: over TLS with shop.pem; its first line is for serve. What comes in is told in the file received.
receiver() {
    exec "$python" - <<'END'
import http.server, ssl
class Shop(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open("received", "ab") as file:
            file.write(body + b"\n")
        self.send_response(200)
        self.send_header("Content-Length", "7")
        self.end_headers()
        self.wfile.write(b"SUCCESS")
    def log_message(self, *_):
        pass
class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("shop.pem", "shop.key")
server = Server(("127.0.0.1", 0), Shop)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(f"https://localhost:{server.server_port}", flush=True)
server.serve_forever()
END
}

# notify OPTION...: a mock with these options tells the receiver of a payment; what the log says of it.
notify() {
    : >received
    serve receiver
    deliver "$url/notify" "$@"
    stop
}

deliver() { # URL OPTION...
    local to=$1
    serve "$mock" --port 0 --log off "${@:2}"
    expect 0 '"first_attempt"' "$python" - "$here" "$port" "$to" <<'END'
import json, sys, types
sys.path.insert(0, sys.argv[1])
import sandbox
shop = sandbox.Merchant(types.SimpleNamespace(port=int(sys.argv[2])))
made = shop.call("payment", dict(sandbox.payment("over-tls"), notify_url=sys.argv[3])).json()
shop.control("POST", f"transactions/{made['syssn']}/payer", {"action": "pay"})
[told] = shop.control("GET", "notifications?since=0&wait_ms=20000")["notifications"]
attempt = told["attempts"][0]
print(json.dumps({"first_attempt": attempt["http_status"], "state": told["state"], "error": attempt["error"],
                  "diagnosis": attempt["diagnosis"]}))
END
    stop
}

nothing_arrives_at_a_certificate_that_nobody_signed_and_the_attempt_says_so() (
    make_own DNS:localhost
    notify
    says '"state": "waiting"' 'diagnosis": "Nobody whom this machine trusts .*--notify-cacert FILE'
    [ ! -s received ]
)

a_receiver_that_signed_itself_is_reached_when_its_certificate_is_named() (
    make_own DNS:localhost
    notify --notify-cacert shop.pem
    says '"first_attempt": 200, "state": "delivered"'
    holds received '"notify_type": "payment"'
)

an_authority_of_tests_is_trusted_when_it_is_named_in_the_environment_or_in_the_file() (
    make_authority
    sign 20200101000000Z 20990101000000Z
    notify
    says 'Nobody whom this machine trusts'
    QFPAY_MOCK_NOTIFY_CACERT=authority.pem notify
    says '"state": "delivered"'
    echo '{"notify-cacert": "authority.pem"}' >config.json
    notify --config config.json
    says '"state": "delivered"'
)

one_that_has_expired_and_one_of_tomorrow_are_named_as_such() (
    make_authority
    sign 20200101000000Z 20200102000000Z
    notify --notify-cacert authority.pem
    says 'diagnosis": "The receiver.s certificate has expired'
    sign 20980101000000Z 20990101000000Z
    notify --notify-cacert authority.pem
    says 'diagnosis": "The receiver.s certificate is not valid yet'
)

one_for_another_name_is_named_as_such() (
    make_own DNS:shop.example
    notify --notify-cacert shop.pem
    says 'diagnosis": "The receiver.s certificate is for another name than the host of notify_url'
    [ ! -s received ]
)

any_certificate_is_good_when_that_is_said() (
    make_own DNS:shop.example
    notify --notify-insecure
    says '"state": "delivered"'
    echo '{"notify-insecure": true, "notify-cacert": "shop.pem"}' >config.json
    notify --config config.json
    says '"state": "delivered"'
)

a_receiver_without_tls_is_not_taken_for_one_with_a_bad_certificate() (
    serve "$python" "$here/other_service.py"
    deliver "https://localhost:$port/"
    says 'diagnosis": "No TLS came about: does the receiver serve HTTPS at this port'
)

check_config_reads_the_file() (
    make_authority
    sign 20200101000000Z 20200102000000Z
    cat authority.pem shop.pem >both.pem
    expect 0 '^notify-cacert both\.pem: 2 certificates$' "$mock" --check-config --notify-cacert both.pem
    says 'warning: notify-cacert both\.pem: 1 expired' 'the configuration is good'
)

a_file_without_certificates_is_refused_at_the_start_too() (
    make_own DNS:localhost
    { cat shop.pem && echo "-----BEGIN CERTIFICATE-----" && echo "no certificate"; } >broken.pem
    for flag in --check-config --exit-with-stdin; do
        expect 1 'notify-cacert nowhere\.pem: No such file' "$mock" $flag --port 0 --notify-cacert nowhere.pem
        expect 1 'notify-cacert shop\.key: its certificate 1 cannot be read' "$mock" $flag --port 0 --notify-cacert shop.key
        expect 1 'notify-cacert broken\.pem: its certificate 2 cannot be read' "$mock" $flag --port 0 --notify-cacert broken.pem
    done
)

run_tests "$@"
