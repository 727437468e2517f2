#!/bin/sh
# Certifies every example testee whose interpreter is present, strictly:
#     examples/testee/run.sh QFPAY_CONFORM
set -eu
conform=$1
here=$(cd "$(dirname "$0")" && pwd)
failed=0

certify() { # interpreter, file
    if ! command -v "$1" >/dev/null 2>&1; then
        echo "ok $2 # SKIP no $1"
    elif said=$("$conform" client --strict --answer-timeout 60 -- "$1" "$here/$2" 2>&1); then
        echo "ok $2"
    else
        echo "not ok $2"
        echo "$said" | sed 's/^/    /'
        failed=$((failed + 1))
    fi
}

certify python3 testee.py
certify node testee.mjs
certify php testee.php
[ "$failed" -eq 0 ]
