"""How many instructions does a call cost in user space? ci/bench --instructions runs the mock under
valgrind's callgrind twice, with few calls and with many on one kept connection, and divides the
difference. Unlike times the figure is the same on every machine with the same libraries, to half a per
cent."""

import argparse
import hashlib
import http.client
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import urllib.parse

from serving import Failure, free_port, wait_for_port

APP_CODE = "A1B2C3D4E5F60718293A4B5C6D7E8F90"
CLIENT_KEY = "0F1E2D3C4B5A69788796A5B4C3D2E1F0"
FEW, MANY = 200, 1200
PATIENCE_SECONDS = 120
# callgrind counts every byte of `rep stosb`, which the processor writes in one go.
WITHOUT_REP_STOSB = "glibc.cpu.x86_rep_stosb_threshold=100000000"


def payment(number):
    return "payment", {"txamt": "100", "txcurrcd": "HKD", "pay_type": "800201", "txdtm": "2026-11-30 12:00:00",
                       "out_trade_no": order(number), "goods_name": "tea", "udid": "bench"}


def query(number):
    return "query", {"out_trade_no": order(number % FEW), "mchid": ""}


def order(number):
    return f"INSTRUCTIONS{number:08d}"


# With --db and one connection each payment is a turn, and so a transaction, of its own.
CALLS = {"a payment": (payment, 0, ()), "a query by out_trade_no": (query, FEW, ()),
         "a payment with --db": (payment, 0, ("--sync", "off", "--db", "orders.db"))}


def send(connection, path, params):
    told = {name: value for name, value in params.items() if value}
    text = "&".join(f"{name}={told[name]}" for name in sorted(told)) + CLIENT_KEY
    connection.request("POST", f"/trade/v1/{path}", urllib.parse.urlencode(told), {
        "Content-Type": "application/x-www-form-urlencoded", "X-QF-APPCODE": APP_CODE,
        "X-QF-SIGN": hashlib.md5(text.encode()).hexdigest().upper()})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200 or b'"respcd": "0000"' not in body:
        raise Failure(f"{path} was answered {answer.status}, {body!r}")


def instructions(mock, call, before, count, options):
    """All that a mock executes which stores so many orders first, then answers so many calls."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="qfpay-callgrind-") as folder:
        process = subprocess.Popen(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", str(mock.resolve()), "--log", "off",
             "--seed", "1", "--port", str(port), *options],
            cwd=folder,
            env={**os.environ, "GLIBC_TUNABLES": WITHOUT_REP_STOSB}, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True)
        try:
            wait_for_port(port, process, PATIENCE_SECONDS)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
            for number in range(before):
                send(connection, *payment(number))
            for number in range(count):
                send(connection, *call(number))
            connection.close()
        finally:
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=PATIENCE_SECONDS)[1]
        found = re.search(r"Collected : (\d+)", said)
        if not found:
            raise Failure(f"callgrind counted nothing: {said}")
        return int(found.group(1))


def measure(mock):
    """{what: instructions of one}."""
    return {what: (instructions(mock, call, before, MANY, options)
                   - instructions(mock, call, before, FEW, options)) / (MANY - FEW)
            for what, (call, before, options) in CALLS.items()}


def show(results):
    for what, count in results.items():
        print(f"{what}: {count:,.0f} instructions in user space")


def main():
    parser = argparse.ArgumentParser(prog="ci/bench --instructions", description=__doc__)
    parser.add_argument("--mock", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    try:
        show(measure(parser.parse_args().mock))
    except (Failure, OSError) as failure:
        print(f"ci/bench: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
