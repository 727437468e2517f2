"""The liberties of other_server.py: what another QFPay server may do, since no page forbids it.

Each name in LIBERTIES has the cases that see it, the rule or open question of fixtures/sources.md
that leaves it open, and what the server does. The suite may tell of differences and must not fail.
Those of FORM and CONTENT change answers and are done here; the others where the server decides.
"""

import hashlib
import json

LIBERTIES = {
    "compact-json": ("*.answer.*", "RSP-06", "no space behind commas and colons"),
    "indented-json": ("*.answer.*", "RSP-06", "answers have lines"),
    "utf-8-json": ("*.answer.*", "RSP-06", "characters stand for themselves instead of escapes"),
    "signs-in-small-letters": ("*.answer.*", "SIG-13, OQ-35", "answers are signed, in x-qf-sign and small digits"),
    "answers-400": ("payment.expired_time.*", "HTTP-10, OQ-45", "a refusal has the HTTP status 400"),
    "amounts-as-text": ("payment.*", "RSP-07", "txamt is a text"),
    "pages-as-numbers": ("query.paging.*", "QRY-22, OQ-13", "page and page_size are numbers"),
    "bare-answers": ("*.answer.*", "RSP-14", "members that no table has are left out"),
    "null-members": ("payment.answer.*", "RSP-14", "what has no value is null"),
    "bare-records": ("query.*", "QRY-11", "a record has the eleven members of 2016 and no other"),
    "few-texts": ("*.answer.*", "RSP-04", "a success has an empty resperr, as in 2017"),
    "quiet-refusals": ("refund.number.*", "RSP-12", "a refusal has its code and its texts and nothing else"),
    "refusals-with-syssn": ("refund.*", "RSP-13", "what the channel would refuse has a syssn of its own"),
    "other-codes": ("payment.expired_time.*", "OQ-05, OQ-01", "other codes than ours where no page names one"),
    "unpaid-is-1145": ("query.*", "OQ-02", "an order that nobody has paid yet is 1145"),
    "refuses-close": ("close.*", "OQ-08", "an 800201 is reversed, and not closed"),
    "closes-by-get": ("close.*", "OQ-07", "a close by POST is not known, as the pages have GET"),
    "reverses-by-post": ("reversal.*", "OQ-07", "a reversal by GET is not known, as the page has POST"),
    "queries-by-post": ("query.request.*", "OQ-06", "a query by GET is not known, as the page has POST"),
    "short-syssn": ("*.syssn-pattern", "RSP-16", "a syssn is a word of letters and digits"),
    "other-code-to-scan": ("payment.answer.*", "PAY-RSP-03", "qrcode is an address"),
    "oldest-first": ("query.*", "QRY-20", "the oldest order comes first in a list"),
    "refunded-is-2": ("refund.query.*", "OQ-29", "a payment that was refunded has cancel 2, as in 2017"),
    "cancels-again": ("reversal.state.*", "RVS-18, CLS-07", "what is closed is closed again by 0000"),
    "refusals-use-numbers": ("payment.*", "OQ-43", "the number of a request that was refused is used up"),
    "numbers-ignore-case": ("payment.*", "OQ-44", "two numbers that differ in small and capital letters are one"),
    "signs-no-empty": ("request.signature.*", "OQ-03", "a string with name= for an empty value is wrong"),
    "any-length": ("payment.*", "evidence.md: longer than its type", "texts of any length are taken"),
    "any-time": ("payment.txdtm.*", "PAY-TXDTM-03", "txdtm need be no time of the calendar"),
    "any-currency": ("payment.txcurrcd.*", "PAY-CUR-02", "any three capital letters are a currency"),
    "zeros-in-front": ("payment.txamt.*", "PAY-TXAMT-04", "an amount may have zeros in front"),
    "last-of-two": ("request.duplicate.*", "HTTP-09", "of a name that is there twice the last counts"),
    "nearest-page": ("query.paging.*", "QRY-21", "a page or a size out of range is the nearest within"),
    "any-sign-type": ("request.signature_digest.*", "HDR-05", "another X-QF-SIGNTYPE than SHA256 means MD5"),
    "reads-json": ("request.content_type.*", "HTTP-04, OQ-05", "parameters in a JSON body are read, too"),
    "notes-once": ("add_note.answer.*", "NOTE-04", "a second note is refused"),
    "makes-no-agents": ("request.mchid.*", "control-api.md", "fresh merchants of the sandbox have no mchid"),
    "refunds-pending-first": (
        "refund.*", "RFD-13, RFD-20", "a refund answers 1143 and is done when it was asked for twice; meanwhile there "
        "is no other of the same order"),
    "cancels-pending-first": (
        "reversal.*", "RVS-11", "a reversal or close answers 1145 and is done when the order was asked for twice"),
}

