"""Finds circles of files: what includes, by way of others, itself; a .c and its .h counted as one.

    ci/lint.d/circles.py          exits 1 and names each circle that KNOWN does not allow
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INCLUDE = re.compile(r'^#\s*include "([^"]+)"', re.MULTILINE)

# What is allowed until it is taken apart: a file of each circle, how many files it has, and what makes it.
# A circle that has become smaller is told, so that it cannot grow again.
KNOWN = {
    "program": {},
    "mock_server/src": {},  # this one and the next have floors (CONTRIBUTING.md)
    "conformance/src": {},
    "client": {
        "src/answer": (3, "records and refusals include answer.h for its structures, and answer.c reads them"),
        "src/client": (2, "the transport includes client.h for the settings, and client.c makes it"),
    },
    "protocol": {
        "src/field": (2, "extend_info includes field.h for its words, and is a kind of field"),
    },
}


def unit(path):
    """A public header is one with the .c file of its name in src."""
    return path.with_suffix("").as_posix().replace("include/qfpay/", "src/")


def graph(files):
    """files: {path: text}. {unit: units that it includes}."""
    by_end = {}
    for path in files:
        for at in range(len(path.parts)):
            by_end.setdefault("/".join(path.parts[at:]), []).append(path)
    found = {unit(path): set() for path in files}
    for path, text in files.items():
        for name in INCLUDE.findall(text):
            beside = [p for p in by_end.get(name, []) if p.parent == path.parent]
            for target in (beside or by_end.get(name, []))[:1]:
                if unit(target) != unit(path):
                    found[unit(path)].add(unit(target))
    return found


def circles(edges):
    """The sets of units that all include each other in the end (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(at):
        index[at] = low[at] = len(index)
        stack.append(at)
        for to in sorted(edges[at]):
            if to not in index:
                visit(to)
            if to in stack:
                low[at] = min(low[at], low[to])
        if low[at] == index[at]:
            members = set(stack[stack.index(at):])
            del stack[stack.index(at):]
            if len(members) > 1:
                found.append(members)

    for start in sorted(edges):
        if start not in index:
            visit(start)
    return found


def way_around(edges, members):
    """The shortest way from one of them back to it, as a list."""
    ways, seen = [[start] for start in sorted(members)], set()
    while ways:
        way = ways.pop(0)
        for to in sorted(edges[way[-1]] & members):
            if to == way[0]:
                return [*way, to]
            if (way[0], to) not in seen:
                seen.add((way[0], to))
                ways.append([*way, to])
    return []


def read(folder):
    base = ROOT / folder
    return {path.relative_to(base): path.read_text()
            for path in sorted(base.rglob("*.[ch]"))
            if not {"tests", "build"} & set(path.relative_to(base).parts)}


def complaints(folder, edges, known):
    left = dict(known)
    for members in circles(edges):
        name = next((name for name in left if name in members), None)
        allowed = left.pop(name)[0] if name else 0
        if len(members) > allowed:
            yield (f"{folder}: {len(members)} files include each other: "
                   + ", ".join(sorted(members)) + "; the shortest way around is "
                   + " -> ".join(way_around(edges, members)))
        elif len(members) < allowed:
            yield f"{folder}: the circle of {name} has become smaller: say {len(members)} in KNOWN"
    for name in left:
        yield f"{folder}: {name} is in no circle any more: take it out of KNOWN"


def main():
    wrong = [line for folder, known in KNOWN.items()
             for line in complaints(folder, graph(read(folder)), known)]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
