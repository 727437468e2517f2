#!/bin/bash
# Runs qfpay-conform and wants every case judged: nothing may be skipped.
#   complete.sh CONFORM [ARGUMENT...]
set -u -o pipefail

output=$("$@")
status=$?
printf '%s\n' "$output"
[ "$status" -eq 0 ] || exit "$status"
if ! grep -q ', 0 skipped;' <<<"$output"; then
    echo "cases were skipped that this server should be able to meet" >&2
    exit 1
fi
