#!/bin/bash
# Proves that the suite bites: for each deliberate mistake of other_server.py, the cases that are
# about it must make qfpay-conform exit with 1.
#   bites.sh PYTHON CONFORM
set -u
here=$(dirname "$0")
unnoticed=0
count=0

# Without a mistake nothing fails; else every mistake would seem to be noticed.
if ! "$here/with_server.sh" 0 "$1" "$here/other_server.py" -- \
    "$2" server --target '{URL}' --filter 'payment.answer.*'; then
    exit 1
fi

while read -r mistake pattern; do
    count=$((count + 1))
    if ! output=$("$here/with_server.sh" 1 "$1" "$here/other_server.py" --mistake "$mistake" -- \
        "$2" server --target '{URL}' --filter "$pattern" 2>&1); then
        echo "unnoticed: $mistake (looked for by $pattern)"
        echo "$output" | tail -n 3
        unnoticed=$((unnoticed + 1))
    fi
done < <("$1" "$here/other_server.py" --mistakes)

echo "$((count - unnoticed)) of $count mistakes noticed"
[ "$unnoticed" -eq 0 ] && [ "$count" -gt 0 ]
