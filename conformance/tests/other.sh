# shellcheck shell=bash disable=SC2034 # whoever sources this uses it
# Named tests with other_server.py in them, the server that takes every liberty.
. "$(dirname "${BASH_SOURCE[0]}")/../../testing/named.sh"

# The merchants of other_server.py.
export QFPAY_APP_CODE=C0FFEE00000000000000000000000001 QFPAY_CLIENT_KEY=5EC2E70000000000000000000000A001
export QFPAY_AGENT_APP_CODE=C0FFEE00000000000000000000000002 QFPAY_AGENT_MCHID=n0NEv3rSaw \
    QFPAY_AGENT_CLIENT_KEY=5EC2E70000000000000000000000A002
export QFPAY_OTHER_APP_CODE=C0FFEE00000000000000000000000003 QFPAY_OTHER_CLIENT_KEY=5EC2E70000000000000000000000A003

# few ID...: fixtures becomes a folder whose cases are those beside such ids (or what they begin with, * for
# anything), which are sooner read. They are copies.
few() {
    local id
    mkdir -p few/cases
    ln -s "$fixtures"/[!c]* few
    for id; do
        id=${id//./\\.}
        (cd "$fixtures/cases" && grep -rlE "\"id\": \"${id//\*/[^\"]*}" | xargs cp --parents -t "$OLDPWD/few/cases")
    done
    fixtures=$PWD/few
}

# other ARGUMENT...: serves.
other() {
    serve "$python" "$here/other_server.py" "$@"
}

# judge ARGUMENT...: runs the suite against what is served.
judge() {
    "$conform" server --target "$url" --fixtures "$fixtures" "$@"
}

# make_certificate NAME...: cert.pem and key.pem, for these hosts.
make_certificate() {
    local names
    names=$(printf ',DNS:%s' "$@")
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout key.pem \
        -out cert.pem -subj "/CN=qfpay-conform test" -addext "subjectAltName=${names#,}" 2>/dev/null
}
