"""What memory does the mock take, and does it come back? ci/bench --memory looks at the resident memory of
one mock that many merchants use once each, and of one whose journals a flood of large requests fills; then
at what a reset leaves of it. Run by one caller, so that the figures do not depend on the machine's speed."""

import argparse
import hashlib
import http.client
import json
import pathlib
import sys
import time
import urllib.parse

from serving import PATIENCE_SECONDS, Failure, Server

MANY, FEW = 20_000, 100
LARGE = b"pad=" + b"x" * 60_000
FLOOD = 20  # large requests a merchant: with a journal of 1 MiB each it has more than it may keep
JOURNALS_MIB = 64  # --journal-total when nobody says otherwise
SETTLED = 10  # looks at the memory that are alike
SPARE_MIB = 8  # of other things, and what the allocator cannot give back

GOALS = (
    (f"{MANY:,} merchants used once, MiB", lambda r: r["used"], 100),
    ("full journals above idle, MiB", lambda r: r["full"] - r["idle"], JOURNALS_MIB + SPARE_MIB),
    ("above idle after the reset of full journals, MiB", lambda r: r["reset"] - r["idle"], SPARE_MIB),
    (f"above idle after the reset of {MANY:,} merchants, MiB", lambda r: r["used_reset"] - r["idle"], SPARE_MIB),
)


class Caller:
    """One kept connection to a mock."""

    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)

    def call(self, method, path, status, body=None, headers=None):
        self.connection.request(method, path, body, headers or {})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != status:
            raise Failure(f"{method} {path} was answered {answer.status}, {text!r}")
        return text

    def merchants(self, count):
        return [json.loads(self.call("POST", "/__sandbox/merchants", 201, "{}")) for _ in range(count)]

    def post(self, merchant, body, sign):
        return self.call("POST", "/trade/v1/payment", 200, body, {
            "Content-Type": "application/x-www-form-urlencoded", "X-QF-APPCODE": merchant["app_code"],
            "X-QF-SIGN": sign})

    def pay(self, merchant):
        params = {"txamt": "100", "txcurrcd": "HKD", "pay_type": "800201", "txdtm": "2026-11-30 12:00:00",
                  "out_trade_no": "MEMORY"}
        text = "&".join(f"{name}={params[name]}" for name in sorted(params)) + merchant["client_key"]
        answer = self.post(merchant, urllib.parse.urlencode(params), hashlib.md5(text.encode()).hexdigest())
        if b'"respcd": "0000"' not in answer:
            raise Failure(f"a payment was answered {answer!r}")

    def reset(self):
        """Resident MiB behind it: memory is freed in slices, behind the answer."""
        self.call("POST", "/__sandbox/reset", 204)
        seen = [self.server.resident_mib()]
        end = time.monotonic() + PATIENCE_SECONDS
        while len(seen) < SETTLED or max(seen[-SETTLED:]) - min(seen[-SETTLED:]) > 0.1:
            if time.monotonic() > end:
                raise Failure("the memory did not settle in time")
            time.sleep(0.1)
            seen.append(self.server.resident_mib())
        return seen[-1]


def measure(mock):
    """{moment: resident MiB}."""
    results = {}
    command = [str(mock), "--log", "off"]
    with Server(command, "/__sandbox/health") as server:
        caller = Caller(server)
        merchants = caller.merchants(MANY)
        results["merchants"] = server.resident_mib()
        for merchant in merchants:
            caller.pay(merchant)
        results["used"] = server.resident_mib()
        results["used_reset"] = caller.reset()
    with Server(command, "/__sandbox/health") as server:
        caller = Caller(server)
        merchants = caller.merchants(FEW)
        results["idle"] = server.resident_mib()
        for merchant in merchants:
            for _ in range(FLOOD):
                caller.post(merchant, LARGE, "0" * 32)
        results["full"] = server.resident_mib()
        results["reset"] = caller.reset()
    return results


def show(results):
    print("| what has happened | resident MiB | after a reset |")
    print("|---|---|---|")
    print(f"| {FEW} new merchants | {results['idle']:.1f} | |")
    print(f"| {FLOOD * FEW:,} requests of 60 kB to them | {results['full']:.1f} | {results['reset']:.1f} |")
    print(f"| {MANY:,} new merchants | {results['merchants']:.1f} | |")
    print(f"| a payment of each | {results['used']:.1f} | {results['used_reset']:.1f} |")
    print()
    for text, value_of, goal in GOALS:
        value = value_of(results)
        print(f"{'reached' if value <= goal else 'MISSED ':8} {text}: {value:.1f}, goal <= {goal}")


def main():
    parser = argparse.ArgumentParser(prog="ci/bench --memory", description=__doc__)
    parser.add_argument("--mock", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    try:
        show(measure(parser.parse_args().mock))
    except (Failure, OSError) as failure:
        print(f"ci/bench: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
