#!/usr/bin/env python3
"""Another QFPay server, small and on purpose unlike qfpay-mock.

It was written from the API pages alone and takes liberties that they leave: other key order,
other texts, further fields, amounts as JSON numbers, other codes where nobody says which, no
signature on answers, no control API; with --liberty NAME one more (other_liberties.py). The suite
must not fail it. With --mistake NAME it breaks one promise of the pages, and the suite must fail it. With --sandbox somebody can pay, and refund
(other_sandbox.py); with --self-paying everybody pays by themselves after a while. Serves 127.0.0.1 on a free port until killed.
"""

import argparse
import datetime
import functools
import hashlib
import http.server
import itertools
import json
import re
import sys
import threading
import time
import unicodedata
import urllib.parse

import other_liberties
import other_sandbox

MERCHANTS = {  # app code: (client key, mchids)
    "C0FFEE00000000000000000000000001": ("5EC2E70000000000000000000000A001", []),
    "C0FFEE00000000000000000000000002": ("5EC2E70000000000000000000000A002", ["n0NEv3rSaw"]),
    "C0FFEE00000000000000000000000003": ("5EC2E70000000000000000000000A003", []),
}

# Every one breaks something that the pages state, never something that we only assume; the pattern
# says which cases must notice.
MISTAKES = {
    "accepts-4-minutes": ("payment.expired_time.*", "expired_time below its documented minimum"),
    "accepts-121-minutes": ("payment.expired_time.*", "expired_time above its documented maximum"),
    "clamps-minutes": ("payment.expired_time.*", "refuses the documented minimum of 5 minutes"),
    "accepts-used-number": ("payment.uniqueness.*", "the same out_trade_no twice"),
    "cuts-number": ("payment.uniqueness.*", "two numbers that differ in their last byte are one"),
    "races": ("payment.uniqueness.*", "uniqueness is looked up and recorded in two steps, so simultaneous requests meet"),
    "accepts-unsigned": ("request.header.*", "a request without signature"),
    "accepts-any-signature": ("request.signature_mistake.*", "a request with a wrong signature"),
    "accepts-no-txdtm": ("payment.txdtm.*", "a payment without a mandatory parameter"),
    "accepts-no-amount": ("payment.txamt.*", "a payment without an amount"),
    "accepts-fractions": ("payment.txamt.*", "an amount with a decimal point"),
    "needs-200": ("payment.txamt.*", "amounts from 0.51 to 1.99 are refused: advice taken for a bound"),
    "accepts-long-number": ("payment.out_trade_no.*", "an out_trade_no of more than 128 characters"),
    "refuses-long-number": ("payment.out_trade_no.*", "an out_trade_no of exactly 128 characters is refused"),
    "needs-no-mchid": ("request.mchid.*", "an agent's request without mchid"),
    "no-syssn": ("payment.answer.*", "an accepted payment has no syssn"),
    "no-qrcode": ("payment.answer.*", "an accepted payment has no qrcode"),
    "wrong-txamt": ("payment.answer.*", "the answer's amount is not the request's"),
    "rewrites-txdtm": ("payment.txdtm.*", "the answer's txdtm is the server's time"),
    "utc-sysdtm": ("payment.answer.*", "sysdtm is in UTC"),
    "other-half-of-day": ("payment.answer.*", "sysdtm from a clock of twelve hours, with the wrong half of the day"),
    "nested": ("payment.answer.*", "the answer is wrapped in data"),
    "numeric-respcd": ("payment.answer.*", "respcd is a JSON number"),
    "one-syssn": ("payment.uniqueness.*", "every order gets the same syssn"),
    "state-on-top": ("query.state.*", "the state of the order is the query's own respcd"),
    "not-found-is-error": ("query.state.*", "a query that finds nothing is a failure"),
    "ignores-number": ("query.by_number.*", "a query ignores out_trade_no"),
    "ignores-page-size": ("query.paging.*", "a query ignores page_size"),
    "drops-lists": ("query.lists.*", "a query takes a list of numbers for one number"),
    "exact-case-sign": ("request.signature.*", "only upper-case hex is accepted as a signature"),
    "no-sha256": ("request.signature.*", "SHA256 is unknown"),
    "signs-empty": ("request.signature.*", "a string without its empty values is refused"),
    "sorts-not": ("request.signature.*", "parameters are signed in the order of sending"),
    "signs-encoded": ("request.signature.*", "values are encoded before signing"),
    "small-letters-only": ("request.signature.*", "only lower-case hex is accepted as a signature"),
    "names-the-key": ("request.signature.*", "&key= stands before the key in the string"),
    "signs-sign": ("request.signature.*", "a parameter sign is signed like any other"),
    "trims": ("request.signature.*", "values are trimmed before signing"),
    "body-only": ("request.transport.*", "parameters in the URL are not read"),
    "one-of-a-packet": ("request.connection.*", "what comes in one packet with a request is lost"),
    "length-only": ("request.connection.*", "a body in chunks is not read"),
    "keeps-first-merchant": ("request.stranger.*", "a kept connection stays that of its first merchant"),
    "capitals-only": ("request.connection.*", "names of headers count in their case"),
    "get-pays": ("request.method.*", "a payment by GET makes an order"),
    "zero-byte-cuts": ("request.zero_byte.*", "what stands behind a zero byte is lost"),
    "no-key-needed": ("request.digest.*", "a digest that is made without a key"),
    "half-digest": ("request.digest.*", "only half of a digest is compared"),
    "knows-digest": ("request.digest.*", "a digest that was right once opens everything"),
    "float-numbers": ("payment.number_text.*", "numbers are compared as floating point"),
    "folds-letters": ("payment.number_text.*", "numbers are compared without accents and widths"),
    "two-pages": ("query.pages.*", "the pages behind the second repeat it"),
    "filters-late": ("query.pages.*", "a page is cut before it is filtered"),
    "cuts-lists": ("query.pages.*", "no list is longer than 50"),
    "forgets": ("query.pages.*", "only the last thousand orders are kept"),
    "keeps-udid": ("request.left_over.*", "the udid of one request stays for the next"),
    "keeps-filter": ("request.left_over.*", "the filters of one query stay for the next"),
    "no-4-bytes": ("payment.text_kept.*", "characters of four bytes are lost"),
    "decodes-twice": ("payment.text_kept.*", "values are decoded twice"),
    "trims-texts": ("payment.text_kept.*", "texts lose the blanks around them"),
    "encoded-only": ("request.encoding.*", "a raw, unencoded body is not read"),
    "refuses-unknown": ("payment.unknown_parameters.*", "an unknown parameter is refused"),
    "drops": ("payment.answer.*", "the connection ends before the answer"),
    "garbage": ("payment.answer.*", "the answer is no JSON and no text"),
    "silent-refusal": ("payment.refusal.*", "a refusal has no text for people"),
    "500-on-bad-input": ("payment.txamt.*", "bad input is a server error"),
    "leaks-by-syssn": ("query.scope.*", "a query by syssn finds every merchant's order"),
    "leaks-by-number": ("query.scope.*", "a query by number finds every merchant's order"),
    "leaks-list": ("query.scope.*", "a query without numbers lists every merchant's orders"),
    "leaks-window": ("merchants.orders.*", "a query for a time lists every merchant's orders"),
    "one-account": ("payment.uniqueness.two-*", "a number is used up for all merchants"),
    "mchid-is-enough": ("merchants.mchid.*", "whoever sends a mchid acts for it"),
    "any-key": ("merchants.key.*", "a signature with any merchant's key is right"),
    **other_sandbox.MISTAKES,
}

