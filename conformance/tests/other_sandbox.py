"""The life of an order behind its payment, for other_server.py --sandbox.

Refunds, reversals, closes and notes as the API pages tell them, with other codes, texts and keys than
qfpay-mock where the pages leave a choice. Of the control API there is only what lets somebody pay:
fresh merchants and a payer; no clock, no rules, no notifications.
"""

import json
import re
import secrets
import urllib.parse

MISTAKES = {
    "paid-at-once": ("query.state.*", "an unpaid order is shown as paid, though a payer decides"),
    "refunds-unpaid": ("refund.state.*", "an unpaid order is refunded"),
    "refunds-unknown": ("refund.state.*", "a payment that does not exist is refunded"),
    "refunds-too-much": ("refund.amount.*", "refunds add up to more than the payment"),
    "races-refunds": ("refund.*", "refunds are summed up and recorded in two steps"),
    "reuses-refund-number": ("refund.number.*", "the number of an earlier transaction is taken again"),
    "one-refund-only": ("refund.amount.*", "a second partial refund is refused"),
    "refund-without-amount": ("refund.*", "a refund without an amount returns everything"),
    "refund-is-payment": ("refund.query.*", "a refund's record says payment"),
    "reverses-paid": ("reversal.state.*", "a paid order is reversed"),
    "reversal-stays-open": ("reversal.*", "a reversed order is still unpaid"),
    "close-stays-open": ("close.state.*", "a closed order can still be paid"),
    "cancels-unknown": ("close.state.*", "an order that does not exist is closed"),
    "undoes-refund": ("refund.state.*", "the reversal of a refund takes the money back"),
    "cancels-others": ("close.state.*", "an order is closed and reversed by whoever knows its syssn"),
    "cancels-other-numbers": ("merchants.orders.*", "an order is closed and reversed by whoever knows its number"),
    "refunds-others": ("refund.state.*", "a payment is refunded by whoever knows its syssn"),
    "forgets-refund": ("refund.query.*", "a refunded payment looks as before"),
}


FORMS = {"txamt": "[1-9][0-9]{0,10}", "txdtm": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "udid": ".{0,40}",
         "txzone": r"|[+-]\d{4}", "out_trade_no": ".{1,128}"}


