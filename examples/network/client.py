#!/usr/bin/env python3
"""A small QFPay client that holds: it takes an order to its end, gives money back, and receives
notifications. Only the standard library is used. It speaks the three commands of
`qfpay-conform client --network`, which docs/network.md describes:

    qfpay-conform client --network -- python3 examples/network/client.py
"""

import hashlib
import hmac
import http.client
import http.server
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

DONE, PENDING, REFUSED, CANNOT = 0, 3, 4, 77
WAITING = ("1143", "1145", "1298")
# Failures by the rule that leave open whether money moved: ask before anything else.
DOUBTFUL = ("1101", "1161", "1252", "1254", "1295", "1296", "2999")


class Lost(Exception):
    """The request left, and nobody knows what became of it."""


class TooMany(Exception):
    """HTTP 429: nothing was done."""


class Client:
    timeout = 30
    first_pause = 1.0
    longest_pause = 5.0
    lookups = 4  # that may find nothing after a lost answer
    losses = 10  # in a row, before nobody seems to be there

    def __init__(self, environ):
        self.url = environ["QFPAY_BASE_URL"]
        self.app_code = environ["QFPAY_APP_CODE"]
        self.key = environ["QFPAY_CLIENT_KEY"]
        self.notify_key = environ.get("QFPAY_NOTIFY_KEY") or self.key  # of notifications alone
        self.mchid = environ.get("QFPAY_MCHID", "")
        self.sign_type = environ.get("QFPAY_SIGN_TYPE") or "MD5"

    # One request and its answer.

    def sign(self, params):
        text = "&".join(f"{name}={params[name]}" for name in sorted(params)) + self.key
        return hashlib.new(self.sign_type.lower(), text.encode()).hexdigest().upper()

    def is_signed(self, body, sign, key):
        """Answers and notifications are signed with MD5 over the bytes as they are."""
        right = hashlib.md5(body + key.encode()).hexdigest()
        return hmac.compare_digest(right.encode(), sign.lower().encode())

    def is_genuine(self, body, sign):
        return self.is_signed(body, sign, self.notify_key)

    def trust(self, body, sign):
        if sign is not None and not self.is_signed(body, sign, self.key):
            raise Lost("the answer's signature is wrong")

    def send(self, path, params):
        if self.mchid:
            params = {**params, "mchid": self.mchid}
        headers = {"X-QF-APPCODE": self.app_code, "X-QF-SIGN": self.sign(params)}
        if self.sign_type != "MD5":
            headers["X-QF-SIGNTYPE"] = self.sign_type
        request = urllib.request.Request(f"{self.url}/trade/v1/{path}",
                                         urllib.parse.urlencode(params).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                body, sign = answer.read(), answer.headers.get("X-QF-SIGN")
        except urllib.error.HTTPError as error:
            raise (TooMany if error.code == 429 else Lost)(f"HTTP {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise Lost(str(error)) from error
        self.trust(body, sign)
        return self.read(body)

    def read(self, body):
        try:
            answer = json.loads(body)
        except ValueError as error:
            raise Lost("the answer is no JSON") from error
        if not isinstance(answer, dict):
            raise Lost("the answer is no object")
        return answer

    def send_patiently(self, path, params):
        """Nothing was done at HTTP 429, so the same request may be sent again: later each time."""
        pause = self.first_pause
        for _ in range(6):
            try:
                return self.send(path, params)
            except TooMany:
                time.sleep(pause)
                pause *= 2
        raise Lost("HTTP 429 for too long")

    # What an answer means.

    def outcome(self, code):
        if code == "0000":
            return DONE
        return PENDING if code in WAITING else REFUSED

    def judge(self, record, order_type):
        """A record speaks of a payment or of a refund; one that was given back is not paid."""
        if record.get("order_type", "payment") != order_type:
            return None
        if order_type == "payment" and str(record.get("cancel")) in ("1", "2", "3"):
            return REFUSED
        return self.outcome(record.get("respcd"))

    def state(self, records, order_type):
        """Of several attempts the paid one counts, then the open one. None: there is nothing."""
        found = {self.judge(record, order_type) for record in records}
        return next((state for state in (DONE, PENDING, REFUSED) if state in found), None)

    def query(self, number):
        """The records, or None when the query did not work: that says nothing about the order."""
        answer = self.send("query", number)
        return answer.get("data", []) if answer.get("respcd") == "0000" else None

    # Orders and refunds.

    def wait(self, number, order_type, looks=None):
        """Ask until it is decided. With looks, give up when so many have found nothing."""
        pause, backing_off, lost = self.first_pause, self.first_pause, 0
        while (looks is None or looks > 0) and lost < self.losses:
            try:
                records = self.query(number)
                state = None if records is None else self.state(records, order_type)
                if state in (DONE, REFUSED):
                    return state
                if records is not None and state is None and looks is not None:
                    looks -= 1
                elif state is not None:
                    looks = None
                backing_off, lost = self.first_pause, 0
                time.sleep(pause)
            except TooMany:
                time.sleep(backing_off)
                backing_off *= 2
            except Lost as error:
                print(f"a query got no answer: {error}", file=sys.stderr)
                lost += 1
                time.sleep(pause)
            pause = min(pause * 1.5, self.longest_pause)
        return PENDING

    def once(self, path, params, order_type):
        """Send what moves money, at most once: after a lost answer ask, never send again."""
        number = {"out_trade_no": params["out_trade_no"]}
        try:
            answer = self.send_patiently(path, params)
        except Lost as error:
            print(f"the answer was lost: {error}", file=sys.stderr)
            return self.wait(number, order_type, self.lookups)
        return self.settle(answer, number, order_type)

    def settle(self, answer, number, order_type):
        code = answer.get("respcd")
        if not code or code in DOUBTFUL:
            return self.wait(number, order_type, self.lookups)
        state = self.outcome(code)
        if state == REFUSED or (state == DONE and order_type == "refund"):
            return state
        # The 0000 of a payment is a QR code that somebody may scan: not paid.
        return self.wait({"syssn": answer["syssn"]} if answer.get("syssn") else number, order_type)

    def now(self):
        return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))

    def pay_and_wait(self, number, amount):
        return self.once("payment", {"txamt": amount, "txcurrcd": "HKD", "pay_type": "800201",
                                     "out_trade_no": number, "txdtm": self.now()}, "payment")

    def refund(self, syssn, number, amount):
        return self.once("refund", {"syssn": syssn, "txamt": amount, "out_trade_no": number,
                                    "txdtm": self.now()}, "refund")