# What the pages allow and this server does not do by itself; with --liberty NAME the suite must not
# fail it either.
TEXTS = {"0000": "操作成功", "1143": "待付款", "1145": "處理中", "1102": "重覆請求", "1103": "請求格式有誤",
         "1108": "驗簽失敗", "1242": "未開通"}
CODE_TO_SCAN = "weixin://wxpay/bizpayurl?pr=%07d"
CURRENCIES = "AED CNY EUR HKD IDR JPY MMK MYR SGD THB USD CAD AUD".split()
TIME = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", re.ASCII)


class Refusal(Exception):
    """A business refusal with its respcd, and what else its answer says."""

    def __init__(self, respcd, **more):
        super().__init__(respcd)
        self.more = more


class Shop:
    """All orders of all merchants."""

    def __init__(self, mistake, liberties=()):
        self.mistake = mistake
        self.liberties = frozenset(liberties)
        self.lock = threading.Lock()
        self.orders = []  # newest last
        self.numbers = set()
        self.sequence = itertools.count(4711)
        self.udid = ""
        self.filters = {}
        self.digests = set()
        self.pay_after = None  # seconds
        self.minute = 60  # seconds, where time does not fly
        self.looked = 0

    def let_time_pass(self):
        """Whoever wanted to pay by now has done so, and what nobody paid in time has expired."""
        now = time.monotonic()
        # There may be thousands, and what takes a minute need not be looked at in each millisecond.
        if now < self.looked + (self.minute if self.pay_after is None else self.pay_after) / 100:
            return
        self.looked = now
        for order in [order for order in self.orders if order["respcd"] == "1143"]:
            age = now - order["made"]
            if self.pay_after is not None and age >= self.pay_after:
                order.update(respcd="0000", paydtm=self.now(), chnlsn="4200001")
            elif age >= order["minutes"] * self.minute:
                order["respcd"] = "1181"

    def claim(self, account, number):
        """Record a number; false when it is taken."""
        if self.mistake == "cuts-number":
            number = number[:127]
        number = alike(number, self.mistake)
        if "numbers-ignore-case" in self.liberties:
            number = number.lower()
        if self.mistake == "accepts-used-number":
            return True
        if self.mistake == "one-account":
            account = None
        if self.mistake == "races":
            taken = (account, number) in self.numbers
            self.pause()
            self.numbers.add((account, number))
            return not taken
        with self.lock:
            taken = (account, number) in self.numbers
            self.numbers.add((account, number))
            return not taken

    @staticmethod
    def pause():
        """Long enough for simultaneous requests to meet."""
        time.sleep(0.02)

    def now(self):
        hours = 0 if self.mistake == "utc-sysdtm" else 8
        clock = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
        if self.mistake == "other-half-of-day":
            clock += datetime.timedelta(hours=12 if clock.hour < 12 else -12)
        return clock.strftime("%Y-%m-%d %H:%M:%S")

    def new_syssn(self):
        number = 1 if self.mistake == "one-syssn" else next(self.sequence)
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))  # as sysdtm
        if "short-syssn" in self.liberties:
            return "QF%08X" % number
        return today.strftime("%Y%m%d") + "00070002%010d" % number


