"""A testee that makes one mistake of fixtures/pitfalls.md on purpose: the example testee with one of
its functions replaced by what careless clients do.

    careless_testee.py FOLDER_OF_THE_EXAMPLE MISTAKE     or none, to make no mistake
    careless_testee.py FOLDER_OF_THE_EXAMPLE --list      mistakes, their operations, and the vectors
                                                         that may suffer

careless.py runs them all and sees to it that each is caught by the vectors that are made for it."""

import datetime
import hashlib
import hmac
import html
import json
import re
import sys
import unicodedata
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


def one_field(name, encode):
    """Signing with the value of one parameter encoded, and the others as they are."""
    return lambda q: testee_sign({**q, "params": {
        key: encode(str(value)) if key == name else value for key, value in q["params"].items()}})


for field in ("goods_name", "return_url", "notify_url", "txdtm"):
    MISTAKES[f"PIT-02/{field}"] = (SIGN, one_field(field, lambda value: quote(value, safe="")), ("sign.*",))


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


for how, written in {"point": lambda number: str(float(number)), "exponent": "{:g}".format,
                     "thousands": "{:,}".format, "places": "{:.2f}".format}.items():
    MISTAKES[f"PIT-11/{how}"] = (SIGN, lambda q, written=written: testee_sign(with_numbers(q, written)), ())
    MISTAKES[f"PIT-11/{how}-sent"] = (
        ENCODE, lambda q, written=written: testee_encode(with_numbers(q, written)), ())


def as_floating_point(field):
    """Signing with the text of one parameter read and written as a number."""
    return lambda q: testee_sign({**q, "params": {
        key: str(float(value)) if key == field and re.fullmatch(r"[\de]+", str(value)) else value
        for key, value in q["params"].items()}})


MISTAKES["PIT-11/txamt"] = (SIGN, as_floating_point("txamt"), ("sign.*",))
MISTAKES["PIT-11/udid"] = (SIGN, as_floating_point("udid"), ("sign.derived.capital-name",))


@mistake("PIT-27/signed", SIGN)
def amounts_in_32_bits(q):
    return testee_sign(with_numbers(q, lambda number: number & 0x7FFFFFFF))


@mistake("PIT-27/sent", ENCODE)
def amounts_in_32_bits_sent(q):
    return testee_encode(with_numbers(q, lambda number: number & 0x7FFFFFFF))


# --- The order, the joints, the key --------------------------------------------------------------

@mistake("PIT-16/unsorted", SIGN, "sign.*")
def order_of_arrival(q):
    return signed(q, joined((name, value) for name, value in testee.filled(q["params"]).items() if name != "sign"))


@mistake("PIT-16/reverse", SIGN, "sign.*")
def reverse_order(q):
    return signed(q, joined(reversed(pairs(q))))


@mistake("PIT-16/ignoring-case", SIGN)
def sorted_ignoring_case(q):
    return signed(q, joined(sorted(pairs(q), key=lambda pair: pair[0].lower())))


@mistake("PIT-16/pairs", SIGN)
def pairs_sorted(q):
    return signed(q, "&".join(sorted(f"{name}={value}" for name, value in pairs(q))))


for how, (between, joint) in {"no-separators": ("", "{}={}"), "values": ("", "{1}"), "values-and": ("&", "{1}"),
                              "no-equals": ("&", "{}{}"), "commas": (",", "{}={}")}.items():
    MISTAKES[f"PIT-16/{how}"] = (SIGN, lambda q, between=between, joint=joint: signed(
        q, between.join(joint.format(*pair) for pair in pairs(q))), ("sign.*",))


@mistake("PIT-16/trailing", SIGN, "sign.*")
def trailing_ampersand(q):
    return signed(q, joined(pairs(q)) + "&")


for how, key in {"line-feed": "{}\n", "cr-lf": "{}\r\n", "space": "{} ", "space-before": " {}", "quotes": '"{}"',
                 "mark": "\ufeff{}"}.items():
    MISTAKES[f"PIT-17/{how}"] = (SIGN, lambda q, key=key: testee_sign(
        {**q, "client_key": key.format(q["client_key"])}), ("sign.*",))


@mistake("PIT-17/capitals", SIGN, "sign.*")
def key_in_capitals(q):
    return testee_sign({**q, "client_key": q["client_key"].upper()})


@mistake("PIT-17/small", SIGN, "sign.*")
def key_in_small_letters(q):
    return testee_sign({**q, "client_key": q["client_key"].lower()})


@mistake("PIT-06/signed", SIGN, "sign.*")
def json_signed(q):
    return signed(q, json.dumps(q["params"], separators=(",", ":"), ensure_ascii=False))


# The rest of the battery of pitfalls A, without ids of their own: nothing is charged.

@mistake("key-first", SIGN, "sign.*")
def key_first(q):
    return digest(q, (q["client_key"] + joined(pairs(q))).encode())


