#!/bin/bash
# qfpay-conform --patient, where minutes fly: other_server.py with a minute of one second, and the cases
# of life.patience with seconds for their minutes. Whoever waits for less or for more is noticed.
#   patient.sh PYTHON CONFORM FIXTURES
set -u

# patient.sh --stop FILE COMMAND...: Ctrl-C as soon as the command says on standard error that it waits.
if [ "$1" = --stop ]; then
    said=$2
    shift 2
    "$@" 2>"$said" &
    until grep -q 'side by side' "$said" || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
    kill -INT $!
    wait $!
    status=$?
    cat "$said" >&2
    exit "$status"
fi

here=$(dirname "$0")
python=$1
conform=$2
fixtures=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

mkdir -p "$folder/cases"
for part in requirements.json retired.json levels.json templates; do
    ln -s "$fixtures/$part" "$folder/$part"
done
sed 's/"advance": "\([0-9]*\)m"/"advance": "\1s"/' "$fixtures/cases/life/patience.json" >"$folder/cases/patience.json"

# run NAME STATUS MINUTE ARGUMENTS...: against a server whose minutes are so long.
run() {
    local name=$1 wanted=$2 minute=$3
    shift 3
    "$here/with_server.sh" "$wanted" "$python" "$here/other_server.py" --minute "$minute" -- \
        "$@" >"$folder/$name" 2>&1
    echo $? >"$folder/$name.status"
}

patient=("$conform" server --target '{URL}' --fixtures "$folder" --patient)
run right 0 1 "${patient[@]}" &
run too-early 1 0.1 "${patient[@]}" --strict &
run too-late 1 100 "${patient[@]}" --strict &
run impatient 0 1 "$conform" server --target '{URL}' --fixtures "$folder" &
run stopped 1 1 "$0" --stop "$folder/said" "${patient[@]}" &
wait

says() { # NAME PATTERN
    if [ "$(cat "$folder/$1.status")" != 0 ] || ! grep -qE -- "$2" "$folder/$1"; then
        printf '%s: expected /%s/:\n' "$1" "$2"
        tail -n 30 "$folder/$1"
        failed=1
    fi
}

says right '^qfpay-conform: 4 cases side by side, for 6 seconds$'
says right '^skipped 1 case: needs paid orders: '
says right ' 0 failed, 1 skipped'
says too-early 'got failure .respcd "1181"'
says too-late 'expected the outcome "failure", got pending'
says impatient '^skipped 4 cases: needs a clock to move: the target has none; --patient waits$'
says stopped 'stopped before the end$'

[ "$failed" -eq 0 ] && echo "patience is as long as it has to be"
exit "$failed"
