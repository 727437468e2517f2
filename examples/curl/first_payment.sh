#!/bin/sh
# With curl and openssl: a WeChat QR payment of 10.00 HKD and its state.
#     first_payment.sh [query SYSSN | refund SYSSN TXAMT]
set -eu
base_url=${QFPAY_BASE_URL:-http://127.0.0.1:8080}
app_code=${QFPAY_APP_CODE:-A1B2C3D4E5F60718293A4B5C6D7E8F90}
client_key=${QFPAY_CLIENT_KEY:-0F1E2D3C4B5A69788796A5B4C3D2E1F0}
number=curl-$(date +%s)-$$ # new for each payment and each refund
now=$(TZ=UTC-8 date '+%Y-%m-%d %H:%M:%S')
head=$(mktemp)
trap 'rm -f "$head"' EXIT

call() { # endpoint, name=value...
    url=$base_url/trade/v1/$1
    shift
    [ -z "${QFPAY_MCHID-}" ] || set -- "$@" "mchid=$QFPAY_MCHID"
    # All parameters sorted by name, values as they are, then the client key: MD5, in hex.
    text=$(printf '%s\n' "$@" | LC_ALL=C sort -t = -k 1,1 | paste -sd '&' -)
    sign=$(printf '%s%s' "$text" "$client_key" | openssl md5 -r | cut -c 1-32)
    for param; do
        shift
        set -- "$@" --data-urlencode "$param"
    done
    curl -sS -D "$head" -H "X-QF-APPCODE: $app_code" -H "X-QF-SIGN: $sign" "$@" "$url"
    sed -n 's/^X-QFMock-Diagnosis:/diagnosis/p' "$head" >&2 # the sandbox says why it refused
}

field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }

accepted() { # what, answer: with these codes the transaction exists
    case $(echo "$2" | field respcd) in
    0000 | 1143 | 1145 | 1298) ;;
    *)
        echo "$1 refused: $2" >&2
        exit 1
        ;;
    esac
}

# That an order exists does not mean that it is paid: only the query's record says so.
show_state() { # syssn
    answer=$(call query "syssn=$1")
    accepted query "$answer"
    record=$(echo "$answer" | sed -n 's/.*"data": *\[\({[^}]*}\).*/\1/p')
    state=$(echo "$record" | field respcd)
    echo "state  ${state:-none} (0000 paid, 1143, 1145 or 1298 ask again)"
}

case ${1-} in
query)
    show_state "$2"
    exit
    ;;
refund)
    answer=$(call refund "syssn=$2" "out_trade_no=$number" "txamt=$3" "txdtm=$now")
    accepted refund "$answer"
    echo "refund $(echo "$answer" | field respcd) (0000 done, 1143, 1145 or 1298 ask again)"
    exit
    ;;
esac

answer=$(call payment txamt=1000 txcurrcd=HKD pay_type=800201 "out_trade_no=$number" "txdtm=$now")
accepted payment "$answer"
syssn=$(echo "$answer" | field syssn)
echo "syssn  $syssn"
echo "qrcode $(echo "$answer" | field qrcode)"
show_state "$syssn"