@mistake("latin-1", SIGN, "sign.*")
def text_in_latin_1(q):
    return signed(q, joined(pairs(q)), "latin-1")


@mistake("gbk", SIGN, "sign.*")
def text_in_gbk(q):
    return signed(q, joined(pairs(q)), "gbk")


@mistake("sha1", SIGN, "sign.*")
def a_digest_that_nobody_asked_for(q):
    return {"sign": hashlib.sha1((joined(pairs(q)) + q["client_key"]).encode()).hexdigest()}


# --- What was signed is not what was sent --------------------------------------------------------

def escaped(text, characters):
    return "".join("\\" + one if one in characters else one for one in text)


def without(*characters):
    return lambda text: "".join(one for one in text if one not in characters)


def in_place_of(old, new):
    """A change of one value alone; None leaves the parameter out."""
    return lambda text: new if text == old else text


INVISIBLE = "\ufeff\u200b\u200d\u00ad"

# What some layer makes of a value between signing and sending.
CHANGES = {
    "PIT-09/cut": lambda text: text.split("&")[0],
    "PIT-09/plus": lambda text: text.replace("+", " "),
    "PIT-13/nfc": lambda text: unicodedata.normalize("NFC", text),
    "PIT-13/nfd": lambda text: unicodedata.normalize("NFD", text),
    "PIT-13/nfkc": lambda text: unicodedata.normalize("NFKC", text),
    "PIT-13/nfkd": lambda text: unicodedata.normalize("NFKD", text),
    "PIT-13/entities": html.escape,
    "PIT-13/entities-of-php": lambda text: html.escape(text).replace("&#x27;", "&#039;"),
    "PIT-13/entities-but-quotes": lambda text: html.escape(text, quote=False),
    "PIT-13/entities-read": html.unescape,
    "PIT-13/slashes": lambda text: escaped(text, "\\'\""),
    "PIT-13/json-slashes": lambda text: text.replace("/", "\\/") if "<" in text else text,
    "PIT-13/slashes-removed": without("\\"),
    "PIT-13/escapes-read": lambda text: re.sub(r"\\(u[0-9a-f]{4}|n|t)", lambda found: json.loads(f'"{found[0]}"'), text),
    "PIT-13/escapes": lambda text: re.sub("[\u3000-\uffff\u2615]|[\U0001f300-\U0001f3ff]",
                                          lambda found: json.dumps(found[0])[1:-1], text),
    "PIT-13/collapsed": lambda text: re.sub(r"\s+", " ", text).strip(),
    "PIT-13/trimmed": str.strip,
    "PIT-13/plain-spaces": lambda text: text.replace("\u00a0", " "),
    "PIT-13/invisible": without(*INVISIBLE),
    "PIT-13/mark": lambda text: text.removeprefix("\ufeff"),
    "PIT-13/line-feeds": lambda text: text.replace("\r\n", "\n"),
    "PIT-14/64": lambda text: text[:64],
    "PIT-14/128": lambda text: text[:128],
    "PIT-14/191": lambda text: text[:191],
    "PIT-14/255": lambda text: text[:255],
    "PIT-14/255-bytes": lambda text: text.encode()[:255].decode(errors="ignore"),
    "PIT-15/zero-dropped": in_place_of("0", None),
    "PIT-15/zero-empty": in_place_of("0", ""),
    "PIT-15/false-dropped": in_place_of("false", None),
    "PIT-15/false-zero": in_place_of("false", "0"),
    "PIT-15/true-one": in_place_of("true", "1"),
    "PIT-15/true-capital": in_place_of("true", "True"),
    "PIT-15/one-true": in_place_of("1", "true"),
    "PIT-15/none-empty": in_place_of("None", ""),
    "PIT-15/null-empty": in_place_of("null", ""),
    "PIT-15/null-none": in_place_of("null", "None"),
    "PIT-15/zeros-lost": lambda text: re.sub("^00+", "", text),
    "PIT-15/number": lambda text: str(int(float(text))) if re.fullmatch(r"\d+e\d+", text) else text,
}


def without_what_counts_as_false(q):
    return {**q, "params": {name: value for name, value in q["params"].items() if value}}


MISTAKES["PIT-15/if-value/signed"] = (SIGN, lambda q: testee_sign(without_what_counts_as_false(q)), ())
MISTAKES["PIT-15/if-value/sent"] = (ENCODE, lambda q: testee_encode(without_what_counts_as_false(q)), ())


def changed(change):
    def with_changes(q):
        values = {name: change(str(value)) for name, value in q["params"].items()}
        return {**q, "params": {name: value for name, value in values.items() if value is not None}}
    return with_changes


