"""Does a call cost more when much is stored? ci/bench --scale fills one mock with 1,000 orders and one
with 1,000,000, then lets both answer queries, lists and payments, in interleaved rounds, and compares
the processor time per request. In memory, then with --db. At last mocks with 2, 1,000 and 10,000
merchants answer payments, strangers' calls and payments of which a local receiver is notified."""

import argparse
import contextlib
import json
import pathlib
import random
import statistics
import sys
import tempfile
import time

from serving import PATIENCE_SECONDS, Failure, Server, load, new_prefix, order_number

FEW = 1_000
FILL_SECONDS = 5
FILL_TURNS = 60
PAYMENTS = 5_000  # in a round; the store of few is then emptied and filled again
SAMPLE = 5_000
GOAL = 1.3
SEED = 20261123
KINDS = (
    ("syssn", "query by syssn"),
    ("out_trade_no", "query by out_trade_no"),
    ("payment", "payment"),
    ("newest", "list of the newest order"),
    ("nothing", "list that no order passes"),
)
LISTS = {
    "newest": "/__sandbox/transactions?limit=1",
    "nothing": "/__sandbox/transactions?limit=1&state=failed",
}
MERCHANTS = (2, 1_000, 10_000)
CROWD_KINDS = (
    ("payment", "payment"),
    ("stranger", "payment with an unknown app code"),
    ("notified", "payment and its notification"),
)
NOTIFIED = 2_000  # in a round


def fill(server, target, connections):
    """Pay until so many orders are stored; returns their numbers (wrk keeps the first to itself)."""
    numbers = []
    for _ in range(FILL_TURNS):
        if len(numbers) >= target:
            return numbers
        prefix = new_prefix()
        rest = target - len(numbers)
        result = load(server, 1 if rest <= FEW else FILL_SECONDS, connections, ("payment", prefix),
                      most=rest + 2 * connections)
        answered = min(rest, result["requests"] - connections)
        numbers.extend(order_number(prefix, number) for number in range(2, answered + 2))
    raise Failure(f"{target} orders were not stored in time: there are {len(numbers)}")


class Shop:
    """A server with a number of orders, and files of what to ask it."""

    def __init__(self, server, folder, name, target, connections):
        self.server = server
        self.target = target
        self.connections = connections
        self.files = {kind: folder / f"{name}.{kind}" for kind in ("syssn", "out_trade_no")}
        before = server.resident_mib()
        self.refill()
        self.bytes_per_order = (server.resident_mib() - before) * 2**20 / target
        for kind in self.files:
            load(server, 1, connections, ("query", kind, str(self.files[kind])), check=True)

    def refill(self):
        numbers = fill(self.server, self.target, self.connections)
        chosen = random.Random(SEED).sample(numbers, min(SAMPLE, len(numbers)))
        found = [self.server.stored(order) for order in chosen]
        for kind, file in self.files.items():
            file.write_text("".join(order[kind] + "\n" for order in found), encoding="ascii")

    def measure(self, kind):
        if kind in LISTS:
            return load(self.server, 1, 1, ("get", LISTS[kind]))
        if kind != "payment":
            return load(self.server, 1, self.connections, ("query", kind, str(self.files[kind])))
        result = load(self.server, 1, self.connections, ("payment", new_prefix()), most=PAYMENTS)
        if self.target == FEW:  # else it would grow with every round
            status, _ = self.server.call("POST", "/__sandbox/reset")
            if status != 204:
                raise Failure(f"the reset answered {status}")
            self.refill()
        return result


def compare(few, many, rounds):
    """Per kind the medians of both and the median of the ratios within a round."""
    runs = {kind: [] for kind, _ in KINDS}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        for kind, _ in KINDS:
            shops = (few, many) if number % 2 == 0 else (many, few)
            results = {shop.target: shop.measure(kind) for shop in shops}
            runs[kind].append({"few": results[few.target], "many": results[many.target]})
    rows = {}
    for kind, pairs in runs.items():
        rows[kind] = {"rounds": pairs}
        for value in ("cpu_us", "per_second"):
            for size in ("few", "many"):
                rows[kind][f"{value}_{size}"] = statistics.median(p[size][value] for p in pairs)
            rows[kind][f"{value}_ratio"] = statistics.median(
                p["many"][value] / p["few"][value] for p in pairs)
    return rows


def run_store(store, options):
    """One kind of store: both sizes side by side, each process with a file of its own."""
    with tempfile.TemporaryDirectory(prefix="qfpay-scale-", dir=options.folder) as name:
        folder = pathlib.Path(name)

        def command(which):
            at_file = ["--sync", "off", "--db", str(folder / f"{which}.db")] if store == "file" else []
            return [str(options.mock), "--log", "off", *at_file]

        with (Server(command("few"), "/__sandbox/health") as few_server,
              Server(command("many"), "/__sandbox/health") as many_server):
            print(f"storing {options.orders:,} orders ({store})", file=sys.stderr, flush=True)
            many = Shop(many_server, folder, "many", options.orders, options.connections)
            few = Shop(few_server, folder, "few", FEW, options.connections)
            rows = compare(few, many, options.rounds)
        size = sum(file.stat().st_size for file in folder.glob("many.db*"))
        paid = options.orders + PAYMENTS * options.rounds
        return {"calls": rows, "bytes_in_memory": many.bytes_per_order,
                "bytes_in_file": size / paid if store == "file" else None}


