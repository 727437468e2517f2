#!/bin/bash
# Proves that the suite bites: for each deliberate mistake of other_server.py, the cases that are
# about it must make qfpay-conform exit with 1.
#   bites.sh PYTHON CONFORM                       all mistakes, as many at a time as there are cores
#   bites.sh PYTHON CONFORM MISTAKE PATTERN       one
set -u
here=$(dirname "$0")
python=$1
conform=$2

run() { # STATUS PATTERN [SERVER ARGUMENT...]
    local wanted=$1 pattern=$2
    shift 2
    "$here/with_server.sh" "$wanted" "$python" "$here/other_server.py" "$@" -- \
        "$conform" server --target '{URL}' --filter "$pattern" 2>&1
}

if [ $# -eq 4 ]; then
    output=$(run 1 "$4" --mistake "$3") && exit 0
    printf 'unnoticed: %s (looked for by %s)\n%s\n' "$3" "$4" "$(tail -n 3 <<<"$output")"
    exit 1
fi

# Without a mistake nothing fails; else every mistake would seem to be noticed.
run 0 'payment.answer.*' || exit 1
mistakes=$("$python" "$here/other_server.py" --mistakes) && [ -n "$mistakes" ] || exit 1
xargs -P "$(nproc)" -n 2 "$0" "$python" "$conform" <<<"$mistakes" || exit 1
printf 'all %s mistakes noticed\n' "$(wc -l <<<"$mistakes")"
