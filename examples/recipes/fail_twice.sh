#!/bin/sh
# Fail twice, then pass: the first two payments are refused with 1100 (maintenance), which leaves
# nothing behind, so that a patient client gets through under the same number.
set -eu
base_url=${QFPAY_BASE_URL:-http://127.0.0.1:8080}
qfpay=${QFPAY:-qfpay}
rules="$base_url/__sandbox/rules?app_code=${QFPAY_APP_CODE:-A1B2C3D4E5F60718293A4B5C6D7E8F90}"
respcd() { sed 's/.*"worked": [^,]*, "respcd": "\([0-9]*\)".*/\1/'; }
order=twice-$$

curl -fsS -X DELETE "$rules"
curl -fsS -o /dev/null "$rules" -d '{
    "match": {"endpoint": "payment", "params": {"out_trade_no": "^twice-"}},
    "respond": [{"respcd": "1100"}, {"respcd": "1100"}, {"pass": true}]}'

attempts=0
until "$qfpay" pay --txamt 1000 --out-trade-no "$order" --json; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 5 ] || exit 1
done | respcd
