"""How fast are notifications, and whom do dead receivers delay? ci/bench --notifications lets a queue run
off to one local receiver, of one merchant and of a hundred, and then times single notifications beside
receivers that never answer. Each figure is the median of the rounds, delays the largest of each."""

import argparse
import concurrent.futures
import json
import pathlib
import statistics
import sys
import time

from receiver import Deaf, Receiver
from serving import HERE, PATIENCE_SECONDS, Failure, Server

sys.path.insert(0, str(HERE.parents[1] / "mock_server" / "tests"))
from sandbox import fresh_merchant, payment  # noqa: E402

PAID_AT_ONCE = "802808"
QUEUED = 10_000
CROWD = 100
TO_DEAD = 300  # notifications of one merchant
DEAD = 32
DEAD_EACH = 5  # of each merchant of a crowd
SAMPLES = 30
LATE_SECONDS = 601  # past what a late notification waits
WRITERS = 4
GOALS = (
    ("rate", "deliveries a second to one receiver, of one merchant", ">=", 5_000),
    ("cpu_us", "the mock's CPU us for each", None, None),
    ("rate_of_crowd", f"deliveries a second to one receiver, of {CROWD} merchants", ">=", 5_000),
    ("cpu_us_of_crowd", "the mock's CPU us for each", None, None),
    ("other_ms", f"ms, another merchant's beside {TO_DEAD} to {DEAD} dead receivers", "<=", 100),
    ("own_ms", "ms, that merchant's own to a receiver that answers", "<=", 100),
    ("beside_crowd_ms", f"ms, beside {CROWD} merchants with {DEAD_EACH} dead receivers each", "<=", 100),
)


def pay(merchant, number, url, trigger=None):
    """A payment by card, paid at once and notified to url."""
    answer = merchant.call("payment", payment(number) | {"pay_type": PAID_AT_ONCE, "notify_url": url}, trigger).json()
    if answer.get("respcd") != "0000":
        raise Failure(f"a payment was answered {answer}")


def wait_for(is_there, what, pause=0.001):
    end = time.perf_counter() + PATIENCE_SECONDS
    while not is_there():
        if time.perf_counter() > end:
            raise Failure(f"{what} in {PATIENCE_SECONDS} s")
        time.sleep(pause)


def queue_up(merchant, count, url):
    merchant.control("PUT", "clock", {"frozen": True})
    for number in range(count):
        pay(merchant, f"queued-{number}", url, "late-notification")


def rate(options, merchants):
    """Deliveries a second of what merchants have queued, all at once, and what each costs."""
    with (Server([str(options.mock), "--log", "off"], "/__sandbox/health") as mock,
          Server([str(options.bare)], "/notify") as bare):
        url = f"http://127.0.0.1:{bare.port}/notify"
        shops = [fresh_merchant(mock) for _ in range(merchants)]
        with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(lambda shop: queue_up(shop, QUEUED // merchants, url), shops))
        began, cpu = time.perf_counter(), mock.cpu_seconds()
        for shop in shops:  # the answers come when all is delivered: they are not waited for
            shop.connection.request("PUT", f"/__sandbox/clock?app_code={shop.app_code}",
                                    json.dumps({"advance_seconds": LATE_SECONDS}))
        wait_for(lambda: int(bare.call("GET", "/notify")[1]) >= QUEUED, "not everything was delivered", 0.02)
        return QUEUED / (time.perf_counter() - began), (mock.cpu_seconds() - cpu) * 1e6 / QUEUED


def delay(merchant, number, receiver):
    """Milliseconds from the payment's call until its notification comes."""
    began = time.perf_counter()
    pay(merchant, number, receiver.url)
    wait_for(lambda: number in receiver.came, "a notification did not come")
    return (receiver.came[number] - began) * 1000


def beside_one(options):
    """The longest delay of others, and that of the merchant with the dead receivers itself."""
    with (Server([str(options.mock), "--log", "off"], "/__sandbox/health") as mock, Deaf(DEAD) as deaf,
          Receiver() as receiver, Receiver() as own):
        waiting, *others = [fresh_merchant(mock) for _ in range(3)]
        for number in range(TO_DEAD):
            pay(waiting, f"dead-{number}", deaf.url(number))
        delays = [delay(others[number % 2], f"live-{number}", receiver) for number in range(SAMPLES)]
        return max(delays), delay(waiting, "own", own)


def beside_crowd(options):
    """The longest delay of others while each of a crowd has dead receivers of its own."""
    with (Server([str(options.mock), "--log", "off"], "/__sandbox/health") as mock,
          Deaf(CROWD * DEAD_EACH) as deaf, Receiver() as receiver):
        for crowd in range(CROWD):
            merchant = fresh_merchant(mock)
            for number in range(DEAD_EACH):
                pay(merchant, f"dead-{number}", deaf.url(crowd * DEAD_EACH + number))
        return max(delay(fresh_merchant(mock), f"live-{number}", receiver) for number in range(SAMPLES))


def measure(options):
    figures = {}
    figures["rate"], figures["cpu_us"] = rate(options, 1)
    figures["rate_of_crowd"], figures["cpu_us_of_crowd"] = rate(options, CROWD)
    figures["other_ms"], figures["own_ms"] = beside_one(options)
    figures["beside_crowd_ms"] = beside_crowd(options)
    return figures


def show(medians):
    print("| what | figure | wanted |")
    print("|---|---|---|")
    for name, text, order, goal in GOALS:
        wanted = f"{order} {goal:,}" if goal else ""
        print(f"| {text} | {medians[name]:,.0f} | {wanted} |")
    print()
    for name, text, order, goal in filter(lambda row: row[3], GOALS):
        is_reached = medians[name] >= goal if order == ">=" else medians[name] <= goal
        print(f"{'reached' if is_reached else 'MISSED ':8} {text}: {medians[name]:,.0f}, goal {order} {goal:,}")


def read_options():
    parser = argparse.ArgumentParser(prog="ci/bench --notifications", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="1 to 20")
    parser.add_argument("--json", metavar="FILE", help="write the figures of every round there")
    parser.add_argument("--bare", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--mock", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not 1 <= options.rounds <= 20:
        parser.error("--rounds must be from 1 to 20")
    return options


def main():
    options = read_options()
    rounds = []
    try:
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            rounds.append(measure(options))
    except Failure as failure:
        print(f"ci/bench: {failure}", file=sys.stderr)
        return 1
    medians = {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}
    show(medians)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps({"medians": medians, "rounds": rounds}, indent=2) + "\n",
                                              encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
