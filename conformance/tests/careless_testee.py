"""A testee that makes one mistake of fixtures/pitfalls.md on purpose: the example testee with one of
its functions replaced by what careless clients do.

    careless_testee.py FOLDER_OF_THE_EXAMPLE MISTAKE     or none, to make no mistake
    careless_testee.py FOLDER_OF_THE_EXAMPLE --list      mistakes, and the vectors that may suffer

careless.py runs them all and sees to it that each is caught by the vectors that are made for it."""

import datetime
import hashlib
import hmac
import json
import re
import sys
from urllib.parse import quote, quote_plus, urlencode

sys.path.insert(0, sys.argv[1])
import testee  # noqa: E402  the example, found in the folder given

SIGN, ENCODE, CLASSIFY, VERIFY = "sign", "encode", "classify", "verify_notification"

# Name to (operation, replacement, patterns of further vectors that it may fail).
MISTAKES = {}


def mistake(name, operation, *also):
    def enter(function):
        MISTAKES[name] = (operation, function, also)
        return function
    return enter


# --- Signing -------------------------------------------------------------------------------------

def pairs(question, value=str):
    params = testee.filled(question["params"])
    return [(name, value(params[name])) for name in sorted(params) if name != "sign"]


def joined(items):
    return "&".join(f"{name}={value}" for name, value in items)


def digest(question, text):
    return {"sign": hashlib.new(question["sign_type"].lower(), text).hexdigest()}


def signed(question, text, charset="utf-8"):
    return digest(question, (text + question["client_key"]).encode(charset, "replace"))


@mistake("PIT-01", SIGN, "sign.*")
def hmac_with_the_key(q):
    return {"sign": hmac.new(q["client_key"].encode(), joined(pairs(q)).encode(),
                             q["sign_type"].lower()).hexdigest()}


@mistake("PIT-02/percent", SIGN, "sign.*")
def values_percent_encoded(q):
    return signed(q, joined(pairs(q, lambda value: quote(str(value), safe=""))))


@mistake("PIT-02/form", SIGN, "sign.*")
def values_form_encoded(q):
    return signed(q, joined(pairs(q, lambda value: quote_plus(str(value)))))


@mistake("PIT-03/signed", SIGN)
def empty_values_signed(q):
    params = {name: value for name, value in q["params"].items() if name != "sign"}
    return signed(q, joined(sorted(params.items())))


@mistake("PIT-03/sent", ENCODE)
def empty_values_sent(q):
    return {"body": urlencode(q["params"])}


@mistake("PIT-03/left-over", SIGN)
def separators_of_empty_values_left(q):
    params = {name: value for name, value in q["params"].items() if name != "sign"}
    return signed(q, "&".join(f"{name}={params[name]}" if params[name] != "" else ""
                              for name in sorted(params)))


@mistake("PIT-04/always-sha256", SIGN, "sign.*")
def sha256_whatever_is_announced(q):
    return testee_sign({**q, "sign_type": "SHA256"})


@mistake("PIT-04/always-md5", SIGN, "sign.*")
def md5_whatever_is_announced(q):
    return testee_sign({**q, "sign_type": "MD5"})


@mistake("PIT-05", SIGN, "sign.*")
def key_behind_its_name(q):
    return signed(q, joined(pairs(q)) + "&key=")


@mistake("PIT-07/signed", SIGN)
def a_parameter_named_sign_is_signed(q):
    return signed(q, joined(sorted(testee.filled(q["params"]).items())))


def with_numbers(q, text_of):
    params = {name: text_of(value) if isinstance(value, int) else value
              for name, value in q["params"].items()}
    return {**q, "params": params}


@mistake("PIT-11/point", SIGN)
def amounts_as_floating_point(q):
    return testee_sign(with_numbers(q, lambda number: str(float(number))))


@mistake("PIT-11/exponent", SIGN)
def amounts_with_an_exponent(q):
    return testee_sign(with_numbers(q, "{:g}".format))


@mistake("PIT-11/thousands", ENCODE)
def amounts_with_thousands_separated(q):
    return testee_encode(with_numbers(q, "{:,}".format))


@mistake("PIT-27/signed", SIGN)
def amounts_in_32_bits(q):
    return testee_sign(with_numbers(q, lambda number: number & 0x7FFFFFFF))


@mistake("PIT-27/sent", ENCODE)
def amounts_in_32_bits_sent(q):
    return testee_encode(with_numbers(q, lambda number: number & 0x7FFFFFFF))


# The rest of the battery of pitfalls A, without ids of their own.

@mistake("unsorted", SIGN, "sign.*")
def order_of_arrival(q):
    return signed(q, joined(testee.filled(q["params"]).items()))


