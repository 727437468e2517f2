#!/usr/bin/env python3
"""docs/control-api.openapi.json is true of the mock, and says everything that the fixtures look at.

    control_api.py URL FIXTURES DOCUMENT CONFORM

URL is a fresh mock's. Looks where `qfpay-conform server` finds its capabilities, then calls the control
API once through, with its mistakes; every answer must be one that the document describes, without a
member that it does not name.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

import jsonschema

SANDBOX = "/__sandbox/"
# Checks of expectations whose keys are paths into an answer.
BY_PATH = {"equal", "differ", "match", "types", "max_length", "length", "near", "not_before"}
BY_LIST = {"present", "filled", "absent"}
GRADE = {"is", "evidence", "source", "requirement"}


class Document:
    def __init__(self, path):
        self.json = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        self.schemas = self.json["components"]["schemas"]
        self.operations = {(method.upper(), path): operation for path, item in self.json["paths"].items()
                           for method, operation in item.items()}

    def resolve(self, item):
        while "$ref" in item:
            found = self.json
            for word in item["$ref"].split("/")[1:]:
                found = found[word]
            item = found
        return item

    def find(self, method, path):
        """The operation of a request, and its path as the document writes it."""
        for (known, pattern), operation in self.operations.items():
            if known == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return operation, pattern
        return None, None

    def parameters(self, operation):
        return {item["name"] for item in map(self.resolve, operation.get("parameters", [])) if item["in"] == "query"}

    def answer_schema(self, operation, status):
        answer = operation["responses"].get(str(status))
        content = self.resolve(answer).get("content") if answer else None
        return next(iter(content.values()))["schema"] if content else None

    def request_schema(self, operation):
        return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")

    def check(self, schema, value):
        """What is wrong with a value, in sentences."""
        validator = jsonschema.Draft202012Validator({**schema, "components": self.json["components"]})
        return ["%s: %s" % ("/".join(map(str, error.path)), error.message[:200]) for error in validator.iter_errors(value)]

    def unnamed(self, schema, value, where=""):
        """Members that no schema names."""
        schema = self.resolve(schema)
        if "anyOf" in schema:
            options = [list(self.unnamed(option, value, where)) for option in schema["anyOf"]]
            yield from min(options, key=len)
        elif isinstance(value, dict) and "properties" in schema:
            for name, inner in value.items():
                if name in schema["properties"]:
                    yield from self.unnamed(schema["properties"][name], inner, where + "." + name)
                else:
                    yield where + "." + name
        elif isinstance(value, list):
            for inner in value:
                yield from self.unnamed(schema.get("items", {}), inner, where)

    def has_path(self, schema, words):
        """Whether a schema names what a path of a fixture leads to."""
        schema = self.resolve(schema)
        if "anyOf" in schema:
            return any(self.has_path(option, words) for option in schema["anyOf"])
        if not words or schema.get("additionalProperties") not in (None, False):
            return True
        if words[0].isdigit():
            return "items" in schema and self.has_path(schema["items"], words[1:])
        return words[0] in schema.get("properties", {}) and self.has_path(schema["properties"][words[0]], words[1:])


class Checker:
    def __init__(self, url, document):
        self.url, self.document, self.problems, self.asked = url, document, [], 0
        self.seen = set()

    def complain(self, *words):
        self.problems.append(" ".join(map(str, words)))

    def request(self, method, path, data=None, headers=None):
        wanted = urllib.request.Request(self.url + path, data, headers or {}, method=method)
        try:
            with urllib.request.urlopen(wanted) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def call(self, status, method, path, given=None, **query):
        """One control call, whose answer must have this status and be as documented. Its JSON."""
        self.asked += 1
        operation, pattern = self.document.find(method, SANDBOX + path)
        if operation is None:
            return self.complain(method, path, "is not documented")
        self.seen.add((method, pattern))
        data = None if given is None else json.dumps(given).encode()
        schema = self.document.request_schema(operation)
        if status < 300 and given is not None and (not schema or self.document.check(schema, given)):
            self.complain(method, path, "takes what is not documented:", self.document.check(schema or {}, given))
        got, body = self.request(method, SANDBOX + path + ("?" + urllib.parse.urlencode(query) if query else ""), data,
                                 {"Content-Type": "application/json"} if data else {})
        if got != status or str(got) not in operation["responses"]:
            return self.complain(method, path, "wanted a documented", status, "got", got, body[:200])
        schema = self.document.answer_schema(operation, got)
        if schema is None:
            if body:
                self.complain(method, path, "has a body:", body[:80])
            return None
        answer = body.decode() if schema.get("type") == "string" else json.loads(body)
        for problem in self.document.check(schema, answer) + list(self.document.unnamed(schema, answer)):
            self.complain(method, path, got, "is not as documented:", problem)
        return answer

    def pay(self, merchant, number, **more):
        """A payment by a merchant; the answer."""
        params = {"txamt": "1000", "txcurrcd": "HKD", "pay_type": "800201", "out_trade_no": number,
                  "txdtm": "2026-11-30 12:00:00", **more}
        if merchant["mchids"]:
            params["mchid"] = merchant["mchids"][0]["mchid"]
        text = "&".join("%s=%s" % pair for pair in sorted(params.items())) + merchant["client_key"]
        headers = {"X-QF-APPCODE": merchant["app_code"], "X-QF-SIGN": hashlib.md5(text.encode()).hexdigest().upper()}
        return json.loads(self.request("POST", "/trade/v1/payment", urllib.parse.urlencode(params).encode(), headers)[1])


def check_table(checker):
    """The mock's table of calls and the document's are the same."""
    _, body = checker.request("GET", SANDBOX)
    mock = set(json.loads(body)["calls"])
    ours = {"%s %s" % (method, re.sub(r"\{\w+\}", "*", path)) for method, path in checker.document.operations}
    for call in sorted(mock ^ ours):
        checker.complain(call, "is in the", "mock" if call in mock else "document", "alone")


def check_world(checker):
    call = checker.call
    call(200, "GET", "")
    call(200, "GET", "health")
    call(200, "GET", "metrics")
    plain = call(201, "POST", "merchants", {"features": {"t0": False}, "notify_url": "http://127.0.0.1:9/"})
    agent = call(201, "POST", "merchants", {"mchids": ["shop1", {"mchid": "shop2", "state": "disabled"}],
                                            "notify_key": "AnotherKey1234"})
    call(400, "POST", "merchants", {"colour": "red"})
    call(409, "POST", "merchants", {"app_code": plain["app_code"]})
    mine = {"app_code": plain["app_code"]}
    call(200, "GET", "clock", **mine)
    call(200, "PUT", "clock", {"frozen": True, "now": "2026-11-30 12:00:00"}, **mine)
    call(400, "PUT", "clock", {"now": "noon"}, **mine)
    call(404, "GET", "clock", app_code="nobody")
    call(400, "GET", "clock", colour="red")
    return plain, agent, mine


def check_orders(checker, plain, agent, mine):
    call = checker.call
    rule = {"match": {"endpoint": "payment", "params": {"out_trade_no": "^slow"}}, "respond": [{"delay_ms": 1}, {"fault": "garbage"}],
            "after": "cycle"}
    call(201, "POST", "rules", rule, **mine)
    added = call(201, "POST", "rules", [{"respond": [{"ending": "1205", "from_query": 1}, {"pass": True}]}, rule], **mine)
    call(400, "POST", "rules", {"respond": []}, **mine)
    call(200, "GET", "rules", **mine)
    call(204, "DELETE", "rules/%d" % added["rules"][0]["id"], **mine)
    call(404, "DELETE", "rules/999", **mine)
    checker.pay(plain, "slow-1")
    checker.pay(agent, "of-the-agent")
    call(204, "DELETE", "rules", **mine)
    order = checker.pay(plain, "fast-1")
    checker.pay(plain, "unsigned", sign="x" * 300)
    for action in ("scan", "password", "processing", "pay"):
        call(200, "POST", "transactions/%s/payer" % order["syssn"],
             {"action": action, "payer": {"user_truename": "A", "user_creid": "1", "bank_card_bound": True}})
    call(409, "POST", "transactions/%s/payer" % order["syssn"], {"action": "cancel"})
    call(400, "POST", "transactions/%s/payer" % order["syssn"], {"action": "dance"})
    call(404, "POST", "transactions/0/payer", {"action": "pay"})
    call(200, "PUT", "clock", {"advance_seconds": 3600}, **mine)
    call(200, "GET", "transactions", **mine)
    call(200, "GET", "transactions", state="paid", limit=1, syssn=order["syssn"], out_trade_no="fast-1", **mine)
    call(400, "GET", "transactions", state="lost", **mine)


def check_logs(checker, plain, agent, mine):
    call = checker.call
    requests = call(200, "GET", "requests", limit=50, since=0, wait_ms=1, **mine)
    notes = call(200, "GET", "notifications", limit=50, since=0, wait_ms=1, **mine)
    if not notes["notifications"] or not notes["notifications"][0]["attempts"] or len(requests["requests"]) < 3:
        checker.complain("too little happened to be looked at")
    call(200, "POST", "notifications/%d/send" % notes["notifications"][0]["id"], **mine)
    call(404, "POST", "notifications/999/send", **mine)
    call(204, "DELETE", "requests", **mine)
    call(400, "GET", "requests", limit="many", **mine)
    call(200, "GET", "merchants")
    call(200, "GET", "merchants/" + agent["app_code"])
    call(200, "PUT", "merchants/" + plain["app_code"], {"notify_url": "", "features": {"t0": True}, "mchids": []})
    call(400, "PUT", "merchants/" + plain["app_code"], {"notify_url": 7})
    call(200, "GET", "catalogue")
    call(204, "POST", "reset", **mine)
    call(204, "DELETE", "merchants/" + agent["app_code"])
    call(404, "GET", "merchants/" + agent["app_code"])
    builtin = next(row for row in call(200, "GET", "merchants")["merchants"] if row["builtin"])
    call(409, "DELETE", "merchants/" + builtin["app_code"])
    for method, path in set(checker.document.operations) - checker.seen:
        checker.complain("nobody called", method, path)


def control_calls(step):
    """What a step of a case asks of the control API: method, path, query, body, expectations."""
    expect = step.get("expect", [])
    expect = expect if isinstance(expect, list) else [expect]
    if "control" in step:
        yield step.get("method", "GET"), step["control"], step.get("query", {}), step.get("json"), expect
    if "payer" in step:
        body = {"action": step["payer"], **({"respcd": step["respcd"]} if "respcd" in step else {}),
                **({"payer": step["identity"]} if "identity" in step else {})}
        yield "POST", "transactions/1/payer", {}, body, expect
    if "clock" in step:
        yield "PUT", "clock", {}, None, expect


def is_refusal(expect):
    return any(str(one.get("http", "200"))[0] == "4" for one in expect)


def looked_at(expect, capture):
    """Paths into the answer that expectations and captures name, lists marked by a number."""
    yield from (path for path in capture.values() if ":" not in path)
    for one in expect:
        for check, value in one.items():
            if isinstance(value, dict) and set(value) <= GRADE and "is" in value:
                value = value["is"]
            if check in BY_PATH or check in BY_LIST:
                yield from value
            elif check == "record":
                for record in value if isinstance(value, list) else [value]:
                    inner = [record.get("expect", {})]
                    for path in [*record["where"], *looked_at(inner, {})]:
                        yield "%s.0.%s" % (record.get("in", "data"), path)


def check_fixtures(checker, fixtures):
    document = checker.document
    for file in sorted(pathlib.Path(fixtures, "cases").rglob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
            for step in case["steps"]:
                for method, path, query, body, expect in control_calls(step):
                    checker.asked += 1
                    operation, _ = document.find(method, SANDBOX + re.sub(r"\$\{[^}]*\}", "X", path))
                    refused = is_refusal(expect)
                    if operation is None:
                        if not refused:
                            checker.complain(case["id"], "calls", method, path, "which is not documented")
                        continue
                    for name in set(query) - document.parameters(operation):
                        checker.complain(case["id"], "asks", path, "for", name, "which is not documented")
                    schema = document.request_schema(operation)
                    if body is not None and not refused and schema and "${" not in json.dumps(body):
                        for problem in document.check(schema, body):
                            checker.complain(case["id"], "sends", path, "what is not documented:", problem)
                    answers = [document.answer_schema(operation, status) for status in operation["responses"]]
                    for wanted in looked_at(expect, step.get("capture", {})):
                        if not any(answer and document.has_path(answer, wanted.split(".")) for answer in answers):
                            checker.complain(case["id"], "looks at", wanted, "of", path, "which is not documented")


def check_scenarios(checker, fixtures):
    """The rules that scenarios set are such as the document has."""
    for file in sorted(pathlib.Path(fixtures, "scenarios").rglob("*.json")):
        for scenario in json.loads(file.read_text(encoding="utf-8"))["scenarios"]:
            for rule in scenario.get("rules", []):
                checker.asked += 1
                for problem in checker.document.check({"$ref": "#/components/schemas/RuleGiven"}, rule):
                    checker.complain(scenario["id"], "sets a rule that is not documented:", problem)


def discovery(checker, conform):
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder, "report.json")
        subprocess.run([conform, "server", "--target", checker.url, "--filter", "payment.answer.echo", "--json", report],
                       stdout=subprocess.DEVNULL, check=True)
        return json.loads(report.read_text(encoding="utf-8"))["discovery"]


def check_discovery(checker, conform):
    """Where the runner looks for a capability the document has it."""
    named = {operation.get("x-capability") for operation in checker.document.operations.values()}
    known = set()
    for row in discovery(checker, conform):
        known.add(row["capability"])
        if not row["there"] and row["capability"] in named:
            checker.complain("the mock lacks", row["capability"])
        for method, path in re.findall(r"\b(GET|POST|PUT|DELETE) (/__sandbox/\S*?)(?=[ ,]|$)", row["asked"]):
            if checker.document.find(method, path)[0] is None:
                checker.complain(row["capability"], "is looked for where nothing is documented:", method, path)
    for capability in named - known - {None}:
        checker.complain("the document names", capability, "which nobody looks for")


def main():
    url, fixtures, document, conform = sys.argv[1:]
    checker = Checker(url, Document(document))
    check_table(checker)
    check_fixtures(checker, fixtures)
    check_scenarios(checker, fixtures)
    check_discovery(checker, conform)
    world = check_world(checker)
    check_orders(checker, *world)
    check_logs(checker, *world)
    print("\n".join(checker.problems) or "%d calls are as documented" % checker.asked)
    return 1 if checker.problems else 0


if __name__ == "__main__":
    sys.exit(main())