class Shop:
    """Waits for the notifications of one order."""

    def __init__(self, client, number, amount):
        self.client, self.number, self.amount = client, number, amount
        self.seen = set()

    def accept(self, body, sign):
        """Book what is genuine, new and ours; returns what is answered."""
        if not sign or not self.client.is_genuine(body, sign):
            return 400, "bad signature"
        event = json.loads(body)
        key = (event.get("syssn"), event.get("notify_type"))
        if key not in self.seen:
            self.seen.add(key)
            self.book(event)
        return 200, "SUCCESS"

    def book(self, event):
        kind, amount = event.get("notify_type"), str(event.get("txamt"))
        if kind == "payment" and event.get("out_trade_no") == self.number:
            if (amount, event.get("txcurrcd")) == (self.amount, "HKD"):
                print("paid", self.number, amount, flush=True)
        elif kind in ("refund", "cancel") and event.get("orig_out_trade_no") == self.number:
            print("refunded", self.number, amount, flush=True)

    def serve(self):
        shop = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, text = shop.accept(body, self.headers.get("X-QF-SIGN"))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text.encode())

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(DONE))
        print(f"http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()


def main(client, shop, command, *arguments):
    if command == "pay-and-wait":
        return client.pay_and_wait(*arguments)
    if command == "refund":
        return client.refund(*arguments)
    if command == "receive":
        return shop(client, *arguments).serve()
    return CANNOT


if __name__ == "__main__":
    sys.exit(main(Client(os.environ), Shop, *sys.argv[1:]))
