#!/bin/bash
# Proves that the suite lets servers be free where the pages do: for each liberty of other_liberties.py
# the cases that see it find other differences than without it, and none fails; nor does any where all
# are taken at once.
#   liberties.sh PYTHON CONFORM                       all liberties, as many at a time as there are cores
#   liberties.sh PYTHON CONFORM LIBERTY PATTERN       one
set -uf # patterns stay patterns
here=$(dirname "$0")
python=$1
conform=$2

run() { # PATTERNS [SERVER ARGUMENT...]
    local filters=() pattern
    for pattern in $1; do
        filters+=(--filter "$pattern")
    done
    shift
    "$here/with_server.sh" 0 "$python" "$here/other_server.py" "$@" -- \
        "$conform" server --target '{URL}' --tap "${filters[@]}" 2>&1
}

tell() { # WHAT OUTPUT
    printf '%s\n%s\n' "$1" "$(grep -A 9 '^not ok' <<<"$2" | head -n 40)"
}

differences() { # OUTPUT
    grep '^# differs' <<<"$1" | sed -E 's/[0-9A-Z]{9,}|[0-9]{4}(-[0-9]{2}){2} [0-9:]{8}/.../g'
}

if [ $# -eq 4 ]; then
    output=$(run "$4" --sandbox --liberty "$3") || { tell "not allowed: $3" "$output"; exit 1; }
    case $3 in
    oldest-first) exit 0 ;;    # nobody waits a second, so no two orders are of different age
    makes-no-agents) exit 0 ;; # command_line.sh sees that the one given takes their place
    esac
    [ "$(differences "$output")" = "$(differences "$(run "$4" --sandbox)")" ] || exit 0
    tell "taken and not seen: $3 (looked for by $4)" "$output"
    exit 1
fi

liberties=$("$python" "$here/other_server.py" --liberties | cut -d ' ' -f 1,2) && [ -n "$liberties" ] || exit 1
xargs -P "$(nproc)" -n 2 "$0" "$python" "$conform" <<<"$liberties" || exit 1
output=$(run '*' --all-liberties) || { tell 'not allowed together' "$output"; exit 1; }
behind='refund.* reversal.* close.* add_note.* query.* merchants.* life.payer.*'
output=$(run "$behind" --sandbox --all-liberties) || { tell 'not allowed together, behind a payment' "$output"; exit 1; }
printf 'all %s liberties allowed\n' "$(wc -l <<<"$liberties")"
