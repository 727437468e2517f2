"""The long runs of ci/soak --minutes: kills, a mixed load, and mutated calls in process. Everything that
is left to chance comes of --seed; each part has its share of the minutes and says what it did in one line.

    soak.py --mock QFPAY_MOCK --fuzzer CALL_FUZZER --minutes N [--seed N] [--requests N]"""

import argparse
import concurrent.futures
import http.client
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "mock_server" / "tests"))

import sandbox  # noqa: E402  (where the tests of the mock have it)

KILL_SHARE, LOAD_SHARE = 0.15, 0.15  # of the minutes; the rest is for mutated calls
CLIENTS = 8
IDLE = 40  # connections that say nothing
SETTLE_SECONDS = 60
WORLD_ORDERS = 300  # then a world is reset
MEMORY_FACTOR, MEMORY_MORE_KIB = 1.5, 16 * 1024
BROKEN = (OSError, http.client.HTTPException)


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mock", required=True)
    parser.add_argument("--fuzzer", help="without it no mutated calls")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--requests", type=int, default=10_000_000, help="mutated calls, at most")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/soak")
    return parser.parse_args()


# Kills.

def pay_until_it_dies(mock, life, client):
    """The numbers that were answered with 0000."""
    answered = []
    shop = sandbox.Merchant(mock)
    try:
        while True:
            number = f"life{life}-{client}-{len(answered)}"
            if shop.pay(number).json()["respcd"] != "0000":
                raise SystemExit(f"{number} was refused")
            answered.append(number)
    except BROKEN:
        return answered
    finally:
        shop.connection.close()


def lost_of(mock, numbers):
    shop = sandbox.Merchant(mock)
    lost = []
    for at in range(0, len(numbers), 100):
        some = numbers[at:at + 100]
        found = {record["out_trade_no"] for record in shop.records(out_trade_no=",".join(some), page_size="100")}
        lost += [number for number in some if number not in found]
    shop.connection.close()
    return lost


def kill(mock_program, seconds, seed):
    """SIGKILL under load, again and again on one file: no answered order is lost."""
    dice = random.Random(seed)
    ends = time.monotonic() + seconds
    lives = orders = 0
    numbers = []
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        while time.monotonic() < ends:
            mock = sandbox.Mock(mock_program, "--db", f"{folder}/db", "--now", "2026-03-10 12:00:00")
            lost = lost_of(mock, numbers)
            if lost:
                sys.exit(f"kills: --seed {seed}, life {lives}: lost {lost}")
            running = [pool.submit(pay_until_it_dies, mock, lives, client) for client in range(CLIENTS)]
            time.sleep(dice.uniform(0.02, 0.6))
            mock.kill()
            mock.process.stdout.close()
            numbers = [number for one in running for number in one.result()]
            orders += len(numbers)
            lives += 1
    print(f"kills: {lives}, {orders} answered orders, 0 lost", flush=True)


# A mixed load.