# Those that say the opposite of another one, or need each case to have orders of its own.
ALONE = {"indented-json", "utf-8-json", "null-members", "closes-by-get", "makes-no-agents", "oldest-first"}

# What the tables of answers have; all else stands in samples only.
TABLED = {"respcd", "resperr", "respmsg", "pay_type", "sysdtm", "txdtm", "txamt", "out_trade_no", "syssn", "qrcode",
          "orig_syssn", "data", "page", "page_size"}
RECORD_OF_2016 = ("pay_type", "sysdtm", "order_type", "txcurrcd", "txdtm", "txamt", "out_trade_no", "syssn", "cancel",
                  "respcd", "errmsg", "origssn")
OTHER_CODES = {"1103": "1101", "1102": "2011", "1242": "1155", "1261": "1262", "1262": "1266", "1297": "1260"}
SUCCESS = ("0000", "1143", "1145")


def records(answer):
    return answer["data"] if isinstance(answer.get("data"), list) else []


def amounts_as_text(answer):
    for holder in [answer, *records(answer)]:
        if "txamt" in holder:
            holder["txamt"] = str(holder["txamt"])


def pages_as_numbers(answer):
    answer.update({name: int(answer[name]) for name in ("page", "page_size") if name in answer})


def bare_answers(answer):
    for name in set(answer) - TABLED:
        del answer[name]


def null_members(answer):
    for holder in [answer, *records(answer)]:
        holder.update({name: None for name in holder if holder[name] == "" and name not in ("resperr", "respmsg")})
    answer.update(cardcd=None, chnlsn=None)


def bare_records(answer):
    for record in records(answer):
        for name in set(record) - set(RECORD_OF_2016):
            del record[name]


def few_texts(answer):
    if answer["respcd"] in SUCCESS:
        answer.update(resperr="", respmsg="ok")


def quiet_refusals(answer):
    if answer["respcd"] not in SUCCESS:
        for name in set(answer) - {"respcd", "resperr", "respmsg"}:
            del answer[name]


def other_codes(answer):
    answer["respcd"] = OTHER_CODES.get(answer["respcd"], answer["respcd"])


CONTENT = {"amounts-as-text": amounts_as_text, "pages-as-numbers": pages_as_numbers, "null-members": null_members,
           "bare-records": bare_records, "few-texts": few_texts, "quiet-refusals": quiet_refusals,
           "other-codes": other_codes, "bare-answers": bare_answers}

FORM = {"compact-json": {"separators": (",", ":")}, "indented-json": {"indent": 2},
        "utf-8-json": {"ensure_ascii": False}}


def shape(answer, liberties):
    """An answer as a server with these liberties has it."""
    for name, change in CONTENT.items():
        if name in liberties:
            change(answer)
    return answer


def written(answer, liberties):
    """The bytes of an answer."""
    form = {}
    for name in FORM.keys() & liberties:
        form.update(FORM[name])
    return json.dumps(answer, **form).encode()


def status(answer, liberties):
    return 400 if "answers-400" in liberties and answer["respcd"] not in SUCCESS else 200


def headers(body, key, liberties):
    """What else comes with an answer."""
    if "signs-in-small-letters" not in liberties or key is None:
        return {}
    return {"x-qf-sign": hashlib.md5(body + key.encode()).hexdigest()}