@mistake("ignoring-case", SIGN, "sign.derived.*")
def sorted_ignoring_case(q):
    return signed(q, joined(sorted(pairs(q), key=lambda pair: pair[0].lower())))


@mistake("pairs-sorted", SIGN, "sign.derived.*")
def pairs_sorted(q):
    return signed(q, "&".join(sorted(f"{name}={value}" for name, value in pairs(q))))


@mistake("key-first", SIGN, "sign.*")
def key_first(q):
    return digest(q, (q["client_key"] + joined(pairs(q))).encode())


@mistake("trimmed", SIGN, "sign.*")
def values_trimmed(q):
    return signed(q, joined(pairs(q, lambda value: str(value).strip())))


@mistake("trailing-ampersand", SIGN, "sign.*")
def trailing_ampersand(q):
    return signed(q, joined(pairs(q)) + "&")


@mistake("key-line-feed", SIGN, "sign.*")
def key_with_a_line_feed(q):
    return testee_sign({**q, "client_key": q["client_key"] + "\n"})


@mistake("key-capitals", SIGN, "sign.*")
def key_in_capitals(q):
    return testee_sign({**q, "client_key": q["client_key"].upper()})


@mistake("latin-1", SIGN, "sign.*")
def text_in_latin_1(q):
    return signed(q, joined(pairs(q)), "latin-1")


@mistake("gbk", SIGN, "sign.*")
def text_in_gbk(q):
    return signed(q, joined(pairs(q)), "gb18030")


@mistake("entities", SIGN, "sign.*")
def values_as_html(q):
    return signed(q, joined(pairs(q, lambda value: str(value).replace("&", "&amp;"))))


# --- Encoding ------------------------------------------------------------------------------------

@mistake("PIT-06", ENCODE, "form.encode.*")
def json_body(q):
    return {"body": json.dumps(q["params"])}


@mistake("PIT-07/sent", ENCODE, "form.encode.*")
def signature_in_the_form(q):
    return {"body": urlencode({**q["params"], "sign": "0" * 32})}


@mistake("PIT-09", ENCODE, "form.encode.*")
def nothing_encoded(q):
    return {"body": joined(q["params"].items())}


@mistake("PIT-10", ENCODE, "form.encode.*")
def encoded_twice(q):
    return {"body": urlencode({name: quote_plus(str(value)) for name, value in q["params"].items()})}


@mistake("latin-1-sent", ENCODE, "form.encode.*")
def sent_in_latin_1(q):
    return {"body": urlencode(q["params"], encoding="latin-1", errors="replace")}


# --- Reading answers -----------------------------------------------------------------------------

def result(outcome, record=None):
    known = {name: str(record[name]) for name in ("syssn", "txamt") if record and record.get(name)}
    return {"outcome": outcome, **known}


def reading(choose):
    """A classification that takes the record choose(records, body) for the payment."""
    def classify(q):
        body = json.loads(q["body"]) if q["http_status"] == 200 and q["body"].endswith("}") else None
        if q["endpoint"] != "query" or not body or body.get("respcd") != "0000" or not body["data"]:
            return testee_classify(q)
        record = choose(body["data"])
        return result(testee.outcome_of_record(record), record)
    return classify


def renaming(change):
    """A classification whose outcome is changed by change(outcome, question)."""
    return lambda q: {**testee_classify(q), "outcome": change(testee_classify(q)["outcome"], q)}


@mistake("PIT-50", CLASSIFY, "classify.query.*")
def code_of_the_query(q):
    try:
        body = json.loads(q["body"])
    except ValueError:
        return testee_classify(q)
    return result(testee.outcome_of(body.get("respcd")), body) if q["endpoint"] == "query" \
        else testee_classify(q)


MISTAKES["PIT-52"] = (CLASSIFY, renaming(lambda outcome, _: "failure" if outcome == "pending" else outcome),
                      ("classify.*",))


def only_one_code(other):
    def change(outcome, q):
        return "failure" if outcome == "pending" and f'"{other}"' in q["body"] else outcome
    return renaming(change)


MISTAKES["PIT-53/only-1143"] = (CLASSIFY, only_one_code("1145"), ("classify.*.in-progress",))
MISTAKES["PIT-53/only-1145"] = (CLASSIFY, only_one_code("1143"),
                                ("classify.*.in-progress", "classify.query.*"))
MISTAKES["PIT-54"] = (CLASSIFY, renaming(lambda outcome, _: "pending" if outcome == "failure" else outcome),
                      ("classify.*",))
MISTAKES["PIT-55"] = (CLASSIFY, reading(lambda records: records[0]), ())
MISTAKES["PIT-56/smallest"] = (CLASSIFY, reading(lambda records: min(records, key=lambda r: r["syssn"])),
                               ("classify.query.failed-*", "classify.query.refund-*"))
