#!/usr/bin/env python3
"""Each mistake of careless_client.py is noticed: for each, these scenarios are played, and exactly those
before the bar fail. So a scenario that anybody passes is found out, and one that fails without a
reason as well. Assumptions count (--strict). Behind a second bar stands what is said about it.

    network_bites.py QFPAY_CONFORM QFPAY_MOCK
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from few_cases import few_cases

CLIENT = pathlib.Path(__file__).resolve().parent / "careless_client.py"

# mistakes: scenarios that fail | scenarios of the neighbourhood that do not | words of the output
BITES = """
top-respcd: pending.unpaid-then-paid pending.never-paid ending.expired | lost.answer-of-a-paid-order refund.done
qr-is-paid: pending.unpaid-then-paid pending.never-paid ending.expired | pending.payment-answers-1143 refund.done
pending-is-failure: pending.unpaid-then-paid pending.processing-then-paid pending.payment-answers-1143 pending.payment-answers-1145 pending.payment-answers-1298 refund.pending-1143-then-done | refund.done pending.never-paid
only1143: pending.processing-then-paid pending.payment-answers-1145 refund.pending-1145-then-done | pending.unpaid-then-paid pending.payment-answers-1143 refund.pending-1143-then-done
no1298: pending.payment-answers-1298 ending.maybe-paid-1298 ending.maybe-paid-and-a-query-lost | pending.payment-answers-1143 ending.refused-at-once lost.garbage
pays-again-after1298: pending.payment-answers-1298 ending.maybe-paid-1298 ending.maybe-paid-and-a-query-lost | pending.payment-answers-1143
waits-for-ever: ending.expired ending.failed-1201 ending.failed-1205 ending.failed-with-a-rare-code ending.refused-at-once refund.pending-then-failed refund.refused | pending.unpaid-then-paid ending.closed
first-record: form.failed-attempt-first form.refund-record-first | pending.unpaid-then-paid
ignores-order-type: form.refund-record-first | form.failed-attempt-first
ignores-cancel: ending.refunded | form.refund-record-first
respcd-as-number: form.record-respcd-missing form.record-respcd-empty form.respcd-missing form.respcd-empty form.refund-respcd-missing | pending.unpaid-then-paid
amount-must-be-text: form.amount-as-a-number refund.other-forms | form.page-as-a-text form.unknown-fields
page-must-be-number: form.page-as-a-text refund.other-forms | form.amount-as-a-number
known-fields-only: form.unknown-fields refund.other-forms | form.shuffled-keys
last-code-in-the-text: form.shuffled-keys form.unknown-fields | form.amount-as-a-number
believes-every-answer: form.wrong-signature | form.unsigned
insists-on-signature: form.unsigned | form.wrong-signature
new-number-after-loss: lost.answer lost.answer-of-a-paid-order lost.request lost.refund-answer | trouble.query-lost-once
sends-again-after-loss: lost.answer lost.half-an-answer lost.refund-answer | trouble.query-502-once
loss-is-failure: lost.answer lost.answer-of-a-paid-order lost.garbage lost.gateway-in-between lost.refund-request | trouble.query-garbage-once
lost-query-is-failure: trouble.query-lost-once trouble.query-502-once trouble.query-garbage-once | trouble.query-refused-once
refused-query-is-failure: trouble.query-refused-once | trouble.query-lost-once
impatient,loss-is-failure: trouble.slow-payment | pending.unpaid-then-paid
impatient,lost-query-is-failure: trouble.slow-query | pending.unpaid-then-paid
no-back-off: trouble.query-429 trouble.payment-429 trouble.refund-429 | trouble.query-lost-once
too-many-is-failure: trouble.query-429 trouble.payment-429 trouble.refund-429 | trouble.query-lost-once
never-sends-again: trouble.payment-429 trouble.refund-429 | trouble.query-429
asks-after-too-many: trouble.payment-429 trouble.refund-429 | trouble.query-429 | expected at least 2 x payment, got 1
same-back-off: trouble.query-429 | trouble.payment-429
no-pause: pending.pace | pending.payment-answers-1143
float-amount: request.odd-amount | request.plain
small-amount: request.large-amount | request.plain
always-md5: request.sha256 | request.plain
unannounced-sha256: request.sha256 | request.plain
wrong-key: pending.unpaid-then-paid | | no order was made: the payment was refused (1108
no-mchid: request.mchid | request.plain
no-time: request.plain refund.done |
sends-pending-refund-again: refund.pending-1143-then-done refund.pending-1145-then-done | refund.done refund.partial
asks-for-the-payment: refund.pending-1143-then-done refund.pending-1145-then-done | refund.done
pending-refund-is-done: refund.pending-1143-then-done refund.pending-1145-then-done | refund.done
retries1265: refund.refused-1265 refund.refused | refund.done
sorted-parameters: notification.paid | notification.forged
writes-again: notification.pretty-printed notification.awkward-text | notification.paid
reads-lines: notification.pretty-printed | notification.paid
sha256-notifications: notification.signed-with-sha256-elsewhere | notification.paid
client-key-for-notifications: notification.notify-key | notification.paid
notify-key-for-answers: notification.notify-key-is-for-notifications | notification.notify-key pending.unpaid-then-paid
lower-digest: notification.paid | notification.forged
no-verification: notification.forged | notification.paid
small-success: notification.paid | notification.forged
books-twice: notification.duplicate | notification.paid
wants-payment-fields: notification.refunded | notification.late
refunds-own-number: notification.refunded notification.refund-first | notification.paid
any-amount: notification.wrong-amount | notification.paid
any-currency: notification.wrong-currency | notification.wrong-amount
any-order: notification.another-order | notification.paid
time-in-utc: request.plain | request.sha256
known-types-only: notification.unknown-type | notification.paid
"""


def rows():
    for line in BITES.strip().splitlines():
        mistakes, scenarios = line.split(":", 1)
        failing, passing, *words = scenarios.split("|")
        yield mistakes, sorted(failing.split()), sorted(passing.split()), "".join(words).strip()


def play(conform, mock, mistakes, scenarios):
    """The scenarios that fail when the client makes these mistakes."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        fixtures = pathlib.Path(folder) / "fixtures"
        fixtures.mkdir()
        # Generous: nothing here is meant to run into it, but the machine may be busy.
        command = [conform, "client", "--network", "--strict", "--mock", mock,
                   "--case-timeout", "200", "--json", str(report),
                   "--fixtures", str(few_cases(fixtures, "add_note/answer.json"))]
        for scenario in scenarios:
            command += ["--filter", f"network.{scenario}"]
        done = subprocess.run([*command, "--", sys.executable, str(CLIENT)], check=False,
                              env={**os.environ, "CARELESS": mistakes}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        results = json.loads(report.read_text())["results"]
        failed = sorted(result["id"].removeprefix("network.") for result in results
                        if result["verdict"] in ("fail", "differs"))
        if len(results) != len(scenarios) or done.returncode != (1 if failed else 0):
            return None, done.stdout
        return failed, done.stdout


def check(conform, mock, row):
    mistakes, failing, passing, words = row
    failed, said = play(conform, mock, mistakes, failing + passing)
    if failed == failing and words in said:
        print(f"ok {mistakes}", flush=True)
        return True
    print(f"not ok {mistakes}: expected {failing} {words!r}, got {failed}\n{said}", flush=True)
    return False


def main(conform, mock):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return 0 if all(list(pool.map(lambda row: check(conform, mock, row), rows()))) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