def measure(pid):
    """KiB of memory, descriptors, threads."""
    status = dict(line.split(":\t", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
                  if ":\t" in line)
    return int(status["VmRSS"].split()[0]), len(os.listdir(f"/proc/{pid}/fd")), int(status["Threads"])


def garbage(mock, dice):
    with socket.create_connection(("127.0.0.1", mock.port), timeout=60) as raw:
        raw.sendall(dice.randbytes(dice.randrange(1, 2000)))
        if dice.random() < 0.5:
            raw.shutdown(socket.SHUT_WR)


def half_a_request(mock, dice):
    with socket.create_connection(("127.0.0.1", mock.port), timeout=60) as raw:
        raw.sendall(b"POST /trade/v1/payment HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\ntxamt=1"
                    [:dice.randrange(1, 80)])


def wrong_signature(shop, dice):
    key, shop.client_key = shop.client_key, "0" * 32
    shop.call("payment", sandbox.payment("x" * dice.choice((8, 64))) | {"goods_name": "x" * dice.randrange(9000)})
    shop.client_key = key


class Customer:
    """A client with a world of its own, which does one thing after the other by chance."""

    def __init__(self, mock, seed):
        self.mock, self.dice = mock, random.Random(seed)
        self.shop = sandbox.fresh_merchant(mock)
        self.orders = self.calls = 0

    def pay(self):
        self.orders += 1
        self.shop.pay(f"order-{self.orders}", trigger=self.dice.choice(
            (None,) * 6 + ("respcd=1205", "ending=0000", "reshape=shuffled-keys", "garbage", "slow=20")))

    def ask(self):
        self.shop.records(out_trade_no=f"order-{self.dice.randint(1, self.orders + 1)}")

    def refund(self):
        newest = self.shop.control("GET", "transactions?limit=1")["transactions"]
        if newest:
            self.shop.call("refund", {"syssn": newest[0]["syssn"], "out_trade_no": f"back-{self.calls}",
                                      "txamt": "1", "txdtm": "2026-03-10 12:00:00"})

    def set_rules(self):
        self.shop.control("POST", "rules", {"match": {"params": {"out_trade_no": "^(order|x)-[0-9]*7$"}},
                                            "respond": [{"respcd": "1145"}, {"pass": True}], "after": "remove"})
        self.shop.control("GET", "rules")
        self.shop.control("DELETE", "rules")

    def look(self):
        self.shop.control("GET", self.dice.choice(
            ("transactions?limit=50", "requests?limit=20", "notifications?limit=20", "catalogue", "merchants")))

    def disturb(self):
        self.dice.choice((garbage, half_a_request))(self.mock, self.dice)

    def mistake(self):
        wrong_signature(self.shop, self.dice)

    def start_again(self):
        if self.orders > WORLD_ORDERS:
            self.shop.control("POST", "reset")
            self.orders = 0

    ways = (pay, pay, pay, pay, ask, ask, refund, set_rules, look, disturb, mistake, start_again)

    def live(self, ends):
        while time.monotonic() < ends:
            self.dice.choice(self.ways)(self)
            self.calls += 1
        self.shop.control("DELETE", f"merchants/{self.shop.app_code}")
        self.shop.connection.close()
        return self.calls


def idle(mock, ends, dice):
    """Connections that come, say nothing and go."""
    while time.monotonic() < ends:
        held = [socket.create_connection(("127.0.0.1", mock.port), timeout=60) for _ in range(IDLE)]
        time.sleep(dice.uniform(0.5, 2))
        for one in held:
            one.close()


def watch(pid, ends, out):
    """Each second one line; back come all."""
    seen = []
    with out.open("w") as lines:
        lines.write("second\tmemory_kib\tdescriptors\tthreads\n")
        while time.monotonic() < ends:
            seen.append(measure(pid))
            lines.write("\t".join(map(str, (len(seen), *seen[-1]))) + "\n")
            time.sleep(1)
    return seen


def settled(mock, before):
    """What is left when everybody has gone, and what the mock waits for in vain has had its time."""
    ends = time.monotonic() + SETTLE_SECONDS
    seen = measure(mock.process.pid)
    while seen[1] > before[1] + CLIENTS and time.monotonic() < ends:
        time.sleep(0.1)
        seen = measure(mock.process.pid)
    return seen


def load(mock_program, seconds, seed, out):
    with sandbox.Mock(mock_program, "--now", "2026-03-10 12:00:00", "--journal", "200") as mock, \
            concurrent.futures.ThreadPoolExecutor(CLIENTS + 2) as pool:
        before = measure(mock.process.pid)
        ends = time.monotonic() + seconds
        watching = pool.submit(watch, mock.process.pid, ends, out)
        silent = pool.submit(idle, mock, ends, random.Random(seed))
        running = [pool.submit(Customer(mock, seed + client).live, ends) for client in range(CLIENTS)]
        calls = sum(one.result() for one in running)
        silent.result()
        seen = watching.result()
        after = settled(mock, before)
    warm = max(one[0] for one in seen[:max(1, len(seen) // 3)])
    most = [max(one[i] for one in seen) for i in range(3)]
    print(f"load: {calls} calls of {CLIENTS} clients; memory {before[0]} KiB before, {warm} after a third, "
          f"{most[0]} at most, {after[0]} at the end; descriptors {before[1]}, {most[1]}, {after[1]}; "
          f"threads {before[2]}, {most[2]}, {after[2]} ({out.relative_to(ROOT)} has each second)", flush=True)
    if most[0] > warm * MEMORY_FACTOR + MEMORY_MORE_KIB:
        sys.exit(f"load: --seed {seed}: memory goes on growing")
    if after[1] > before[1] + CLIENTS or most[2] != before[2]:
        sys.exit(f"load: --seed {seed}: descriptors or threads were left over")


# Mutated calls.

def fuzz_once(fuzzer, seed, seconds, out):
    """One process with a seed of its own; new inputs go to the corpus that all share."""
    corpus = out / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    log = out / f"call-{seed}.log"
    with log.open("w") as lines:
        status = subprocess.run(
            [fuzzer, f"-seed={seed}", f"-max_total_time={int(seconds)}", "-timeout=10", "-max_len=2048",
             "-rss_limit_mb=1024", "-entropic=0", f"-dict={ROOT}/fuzz/dictionaries/call.dict",
             f"-artifact_prefix={out}/finding-", str(corpus), str(ROOT / "fuzz/corpora/call")],
            stdout=lines, stderr=subprocess.STDOUT, check=False,
            env=os.environ | {"ASAN_OPTIONS": "quarantine_size_mb=16:malloc_context_size=8"}).returncode
    text = log.read_text(errors="replace")
    if status != 0:
        sys.exit(f"{text[-3000:]}\nfuzz: a finding, see {log} and {out}/finding-*")
    return (int(text.rsplit("Requests: ", 1)[1].split()[0]), int(text.rsplit("Done ", 1)[1].split()[0]))


def fuzz(fuzzer, seconds, seed, most, out):
    """In pieces of a few minutes, until the time or the number is reached."""
    ends = time.monotonic() + seconds
    requests = inputs = pieces = 0
    jobs = os.cpu_count() or 1
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        while requests < most and time.monotonic() < ends:
            piece = max(5, min(300, ends - time.monotonic()))
            running = [pool.submit(fuzz_once, fuzzer, seed + pieces * jobs + job, piece, out)
                       for job in range(jobs)]
            for one in running:
                done = one.result()
                requests += done[0]
                inputs += done[1]
            pieces += 1
    kept = sum(1 for _ in (out / "corpus").iterdir())
    print(f"fuzz: {requests} mutated calls in {inputs} inputs, {kept} kept in {out.relative_to(ROOT)}/corpus, "
          "0 findings", flush=True)


def main():
    given = options()
    seconds = given.minutes * 60
    given.out.mkdir(parents=True, exist_ok=True)
    kill(given.mock, seconds * KILL_SHARE, given.seed)
    load(given.mock, seconds * LOAD_SHARE, given.seed, given.out / "load.tsv")
    if given.fuzzer:
        fuzz(given.fuzzer, seconds * (1 - KILL_SHARE - LOAD_SHARE), given.seed, given.requests, given.out)


main()