for name, change in CHANGES.items():
    MISTAKES[f"{name}/signed"] = (SIGN, lambda q, with_changes=changed(change): testee_sign(with_changes(q)), ())
    MISTAKES[f"{name}/sent"] = (ENCODE, lambda q, with_changes=changed(change): testee_encode(with_changes(q)), ())


# --- Encoding ------------------------------------------------------------------------------------

@mistake("PIT-06/sent", ENCODE, "form.encode.*")
def json_body(q):
    return {"body": json.dumps(q["params"])}


@mistake("PIT-07/sent", ENCODE, "form.encode.*")
def signature_in_the_form(q):
    return {"body": urlencode({**testee.filled(q["params"]), "sign": "0" * 32})}


@mistake("PIT-09/raw", ENCODE, "form.encode.*")
def nothing_encoded(q):
    return {"body": joined(testee.filled(q["params"]).items())}


@mistake("PIT-10", ENCODE, "form.encode.*")
def encoded_twice(q):
    return {"body": urlencode({name: quote_plus(str(value)) for name, value in testee.filled(q["params"]).items()})}


@mistake("latin-1-sent", ENCODE, "form.encode.*")
def sent_in_latin_1(q):
    return {"body": urlencode(testee.filled(q["params"]), encoding="latin-1", errors="replace")}


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


def failing_at(*codes):
    def change(outcome, q):
        return "failure" if outcome == "pending" and any(f'"{code}"' in q["body"] for code in codes) else outcome
    return renaming(change)


MISTAKES["PIT-52"] = (CLASSIFY, failing_at("1143", "1145", "1298"), ("classify.*.in-progress", "classify.query.*"))
MISTAKES["PIT-53/no-1298"] = (CLASSIFY, failing_at("1298"), ())
MISTAKES["PIT-53/only-1143"] = (CLASSIFY, failing_at("1145"), ("classify.*.in-progress",))
MISTAKES["PIT-53/only-1145"] = (CLASSIFY, failing_at("1143"), ("classify.*.in-progress", "classify.query.*"))
MISTAKES["PIT-54"] = (CLASSIFY, renaming(lambda outcome, _: "pending" if outcome == "failure" else outcome),
                      ("classify.*",))
MISTAKES["PIT-55"] = (CLASSIFY, reading(lambda records: records[0]), ())
MISTAKES["PIT-56/smallest"] = (CLASSIFY, reading(lambda records: min(records, key=lambda r: r["syssn"])),
                               ("classify.query.failed-*", "classify.query.refund-*"))
MISTAKES["PIT-56/largest"] = (CLASSIFY, reading(lambda records: max(records, key=lambda r: r["syssn"])),
                              ("classify.query.failed-*", "classify.query.refund-*"))
MISTAKES["PIT-57/newest"] = (CLASSIFY, reading(lambda records: max(
    [testee.payment_among(records), *(r for r in records if r.get("order_type") == "refund")],
    key=lambda r: r["sysdtm"])), ())
MISTAKES["PIT-57/any"] = (CLASSIFY, reading(lambda records: next(
    (r for r in records if r["respcd"] == "0000"), testee.payment_among(records))), ())


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
    if q["endpoint"] != "payment" or q["http_status"] != 200 or not q["body"].endswith("}"):
        return testee_classify(q)
    text = json.loads(q["body"])["resperr"]
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
for what, body_instead in {"object": "{}", "nothing": "", "null": "null", "type": "[object Object]"}.items():
    MISTAKES[f"PIT-71/{what}"] = rewriting(lambda body, instead=body_instead: instead, "notification.*")
MISTAKES["PIT-71/dictionary"] = rewriting(lambda body: str(json.loads(body)), "notification.*")
MISTAKES["PIT-71/php-unicode"] = rewriting(lambda body: json.dumps(
    json.loads(body), separators=(",", ":"), ensure_ascii=False).replace("/", "\\/"), "notification.*")
MISTAKES["PIT-71/decoded"] = rewriting(lambda body: json.dumps(json.loads(body), ensure_ascii=False), "notification.*")
MISTAKES["PIT-71/some-decoded"] = rewriting(lambda body: re.sub(
    r"\\u[4-9][0-9a-f]{3}", lambda found: json.loads(f'"{found[0]}"'), body), "notification.*")
MISTAKES["PIT-72/joined"] = rewriting(lambda body: "".join(body.splitlines()))
MISTAKES["PIT-72/trimmed"] = rewriting(lambda body: "".join(line.strip() for line in body.splitlines()))
MISTAKES["PIT-72/spaces"] = rewriting(lambda body: " ".join(body.splitlines()))
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
        print(json.dumps({name: (operation, also) for name, (operation, _, also) in MISTAKES.items()}))
        return
    if name != "none":
        operation, function, _ = MISTAKES[name]
        testee.OPERATIONS[operation] = function
    testee.main()


if __name__ == "__main__":
    main(sys.argv[2])