class Life:
    """What can happen to the orders of a shop."""

    def __init__(self, shop, merchants, refusal):
        self.shop = shop
        self.merchants = merchants
        self.refusal = refusal

    # The control API.

    def control(self, method, path, query, body):
        """Status and JSON of one call below /__sandbox/."""
        words = [urllib.parse.unquote(word) for word in path.split("/")]
        if words == ["health"]:
            return 200, {"status": "ok"}
        if words[0] == "merchants" and method in ("POST", "DELETE"):
            return self.change_merchants(method, words, json.loads(body or b"{}"))
        if words == ["transactions"]:
            return 200, {"transactions": self.listed(dict(urllib.parse.parse_qsl(query)))}
        if words[0] == "transactions" and len(words) == 3 and words[2] == "payer":
            return self.act(words[1], json.loads(body))
        return 404, {"error": "there is no such call"}

    def listed(self, wish):
        """Newest first."""
        names = ("syssn", "out_trade_no", "respcd", "note")
        return [{name: order[name] for name in names} for order in reversed(list(self.shop.orders))
                if order["account"][0] == wish.get("app_code")
                and all(order[name] == wish.get(name, order[name]) for name in names)]

    def change_merchants(self, method, words, wish):
        if method == "DELETE":
            self.merchants.pop(words[-1], None)
            return 204, None
        app_code, key = secrets.token_hex(16).upper(), secrets.token_hex(16).upper()
        wished = [] if "makes-no-agents" in self.shop.liberties else wish.get("mchids", [])
        mchids = [row["mchid"] for row in wished if row["state"] == "active"]
        self.merchants[app_code] = (key, mchids)
        return 201, {"app_code": app_code, "client_key": key,
                     "mchids": [{"mchid": mchid, "state": "active"} for mchid in mchids]}

    def act(self, syssn, wish):
        """What the person with the wallet does."""
        order = self.find(lambda order: order["syssn"] == syssn)
        if order is None:
            return 404, {"error": "nobody can pay that"}
        action = wish["action"]
        if order["respcd"] not in ("1143", "1145") or (
                order["respcd"] == "1145" and action not in ("pay", "fail")):
            return 409, {"error": "not possible now"}
        if action == "processing":
            order["respcd"] = "1145"
        elif action == "fail":
            order["respcd"] = wish.get("respcd", "1205")
        elif action == "cancel":
            order["respcd"] = "1143"
        elif action == "pay":
            order.update(respcd="0000", paydtm=self.shop.now(), chnlsn="4200001")
        return 200, {"state": order["respcd"]}

    # The API.

    def find(self, wanted):
        return next((order for order in self.shop.orders if wanted(order)), None)

    def owner_of(self, syssn):
        order = self.find(lambda order: order["syssn"] == syssn)
        return order and order["account"]

    def original(self, account, params):
        """The payment that a call is about."""
        if not params.get("syssn") and not params.get("out_trade_no"):
            raise self.refusal("1103")
        wide = self.shop.mistake == ("cancels-others" if params.get("syssn") else "cancels-other-numbers")
        order = self.find(lambda order: (wide or order["account"] == account) and order["kind"] == "payment" and (
            order["syssn"] == params["syssn"] if params.get("syssn")
            else order["out_trade_no"] == params["out_trade_no"]))
        if order is None:
            raise self.refusal("1136")
        return order

    def need(self, params, names):
        for name in names:
            if not params.get(name) and not (name == "txamt" and self.shop.mistake == "refund-without-amount"):
                raise self.refusal("1103")
        for name, form in FORMS.items():
            if name in params and not re.fullmatch(form, params[name], re.ASCII):
                raise self.refusal("1103")

    def refund(self, account, params):
        mistake = self.shop.mistake
        self.need(params, ("syssn", "out_trade_no", "txamt", "txdtm"))
        if mistake == "refunds-unknown" and self.find(lambda order: order["syssn"] == params["syssn"]) is None:
            return {"syssn": self.shop.new_syssn(), "orig_syssn": params["syssn"], "txamt": params["txamt"]}
        if mistake == "refunds-others":
            account = self.owner_of(params["syssn"]) or account
        order = self.original(account, {"syssn": params["syssn"]})
        if self.find(lambda other: other["origssn"] == order["syssn"] and other.get("asks")):
            raise self.refusal("1102")
        if order["respcd"] == "1142":
            raise self.refusal("1261")
        if order["respcd"] != "0000" and mistake != "refunds-unpaid":
            raise self.refusal("1262")
        with self.shop.lock:
            refunded = order["refunded"]
        if mistake == "races-refunds":
            self.shop.pause()
            order["refunded"] = self.check_sum(order, refunded, params)
        else:
            with self.shop.lock:
                order["refunded"] = self.check_sum(order, order["refunded"], params)
        if not self.shop.claim(account, params["out_trade_no"]) and mistake != "reuses-refund-number":
            order["refunded"] -= int(params["txamt"])
            raise self.refusal("1251", respmsg="out_trade_no is used", orig_syssn=order["syssn"],
                               txcurrcd=order["txcurrcd"])
        answer = self.record_refund(account, order, params)
        if mistake == "forgets-refund":
            return answer
        whole = "2" if "refunded-is-2" in self.shop.liberties else "3"
        after = {"cancel": whole if order["refunded"] >= order["txamt"] else "5"}
        if "refunds-pending-first" not in self.shop.liberties:
            order.update(after)
            return answer
        refund = self.find(lambda other: other["syssn"] == answer["syssn"])
        refund.update(respcd="1143", asks=2, then=[(order, after), (refund, {"respcd": "0000"})])
        return {**answer, "respcd": "1143"}

    def asked_for(self, found):
        """What is under way is done when it was asked for a few times."""
        for order in found:
            if order.get("asks"):
                order["asks"] -= 1
                for changed, how in order["then"] if not order["asks"] else ():
                    changed.update(how)

    def check_sum(self, order, refunded, params):
        amount = int(params.get("txamt") or order["txamt"])
        if self.shop.mistake == "refunds-too-much":
            return refunded + amount
        if refunded >= order["txamt"] or (self.shop.mistake == "one-refund-only" and refunded):
            raise self.refusal("1264", respmsg="wrong cancel")
        if refunded + amount > order["txamt"]:
            raise self.refusal("1272")
        return refunded + amount

    def record_refund(self, account, order, params):
        refund = dict(order, kind="refund", syssn=self.shop.new_syssn(), origssn=order["syssn"],
                      out_trade_no=params["out_trade_no"], cancel="0", sysdtm=self.shop.now(),
                      txdtm=params["txdtm"], txamt=int(params.get("txamt") or order["txamt"]))
        if self.shop.mistake == "refund-is-payment":
            refund["kind"] = "payment"
        self.shop.orders.append(refund)
        return {"cardcd": "", "chnlsn": order["chnlsn"], "syssn": refund["syssn"], "orig_syssn": order["syssn"],
                "txamt": str(refund["txamt"]), "txcurrcd": order["txcurrcd"], "txdtm": params["txdtm"],
                "sysdtm": refund["sysdtm"], "paydtm": refund["sysdtm"], "out_trade_no": params["out_trade_no"],
                "udid": params.get("udid", "qiantai2"), "cash_refund_fee": ""}

    def close(self, account, params):
        """A server may know reversals of these orders only."""
        if "refuses-close" in self.shop.liberties:
            self.need(params, ("txamt", "txdtm"))
            self.original(account, params)
            raise self.refusal("1297")
        return self.cancel(account, params)

    def cancel(self, account, params):
        """Reversal and close of an unpaid order."""
        self.need(params, ("txamt", "txdtm"))
        mistake = self.shop.mistake
        if mistake == "cancels-unknown":
            return {"orig_syssn": params.get("syssn", ""), "syssn": self.shop.new_syssn()}
        if mistake == "undoes-refund" and self.undo(account, params):
            return {"orig_syssn": params["syssn"], "syssn": self.shop.new_syssn()}
        order = self.original(account, params)
        again = order["respcd"] == "1142" and "cancels-again" in self.shop.liberties
        if order["respcd"] not in ("1143", "1145") and mistake != "reverses-paid" and not again:
            raise self.refusal("1297")
        respcd = "0000"
        if "cancels-pending-first" in self.shop.liberties:
            respcd = "1145"
            order.update(asks=2, then=[(order, {"respcd": "1142", "cancel": "2"})])
        elif not mistake or not mistake.endswith("-stays-open"):
            order.update(respcd="1142", cancel="2")
        return {"orig_syssn": order["syssn"], "syssn": self.shop.new_syssn(), "sysdtm": self.shop.now(),
                "respcd": respcd, "txamt": str(order["txamt"]), "txcurrcd": order["txcurrcd"], "txdtm": params["txdtm"],
                "cardcd": "", "surcharge_fee": "0"}

    def undo(self, account, params):
        refund = self.find(lambda order: order["account"] == account and order["kind"] == "refund"
                           and order["syssn"] == params.get("syssn"))
        if refund:
            refund.update(respcd="1142", cancel="2")
        return refund is not None

    def add_note(self, account, params):
        self.need(params, ("code", "syssn", "note"))
        if "mchid" in params or len(params["note"]) > 200 or params["code"] != account[0]:
            raise self.refusal("1103")
        order = self.original(account, {"syssn": params["syssn"]})
        if order["respcd"] != "0000":
            raise self.refusal("1297")
        if order["note"] and "notes-once" in self.shop.liberties:
            raise self.refusal("1297")
        order["note"] = params["note"]
        return {"data": {"syssn": params["syssn"], "note": params["note"]}}
