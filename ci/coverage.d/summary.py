"""Adds up what gcov says about the sources of the project, tests and generated files left out. A line
counts once, however many programs contain it, and is reached when any of them reached it."""

import collections
import json
import pathlib
import subprocess
import sys

COMPONENTS = ("protocol", "program", "client", "mock_server", "conformance")
WORST = 12


def reports(build):
    """What gcov says, object by object, also of objects that no test ran."""
    for data in sorted(build.rglob("*.gcno")):
        done = subprocess.run(["gcov", "--json-format", "--stdout", str(data.resolve())],
                              capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            yield from json.loads(line)["files"]


def gather(build, root):
    reached = collections.defaultdict(dict)
    for report in reports(build):
        path = pathlib.Path(report["file"])
        if path.is_absolute():
            path = path.resolve()  # headers of the mock are found by way of links (qfpay_floors)
        if path.is_relative_to(root):
            path = path.relative_to(root)
        if path.is_absolute() or path.parts[0] not in COMPONENTS or "tests" in path.parts:
            continue
        lines = reached[path]
        for line in report["lines"]:
            number = line["line_number"]
            lines[number] = lines.get(number, False) or line["count"] > 0
    return reached


def share(lines):
    return 100 * sum(lines) / len(lines) if lines else 100.0


def main():
    reached = gather(pathlib.Path(sys.argv[1]), pathlib.Path.cwd())
    if not reached:
        print("no coverage data found", file=sys.stderr)
        return 1
    for component in COMPONENTS:
        lines = [hit for path, found in reached.items() if path.parts[0] == component
                 for hit in found.values()]
        if lines:
            print(f"{share(lines):5.1f} %  {len(lines):5d} lines  {component}")
    print("\nreached least:")
    shares = sorted((share(list(found.values())), path) for path, found in reached.items())
    for percent, path in shares[:WORST]:
        print(f"{percent:5.1f} %  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
