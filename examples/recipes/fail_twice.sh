#!/bin/sh
# Fail twice, then pass: the first two payments are refused with 1100 (maintenance), which leaves
# nothing behind, so that a patient client gets through under the same number.
set -eu
base_url=${QFPAY_BASE_URL:-http://127.0.0.1:8080}
qfpay=${QFPAY:-qfpay}
respcd() { sed 's/.*"worked": [^,]*, "respcd": "\([0-9]*\)".*/\1/'; }
order=twice-$$

curl -fsS -o /dev/null "$base_url/__sandbox/rules" -d '{
    "match": {"endpoint": "payment", "params": {"out_trade_no": "^twice-"}},
    "respond": [{"respcd": "1100"}, {"respcd": "1100"}, {"pass": true}]}'

attempts=0
until "$qfpay" pay --txamt 1000 --out-trade-no "$order" --json; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 5 ] || exit 1
done | respcd
