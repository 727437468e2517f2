#!/bin/sh
# A floor of a house sees those below it and no other: their headers compile there, and the compiler
# refuses those of the floors above.
#     floor.sh SRC FLOOR "FLOORS, THE GROUND FIRST" COMPILER FLAG...
set -eu
src=$1
here=$2
floors=$3
shift 3

seen=
unseen=
is_above=false
for floor in $floors; do
    header=$floor/$(find "$src/$floor" -name '*.h' -exec basename {} \; | sort | head -n 1)
    $is_above && unseen="$unseen $header" || seen="$seen $header"
    [ "$floor" != "$here" ] || is_above=true
done
$is_above || {
    echo "no floor is named $here"
    exit 1
}

include() { # "HEADERS" compiler...
    headers=$1
    shift
    # shellcheck disable=SC2086 # several headers
    printf '#include "%s"\n' $headers | LC_ALL=C "$@" -x c -fsyntax-only - 2>&1
}

status=0
if ! words=$(include "$seen" "$@"); then
    echo "$here: a floor below it does not compile here:"
    printf '%s\n' "$words"
    status=1
fi
for header in $unseen; do
    if words=$(include "$header" "$@"); then
        echo "$here: #include \"$header\" compiles, and ${header%/*} is above it"
        status=1
    elif ! printf '%s' "$words" | grep -qE 'No such file|file not found'; then
        echo "$here: #include \"$header\" should not end in"
        printf '%s\n' "$words"
        status=1
    fi
done
if grep -n '#include "\.' "$src/$here"/*.[ch]; then
    echo "$here: includes are written with the name of a floor"
    status=1
fi
exit $status
