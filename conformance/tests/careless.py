"""Shows that the vectors bite: runs qfpay-conform against the careless testee, once for each mistake.

    careless.py QFPAY_CONFORM FIXTURES EXAMPLE_FOLDER

A mistake must be caught by vectors that name its pitfall (all of them, when its variants are taken
together), and by no others than those that the testee lists for it; no mistake, by none."""

import concurrent.futures
import fnmatch
import json
import os
import pathlib
import subprocess
import sys
import tempfile

CONFORM, FIXTURES, EXAMPLE = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
TESTEE = [sys.executable, "-B", str(pathlib.Path(__file__).with_name("careless_testee.py")), EXAMPLE]


def named_by_vectors():
    """Pitfall to the ids of the vectors that name it."""
    named = {}
    for path in sorted(FIXTURES.glob("vectors/*.json")):
        for vector in json.loads(path.read_text(encoding="utf-8"))["vectors"]:
            pitfalls = vector.get("pitfall", [])
            for pitfall in [pitfalls] if isinstance(pitfalls, str) else pitfalls:
                named.setdefault(pitfall, set()).add(vector["id"])
    return named


def few_cases(folder):
    """The fixtures with few of the cases, which are read each time and not needed here."""
    for name in ("requirements.json", "templates", "vectors"):
        (folder / name).symlink_to(FIXTURES.resolve() / name)
    (folder / "cases").mkdir()
    (folder / "cases" / "add_note").symlink_to(FIXTURES.resolve() / "cases" / "add_note")


def failing(mistake, folder):
    """The ids of the vectors that a testee with this mistake does not pass."""
    report = folder / (mistake.replace("/", "-") + ".json")
    run = subprocess.run([CONFORM, "client", "--strict", "--fixtures", str(folder),
                          "--answer-timeout", "60",
                          "--json", str(report), "--", *TESTEE, mistake],
                         capture_output=True, text=True, check=False, timeout=100)
    results = json.loads(report.read_text(encoding="utf-8"))["results"]
    bad = {result["id"] for result in results if result["verdict"] != "pass"}
    if run.returncode != (1 if bad else 0):
        sys.exit(f"{mistake}: exit status {run.returncode}\n{run.stdout}{run.stderr}")
    return bad


def complaints(mistakes, caught, named):
    if caught["none"]:
        yield f"without a mistake, these do not pass: {sorted(caught['none'])}"
    for mistake, also in mistakes.items():
        pitfall = mistake.partition("/")[0]
        expected = named.get(pitfall, set())
        allowed = {name for name in caught[mistake] if any(fnmatch.fnmatch(name, one) for one in also)}
        if not caught[mistake] & (expected or allowed):
            yield f"{mistake} goes unnoticed"
        for name in sorted(caught[mistake] - expected - allowed):
            yield f"{mistake} is noticed by {name}, which is not made for it"
    for pitfall, expected in named.items():
        of_it = [caught[mistake] for mistake in mistakes if mistake.partition("/")[0] == pitfall]
        for name in sorted(expected - set().union(*of_it)):
            yield f"{name} is made for {pitfall} and does not notice it"


def main():
    listed = subprocess.run([*TESTEE, "--list"], capture_output=True, text=True, check=True)
    mistakes = json.loads(listed.stdout)
    with tempfile.TemporaryDirectory() as name, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        folder = pathlib.Path(name)
        few_cases(folder)
        names = ["none", *mistakes]
        caught = dict(zip(names, pool.map(lambda name: failing(name, folder), names)))
    found = list(complaints(mistakes, caught, named_by_vectors()))
    print("\n".join(found))
    print(f"{len(mistakes)} mistakes, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
