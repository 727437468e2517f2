#!/usr/bin/env bash
# What `qfpay-conform client --network` runs to judge a client: here the command `qfpay`. A wrapper
# is a few lines: three commands, told as exit statuses and lines. Who it talks to and as whom is in
# QFPAY_BASE_URL, QFPAY_APP_CODE, QFPAY_CLIENT_KEY, QFPAY_NOTIFY_KEY, QFPAY_MCHID and QFPAY_SIGN_TYPE,
# which `qfpay` reads by itself. docs/network.md tells the whole of it.
#
#   qfpay-conform client --network -- examples/network/qfpay_wrapper.sh
set -euo pipefail

qfpay=${QFPAY:-qfpay}

# 0 done, 3 not known yet, 4 refused: as asked for. `qfpay` has one more, 5 for no answer: nobody
# knows what became of it, so it is 3.
tell() {
    case $1 in
        0 | 3 | 4) exit "$1" ;;
        5) exit 3 ;;
        *) exit 1 ;;
    esac
}

case ${1-} in
    pay-and-wait) # OUT_TRADE_NO TXAMT
        status=0
        "$qfpay" pay --out-trade-no "$2" --txamt "$3" --goods-name "Tea" --no-qr --wait || status=$?
        tell "$status"
        ;;
    refund) # SYSSN OUT_TRADE_NO TXAMT
        status=0
        "$qfpay" refund --syssn "$2" --out-trade-no "$3" --txamt "$4" --wait || status=$?
        tell "$status"
        ;;
    receive) # OUT_TRADE_NO TXAMT: a shop that waits for this one order
        # The first line says where it listens; each booking is a line "paid" or "refunded".
        # shellcheck disable=SC2016 # these variables are for the shell that qfpay starts
        exec env EXPECTED="$2" "$qfpay" listen --port 0 --txamt "$3" --exec '
            test "$QFPAY_ORDER" = "$EXPECTED" && test "$QFPAY_DUPLICATE" = no || exit 0
            case $QFPAY_NOTIFY_TYPE in
                payment) echo "paid $QFPAY_ORDER $QFPAY_TXAMT" ;;
                refund | cancel) echo "refunded $QFPAY_ORDER $QFPAY_TXAMT" ;;
            esac'
        ;;
    *) exit 77 ;; # not something that this client does
esac
