#!/bin/sh
# Answer lost, then the query fails once, then 0000: the order is stored and the connection closed
# without an answer; the first question about it meets a gateway's 502, the next sees it paid. A
# client that pays again under a new number here charges twice.
set -eu
base_url=${QFPAY_BASE_URL:-http://127.0.0.1:8080}
qfpay=${QFPAY:-qfpay}
rules="$base_url/__sandbox/rules?app_code=${QFPAY_APP_CODE:-A1B2C3D4E5F60718293A4B5C6D7E8F90}"
respcd() { sed 's/.*"worked": [^,]*, "respcd": "\([0-9]*\)".*/\1/'; }
order=lost-$$

curl -fsS -X DELETE "$rules"
curl -fsS -o /dev/null "$rules" -d '{
    "match": {"params": {"out_trade_no": "^lost-"}},
    "respond": [{"fault": "drop", "ending": "0000", "from_query": 1}, {"http_status": 502}, {"pass": true}]}'

# qfpay asks by itself after a lost answer; qfpay_wait goes on asking.
"$qfpay" pay --txamt 1000 --out-trade-no "$order" --json >/dev/null || true
"$qfpay" wait --out-trade-no "$order" --json | respcd
