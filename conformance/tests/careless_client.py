#!/usr/bin/env python3
"""The client of examples/network/client.py with mistakes on purpose: the words of CARELESS, separated by
commas, say which; "none" makes none. Every class is one mistake of fixtures/pitfalls.md, or one that
a scenario was written for. Its pauses are short, so that a test has time for all of them."""

import hashlib
import json
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples/network"))
from client import DONE, PENDING, REFUSED, Client, Lost, Shop, TooMany, main  # noqa: E402


class Quick(Client):
    first_pause = 0.2
    longest_pause = 0.3


# Reading answers.

class TopRespcd(Quick):  # PIT-50
    def state(self, records, order_type):
        return DONE if records else None


class QrIsPaid(Quick):  # PIT-51
    def settle(self, answer, number, order_type):
        return DONE if answer.get("respcd") == "0000" else super().settle(answer, number, order_type)


class PendingIsFailure(Quick):  # PIT-52
    def outcome(self, code):
        return DONE if code == "0000" else REFUSED


class Only1143(Quick):  # PIT-53
    def outcome(self, code):
        return REFUSED if code == "1145" else super().outcome(code)


class No1298(Quick):  # PIT-53
    def outcome(self, code):
        return REFUSED if code == "1298" else super().outcome(code)


class PaysAgainAfter1298(Quick):  # PIT-53
    def settle(self, answer, number, order_type):
        again = number["out_trade_no"] + "b"
        if answer.get("respcd") == "1298" and not again.endswith("bb"):
            return self.pay_and_wait(again, answer["txamt"])
        return super().settle(answer, number, order_type)


class WaitsForEver(Quick):  # PIT-54
    def outcome(self, code):
        return DONE if code == "0000" else PENDING


class FirstRecord(Quick):  # PIT-55
    def state(self, records, order_type):
        return super().state(records[:1], order_type)


class IgnoresOrderType(Quick):  # PIT-57
    def judge(self, record, order_type):
        return super().judge({**record, "order_type": order_type}, order_type)


class IgnoresCancel(Quick):  # PIT-57
    def judge(self, record, order_type):
        return super().judge({**record, "cancel": "0"}, order_type)


class RespcdAsNumber(Quick):  # PIT-58
    def outcome(self, code):
        return super().outcome(f"{int(code or 0):04}")

    def settle(self, answer, number, order_type):
        if not answer.get("respcd"):
            return self.outcome(answer.get("respcd"))
        return super().settle(answer, number, order_type)


class AmountMustBeText(Quick):  # PIT-61
    def read(self, body):
        answer = super().read(body)
        for thing in [answer, *answer.get("data", [])]:
            thing.get("txamt", "").encode()
        return answer


class PageMustBeNumber(Quick):  # PIT-61
    def read(self, body):
        answer = super().read(body)
        return {**answer, "page": answer.get("page", 1) + 0}


class KnownFieldsOnly(Quick):  # RSP-14
    def read(self, body):
        answer = super().read(body)
        if set(answer) & {"acquirer_ref", "risk_level"}:
            raise TypeError("an answer with fields that are not known")
        return answer


class LastCodeInTheText(Quick):  # PIT-62
    def read(self, body):
        answer, codes = super().read(body), re.findall(rb'"respcd": "(\d*)"', body)
        for record in answer.get("data", []):
            record["respcd"] = codes[-1].decode()
        return answer


class BelievesEveryAnswer(Quick):  # PIT-66
    def trust(self, body, sign):
        pass


class InsistsOnSignature(Quick):  # OQ-12
    def trust(self, body, sign):
        super().trust(body, sign or "")


# Trouble.

class NewNumberAfterLoss(Quick):  # PIT-24, PIT-92
    def once(self, path, params, order_type):
        try:
            answer = self.send_patiently(path, params)
        except Lost:
            return self.once(path, {**params, "out_trade_no": params["out_trade_no"] + "X"}, order_type)
        return self.settle(answer, {"out_trade_no": params["out_trade_no"]}, order_type)


class SendsAgainAfterLoss(Quick):  # PIT-92
    def once(self, path, params, order_type):
        try:
            answer = self.send_patiently(path, params)
        except Lost:
            answer = self.send_patiently(path, params)
        return self.settle(answer, {"out_trade_no": params["out_trade_no"]}, order_type)


