#!/bin/sh
# Slow but fine: every payment is answered after 400 ms, and is an ordinary one. What a client does
# with its time-out in between is what this is for.
set -eu
base_url=${QFPAY_BASE_URL:-http://127.0.0.1:8080}
qfpay=${QFPAY:-qfpay}
rules="$base_url/__sandbox/rules?app_code=${QFPAY_APP_CODE:-A1B2C3D4E5F60718293A4B5C6D7E8F90}"
respcd() { sed 's/.*"worked": [^,]*, "respcd": "\([0-9]*\)".*/\1/'; }

curl -fsS -X DELETE "$rules"
curl -fsS -o /dev/null "$rules" -d '{
    "match": {"endpoint": "payment"}, "respond": [{"delay_ms": 400}]}'

"$qfpay" pay --txamt 1000 --out-trade-no "slow-$$" --json | respcd
