#!/bin/sh
# Slow but fine: every payment is answered after 400 ms, and is an ordinary one. What a client does
# with its time-out in between is what this is for.
set -eu
base_url=${QFPAY_BASE_URL:-http://127.0.0.1:8080}
qfpay=${QFPAY:-qfpay}
respcd() { sed 's/.*"worked": [^,]*, "respcd": "\([0-9]*\)".*/\1/'; }

curl -fsS -o /dev/null "$base_url/__sandbox/rules" -d '{
    "match": {"endpoint": "payment"}, "respond": [{"delay_ms": 400}]}'

"$qfpay" pay --txamt 1000 --out-trade-no "slow-$$" --json | respcd
