"""Shows that the vectors bite: runs qfpay-conform against the careless testee, once for each mistake.

    careless.py QFPAY_CONFORM EXAMPLE_FOLDER

A mistake must be caught by vectors that know its pitfall, and by no others than those that the testee
lists for it; no mistake, by none. It must be charged with its pitfall and with no other, and its
variants, taken together, by every vector that knows it. A mistake without a pitfall is charged with
none. A mistake in signing is named by every vector that it spoils, whether made for it or not."""

import concurrent.futures
import fnmatch
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from few_cases import FIXTURES, few_cases

CONFORM, EXAMPLE = sys.argv[1:3]
TESTEE = [sys.executable, "-B", str(pathlib.Path(__file__).with_name("careless_testee.py")), EXAMPLE]


def known_to_vectors():
    """Pitfall to the ids of the vectors that can charge it."""
    known = {}
    for path in sorted(FIXTURES.glob("vectors/*.json")):
        for vector in json.loads(path.read_text(encoding="utf-8"))["vectors"]:
            pitfalls = vector.get("pitfall", [])
            pitfalls = {pitfalls} if isinstance(pitfalls, str) else set(pitfalls)
            mistakes = [one for name in ("tolerated", "wrong", "refused_by") for one in vector.get(name, [])]
            pitfalls.update(mistake["pitfall"] for mistake in mistakes if "pitfall" in mistake)
            for pitfall in pitfalls:
                known.setdefault(pitfall, set()).add(vector["id"])
    return known


# What a mistake in one operation cannot spoil is not asked: there are many mistakes.
IDS = {"sign": "sign.*", "encode": "form.encode.*", "classify": "classify.*", "verify_notification": "notification.*"}


# What is wrong with one value or with several things at once, some vectors meet without knowing it.
NOT_NAMED_BY_ALL = {"PIT-02/goods_name", "PIT-02/txdtm", "PIT-03/left-over", "PIT-06/signed", "PIT-11/udid",
                    "PIT-13/escapes/signed"}
UNKNOWN = "none of the mistakes known here"


class Caught(set):
    """What a vector charges, and whether it names the mistake."""

    def __init__(self, result):
        super().__init__(filter(None, result.get("charged", "").split(", ")))
        self.names = not any(UNKNOWN in finding["message"] for finding in result["findings"])


def failing(mistake, operation, folder):
    """The ids of the vectors that a testee with this mistake does not pass, and what was caught by each."""
    report = folder / (mistake.replace("/", "-") + ".json")
    run = subprocess.run([CONFORM, "client", "--strict", "--fixtures", str(folder),
                          "--answer-timeout", "60", "--filter", IDS.get(operation, "*"),
                          "--json", str(report), "--", *TESTEE, mistake],
                         capture_output=True, text=True, check=False, timeout=100)
    results = json.loads(report.read_text(encoding="utf-8"))["results"]
    bad = {result["id"]: Caught(result) for result in results if result["verdict"] != "pass"}
    if run.returncode != (1 if bad else 0):
        sys.exit(f"{mistake}: exit status {run.returncode}\n{run.stdout}{run.stderr}")
    return bad


def pitfall_of(mistake):
    return {mistake.partition("/")[0]} if mistake.startswith("PIT-") else set()


def complaints(mistakes, caught, known):
    if caught["none"]:
        yield f"without a mistake, these do not pass: {sorted(caught['none'])}"
    for mistake, (_, also) in mistakes.items():
        pitfall = pitfall_of(mistake)
        made = set().union(*(known.get(one, set()) for one in pitfall))
        charged = set().union(*caught[mistake].values())
        if not caught[mistake]:
            yield f"{mistake} goes unnoticed"
        elif not pitfall <= charged:
            yield f"{mistake} is noticed, and not named, by {sorted(caught[mistake])}"
        unnamed = sorted(name for name, one in caught[mistake].items() if name.startswith("sign.") and not (
            one.names and pitfall <= one))
        if unnamed and mistake not in NOT_NAMED_BY_ALL:
            yield f"{mistake} is noticed, and not named, by {unnamed}"
        elif not unnamed and mistake in NOT_NAMED_BY_ALL:
            yield f"{mistake} is named by every vector"
        for name in sorted(caught[mistake]):
            if name not in made and not any(fnmatch.fnmatch(name, one) for one in also):
                yield f"{mistake} is noticed by {name}, which is not made for it"
            for other in sorted(caught[mistake][name] - pitfall):
                yield f"{mistake} is charged with {other} by {name}"
    for pitfall, made in known.items():
        charging = {name for mistake in mistakes if pitfall in pitfall_of(mistake)
                    for name, charged in caught[mistake].items() if pitfall in charged}
        for name in sorted(made - charging):
            yield f"{name} knows {pitfall} and charges nobody with it"


def main():
    listed = subprocess.run([*TESTEE, "--list"], capture_output=True, text=True, check=True)
    mistakes = json.loads(listed.stdout)
    with tempfile.TemporaryDirectory() as name, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        folder = pathlib.Path(name)
        few_cases(folder, "add_note/answer.json")
        operations = {"none": "all", **{name: operation for name, (operation, _) in mistakes.items()}}
        caught = dict(zip(operations, pool.map(lambda one: failing(*one, folder), operations.items())))
    found = list(complaints(mistakes, caught, known_to_vectors()))
    print("\n".join(found))
    print(f"{len(mistakes)} mistakes, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
