#!/bin/bash
# What --check-config says of files, and that it writes to none of them.
. "$(dirname "$0")/../../testing/named.sh"

check() { # STATUS PATTERN ARGUMENT...
    expect "$1" "$2" "$mock" --check-config "${@:3}"
}

make_certificate() { # DAYS
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$1" -keyout key.pem \
        -out cert.pem -subj "/CN=qfpay-mock test" 2>/dev/null
}

# A file with one order, whose log is not copied yet: its mock was killed.
make_database() {
    serve "$mock" --port 0 --db mock.db --log off
    "$client" pay --base-url "$url" --txamt 1000 --no-qr >/dev/null
    kill -9 "${servers[-1]}"
    stop
}

a_database_is_described_and_not_written_to() (
    [ -x "$client" ] || skip "qfpay is not built"
    make_database
    sha256sum mock.db* >before
    ls -la --time-style=full-iso mock.db* >>before
    check 0 '^database mock\.db: of qfpay-mock, schema [0-9]+, 2 merchants, 1 orders$' --db mock.db
    says 'the configuration is good'
    { sha256sum mock.db* && ls -la --time-style=full-iso mock.db*; } | cmp - before
)

a_database_that_is_not_there_is_not_made() (
    check 0 'there is none yet, it will be made' --db mock.db
    [ ! -e mock.db ]
    check 1 'database nowhere/mock\.db: No such file' --db nowhere/mock.db
)

the_file_of_another_program_is_named() (
    echo "a letter" >letter
    check 1 'database letter: it is not a database' --db letter
    mkdir folder
    check 1 'database folder: it is no regular file' --db folder
)

a_database_that_is_served_is_left_alone() (
    serve "$mock" --port 0 --db mock.db --log off
    check 0 'another process serves it' --db mock.db
)

the_file_itself_says_that_its_keys_are_for_tests() (
    serve "$mock" --port 0 --db mock.db --log off
    stop
    expect 0 'The keys in it are for tests' "$python" -c \
        'import sqlite3; print(*sqlite3.connect("mock.db").execute("SELECT words FROM readme").fetchone())'
)

certificate_and_key_are_read() (
    make_certificate 2
    check 0 'tls-cert cert\.pem: from .* to .* GMT; the key is its own' --tls-cert cert.pem --tls-key key.pem
    says_no 'warning'
    mv key.pem other.pem
    make_certificate 2
    check 1 'tls-key other\.pem: it is the key of another certificate' --tls-cert cert.pem --tls-key other.pem
    check 1 'tls-cert key\.pem: its certificate cannot be read' --tls-cert key.pem --tls-key key.pem
    check 1 'tls-cert nowhere' --tls-cert nowhere --tls-key key.pem
)

a_certificate_that_has_expired_is_warned_of() (
    make_expired
    check 0 'warning: tls-cert cert\.pem: it has expired, on ' --tls-cert cert.pem --tls-key key.pem
)

# openssl req -x509 takes no dates in Debian 12.
make_expired() {
    openssl ecparam -name prime256v1 -genkey -noout -out key.pem
    openssl req -new -key key.pem -subj "/CN=qfpay-mock test" -out request.pem
    mkdir -p authority
    : >authority/index.txt
    openssl ca -batch -selfsign -keyfile key.pem -in request.pem -out cert.pem -startdate 20200101000000Z \
        -enddate 20200102000000Z -md sha256 -create_serial -outdir authority -config /dev/stdin <<'END'
[ca]
default_ca = own
[own]
database = authority/index.txt
serial = authority/serial
policy = any
[any]
commonName = supplied
END
} 2>/dev/null

run_tests "$@"
