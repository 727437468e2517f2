"""A testee that behaves oddly on purpose, for client.sh: odd_testee.py FOLDER_OF_THE_EXAMPLE HABIT. What
it answers at all is right."""

import json
import os
import signal
import sys
import time

sys.path.insert(0, sys.argv[1])
import testee  # noqa: E402  the example, found in the folder given

HABIT = sys.argv[2]
CAPABILITIES = {"misspelling": "encdoe", "juggling": "juggle", "counting": 7, "complete": "capabilities"}


def say(text):
    print(text, flush=True)


def outlive(number):
    """Signals the runner until it is gone, and then stays for as long as nobody ends this one too."""
    runner = os.getppid()
    while os.getppid() == runner:
        os.kill(runner, number)
        os.sched_yield()
    time.sleep(1000)


def answer(line):
    question = json.loads(line)
    reply = json.dumps(testee.answer(line))
    if question["op"] == "capabilities" and HABIT == "deaf":
        return say('{"hello": true}')
    if question["op"] == "capabilities" and HABIT == "shy":
        return say('{"capabilities": ["sign"]}')
    if question["op"] == "capabilities" and HABIT in CAPABILITIES:
        return say(json.dumps({"capabilities": ["sign", CAPABILITIES[HABIT]]}))
    if question["op"] == "capabilities" and HABIT == "greeting":
        say("ready to \x1b[1mtest\x1b[0m" + "!" * 1000)
    if question["op"] == "capabilities":
        return say(reply)
    if HABIT == "crashing" and question["op"] == "encode":
        print("the encoder fell over", file=sys.stderr, flush=True)
        os.abort()
    if HABIT == "simple" and question.get("sign_type") == "SHA256":
        return say('{"skipped": true}')
    if HABIT == "vague" and question.get("sign_type") == "SHA256":
        return say('{"sign": ""}')
    if HABIT == "leaving":
        sys.exit(7)
    if HABIT == "silent":
        time.sleep(1000)
    if HABIT == "hanging":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(os.getpid(), file=sys.stderr, flush=True)
        time.sleep(1000)
    if HABIT in ("interrupting", "alarming"):
        return outlive(signal.SIGINT if HABIT == "interrupting" else signal.SIGALRM)
    if HABIT == "babbling":
        return say("debug: " + reply)
    if HABIT == "twofold":
        return os.write(1, f"{reply}\n{reply}\n".encode())  # at once, so that both are there
    if HABIT == "endless":
        return say("x" * 1_000_000)
    if HABIT == "listing":
        return say("[" + reply + "]")
    if HABIT == "declining":
        return say('{"skipped": true}')
    if HABIT == "confused":
        return say('{"sign": 5, "body": null, "outcome": [], "valid": "yes"}')
    if HABIT == "lazy" and "body" in reply:
        return say(json.dumps({"body": "&".join(f"{k}={v}" for k, v in question["params"].items())}))
    if HABIT == "failing":
        return say('{"error": "no such \\u001b[31mthing"}')
    return say(reply)


for received in sys.stdin:
    answer(received)