class LossIsFailure(Quick):
    def once(self, path, params, order_type):
        try:
            answer = self.send_patiently(path, params)
        except Lost:
            return REFUSED
        return self.settle(answer, {"out_trade_no": params["out_trade_no"]}, order_type)


class LostQueryIsFailure(Quick):
    def query(self, number):
        try:
            return super().query(number)
        except Lost:
            sys.exit(REFUSED)


class RefusedQueryIsFailure(Quick):
    def query(self, number):
        records = super().query(number)
        if records is None:
            sys.exit(REFUSED)
        return records


class Impatient(Quick):
    timeout = 1


class NoBackOff(Quick):  # PIT-91
    def send(self, path, params):
        while True:
            try:
                return super().send(path, params)
            except TooMany:
                pass


class TooManyIsFailure(Quick):  # PIT-91
    def send(self, path, params):
        try:
            return super().send(path, params)
        except TooMany:
            sys.exit(REFUSED)


class NeverSendsAgain(Quick):  # PIT-91
    def send_patiently(self, path, params):
        try:
            return self.send(path, params)
        except TooMany:
            sys.exit(PENDING)


class AsksAfterTooMany(Quick):  # PIT-91
    def send_patiently(self, path, params):
        try:
            return self.send(path, params)
        except TooMany as error:
            raise Lost("perhaps it was done") from error


class SameBackOff(Quick):  # LIM-03
    def send(self, path, params):
        while True:
            try:
                return super().send(path, params)
            except TooMany:
                time.sleep(self.first_pause)


class NoPause(Quick):  # PIT-90
    first_pause = longest_pause = 0


# Requests.

class FloatAmount(Quick):  # PIT-26
    def send(self, path, params):
        if "txamt" in params:
            major = int(params["txamt"]) / 100
            params = {**params, "txamt": str(int(major * 100))}
        return super().send(path, params)


class SmallAmount(Quick):  # PIT-27
    def send(self, path, params):
        if "txamt" in params:
            params = {**params, "txamt": str(int(params["txamt"]) % 2 ** 32)}
        return super().send(path, params)


class AlwaysMd5(Quick):
    def __init__(self, environ):
        super().__init__({**environ, "QFPAY_SIGN_TYPE": "MD5"})


class UnannouncedSha256(Quick):  # PIT-04
    def sign(self, params):
        self.digest, self.sign_type = self.sign_type, "MD5"
        text = "&".join(f"{name}={params[name]}" for name in sorted(params)) + self.key
        return hashlib.new(self.digest.lower(), text.encode()).hexdigest()

    def send(self, path, params):
        kept = self.sign_type
        try:
            return super().send(path, params)
        finally:
            self.sign_type = kept


class WrongKey(Quick):  # PIT-12
    def __init__(self, environ):
        super().__init__({**environ, "QFPAY_CLIENT_KEY": "0" * 32})

    def settle(self, answer, number, order_type):
        return self.wait(number, order_type, self.lookups)

    def query(self, number):
        return super().query(number) or []


class NoMchid(Quick):
    def __init__(self, environ):
        super().__init__({**environ, "QFPAY_MCHID": ""})


class TimeInUtc(Quick):  # PIT-30
    def now(self):
        return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())


class NoTime(Quick):  # PIT-20
    def send(self, path, params):
        return super().send(path, {name: params[name] for name in params if name != "txdtm"})


# Refunds.

class SendsPendingRefundAgain(Quick):  # PIT-23, PIT-94
    def settle(self, answer, number, order_type):
        if order_type == "refund" and answer.get("respcd") in ("1143", "1145"):
            return self.outcome(self.send("refund", self.last).get("respcd"))
        return super().settle(answer, number, order_type)

    def send(self, path, params):
        self.last = params if path == "refund" else getattr(self, "last", None)
        return super().send(path, params)


class AsksForThePayment(Quick):  # PIT-94
    def refund(self, syssn, number, amount):
        self.payment = syssn
        return super().refund(syssn, number, amount)

    def settle(self, answer, number, order_type):
        if order_type == "refund" and answer.get("respcd") in ("1143", "1145"):
            return self.wait({"syssn": self.payment}, "payment")
        return super().settle(answer, number, order_type)


