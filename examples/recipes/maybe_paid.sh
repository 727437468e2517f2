#!/bin/sh
# Maybe paid: the payment is answered 1298, which means that the payer may have paid, and the query
# says that he did. A client that takes 1298 for a failure and pays again charges twice.
set -eu
base_url=${QFPAY_BASE_URL:-http://127.0.0.1:8080}
qfpay=${QFPAY:-qfpay}
rules="$base_url/__sandbox/rules?app_code=${QFPAY_APP_CODE:-A1B2C3D4E5F60718293A4B5C6D7E8F90}"
respcd() { sed 's/.*"worked": [^,]*, "respcd": "\([0-9]*\)".*/\1/'; }
order=maybe-$$

curl -fsS -X DELETE "$rules"
curl -fsS -o /dev/null "$rules" -d '{
    "match": {"endpoint": "payment"}, "respond": [{"respcd": "1298", "ending": "0000", "from_query": 1}]}'

"$qfpay" pay --txamt 1000 --out-trade-no "$order" --json | respcd
"$qfpay" wait --out-trade-no "$order" --json | respcd
