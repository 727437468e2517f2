#!/bin/sh
# A library sees what lies below it and no other: those headers compile there, and the compiler refuses
# those that lie above, or are another's own.
#     floor.sh NAME FOLDER "HEADERS BELOW" "HEADERS ABOVE" COMPILER FLAG...
set -eu
here=$1
folder=$2
seen=$3
unseen=$4
shift 4

include() { # "HEADERS" compiler...
    headers=$1
    shift
    # shellcheck disable=SC2086 # several headers
    printf '#include "%s"\n' $headers | LC_ALL=C "$@" -x c -fsyntax-only - 2>&1
}

status=0
if ! words=$(include "$seen" "$@"); then
    echo "$here: what is below it does not compile here:"
    printf '%s\n' "$words"
    status=1
fi
for header in $unseen; do
    if words=$(include "$header" "$@"); then
        echo "$here: #include \"$header\" compiles, and is above it or another's"
        status=1
    elif ! printf '%s' "$words" | grep -qE 'No such file|file not found'; then
        echo "$here: #include \"$header\" should not end in"
        printf '%s\n' "$words"
        status=1
    fi
done
if grep -n '#include "\.' "$folder"/*.[ch]; then
    echo "$here: includes are written with the name of a floor"
    status=1
fi
exit $status