class Crowd:
    """A server with a number of merchants, and one receiver for what they are told."""

    def __init__(self, server, receiver, count, connections):
        self.server = server
        self.receiver = receiver
        self.count = count
        self.connections = connections
        for _ in range(count - len(self.merchants())):
            status, _ = server.call("POST", "/__sandbox/merchants", "{}")
            if status != 201:
                raise Failure(f"a new merchant was answered {status}")

    def merchants(self):
        return json.loads(self.server.call("GET", "/__sandbox/merchants")[1])["merchants"]

    def measure(self, kind):
        if kind != "notified":
            result = load(self.server, 1, self.connections, (kind, new_prefix()), most=PAYMENTS)
            return {"cpu_us": result["cpu_us"]}
        cpu, began = self.server.cpu_seconds(), time.perf_counter()
        arrived = self.arrived()
        url = f"http://127.0.0.1:{self.receiver.port}/notify"
        paid = load(self.server, 1, self.connections, (kind, new_prefix(), url), most=NOTIFIED)["requests"]
        while self.arrived() < arrived + paid:
            if time.perf_counter() - began > PATIENCE_SECONDS:
                raise Failure(f"of {paid} notifications {self.arrived() - arrived} arrived in time")
            time.sleep(0.002)
        return {"cpu_us": (self.server.cpu_seconds() - cpu) * 1e6 / paid}

    def arrived(self):
        return int(self.receiver.call("GET", "/notify")[1])


def run_crowds(options):
    """Per kind the medians of all crowds, and of the ratios of the largest to the smallest."""
    runs = {kind: [] for kind, _ in CROWD_KINDS}
    with contextlib.ExitStack() as stack:
        receiver = stack.enter_context(Server([str(options.bare)], "/notify"))
        crowds = []
        for count in MERCHANTS:
            print(f"making {count:,} merchants", file=sys.stderr, flush=True)
            server = stack.enter_context(Server([str(options.mock), "--log", "off"], "/__sandbox/health"))
            crowds.append(Crowd(server, receiver, count, options.connections))
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            for kind, _ in CROWD_KINDS:
                results = {crowd.count: crowd.measure(kind)["cpu_us"]
                           for crowd in (crowds if number % 2 == 0 else reversed(crowds))}
                runs[kind].append(results)
    return {kind: {"rounds": rounds,
                   "cpu_us": {count: statistics.median(r[count] for r in rounds) for count in MERCHANTS},
                   "cpu_us_ratio": statistics.median(r[MERCHANTS[-1]] / r[MERCHANTS[0]] for r in rounds)}
            for kind, rounds in runs.items()}


def show_crowds(results):
    print()
    print("| call | " + " | ".join(f"CPU us, {count:,} merchants" for count in MERCHANTS) + " | ratio |")
    print("|---|" + "---|" * (len(MERCHANTS) + 1))
    for kind, text in CROWD_KINDS:
        row = results[kind]
        print(f"| {text} | " + " | ".join(f"{row['cpu_us'][count]:.1f}" for count in MERCHANTS)
              + f" | {row['cpu_us_ratio']:.2f} |")
    print()
    for kind, text in CROWD_KINDS:
        ratio = results[kind]["cpu_us_ratio"]
        print(f"{'reached' if ratio < GOAL else 'MISSED ':8} {text}: {ratio:.2f}, goal < {GOAL}")


def show(results, options):
    print()
    print(f"| store | call | CPU us, {FEW:,} orders | CPU us, {options.orders:,} orders | ratio "
          "| requests/s, ratio |")
    print("|---|---|---|---|---|---|")
    names = {"memory": "memory", "file": "--db FILE --sync off"}
    for store, result in results.items():
        for kind, text in KINDS:
            row = result["calls"][kind]
            print(f"| {names[store]} | {text} | {row['cpu_us_few']:.1f} | {row['cpu_us_many']:.1f} "
                  f"| {row['cpu_us_ratio']:.2f} | {row['per_second_ratio']:.2f} |")
    print()
    for store, result in results.items():
        in_file = "" if result["bytes_in_file"] is None else f", {result['bytes_in_file']:.0f} bytes of file"
        print(f"{names[store]}: {result['bytes_in_memory']:.0f} bytes of memory{in_file} per stored order")
    for store, result in results.items():
        for kind, text in KINDS:
            ratio = result["calls"][kind]["cpu_us_ratio"]
            print(f"{'reached' if ratio < GOAL else 'MISSED ':8} {names[store]}, {text}: "
                  f"{ratio:.2f}, goal < {GOAL}")


def read_options():
    parser = argparse.ArgumentParser(prog="ci/bench --scale", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (1 to 50)")
    parser.add_argument("--orders", type=int, default=1_000_000, help="in the large store (10,000 to 5,000,000)")
    parser.add_argument("--connections", type=int, default=64, help="keep-alive connections (1 to 200)")
    parser.add_argument("--json", metavar="FILE", help="write the figures of every round there")
    parser.add_argument("--folder", help="where the database files go (default: the system's)")
    parser.add_argument("--bare", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--mock", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name, least, most in (("rounds", 1, 50), ("orders", 10_000, 5_000_000), ("connections", 1, 200)):
        if not least <= getattr(options, name) <= most:
            parser.error(f"--{name} must be from {least} to {most}")
    return options


def main():
    options = read_options()
    try:
        results = {store: run_store(store, options) for store in ("memory", "file")}
        show(results, options)
        results["merchants"] = run_crowds(options)
        show_crowds(results["merchants"])
    except Failure as failure:
        print(f"ci/bench: {failure}", file=sys.stderr)
        return 1
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
