"""What the benchmarks share: a server process from start to a clean end, what it costs, and the load
that wrk puts on it. Loopback only; every run is bounded in time."""

import base64
import http.client
import json
import os
import pathlib
import socket
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE_SECONDS = 20
NUMBER_DIGITS = 9


class Failure(Exception):
    """Something that makes the figures worthless; its text is shown and the benchmark ends."""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for_port(port, process, seconds):
    """Until somebody listens there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise Failure("a server ended: " + process.stderr.read().strip())
        with socket.socket() as prober:
            if prober.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise Failure("a server did not listen in time")


class Server:
    """One server process on a port of its own, from start to a clean end."""

    def __init__(self, command, path):
        self.port = free_port()
        self.path = path
        began = time.perf_counter()
        self.process = subprocess.Popen(
            command + ["--port", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self.start_ms = self.wait_for_answer(began)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise Failure("a server did not end on SIGTERM") from None

    def wait_for_answer(self, began):
        while time.perf_counter() - began < PATIENCE_SECONDS:
            if self.process.poll() is not None:
                raise Failure("a server ended: " + self.process.stderr.read().decode().strip())
            try:
                self.call("GET", self.path)
                return (time.perf_counter() - began) * 1000
            except OSError:
                time.sleep(0.0002)
        raise Failure("a server did not answer in time")

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def stored(self, order):
        """What the store has under a number of ours; exactly one, or the figures mean nothing."""
        status, body = self.call("GET", f"/__sandbox/transactions?out_trade_no={order}")
        found = json.loads(body).get("transactions", []) if status == 200 else []
        if len(found) != 1 or found[0].get("out_trade_no") != order:
            raise Failure(f"order {order} was answered but is not in the store ({status}, {body!r})")
        return found[0]

    def cpu_seconds(self):
        """Processor time of all threads, user and system. In nanoseconds, where stat has ticks."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def resident_mib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise Failure("no VmRSS in /proc")


def new_prefix():
    """12 characters that no other run uses."""
    return base64.b32encode(os.urandom(8)).decode()[:12]


def order_number(prefix, number):
    """The out_trade_no that load.lua gives its payments."""
    return f"{prefix}{number:0{NUMBER_DIGITS}d}"


def load(server, seconds, connections, what, most=0, check=False):
    """Put load on a server for some seconds, with at most so many requests (0: no limit). `what` is
    how load.lua is told: ("payment", PREFIX) or ("query", PARAMETER, FILE of values)."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s",
               "-s", str(HERE / "load.lua"), f"http://127.0.0.1:{server.port}", "--",
               str(most), "check" if check else "measure", *what]
    before = server.cpu_seconds()
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          timeout=seconds + PATIENCE_SECONDS)
    cpu = server.cpu_seconds() - before
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode != 0 or not lines:
        raise Failure(f"wrk failed: {done.stdout}{done.stderr}")
    result = json.loads(lines[0][len("RESULT "):])
    if result["not_200"] or result["socket_errors"] or result["refused"] or not result["requests"]:
        raise Failure(f"not every request was answered well: {result}")
    result["cpu_us"] = cpu * 1e6 / result["requests"]
    result["per_second"] = result["requests"] / (result["microseconds"] / 1e6)
    return result
