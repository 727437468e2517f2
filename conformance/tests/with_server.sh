#!/bin/bash
# Starts a server on a free port, runs a command against it and checks its exit status.
#   with_server.sh STATUS SERVER [ARGUMENT...] -- COMMAND [ARGUMENT...]
# The server prints its URL on its first line; {URL} in the command becomes that URL.
set -u

wanted=$1
shift
server=()
while [ "$1" != "--" ]; do
    server+=("$1")
    shift
done
shift

folder=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; rm -rf "$folder"' EXIT
mkfifo "$folder/first-line"
"${server[@]}" >"$folder/first-line" &
pid=$!

# The end of file comes when the server ends early, so this never waits for nothing.
if ! read -r line <"$folder/first-line" || [[ ! $line =~ (http://[^ ]+) ]]; then
    echo "the server did not start: ${server[*]}" >&2
    exit 1
fi
url=${BASH_REMATCH[1]}

command=()
for word in "$@"; do
    command+=("${word//\{URL\}/$url}")
done
"${command[@]}"
status=$?
# 77: the command says that it cannot be run here.
[ "$status" -eq 77 ] && exit 77
if [ "$status" -ne "$wanted" ]; then
    echo "expected exit status $wanted, got $status: ${command[*]}" >&2
    exit 1
fi
