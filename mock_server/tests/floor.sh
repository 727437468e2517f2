#!/bin/sh
# A floor of the mock sees those below it and no other: their headers compile there, and the compiler
# refuses those of the floors above.
#     floor.sh SRC FLOOR "FLOORS, THE GROUND FIRST" COMPILER FLAG...
set -eu
src=$1
here=$2
floors=$3
shift 3

include() { # file, compiler...
    file=$1
    shift
    printf '#include "%s"\n' "$file" | LC_ALL=C "$@" -x c -fsyntax-only - 2>&1
}

status=0
is_above=false
for floor in $floors; do
    header=$floor/$(find "$src/$floor" -name '*.h' -exec basename {} \; | sort | head -n 1)
    if words=$(include "$header" "$@"); then
        if $is_above; then
            echo "$here: #include \"$header\" compiles, and $floor is above it"
            status=1
        fi
    elif ! $is_above || ! printf '%s' "$words" | grep -qE 'No such file|file not found'; then
        echo "$here: #include \"$header\" should not end in"
        printf '%s\n' "$words"
        status=1
    fi
    [ "$floor" != "$here" ] || is_above=true
done
if grep -n '#include "\.' "$src/$here"/*.[ch]; then
    echo "$here: includes are written with the name of a floor"
    status=1
fi
$is_above || {
    echo "no floor is named $here"
    status=1
}
exit $status
