"""A testee in Python: how an implementation of QFPay's rules is put before qfpay-conform.

    qfpay-conform client -- python3 examples/testee/testee.py

How to write one: read a line of JSON from standard input, call your own code, write one line of JSON
to standard output, flush, until the input ends. "op" says what is asked; answer {"skipped": true} to
what your code does not do. A mistake in a line is an {"error": ...}, never the end of the program.
Replace the four functions below by calls of the code that your shop really uses: a testee with rules
of its own certifies nothing but itself. docs/testee.md has every field.
"""

import hashlib
import hmac
import json
import sys
import urllib.parse


def filled(params):
    """What is empty is neither signed nor sent; 0 is not empty."""
    return {name: value for name, value in params.items() if value != ""}


def sign(question):
    """Sorted by name, joined as they are (nothing encoded), without what is empty, the key behind."""
    params = filled(question["params"])
    text = "&".join(f"{name}={params[name]}" for name in sorted(params) if name != "sign")
    digest = hashlib.new(question["sign_type"].lower(), (text + question["client_key"]).encode())
    return {"sign": digest.hexdigest()}


def encode(question):
    """application/x-www-form-urlencoded, once."""
    return {"body": urllib.parse.urlencode(filled(question["params"]))}


def outcome_of(respcd):
    """Codes are texts: only these four are no failure."""
    pending = ("1143", "1145", "1298")
    return "success" if respcd == "0000" else "pending" if respcd in pending else "failure"


def outcome_of_record(record):
    """The money of a reversed or wholly refunded payment is gone, although its code stays 0000."""
    gone = str(record.get("cancel", "0")) in ("1", "2", "3")
    return "failure" if gone else outcome_of(record.get("respcd"))


def payment_among(records):
    """One number may have several attempts: a paid one decides, then a pending one. No refunds."""
    payments = [record for record in records if record.get("order_type", "payment") == "payment"]
    order = ("success", "pending", "failure")
    return min(payments, key=lambda record: order.index(outcome_of_record(record)), default=None)


def classify(question):
    """What an HTTP answer says about the transaction; what is no answer says: ask again."""
    try:
        body = json.loads(question["body"])
    except ValueError:
        body = None
    if question["http_status"] != 200 or not isinstance(body, dict):
        return {"outcome": "pending"}
    if question["endpoint"] != "query" or body.get("respcd") != "0000":
        record, outcome = body, outcome_of(body.get("respcd"))
    else:
        record = payment_among(body.get("data", []))
        outcome = outcome_of_record(record) if record else "pending"
    known = {name: str(record[name]) for name in ("syssn", "txamt") if record and record.get(name)}
    return {"outcome": outcome, **known}


def verify_notification(question):
    """MD5 over the body as it came, before anybody parsed it; compared in constant time."""
    digest = hashlib.md5((question["body"] + question["client_key"]).encode()).hexdigest()
    return {"valid": hmac.compare_digest(digest.upper().encode(), question["sign"].upper().encode())}


OPERATIONS = {"sign": sign, "encode": encode, "classify": classify,
              "verify_notification": verify_notification}


def answer(line):
    """The answer to one line."""
    try:
        question = json.loads(line)
        if question["op"] == "capabilities":
            return {"capabilities": list(OPERATIONS), "name": "python example", "version": "1"}
        operation = OPERATIONS.get(question["op"])
        return operation(question) if operation else {"skipped": True}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)


if __name__ == "__main__":
    main()
