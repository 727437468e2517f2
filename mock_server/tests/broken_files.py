"""What a mock does with a --db file that somebody truncated, whose bytes were flipped, or that may only be
read: it says no in one sentence that names the file and leaves what is stored as it was, or it serves. It
never crashes, hangs or says nothing: broken_files.py QFPAY_MOCK [--rounds N] [--seed N]"""

import argparse
import hashlib
import http.client
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import types

from sandbox import Merchant, Mock

ORDERS = 40
PATIENCE_SECONDS = 60
NOBODY = 65534


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=14)
    return parser.parse_args()


def filled(program, path):
    """A file with orders, rules and a merchant of its own, of a mock that ended in order."""
    with Mock(program, "--db", str(path), "--sync", "off") as mock:
        shop = Merchant(mock)
        shop.control("POST", "rules", {"match": {"params": {"txamt": "^9$"}}, "respond": [{"pass": True}]})
        shop.control("POST", "merchants", {})
        for number in range(ORDERS):
            shop.pay(f"order-{number}")
        shop.connection.close()
    return path.read_bytes()


def readme_of(path):
    """Where the page is that says what the file is: it is written again whenever it is not there."""
    database = sqlite3.connect(path)
    size, = database.execute("PRAGMA page_size").fetchone()
    page, = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'readme'").fetchone()
    database.close()
    return slice((page - 1) * size, page * size)


def truncated(data, dice):
    return data[:dice.randrange(len(data))]


def flipped(data, dice):
    """Near the beginning more often than elsewhere: there stands what the file is."""
    broken = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(dice.choice((100, 4096, len(broken))))
        broken[at] ^= 1 << dice.randrange(8)
    return bytes(broken)


def zeroed(data, dice):
    at = dice.randrange(len(data))
    end = min(len(data), at + dice.choice((16, 512, 4096)))
    return data[:at] + bytes(end - at) + data[end:]


def stored(data):
    """Without what SQLite counts in the head: its changes, and by which version they were made."""
    return data[:24] + data[28:92] + data[100:]


WAYS = (truncated, flipped, zeroed)


def use(port):
    """Read and write, whatever comes of it: each call has an answer."""
    shop = Merchant(types.SimpleNamespace(port=port))
    for path in ("transactions", "merchants", "rules", "health"):
        shop.connection.request("GET", f"/__sandbox/{path}")
        answer = shop.connection.getresponse()
        answer.read()
        if answer.status not in (200, 404, 500):
            raise AssertionError(f"GET {path}: {answer.status}")
    for number in ("order-1", "new-order"):
        if shop.pay(number).status != 200:
            raise AssertionError(f"payment of {number} has no answer")
    shop.connection.close()


def start(program, path, **how):
    """Whether it serves; where it does not, one sentence and status 1."""
    process = subprocess.Popen([program, "--port", "0", "--log", "off", "--db", str(path)], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)
    line = process.stdout.readline()
    if line:
        use(int(line.rsplit(":", 1)[1]))
        process.terminate()
    errors = process.communicate(timeout=PATIENCE_SECONDS)[1]
    if process.returncode != (0 if line else 1):
        raise AssertionError(f"it ended with {process.returncode}: {errors}")
    if not line and (not errors.startswith(f"qfpay-mock: database {path}: ") or errors.count("\n") != 1):
        raise AssertionError(f"it does not say in one line why it does not start: {errors!r}")
    return bool(line)


def broken_files_are_refused_or_served(program, folder, rounds, seed):
    path = folder / "whole.db"
    whole = filled(program, path)
    readme = readme_of(path)
    served = 0
    for number in range(rounds):
        dice = random.Random(seed * 1000003 + number)
        way = WAYS[number % len(WAYS)]
        data = bytearray(way(whole, dice))
        data[readme] = whole[readme][:max(0, len(data) - readme.start)]  # as long as before
        broken = folder / "broken.db"
        broken.write_bytes(data)
        try:
            serves = start(program, broken)
        except (AssertionError, OSError, http.client.HTTPException, subprocess.TimeoutExpired) as wrong:
            sys.exit(f"--seed {seed}, round {number}, {way.__name__}: {wrong!r}")
        if not serves and stored(broken.read_bytes()) != stored(data):
            sys.exit(f"--seed {seed}, round {number}, {way.__name__}: a refused file was changed")
        served += serves
        for beside in folder.glob("broken.db-*"):
            beside.unlink()
    print(f"{rounds} broken files: {served} served, {rounds - served} refused untouched, 0 crashes")


def a_file_that_may_only_be_read_is_refused(program, folder):
    path = folder / "whole.db"
    before = hashlib.sha256(path.read_bytes()).digest()
    how = {}
    path.chmod(0o444)
    if os.geteuid() == 0:  # whom nothing stops
        folder.chmod(0o755)
        os.chown(path, NOBODY, NOBODY)
        how = {"user": NOBODY, "extra_groups": []}
        try:
            subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL, **how)
        except (OSError, subprocess.CalledProcessError):
            print("read-only: skipped, the program cannot be run by nobody")
            return
    if start(program, path, **how):
        sys.exit("a file that may only be read is served")
    if hashlib.sha256(path.read_bytes()).digest() != before:
        sys.exit("a file that may only be read was changed")
    print("read-only: refused untouched")


def main():
    given = options()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        broken_files_are_refused_or_served(given.program, folder, given.rounds, given.seed)
        a_file_that_may_only_be_read_is_refused(given.program, folder)


main()