class PendingRefundIsDone(Quick):
    def settle(self, answer, number, order_type):
        if order_type == "refund" and answer.get("respcd") in ("1143", "1145"):
            return DONE
        return super().settle(answer, number, order_type)


class Retries1265(Quick):  # PIT-64
    def refund(self, syssn, number, amount):
        for attempt in range(6):
            state = super().refund(syssn, f"{number}{attempt or ''}", amount)
            if state == DONE:
                break
        return state


# Notifications.

class SortedParameters(Quick):  # PIT-70
    def is_genuine(self, body, sign):
        event = json.loads(body)
        text = "&".join(f"{name}={event[name]}" for name in sorted(event)) + self.key
        return hashlib.md5(text.encode()).hexdigest().upper() == sign


class WritesAgain(Quick):  # PIT-71
    def is_genuine(self, body, sign):
        text = json.dumps(json.loads(body), separators=(",", ":"))
        text = text.replace('","', '", "').replace('":"', '": "').replace("/", "\\/")
        return hashlib.md5((text + self.key).encode()).hexdigest().upper() == sign


class ReadsLines(Quick):  # PIT-72
    def is_genuine(self, body, sign):
        return super().is_genuine(b"".join(line.strip() for line in body.splitlines()), sign)


class Sha256Notifications(Quick):  # PIT-73
    def is_genuine(self, body, sign):
        return hashlib.new(self.sign_type.lower(), body + self.key.encode()).hexdigest().upper() == sign


class LowerDigest(Quick):  # PIT-74
    def is_genuine(self, body, sign):
        return hashlib.md5(body + self.key.encode()).hexdigest() == sign


class ClientKeyForNotifications(Quick):  # the merchant has a notify key
    def is_genuine(self, body, sign):
        return self.is_signed(body, sign, self.key)


class NotifyKeyForAnswers(Quick):  # the other way round
    def trust(self, body, sign):
        if not self.is_signed(body, sign, self.notify_key):
            raise Lost("the answer's signature is wrong")


class NoVerification(Quick):  # PIT-75
    def is_genuine(self, body, sign):
        return True


class SmallSuccess(Shop):  # PIT-76
    def accept(self, body, sign):
        status, text = super().accept(body, sign)
        return status, text.lower()


class BooksTwice(Shop):  # PIT-77
    def accept(self, body, sign):
        self.seen.clear()
        return super().accept(body, sign)


class WantsPaymentFields(Shop):  # PIT-78
    def book(self, event):
        event["paydtm"], event["cancel"]
        super().book(event)


class RefundsOwnNumber(Shop):  # PIT-79
    def book(self, event):
        super().book({**event, "orig_out_trade_no": event["out_trade_no"]})


class AnyAmount(Shop):  # PIT-81
    def book(self, event):
        super().book({**event, "txamt": self.amount} if event["notify_type"] == "payment" else event)


class AnyCurrency(Shop):  # PIT-81
    def book(self, event):
        super().book({**event, "txcurrcd": "HKD"})


class AnyOrder(Shop):  # PIT-81
    def book(self, event):
        super().book({**event, "out_trade_no": self.number})


class KnownTypesOnly(Shop):  # PIT-84
    def accept(self, body, sign):
        if json.loads(body).get("notify_type") not in ("payment", "refund"):
            return 500, "what is this?"
        return super().accept(body, sign)


def named(kind):
    """The classes of one kind by their names as words: TopRespcd is top-respcd."""
    return {re.sub(r"(?<!^)(?=[A-Z])", "-", each.__name__).lower(): each
            for each in kind.__subclasses__() if each.__module__ == __name__}


def choose():
    """The classes that CARELESS names, joined into one client and one shop."""
    words = [word for word in os.environ.get("CARELESS", "none").split(",") if word != "none"]
    clients, shops = named(Quick), named(Shop)
    unknown = [word for word in words if word not in clients and word not in shops]
    if unknown:
        sys.exit(f"careless_client.py: no such mistake: {', '.join(unknown)}")
    client = type("Careless", tuple(clients[word] for word in words if word in clients) or (Quick,), {})
    shop = type("CarelessShop", tuple(shops[word] for word in words if word in shops) or (Shop,), {})
    return client, shop


if __name__ == "__main__":
    chosen_client, chosen_shop = choose()
    sys.exit(main(chosen_client(os.environ), chosen_shop, *sys.argv[1:]))
