"""qfpay-mock as a process of its own, and a merchant that calls it: what faults.py and worlds.py share."""

import hashlib
import http.client
import json
import subprocess
import urllib.parse

DIRECT = ("A1B2C3D4E5F60718293A4B5C6D7E8F90", "0F1E2D3C4B5A69788796A5B4C3D2E1F0")


class Mock:
    """A mock on a free port; leaving the with block stops it."""

    def __init__(self, program, *options):
        self.process = subprocess.Popen([program, "--port", "0", "--log", "off", *options],
                                        stdout=subprocess.PIPE, text=True)
        # The line comes once the socket accepts.
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        status = self.process.wait(30)
        self.process.stdout.close()
        if status not in (0, -9):
            raise AssertionError(f"the mock ended with {status}")

    def kill(self):
        self.process.kill()
        self.process.wait(30)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class Merchant:
    """One merchant with one connection."""

    def __init__(self, mock, credentials=DIRECT):
        self.app_code, self.client_key = credentials
        self.connection = http.client.HTTPConnection("127.0.0.1", mock.port, timeout=60)

    def control(self, method, path, body=None):
        mark = "&" if "?" in path else "?"
        self.connection.request(method, f"/__sandbox/{path}{mark}app_code={self.app_code}",
                                None if body is None else json.dumps(body))
        answer = Answer(self.connection.getresponse())
        if answer.status >= 400:
            raise AssertionError(f"{method} {path}: {answer.body}")
        return answer.json() if answer.body else None

    def send(self, endpoint, params, trigger=None):
        text = "&".join(f"{name}={params[name]}" for name in sorted(params)) + self.client_key
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-QF-APPCODE": self.app_code,
                   "X-QF-SIGN": hashlib.md5(text.encode()).hexdigest()}
        if trigger is not None:
            headers["X-QFMock-Trigger"] = trigger
        self.connection.request("POST", f"/trade/v1/{endpoint}", urllib.parse.urlencode(params), headers)

    def call(self, endpoint, params, trigger=None):
        self.send(endpoint, params, trigger)
        return Answer(self.connection.getresponse())

    def pay(self, out_trade_no, txamt="1000", trigger=None):
        return self.call("payment", payment(out_trade_no, txamt), trigger)

    def records(self, **params):
        return self.call("query", params).json()["data"]


def payment(out_trade_no, txamt="1000"):
    return {"txamt": txamt, "txcurrcd": "HKD", "pay_type": "800201", "out_trade_no": out_trade_no,
            "txdtm": "2026-03-10 12:00:00"}


def fresh_merchant(mock):
    made = Merchant(mock).control("POST", "merchants", {})
    return Merchant(mock, (made["app_code"], made["client_key"]))
