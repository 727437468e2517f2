#!/usr/bin/env python3
"""Reports that are whole are verified; changed, cut and invented ones are refused.

    sealed.py CONFORM URL [OPENSSL]

Makes reports of runs against the server at URL, changes each kind of member in turn, and looks what
`qfpay-conform verify` says. With the openssl command, what is signed is checked by that alone as well.
"""

import base64
import copy
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

from few_cases import few_cases

SEAL = '\t"seal":'
KEYS = {
    "ed25519": ["genpkey", "-algorithm", "ed25519"],
    "ec": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "rsa": ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
}
# What follows from other members, so that a change shows even where the digest was computed anew.
DERIVED = re.compile(r"^(verdicts\.|unexpected$|as_expected$|schema$|results\[\]\.(verdict|expected)$"
                     r"|results\[\]\.findings\[\]\.evidence$|matrix\[\]\.(verdict|ran)$"
                     r"|left_out\.(skipped|unmet|stopped)$|levels\[\]\.(name|reached|mandatory|ran|judged|failed|left_out)$)")


class Bench:
    def __init__(self, conform, url, openssl, folder):
        self.conform, self.url, self.openssl, self.folder = conform, url, openssl, folder
        self.problems, self.asked = [], 0
        self.brief = ("--fixtures", self.path("none"))  # leaves the levels alone, which takes a while
        os.mkdir(self.brief[1])
        # Those that are run, and one that is not: without it no level would be missed.
        os.mkdir(self.path("few"))
        few_cases(self.path("few"), "payment/answer.json", "payment/expired_time.json", "query/state.json")

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *arguments):
        if arguments[0] != "compare" and "--fixtures" not in arguments:
            arguments += ("--fixtures", self.path("few"))
        done = subprocess.run([self.conform, *arguments], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def expect(self, what, wanted, words, *arguments):
        """The command must end with one of these statuses and say these words."""
        self.asked += 1
        status, said = self.run(*arguments)
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        if status not in wanted or words not in said or (status == 0 and "qfpay-conform:" in said):
            self.problems.append("%s: wanted status %s and \"%s\", got %d: %s"
                                 % (what, wanted, words, status, said.strip()[-400:]))

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return self.path(name)

    def report(self, name, *options):
        """A report of a few cases: text of the file. Some differ, none needs a sandbox."""
        self.run("server", "--target", self.url, "--filter", "payment.expired_time.*", "--filter", "payment.answer.*",
                 "--json", self.path(name), *options)
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()


def covered_by(text):
    return text[:text.rindex("\n" + SEAL) + 1]


def reseal(report):
    """A report as somebody would forge it who knows how a seal is made."""
    seal = report.pop("seal")
    covered = json.dumps(report, ensure_ascii=False, indent="\t")[:-2] + ",\n"
    seal["sha256"] = hashlib.sha256(covered.encode()).hexdigest()
    members = ",\n".join('\t\t"%s":\t"%s"' % pair for pair in seal.items())
    return covered + SEAL + "\t{\n" + members + "\n\t}\n}\n"


def leaves(value, path=""):
    """Every leaf as (kind of path, container, key); of a list, all elements are of one kind."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        where = path + "[]" if isinstance(value, list) else (path + "." if path else "") + key
        if isinstance(inner, (dict, list)) and inner:
            yield from leaves(inner, where)
        else:
            yield where, value, key


def changed(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if value in ("pass", "differs", "fail", "skip"):
        return "fail" if value == "pass" else "pass"
    return value + "x" if isinstance(value, str) else "x"


def each_kind(report):
    """Copies of a report in each of which one member is another, by its kind."""
    seen = []
    for kind, _, _ in leaves(report):
        if kind not in seen:
            seen.append(kind)
    for kind in seen:
        copied = copy.deepcopy(report)
        _, container, key = next(leaf for leaf in leaves(copied) if leaf[0] == kind)
        container[key] = changed(container[key])
        yield kind, copied


def check_lines(bench, text):
    """A change in any line is seen; of lines that look alike one is enough."""
    lines, seen = text.split("\n"), set()
    for at, line in enumerate(lines):
        alike = re.sub(r"[^\t\"{}\[\]:,]+", "x", line) + line.split(":")[0]
        if alike in seen or not line.strip():
            continue
        seen.add(alike)
        for other in (line[:-1] + "~" + line[-1], " " + line):
            name = bench.write("line.json", "\n".join(lines[:at] + [other] + lines[at + 1:]))
            bench.expect("line %d, %s" % (at + 1, other), (1, 2), "", "verify", *bench.brief, name)


def check_members(bench, text, key=()):
    report = json.loads(text)
    for kind, other in each_kind(report):
        # Changed, and nothing else: whoever opens it in an editor.
        covered = json.dumps({name: value for name, value in other.items() if name != "seal"}, indent="\t")
        forged = covered[:-2] + ",\n" + text[len(covered_by(text)):]
        bench.expect("%s changed" % kind, (1, 2), "", "verify", *bench.brief, *key,
                     bench.write("changed.json", forged))
        # Changed and sealed again.
        forged = bench.write("forged.json", reseal(copy.deepcopy(other)))
        if key or kind.startswith("seal.") and kind != "seal.sha256":
            if kind != "seal.sha256":
                bench.expect("%s forged" % kind, (1, 2), "", "verify", *bench.brief, *key, forged)
        elif DERIVED.match(kind):
            bench.expect("%s forged without a key" % kind, (1, 2), "", "verify", forged)


def reaching(report):
    """A report that claims a level above results that nobody without the fixtures can hold against it."""
    report["levels"][0].update(mandatory=1, ran=1, judged=1, failed=0, reached=True)
    return report


def check_odd_files(bench, text):
    covered = covered_by(text)
    odd = {
        "empty": "", "cut": text[:len(text) // 2], "no JSON": "hello", "an array": "[]", "nested": "[" * 100000,
        "NUL": text[:9] + "\0" + text[9:], "bytes": bytes(range(256)), "foreign": '{"schema": "qfpay-selftest/1"}',
        "bare": '{"schema": "qfpay-report/1"}', "a number for a list": text.replace('"results":\t[', '"results":\t7, "x": ['),
        "something behind": text + "{}",
        "a member twice": covered + '\t"as_expected":\ttrue,\n' + text[len(covered):],
        "a member twice within": text.replace('"reached":', '"reached":\ttrue,\n"reached":', 1),
    }
    for what, content in odd.items():
        bench.expect(what, 2, "qfpay-conform: ", "verify", bench.write("odd.json", content))
        bench.expect(what, 2, "qfpay-conform: ", "compare", bench.path("odd.json"), bench.path("plain.json"))
    with open(bench.path("large.json"), "wb") as file:
        file.truncate(65 << 20)
    bench.expect("too large", 2, "is larger than", "verify", bench.path("large.json"))
    bench.expect("not there", 2, "cannot be opened", "verify", bench.path("no-such.json"))
    bench.expect("no argument", 2, "verify takes a report", "verify")
    bench.expect("levels that nobody computed", 0, "VERIFIED, ALL BUT ITS LEVELS", "verify", *bench.brief,
                 bench.write("trusted.json", reseal(reaching(json.loads(text)))))
    bench.expect("without a seal", 1, "has no seal", "verify", bench.write("bare.json", covered[:-2] + "\n}\n"))
    bench.expect("a member behind the seal", 1, "NOT VERIFIED", "verify",
                 bench.write("behind.json", text[:-3] + ',\n\t"more":\t1\n}\n'))
    bench.expect("two seals", 2, "two members", "verify",
                 bench.write("two.json", covered + text[len(covered):-3] + ",\n" + text[len(covered):]))


def check_comparison(bench, text):
    report = json.loads(text)
    same, other = bench.path("plain.json"), bench.path("other.json")
    bench.expect("the same twice", 0, "; nothing is worse", "compare", same, same)
    passed = [row for row in report["results"] if row["verdict"] == "pass"]
    for words, verdict in (("pass -> skip", "skip"), ("pass -> differs", "differs"), ("pass -> fail", "fail")):
        passed[0]["verdict"] = verdict
        bench.write("other.json", reseal(copy.deepcopy(report)))
        bench.expect(verdict, 1, passed[0]["id"] + ": " + words, "compare", same, other)
        if verdict != "fail":
            bench.expect("back from " + verdict, 0, "better: 1", "compare", other, same)
    report["results"].remove(passed[0])
    report["capabilities"].append("sandbox.clock")
    bench.write("other.json", reseal(copy.deepcopy(report)))
    bench.expect("one is gone", 0, "only in the older report: 1", "compare", same, other)
    bench.expect("one is new", 0, "only in the newer report: 1", "compare", other, same)
    bench.expect("an ability", 0, "can no longer: sandbox.clock", "compare", other, same)
    report["levels"][0].update(mandatory=1, ran=1, failed=0, reached=True)
    bench.write("levels.json", reseal(copy.deepcopy(report)))
    bench.expect("a level", 1, "no longer reaches: core", "compare", bench.path("levels.json"), other)
    bench.expect("a level back", 0, "now reaches: core", "compare", other, bench.path("levels.json"))
    bench.expect("for programs", 0, "", "compare", "--json", bench.path("changes.json"), same, other)
    with open(bench.path("changes.json"), encoding="utf-8") as file:
        changes = json.load(file)
    if changes["gone"] != [{"id": passed[0]["id"], "older": "pass"}] or changes["is_worse"] or changes["worse"]:
        bench.problems.append("the comparison for programs says %s" % changes)
    bench.expect("of another command", 2, "is of the command", "compare", same,
                 bench.write("client.json", reseal(dict(report, command="client"))))
    bench.expect("changed", 2, "was changed after it was made", "compare", same,
                 bench.write("changed.json", text.replace('"verdict":\t"pass"', '"verdict":\t"fail"')))
    bench.expect("one is missing", 2, "compare takes two reports", "compare", same)


def openssl_says(bench, kind, text, private):
    """Checks a signature with nothing but openssl, as docs/report.md shows."""
    public = bench.path(kind + ".pub")
    covered = bench.write("covered", covered_by(text))
    seal = json.loads(text)["seal"]
    signature = bench.write("signature", base64.b64decode(seal["signature"]))
    subprocess.run([bench.openssl, "pkey", "-in", private, "-pubout", "-out", public], check=True)
    command = (["pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin", "-in", covered, "-sigfile", signature]
               if kind == "ed25519" else ["dgst", "-sha256", "-verify", public, "-signature", signature, covered])
    done = subprocess.run([bench.openssl, *command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        bench.problems.append("openssl refuses what was signed with %s: %s" % (kind, done.stderr + done.stdout))
    return public


def check_keys(bench):
    for kind, command in KEYS.items():
        private = bench.path(kind + ".pem")
        subprocess.run([bench.openssl, *command, "-out", private], capture_output=True, check=True)
        text = bench.report(kind + ".json", "--sign-key", private)
        public = openssl_says(bench, kind, text, private)
        bench.expect(kind, 0, "by the key that was given", "verify", "--key", public, bench.path(kind + ".json"))
        bench.expect(kind + " without its key", 0, "by whoever holds the key", "verify", bench.path(kind + ".json"))
        bench.expect(kind + " asked of another", 1, "is not signed", "verify", "--key", public, bench.path("plain.json"))
        if kind == "ed25519":
            check_members(bench, text, ("--key", public))
        else:
            bench.expect("another key", 1, "not by the key", "verify", "--key", public, bench.path("ed25519.json"))
    weak = bench.path("weak.pem")
    subprocess.run([bench.openssl, "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", weak],
                   capture_output=True, check=True)
    for what, key, words in (("a weak key", weak, "too weak"), ("no key", bench.path("plain.json"), "no private key"),
                             ("a missing key", bench.path("no-such"), "cannot be opened")):
        bench.expect(what, 2, words, "server", "--target", bench.url, "--filter", "payment.answer.echo",
                     "--json", bench.path("unmade.json"), "--sign-key", key)


def main():
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "", folder)
        text = bench.report("plain.json")
        bench.expect("a report", 0, "A digest alone", "verify", bench.path("plain.json"))
        seal = json.loads(text)["seal"]
        if hashlib.sha256(covered_by(text).encode()).hexdigest() != seal["sha256"]:
            bench.problems.append("the digest is not that of the lines before the seal")
        check_members(bench, text)
        check_lines(bench, text)
        check_odd_files(bench, text)
        check_comparison(bench, text)
        if bench.openssl:
            check_keys(bench)
    print("\n".join(bench.problems) or "%d reports looked at" % bench.asked)
    return 1 if bench.problems else 0


if __name__ == "__main__":
    sys.exit(main())
