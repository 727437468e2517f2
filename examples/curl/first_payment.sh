#!/bin/sh
# A first WeChat QR payment with curl and openssl.
set -eu
base_url=${QFPAY_BASE_URL:-http://127.0.0.1:8080}
app_code=${QFPAY_APP_CODE:-A1B2C3D4E5F60718293A4B5C6D7E8F90}
client_key=${QFPAY_CLIENT_KEY:-0F1E2D3C4B5A69788796A5B4C3D2E1F0}

# All parameters sorted by name, values as they are, then the client key: MD5, in hex.
sign() { printf '%s%s' "$1" "$client_key" | openssl md5 -r | cut -c 1-32 | tr a-f A-F; }
field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }

order=curl-$(date +%s)-$$
now=$(TZ=UTC-8 date '+%Y-%m-%d %H:%M:%S')
head=$(mktemp)
trap 'rm -f "$head"' EXIT
answer=$(curl -sS -D "$head" "$base_url/trade/v1/payment" -H "X-QF-APPCODE: $app_code" \
    -H "X-QF-SIGN: $(sign "out_trade_no=$order&pay_type=800201&txamt=1000&txcurrcd=HKD&txdtm=$now")" \
    --data-urlencode "txamt=1000" --data-urlencode "txcurrcd=HKD" \
    --data-urlencode "pay_type=800201" --data-urlencode "out_trade_no=$order" \
    --data-urlencode "txdtm=$now")
case $(echo "$answer" | field respcd) in
0000 | 1143 | 1145) ;; # the order exists
*)
    echo "payment refused: $answer" >&2
    sed -n 's/^X-QFMock-Diagnosis:/diagnosis/p' "$head" >&2 # the sandbox says why
    exit 1
    ;;
esac
syssn=$(echo "$answer" | field syssn)
echo "syssn  $syssn"
echo "qrcode $(echo "$answer" | field qrcode)"

# That the order exists does not mean that it is paid: only the query's record says so.
answer=$(curl -sS "$base_url/trade/v1/query" -H "X-QF-APPCODE: $app_code" \
    -H "X-QF-SIGN: $(sign "syssn=$syssn")" --data-urlencode "syssn=$syssn")
echo "state  $(echo "$answer" | sed 's/.*"data": *\[//' | field respcd) (0000 paid, 1143 or 1145 ask again)"
