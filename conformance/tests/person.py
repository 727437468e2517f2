#!/usr/bin/env python3
"""Somebody with a wallet in front of qfpay-conform --attended, who reads what is asked and does it.

    person.py HABIT WALLET COMMAND...

HABIT says what they do: `obliging` pays, and cancels by pressing Enter; `deaf` does nothing;
`skipping` answers every question with s; `paying` pays even when asked to cancel; `leaving` presses
Ctrl-C at the first code. WALLET is where the server under test lets a wallet pay (other_server.py
--wallet). Ends as the command ends.
"""

import re
import signal
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request

CODE = re.compile(r"step \d+, pay_type (\d{6}), .* ([A-Z]{3}): (\S+)$")


def pay(wallet, code):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    body = urllib.parse.urlencode({"code": code}).encode()
    with urllib.request.urlopen(wallet, body, timeout=20, context=context) as answer:
        answer.read()


def do(habit, wallet, child, code, advice):
    """What is done about one code."""
    if habit == "leaving":
        child.send_signal(signal.SIGINT)
    elif habit == "skipping":
        child.stdin.write("s\n")
    elif habit in ("obliging", "paying") and "and pay" in advice:
        pay(wallet, code)
    elif habit in ("obliging", "paying"):
        if habit == "paying":
            pay(wallet, code)
        child.stdin.write("\n")
    child.stdin.flush()


def main():
    habit, wallet, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        code = None
        for line in child.stderr:
            sys.stderr.write(line)
            found = CODE.search(line)
            if code:
                do(habit, wallet, child, code, line)
            code = found.group(3) if found else None
        return child.wait()


if __name__ == "__main__":
    sys.exit(main())
