#!/usr/bin/env python3
"""Adds an endpoint that does not exist in the places that CONTRIBUTING.md lists under "An endpoint",
and in no others: in a copy of the sources, which is then built. A mock and a suite that know the
endpoint have to come of it.

    new_endpoint.py SOURCE_DIR
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NAME = "ping"

# What is put at the end of a file, or is a new one, by the place that CONTRIBUTING.md names.
ADDED = {
    "protocol/include/qfpay/tables/endpoints.def": """
ENDPOINT(PING, ping, false, false)
""",
    "protocol/include/qfpay/tables/fields.def": """
FIELD(PING, "note", TEXT, REQUIRED, CHARS, 20, 0, 0, "String(20)",
      NOTE_03, LIM_04, NOTE_03, NOTE_03,
      "Any text.")
""",
    "mock_server/src/api/endpoint_NAME.c": """
#include "api/api.h"
#include "api/call.h"
#include "api/refuse.h"
#include "base/node.h"

struct reply
ping_handle(struct call *call)
{
    struct tree tree = {.arena = call->req->arena};
    cJSON *root = node_object(&tree);

    node_text(&tree, root, "respcd", "0000");
    node_text(&tree, root, "pong", request_value(call->req, "note"));
    return answer(call->req, &tree, root, "0000");
}
""",
    "conformance/src/fixture/calls.def": """
CALL(PING, ping, "NOTE-", "pings", NONE, OWN)
""",
    "fixtures/templates/NAME.json": """
{"schema": "qfpay-template/1", "name": "ping", "call": "ping", "source": "made up", "params": {"note": "hello"}}
""",
    "fixtures/cases/NAME/": """
{"schema": "qfpay-fixtures/1", "subject": "ping.answer", "cases": [
  {"id": "ping.answer.keys", "requirement": "NOTE-03", "evidence": "docs", "source": "made up",
   "checked": "2026-12-01", "comment": "A ping comes back.", "safety": "creates-nothing",
   "steps": [{"call": "ping", "base": "ping", "expect": {"respcd": "0000", "equal": {"pong": "hello"}}}]},
  {"id": "ping.answer.nothing", "requirement": "NOTE-03", "evidence": "docs", "source": "made up",
   "checked": "2026-12-01", "comment": "A ping has a note.", "safety": "creates-nothing",
   "steps": [{"call": "ping", "base": "ping", "unset": ["note"], "expect": {"outcome": "failure"}}]}]}
""",
}

# Where an endpoint is one more word of a line.
WORDS = {
    "fixtures/schema/common.schema.json": [('"unfreeze"', '"unfreeze", "ping"'),
                                           ('"call.unfreeze"', '"call.unfreeze", "call.ping"')],
}


def listed(contributing):
    """The places of the table under "An endpoint"."""
    section = contributing.split("**An endpoint.**", 1)[1].split("\n**", 1)[0]
    return set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))


def add(tree):
    for place, text in ADDED.items():
        path = tree / place.replace("NAME", NAME)
        if place.endswith("/"):
            path = path / "answer.json"
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    for place, words in WORDS.items():
        path = tree / place
        text = path.read_text(encoding="utf-8")
        for word, more in words:
            if text.count(word) != 1:
                sys.exit(f"{place}: {word} is not there once")
            text = text.replace(word, more)
        path.write_text(text, encoding="utf-8")


def build(tree):
    build_dir = tree / "build"
    configure = ["cmake", "-G", "Ninja", "-S", tree, "-B", build_dir, "-DQFPAY_BUILD_TESTS=OFF",
                 "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_FLAGS_DEBUG=-O0",
                 "-DCMAKE_COMPILE_WARNING_AS_ERROR=ON"]
    make = ["cmake", "--build", build_dir, "--target", "qfpay-mock", "qfpay-conform", "--parallel",
            str(os.cpu_count())]
    for command in (configure, make):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.exit(f"{done.stdout}\nno mock and no suite come of these places")
    return build_dir


def call(build_dir):
    """Let the new suite judge the new mock."""
    mock = subprocess.Popen([build_dir / "mock_server/qfpay-mock", "--port", "0", "--log", "off"],
                            stdout=subprocess.PIPE, text=True)
    try:
        url = re.search(r"http://\S+", mock.stdout.readline()).group()
        return subprocess.run([build_dir / "conformance/qfpay-conform", "server", "--target", url,
                               "--strict", "--filter", f"{NAME}.*"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    finally:
        mock.terminate()
        mock.wait()


def main():
    source = pathlib.Path(sys.argv[1])
    places = listed((source / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    if places != set(ADDED) | set(WORDS):
        sys.exit(f"CONTRIBUTING.md names {sorted(places)}; this adds to {sorted({**ADDED, **WORDS})}")
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder) / "qfpay"
        shutil.copytree(source, tree, symlinks=True,
                        ignore=shutil.ignore_patterns(".git", "build", "_install", "corpora"))
        add(tree)
        done = call(build(tree))
    if done.returncode != 0 or "2 cases: 2 passed" not in done.stdout:
        sys.exit(f"{done.stdout}\nthe suite does not judge the mock's {NAME}")
    print(f"{len(places)} places make an endpoint")


main()
