"""The driver of ci/bench --suite: how long qfpay-conform takes for everything it can judge on this
machine. Each run must end as expected, or its time means nothing. Medians over rounds."""

import argparse
import pathlib
import resource
import statistics
import subprocess
import sys
import time

from serving import Failure, Server

PATIENCE_SECONDS = 600

# What, how to run it, and the goal in seconds; None where the pauses of a client decide.
RUNS = (
    ("every case against the mock", ["server", "--strict", "--target", "{url}"], 5),
    ("every vector against qfpay testee", ["client", "--strict", "--", "{qfpay}", "testee"], None),
    ("every scenario against qfpay", ["client", "--network", "--mock", "{mock}", "--", "{wrapper}"], None),
    ("every defect of the mock", ["selftest", "--mock", "{mock}"], 180),
)


def seconds_of(command, environment):
    """Wall and processor time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    ended = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, timeout=PATIENCE_SECONDS, check=False)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    last = ended.stdout.decode(errors="replace").strip().rpartition("\n")[2]
    if ended.returncode != 0:
        raise Failure(f"{' '.join(command[:3])} ended with {ended.returncode}: {last}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, last


def measure(options):
    environment = {"PATH": "/usr/bin:/bin", "QFPAY": str(options.qfpay)}
    texts = {"qfpay": str(options.qfpay), "mock": str(options.mock), "wrapper": str(options.wrapper)}
    rows = []
    for name, words, goal in RUNS:
        times = []
        for number in range(options.rounds):
            print(f"{name}, round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            with Server([str(options.mock), "--log", "off"], "/__sandbox/health") as server:
                texts["url"] = f"http://127.0.0.1:{server.port}"
                command = [str(options.conform)] + [word.format(**texts) for word in words]
                times.append(seconds_of(command, environment))
        rows.append((name, goal, statistics.median(wall for wall, _, _ in times),
                     statistics.median(cpu for _, cpu, _ in times), times[-1][2]))
    return rows


def show(rows):
    print("\n| qfpay-conform | seconds | its CPU seconds | it says |\n|---|---|---|---|")
    for name, _, wall, cpu, said in rows:
        print(f"| {name} | {wall:.1f} | {cpu:.1f} | {said} |")
    print()
    for name, goal, wall, _, _ in rows:
        if goal is not None:
            print(f"{'reached' if wall < goal else 'MISSED ':8} {name}: {wall:.1f} s, goal < {goal}")


def main():
    parser = argparse.ArgumentParser(prog="ci/bench --suite", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (1 to 20)")
    for name in ("mock", "conform", "qfpay", "wrapper"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not 1 <= options.rounds <= 20:
        parser.error("--rounds must be from 1 to 20")
    try:
        show(measure(options))
    except (Failure, subprocess.TimeoutExpired) as failure:
        print(f"ci/bench: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