MISTAKES["PIT-56/largest"] = (CLASSIFY, reading(lambda records: max(records, key=lambda r: r["syssn"])),
                              ("classify.query.failed-*", "classify.query.refund-*"))
MISTAKES["PIT-57/newest"] = (CLASSIFY, reading(lambda records: max(records, key=lambda r: r["sysdtm"])),
                             ("classify.query.failed-*", "classify.query.paid-between-failures"))
MISTAKES["PIT-57/any"] = (CLASSIFY, reading(
    lambda records: next((r for r in records if r["respcd"] == "0000"), records[0])),
    ("classify.query.failed-then-pending",))


@mistake("PIT-57/cancel", CLASSIFY)
def cancel_ignored(q):
    kept = testee.outcome_of_record
    testee.outcome_of_record = lambda record: testee.outcome_of(record.get("respcd"))
    try:
        return testee_classify(q)
    finally:
        testee.outcome_of_record = kept


@mistake("PIT-58", CLASSIFY, "classify.payment.respcd-missing")
def codes_compared_as_numbers(q):
    kept = testee.outcome_of

    def outcome_of(respcd):
        try:
            number = float(respcd or 0)
        except ValueError:
            return "failure"
        return "success" if number == 0 else kept(respcd)

    testee.outcome_of = outcome_of
    try:
        return testee_classify(q)
    finally:
        testee.outcome_of = kept


def strict(expectation, *also):
    """A classification that fails on whatever expectation(body) does not like."""
    def classify(q):
        try:
            body = json.loads(q["body"])
        except ValueError:
            return testee_classify(q)
        try:
            return testee_classify(q) if expectation(body, q) else result("failure")
        except (KeyError, TypeError, ValueError, IndexError):
            return result("failure")
    return (CLASSIFY, classify, also)


def values_of(body):
    """All scalars with their names, of the top level and of the records."""
    for record in [body, *body.get("data", [])]:
        yield from ((name, value) for name, value in record.items() if name != "data")


MISTAKES["PIT-59"] = strict(lambda body, q: q["endpoint"] != "payment" or body["data"]["out_trade_no"],
                            "classify.payment.*")
MISTAKES["PIT-60"] = strict(lambda body, q: q["endpoint"] != "query" or body["data"][0]["order_status"],
                            "classify.query.*")
MISTAKES["PIT-61/texts"] = strict(
    lambda body, q: all(isinstance(value, str) for name, value in values_of(body)
                        if name in ("txamt", "surcharge_fee", "surcharge_rate")))
MISTAKES["PIT-61/page-numbers"] = strict(lambda body, q: isinstance(body.get("page", 1), int))
MISTAKES["PIT-61/page-texts"] = strict(lambda body, q: isinstance(body.get("page", "1"), str),
                                       "classify.query.*")
MISTAKES["PIT-62/known-fields"] = strict(
    lambda body, q: not {name for name, _ in values_of(body)} & {"new_field", "loyalty", "tips", "trace"})
MISTAKES["PIT-62/places"] = strict(
    lambda body, q: q["endpoint"] != "query" or "respcd" == list(body["data"][0])[10],
    "classify.query.*")
MISTAKES["PIT-62/first-line"] = strict(lambda body, q: json.loads(q["body"].splitlines()[0]) is not None)


def searching(pattern, which, *also):
    """A classification that looks for the code in the bytes."""
    def classify(q):
        found = re.findall(pattern, q["body"])
        if q["http_status"] != 200 or not q["body"].endswith("}"):
            return testee_classify(q)
        return {**testee_classify(q), "outcome": testee.outcome_of(found[which] if found else "")}
    return (CLASSIFY, classify, also)


MISTAKES["PIT-62/first-found"] = searching(r'respcd\W+(\w{4})', 0, "classify.*")
MISTAKES["PIT-62/last-found"] = searching(r'"respcd": "(\w{4})"', -1, "classify.*")


def by_text(q):
    text = (re.findall(r'"resperr": "([^"]*)"', q["body"]) or [""])[-1]
    if q["endpoint"] != "payment":
        return testee_classify(q)
    outcome = "success" if text == "success" else "pending" if "wait" in text else "failure"
    return {**testee_classify(q), "outcome": outcome}


def by_code_in_text(q):
    codes = re.findall(r'"resperr": "[^"]*\((\d{4})\)"', q["body"])
    if q["endpoint"] != "payment" or q["http_status"] != 200:
        return testee_classify(q)
    return {**testee_classify(q), "outcome": testee.outcome_of(codes[0] if codes else "0000")}


MISTAKES["PIT-63/text"] = (CLASSIFY, by_text, ("classify.payment.*",))
MISTAKES["PIT-63/code"] = (CLASSIFY, by_code_in_text, ("classify.payment.*",))


