"""The driver of ci/bench: runs a bare libmicrohttpd server, the mock in memory and the mock on a file,
with each --sync, under the same load, in interleaved rounds, and prints what they did. Loopback only; every run is
bounded in time. Ratios are taken within a round and their median is reported, because a machine's
speed drifts by more than the differences of interest."""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile

import instructions
from serving import Failure, Server, load, new_prefix, order_number

SAMPLES = 25
STARTS = 9
NAMES = {
    "bare": "bare libmicrohttpd",
    "memory": "mock, in memory",
    "off": "mock, --db FILE --sync off",
    "normal": "mock, --db FILE",
    "full": "mock, --db FILE --sync full",
}

GOALS = (
    ("throughput in memory, ratio to bare", lambda r: r["memory"]["ratio"], ">=", 0.35),
    ("throughput with --db --sync off, ratio to bare", lambda r: r["off"]["ratio"], ">=", 0.25),
    ("p99 in memory, ms", lambda r: r["memory"]["p99_ms"], "<", 4),
    ("p99 with --db --sync off, ms", lambda r: r["off"]["p99_ms"], "<", 4),
    ("start-up in memory, ms", lambda r: r["memory"]["start_ms"], "<", 25),
    ("start-up with --db, ms", lambda r: r["normal"]["start_ms"], "<", 25),
    ("resident before the first order, MiB", lambda r: r["memory"]["idle_mib"], "<", 16),
)


def check_stored(server, prefix, result, connections):
    """A sample of the numbers that were sent must be in the store, each once."""
    answered = result["requests"] - connections
    for i in range(SAMPLES):
        server.stored(order_number(prefix, 2 + i * (answered - 2) // SAMPLES))


def measure(kind, command, options):
    is_mock = kind != "bare"
    prefix = new_prefix()
    with Server(command, "/__sandbox/health" if is_mock else "/") as server:
        idle_mib = server.resident_mib()
        result = load(server, options.seconds, options.connections, ("payment", prefix))
        figures = {
            "per_second": result["per_second"],
            "cpu_us": result["cpu_us"],
            "p50_ms": result["p50_us"] / 1000,
            "p99_ms": result["p99_us"] / 1000,
            "idle_mib": idle_mib,
            "after_mib": server.resident_mib(),
            "requests": result["requests"],
        }
        if is_mock:
            check_stored(server, prefix, result, options.connections)
    return figures


def commands_in(folder, options, name):
    """A fresh database file for every start, so that no round pays for an earlier one's orders."""
    mock = [str(options.mock), "--log", "off"]
    files = {sync: mock + ["--sync", sync, "--db", os.path.join(folder, f"{name}-{sync}.db")]
             for sync in ("off", "normal", "full")}
    return {"bare": [str(options.bare)], "memory": mock, **files}


def start_times(folder, options):
    times = {kind: [] for kind in NAMES}
    for start in range(STARTS):
        for kind, command in commands_in(folder, options, f"start-{start}").items():
            with Server(command, "/" if kind == "bare" else "/__sandbox/health") as server:
                times[kind].append(server.start_ms)
    return {kind: statistics.median(values) for kind, values in times.items()}


def check_answers(folder, options):
    """Before anything is measured: do signed payments get what a payment gets?"""
    with Server(commands_in(folder, options, "check")["memory"], "/__sandbox/health") as server:
        result = load(server, 1, options.connections, ("payment", new_prefix()), check=True)
    print(f"{result['requests']} answers read: every one is 0000 with a QR code", flush=True)


def run(options):
    rounds = {kind: [] for kind in NAMES}
    with tempfile.TemporaryDirectory(prefix="qfpay-bench-", dir=options.folder) as folder:
        check_answers(folder, options)
        starts = start_times(folder, options)
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            for kind, command in commands_in(folder, options, f"round-{number}").items():
                rounds[kind].append(measure(kind, command, options))
                for leftover in pathlib.Path(folder).glob("*.db*"):
                    leftover.unlink()
    return summarise(rounds, starts)


def summarise(rounds, starts):
    results = {}
    for kind, runs in rounds.items():
        median = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        median["ratio"] = statistics.median(
            run["per_second"] / bare["per_second"] for run, bare in zip(runs, rounds["bare"]))
        median["cpu_ratio"] = statistics.median(
            run["cpu_us"] / bare["cpu_us"] for run, bare in zip(runs, rounds["bare"]))
        median["start_ms"] = starts[kind]
        median["rounds"] = runs
        results[kind] = median
    return results


def show(results):
    print()
    print("| server | requests/s | ratio | CPU us/request | p50 ms | p99 ms "
          "| start ms | idle MiB | after MiB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for kind, r in results.items():
        print(f"| {NAMES[kind]} | {r['per_second']:,.0f} | {r['ratio']:.2f} | {r['cpu_us']:.1f} "
              f"| {r['p50_ms']:.2f} | {r['p99_ms']:.2f} | {r['start_ms']:.1f} "
              f"| {r['idle_mib']:.1f} | {r['after_mib']:.1f} |")
    print()
    for text, value_of, relation, goal in GOALS:
        value = value_of(results)
        reached = value >= goal if relation == ">=" else value < goal
        print(f"{'reached' if reached else 'MISSED ':8} {text}: {value:.2f}, goal {relation} {goal}")


def read_options():
    parser = argparse.ArgumentParser(prog="ci/bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (1 to 50)")
    parser.add_argument("--seconds", type=int, default=5, help="load per server and round (1 to 60)")
    parser.add_argument("--connections", type=int, default=64, help="keep-alive connections (1 to 200)")
    parser.add_argument("--json", metavar="FILE", help="write the figures of every round there")
    parser.add_argument("--folder", help="where the database files go (default: the system's)")
    parser.add_argument("--bare", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--mock", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name, most in (("rounds", 50), ("seconds", 60), ("connections", 200)):
        if not 1 <= getattr(options, name) <= most:
            parser.error(f"--{name} must be from 1 to {most}")
    return options


def main():
    options = read_options()
    try:
        results = run(options)
        show(results)
        if shutil.which("valgrind"):
            results["instructions"] = instructions.measure(options.mock)
            instructions.show(results["instructions"])
    except Failure as failure:
        print(f"ci/bench: {failure}", file=sys.stderr)
        return 1
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