def alike(number, mistake):
    """What a mistaken server compares instead of a number."""
    if mistake == "float-numbers" and re.fullmatch(r"[+-]?[0-9.]+(e[0-9]+)?", number, re.ASCII):
        return repr(float(number))
    if mistake == "folds-letters":
        plain = unicodedata.normalize("NFKD", number)
        return "".join(letter for letter in plain if not unicodedata.combining(letter))
    return number


def kept(text, mistake):
    """A text as a mistaken server keeps it."""
    if mistake == "no-4-bytes":
        return "".join(letter for letter in text if letter <= "\uffff")
    if mistake == "decodes-twice":
        return urllib.parse.unquote(text)
    return text.strip() if mistake == "trims-texts" else text


def decode(form, mistake):
    """Name-value pairs of a form, raw or percent-encoded."""
    if mistake == "encoded-only" and (" " in form or not form.isascii()):
        raise Refusal("1103")
    pairs = []
    for piece in form.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            pairs.append((urllib.parse.unquote_plus(name), urllib.parse.unquote_plus(value)))
    if mistake == "zero-byte-cuts":
        pairs = [(name.partition("\0")[0], value.partition("\0")[0]) for name, value in pairs]
    return pairs


def signatures(pairs, key, digest, mistake, liberties):
    """The right ones: without the empty values, and with name= for them; without a parameter sign."""
    if mistake != "signs-sign":
        pairs = [pair for pair in pairs if pair[0] != "sign"]
    if mistake == "trims":
        pairs = [(name, value.strip()) for name, value in pairs]
    if mistake == "signs-encoded":
        pairs = [(name, urllib.parse.quote_plus(value)) for name, value in pairs]
    if mistake != "sorts-not":
        pairs = sorted(pairs, key=lambda pair: pair[0].encode())
    if mistake == "names-the-key":
        key = "&key=" + key
    forms = [pairs] if mistake == "signs-empty" else [[pair for pair in pairs if pair[1]], pairs]
    if "signs-no-empty" in liberties:
        forms.pop()
    texts = ["&".join("%s=%s" % pair for pair in form) + key for form in forms]
    return [digest(text.encode()).hexdigest() for text in texts]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    disable_nagle_algorithm = True
    shop = None
    life = None  # where orders have one behind their payment
    sandbox = False  # with a control API
    wallet = False  # that somebody can scan codes with
    hang = None  # an amount
    echo = {}  # what a refusal repeats from its request

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.answer_anything()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD = do_GET

    def answer_anything(self):
        body = self.read_body()
        if self.shop.mistake == "one-of-a-packet":
            self.rfile = self.connection.makefile("rb", -1)
        path, _, query = self.path.partition("?")
        self.shop.let_time_pass()
        if self.wallet and path == "/wallet/pay":
            return self.send_wallet(dict(urllib.parse.parse_qsl(body.decode())).get("code"))
        if self.sandbox and path.startswith("/__sandbox/"):
            return self.send_control(path[len("/__sandbox/"):], query, body)
        self.echo = {}
        handlers = self.handlers()
        if path not in handlers:
            return self.send(404, b"<html>no such page</html>", "text/html")
        handler, methods = handlers[path]
        if self.command not in methods:
            return self.send(405, b"method not allowed", "text/plain")
        try:
            answer = handler(self.read(query, body))
        except Refusal as refusal:
            if self.shop.mistake == "500-on-bad-input":
                return self.send(500, b"Internal Server Error", "text/plain")
            answer = {**self.head(str(refusal)), **self.echo, **refusal.more}
            if self.shop.mistake == "silent-refusal":
                answer["resperr"] = ""
        except UnicodeDecodeError:
            answer = self.head("1103")
        if self.shop.mistake == "numeric-respcd":
            answer["respcd"] = int(answer["respcd"])
        if self.shop.mistake == "nested":
            answer = {"respcd": answer["respcd"], "resperr": answer["resperr"],
                      "respmsg": answer["respmsg"], "data": answer}
        if self.shop.mistake == "drops":
            self.close_connection = True
            return None
        if self.shop.mistake == "garbage":
            return self.send(200, bytes(range(256)), "application/json")
        return self.send_answer(answer)

    def send_answer(self, answer):
        liberties = self.shop.liberties
        body = other_liberties.written(other_liberties.shape(answer, liberties), liberties)
        key = MERCHANTS.get(self.app_code(), (None,))[0]
        self.send(other_liberties.status(answer, liberties), body, "application/json; charset=utf-8",
                  other_liberties.headers(body, key, liberties))

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked" and self.shop.mistake != "length-only":
            return b"".join(self.chunks())[:1 << 20]
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(min(length, 1 << 20))

    def chunks(self):
        """The pieces of a chunked body, read up to its end; what follows the last one is dropped."""
        while size := int(self.rfile.readline(64).partition(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline(8)
        while self.rfile.readline(1000).strip():
            pass

    def handlers(self):
        payments = "GET POST" if self.shop.mistake == "get-pays" else "POST"
        queries = "POST" if "queries-by-post" in self.shop.liberties else "GET POST"
        found = {"/trade/v1/payment": (self.pay, payments), "/trade/v1/query": (self.query, queries)}
        reversals = "POST" if "reverses-by-post" in self.shop.liberties else "GET POST"
        closes = "GET" if "closes-by-get" in self.shop.liberties else "GET POST"
        calls = {"refund": ("refund", "POST"), "reversal": ("cancel", reversals),
                 "close": ("close", closes), "add_note": ("add_note", "POST")}
        for path in calls if self.life else ():
            name, methods = calls[path]
            found["/trade/v1/" + path] = (functools.partial(self.live, getattr(self.life, name)), methods)
        return found

    def live(self, call, params):
        if "out_trade_no" in params:
            self.echo = {"out_trade_no": params["out_trade_no"]}
        try:
            answer = call(self.account, params)
        except Refusal as refusal:
            if "refusals-with-syssn" in self.shop.liberties and str(refusal) not in ("1103", "1136"):
                refusal.more["syssn"] = self.shop.new_syssn()
            raise
        answer.update(self.head(answer.pop("respcd", "0000")))
        return answer

    def send_wallet(self, code):
        """No part of QFPay's API: what the wallet of a payer talks to."""
        for order in self.shop.orders:
            if order["qrcode"] == code and order["respcd"] == "1143":
                order.update(respcd="0000", paydtm=self.shop.now(), chnlsn="4200001")
                return self.send(200, b"paid", "text/plain")
        return self.send(404, b"nobody can pay that", "text/plain")

    def send_control(self, path, query, body):
        status, answer = self.life.control(self.command, path, query, body)
        return self.send(status, b"" if answer is None else json.dumps(answer).encode(), "application/json")

    def send(self, status, body, kind, more=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name in more:
            self.send_header(name, more[name])
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def head(self, respcd):
        return {"respcd": respcd, "respmsg": "trace-%d" % threading.get_ident(),
                "resperr": TEXTS.get(respcd, "系統繁忙")}

    def read(self, query, body):
        """The checked parameters of a request, as a dictionary."""
        if self.shop.mistake == "body-only":
            query = ""
        pairs = decode(query, None) + self.decode_body(body.decode())
        key, mchids = MERCHANTS.get(self.app_code(), (None, []))
        sent = self.headers.get("X-QF-SIGN")
        if sent is None and self.shop.mistake == "accepts-unsigned":
            key = key or ""
        elif key is None or sent is None:
            raise Refusal("1108")
        elif self.shop.mistake != "accepts-any-signature":
            keys = [row[0] for row in MERCHANTS.values()] if self.shop.mistake == "any-key" else [key]
            self.check_signature(pairs, keys, sent)
        params = dict(pairs)
        if len(params) != len(pairs) and "last-of-two" not in self.shop.liberties:
            raise Refusal("1102")
        self.account = (self.asker(), params.get("mchid") or None)
        owner = self.owner_of(params.get("mchid"))
        if self.shop.mistake == "mchid-is-enough" and owner:
            self.account = (owner, params["mchid"])
        else:
            self.check_mchid(params.get("mchid"), mchids)
        return params

    def decode_body(self, text):
        if "reads-json" in self.shop.liberties and text.startswith("{"):
            return [(name, str(value)) for name, value in json.loads(text).items()]
        return decode(text, self.shop.mistake)

    @staticmethod
    def owner_of(mchid):
        return next((app_code for app_code, row in MERCHANTS.items() if mchid in row[1]), None)

    def app_code(self):
        sent = self.headers.get("X-QF-APPCODE")
        if self.shop.mistake == "capitals-only" and "X-QF-APPCODE" not in self.headers.keys():
            return None
        return sent

    def asker(self):
        """Whose orders a request is about."""
        if self.shop.mistake == "keeps-first-merchant":
            self.first_merchant = getattr(self, "first_merchant", self.app_code())
            return self.first_merchant
        return self.app_code()

    def check_mchid(self, mchid, mchids):
        if mchids and mchid and mchid not in mchids:
            raise Refusal("1108")
        if mchids and not mchid and self.shop.mistake != "needs-no-mchid":
            raise Refusal("1103")
        if not mchids and mchid:
            raise Refusal("1103")

    def check_signature(self, pairs, keys, sent):
        kind = self.headers.get("X-QF-SIGNTYPE", "MD5").upper()
        digests = {"MD5": hashlib.md5, "SHA256": hashlib.sha256}
        if "any-sign-type" in self.shop.liberties:
            kind = kind if kind in digests else "MD5"
        if kind not in digests or (kind == "SHA256" and self.shop.mistake == "no-sha256"):
            raise Refusal("1108")
        if self.shop.mistake == "no-key-needed":
            keys = [*keys, ""]
        right = [one for key in keys for one in signatures(pairs, key, digests[kind], self.shop.mistake,
                                                             self.shop.liberties)]
        if self.shop.mistake == "exact-case-sign":
            right = [one.upper() for one in right]
        elif self.shop.mistake != "small-letters-only":
            sent = sent.lower()
        if self.shop.mistake == "half-digest" and sent[:16] in [one[:16] for one in right]:
            return
        if self.shop.mistake == "knows-digest" and sent in self.shop.digests:
            return
        if sent not in right:
            raise Refusal("1108")
        self.shop.digests.add(sent)

    def pay(self, params):
        mistake = self.shop.mistake
        if self.hang and params.get("txamt") == self.hang:
            threading.Event().wait()
        if "refusals-use-numbers" in self.shop.liberties:
            self.claim(params.get("out_trade_no", ""))
            check_payment(params, mistake, self.shop.liberties)
        else:
            check_payment(params, mistake, self.shop.liberties)
            self.claim(params["out_trade_no"])
        number = params["out_trade_no"]
        now = self.shop.now()
        order = {"account": self.account, "syssn": self.shop.new_syssn(), "out_trade_no": number,
                 "sysdtm": now, "txdtm": params.get("txdtm", now), "txcurrcd": params["txcurrcd"],
                 "txamt": int(float(params.get("txamt") or 1)), "pay_type": params["pay_type"],
                 "respcd": "1143", "cancel": "0", "kind": "payment", "origssn": "", "paydtm": "",
                 "chnlsn": "", "refunded": 0, "note": "", "made": time.monotonic(),
                 "qrcode": "", "minutes": int(params.get("expired_time") or 30)}
        self.shop.orders.append(order)
        code = "https://pay.example/%07d" if "other-code-to-scan" in self.shop.liberties else CODE_TO_SCAN
        order["qrcode"] = code % len(self.shop.orders)
        if mistake == "forgets":
            del self.shop.orders[:-1000]
        answer = self.head("0000")
        answer.update(
            out_trade_no=number, pay_type=order["pay_type"], syssn=order["syssn"],
            qrcode=order["qrcode"],
            chnlsn2="", surcharge_fee=0, surcharge_rate=0, sysdtm=now, txdtm=order["txdtm"],
            txamt=order["txamt"] + (mistake == "wrong-txamt"))
        if "udid" in params:
            answer["udid"] = kept(params["udid"], mistake)
        elif mistake == "keeps-udid":
            answer["udid"] = self.shop.udid
        self.shop.udid = params.get("udid", "")
        if mistake == "rewrites-txdtm":
            answer["txdtm"] = now
        for name in ("syssn", "qrcode"):
            if mistake == "no-" + name:
                del answer[name]
        return answer

    def claim(self, number):
        if number and not self.shop.claim(self.account, number):
            raise Refusal("1102")

    def query(self, params):
        mistake, liberties = self.shop.mistake, self.shop.liberties
        page, size = whole(params.get("page", "1")), whole(params.get("page_size", "10"))
        if "nearest-page" in liberties:
            page, size = max(page, 1), min(max(size, 1), 100)
        if page < 1 or not 1 <= size <= 100:
            raise Refusal("1103")
        if mistake == "two-pages":
            page = min(page, 2)
        if mistake == "keeps-filter":
            params = self.shop.filters = {**self.shop.filters, **params}
        is_leaking = leaks(params, mistake)
        mine = [order for order in reversed(list(self.shop.orders))
                if order["account"] == self.account or is_leaking]
        if mistake == "filters-late":
            mine = mine[(page - 1) * size:page * size]
            page = 1
        found = [order for order in mine if matches(order, params, mistake, liberties)]
        if "oldest-first" in liberties:
            found.reverse()
        if mistake == "cuts-lists":
            found = found[:50]
        if self.life:
            self.life.asked_for(found)
        if mistake != "ignores-page-size":
            found = found[(page - 1) * size:page * size]
        answer = {"page_size": str(size), "page": str(page), "total": len(found),
                  "data": [record(order, mistake, liberties) for order in found]}
        answer.update(self.head("0000"))
        if mistake == "state-on-top" and found:
            answer["respcd"] = "1143"
        if mistake == "not-found-is-error" and not found:
            answer["respcd"] = "1136"
        return answer


def whole(text):
    if not re.fullmatch(r"[0-9]{1,8}", text, re.ASCII):
        raise Refusal("1103")
    return int(text)


def shown_state(order, liberties):
    unpaid = order["respcd"] == "1143" and order["kind"] == "payment"
    return "1145" if unpaid and "unpaid-is-1145" in liberties else order["respcd"]


def record(order, mistake, liberties):
    shown = {name: order[name] for name in (
        "txamt", "syssn", "out_trade_no", "txdtm", "sysdtm", "txcurrcd", "pay_type", "cancel",
        "origssn", "paydtm", "chnlsn")}
    shown["respcd"] = shown_state(order, liberties)
    if mistake == "paid-at-once":
        shown["respcd"] = "0000"
    return {"order_type": order["kind"], "errmsg": TEXTS.get(shown["respcd"], ""), **shown}


def listed(value, wanted, mistake):
    """Whether a value is in a comma separated list; no list at all matches everything."""
    if wanted is None or wanted == "":
        return True
    return value == wanted if mistake == "drops-lists" else value in wanted.split(",")


def leaks(params, mistake):
    """Whether a query shows what other merchants have as well."""
    by_number = params.get("syssn") or params.get("out_trade_no")
    by_time = params.get("start_time") or params.get("end_time")
    return (mistake == "leaks-by-syssn" and params.get("syssn")
            or mistake == "leaks-by-number" and params.get("out_trade_no")
            or mistake == "leaks-list" and not by_number and not by_time
            or mistake == "leaks-window" and not by_number and by_time)


def matches(order, params, mistake, liberties):
    number = None if mistake == "ignores-number" else params.get("out_trade_no")
    if not (listed(order["syssn"], params.get("syssn"), mistake)
            and listed(order["out_trade_no"], number, mistake)
            and listed(order["pay_type"], params.get("pay_type"), mistake)
            and listed(shown_state(order, liberties), params.get("respcd"), mistake)):
        return False
    if params.get("syssn") or params.get("out_trade_no"):
        return True
    start, end = params.get("start_time"), params.get("end_time")
    for bound in (start, end):
        if bound and not is_time(bound):
            raise Refusal("1103")
    if start or end:
        return (start or "") <= order["sysdtm"] <= (end or "9")
    return True  # this server forgets everything when it ends, so all orders are of this month


def is_time(text):
    if not TIME.match(text):
        return False
    try:
        datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return False
    return True


def check_payment(params, mistake, liberties):
    """Refuse what the table of parameters does not allow."""
    for name in ("txamt", "txcurrcd", "pay_type", "out_trade_no", "txdtm"):
        forgiven = (mistake == "accepts-no-txdtm" and name == "txdtm" and name not in params
                    or mistake == "accepts-no-amount" and name == "txamt" and name not in params)
        if not params.get(name) and not forgiven:
            raise Refusal("1103")
    known = ("txamt txcurrcd pay_type out_trade_no txdtm expired_time goods_name mchid txzone udid "
             "rmb_tag extend_info limit_pay notify_url").split()
    if mistake == "refuses-unknown" and set(params) - set(known):
        raise Refusal("1103")
    amount = r"[0-9]{1,11}(\.[0-9]+)?" if mistake == "accepts-fractions" else r"[1-9][0-9]{0,10}"
    if "zeros-in-front" in liberties:
        amount = "0*" + amount
    any_length = 1 << 16 if "any-length" in liberties else 0
    longest = {"accepts-long-number": 9999, "refuses-long-number": 127}.get(mistake, 128)
    rules = (
        re.fullmatch(amount, params.get("txamt", "1"), re.ASCII),
        params["txcurrcd"] in CURRENCIES
        or "any-currency" in liberties and re.fullmatch("[A-Z]{3}", params["txcurrcd"]),
        re.fullmatch("[0-9]{6}", params["pay_type"], re.ASCII),
        len(params["out_trade_no"].encode()) <= longest,
        params["out_trade_no"].isprintable(),
        "any-time" in liberties or is_time(params.get("txdtm", "2020-01-01 00:00:00")),
        len(params.get("goods_name", "")) <= (any_length or 64),
        len(params.get("udid", "")) <= (any_length or 40),
        len(params.get("mchid", "")) <= 16,
        len(params.get("notify_url", "")) <= (any_length or 256),
        re.fullmatch(r"|[+-]\d{4}", params.get("txzone", ""), re.ASCII),
        params.get("rmb_tag", "") in ("", "Y"),
        not params.get("rmb_tag") or params["txcurrcd"] == "CNY",
    )
    if mistake == "needs-200" and rules[0] and 50 < int(params["txamt"]) < 200:
        raise Refusal("1103")
    if not all(rules):
        raise Refusal("1103")
    check_minutes(params.get("expired_time", ""), mistake)
    check_identity(params.get("extend_info", ""))
    if params["pay_type"] != "800201":
        raise Refusal("1242")


def check_minutes(text, mistake):
    if not text:
        return
    low = {"accepts-4-minutes": 1, "clamps-minutes": 6}.get(mistake, 5)
    high = 999 if mistake == "accepts-121-minutes" else 120
    if not re.fullmatch("[0-9]{1,3}", text, re.ASCII) or not low <= int(text) <= high:
        raise Refusal("1103")


def check_identity(text):
    if not text:
        return
    try:
        identity = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("1103") from error
    if not isinstance(identity, dict) or not all(
            isinstance(identity.get(name), str) for name in ("user_creid", "user_truename")):
        raise Refusal("1103")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mistake", choices=sorted(MISTAKES))
    parser.add_argument("--mistakes", action="store_true", help="list them with the cases that notice")
    parser.add_argument("--liberty", action="append", choices=sorted(other_liberties.LIBERTIES), default=[])
    parser.add_argument("--all-liberties", action="store_true", help="all that agree with each other")
    parser.add_argument("--liberties", action="store_true",
                        help="list them with the cases that see it, what leaves it open, and what it is")
    parser.add_argument("--sandbox", action="store_true", help="with a payer and the calls behind a payment")
    parser.add_argument("--self-paying", metavar="SECONDS", type=float,
                        help="every order is paid so long after it was made; no control API")
    parser.add_argument("--key", help="of the first merchant, for that which it has")
    parser.add_argument("--wallet", action="store_true",
                        help="somebody can pay: POST code=... to /wallet/pay; no control API")
    parser.add_argument("--minute", metavar="SECONDS", type=float, default=60,
                        help="how long a minute of expired_time lasts")
    parser.add_argument("--hang", metavar="TXAMT", help="take payments of this amount and never answer")
    options = parser.parse_args()
    if options.mistakes:
        print("\n".join("%s %s" % (name, MISTAKES[name][0]) for name in MISTAKES))
        return 0
    if options.liberties:
        print("\n".join("%s %s [%s] %s" % (name, *row) for name, row in other_liberties.LIBERTIES.items()))
        return 0
    if options.key:
        MERCHANTS[next(iter(MERCHANTS))] = (options.key, [])
    if options.all_liberties:
        options.liberty += set(other_liberties.LIBERTIES) - other_liberties.ALONE
    Handler.shop = Shop(options.mistake, options.liberty)
    Handler.hang = options.hang
    Handler.shop.pay_after = options.self_paying
    Handler.shop.minute = options.minute
    has_payers = options.wallet or options.self_paying is not None
    Handler.wallet = options.wallet
    Handler.sandbox = not has_payers and (options.sandbox or options.mistake in other_sandbox.MISTAKES)
    if Handler.sandbox or has_payers:
        Handler.life = other_sandbox.Life(Handler.shop, MERCHANTS, Refusal)
    http.server.ThreadingHTTPServer.request_queue_size = 128  # 64 clients connect at once
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print("listening on http://127.0.0.1:%d" % server.server_port, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