def moment(text, pattern="%Y-%m-%d %H:%M:%S"):
    return datetime.datetime.strptime(text, pattern)


MISTAKES["PIT-65"] = strict(
    lambda body, q: all(abs(moment(r["sysdtm"]) - moment(r["txdtm"])) < datetime.timedelta(hours=2)
                        for r in body.get("data", [])))
MISTAKES["PIT-40"] = strict(
    lambda body, q: all(moment(value, "%Y-%m-%d %I:%M:%S") for name, value in values_of(body)
                        if name == "sysdtm"))
MISTAKES["PIT-27/read"] = strict(
    lambda body, q: all(int(value) < 2 ** 31 for name, value in values_of(body) if name == "txamt"))
MISTAKES["PIT-91"] = (CLASSIFY, lambda q: result("failure") if q["http_status"] == 429
                      else testee_classify(q), ())


def broken_is_failed(q):
    if q["http_status"] == 429:
        return testee_classify(q)
    try:
        json.loads(q["body"])
    except ValueError:
        return result("failure")
    return testee_classify(q)


MISTAKES["PIT-92"] = (CLASSIFY, broken_is_failed, ())


# --- Verifying notifications ---------------------------------------------------------------------

def right(question, body=None):
    text = (question["body"] if body is None else body) + question["client_key"]
    return hashlib.md5(text.encode()).hexdigest().upper()


def rewriting(rewrite, *also):
    """A verification of rewrite(body) instead of the body."""
    return (VERIFY, lambda q: {"valid": right(q, rewrite(q["body"])) == q["sign"].upper()}, also)


def as_compact(body):
    return json.dumps(json.loads(body), separators=(",", ":"))


MISTAKES["PIT-08"] = (VERIFY, lambda q: {"valid": right(q) == q["sign"]}, ())
MISTAKES["PIT-70"] = rewriting(lambda body: joined(sorted(json.loads(body).items())), "notification.*")
MISTAKES["PIT-71/python"] = rewriting(lambda body: json.dumps(json.loads(body)))
MISTAKES["PIT-71/compact"] = rewriting(as_compact, "notification.*")
MISTAKES["PIT-71/php"] = rewriting(lambda body: as_compact(body).replace("/", "\\/"), "notification.*")
MISTAKES["PIT-71/javascript"] = rewriting(
    lambda body: json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False), "notification.*")
MISTAKES["PIT-71/magento"] = rewriting(
    lambda body: as_compact(body).replace('":', '": ').replace(',"', ', "'), "notification.*")
MISTAKES["PIT-71/sorted"] = rewriting(lambda body: json.dumps(json.loads(body), sort_keys=True),
                                      "notification.*")
MISTAKES["PIT-72"] = rewriting(lambda body: "".join(body.splitlines()))
MISTAKES["PIT-73"] = (VERIFY, lambda q: {"valid": q["sign"].lower() == hashlib.sha256(
    (q["body"] + q["client_key"]).encode()).hexdigest()}, ("notification.*",))
MISTAKES["PIT-74"] = (VERIFY, lambda q: {"valid": right(q).lower() == q["sign"]}, ("notification.*",))
MISTAKES["PIT-75/none"] = (VERIFY, lambda q: {"valid": True}, ("notification.*",))
MISTAKES["PIT-75/header"] = (VERIFY, lambda q: {"valid": q["sign"] != ""}, ("notification.*",))
MISTAKES["PIT-75/prefix"] = (VERIFY, lambda q: {"valid": right(q).startswith(q["sign"].upper())}, ())
MISTAKES["PIT-75/beginning"] = (VERIFY, lambda q: {"valid": q["sign"].upper().startswith(right(q))}, ())
MISTAKES["PIT-75/numbers"] = (VERIFY, lambda q: {"valid": right(q) == q["sign"].upper() or all(
    re.fullmatch(r"0E\d+", text) for text in (right(q), q["sign"].upper()))}, ())
MISTAKES["PIT-78"] = (VERIFY, lambda q: {"valid": "paydtm" in json.loads(q["body"])
                                         and testee_verify(q)["valid"]}, ())
MISTAKES["PIT-84"] = (VERIFY, lambda q: {"valid": json.loads(q["body"])["notify_type"]
                                         in ("payment", "refund") and testee_verify(q)["valid"]}, ())

testee_sign, testee_encode = testee.sign, testee.encode
testee_classify, testee_verify = testee.classify, testee.verify_notification


def main(name):
    if name == "--list":
        print(json.dumps({name: also for name, (_, _, also) in MISTAKES.items()}))
        return
    if name != "none":
        operation, function, _ = MISTAKES[name]
        testee.OPERATIONS[operation] = function
    testee.main()


if __name__ == "__main__":
    main(sys.argv[2])
