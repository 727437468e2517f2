"""Finds circles of files: what includes, by way of others, itself; a .c and its .h counted as one.

    ci/lint.d/circles.py          exits 1 and names each circle
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INCLUDE = re.compile(r'^#\s*include "([^"]+)"', re.MULTILINE)

HOUSES = ["protocol", "program", "client", "mock_server/src", "conformance/src"]


def unit(path):
    """A public header is one with the .c file of its name in src."""
    return re.sub(r"include/(qfpay|program)/", "src/", path.with_suffix("").as_posix())


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


def complaints(house, edges):
    for members in circles(edges):
        yield (f"{house}: {len(members)} files include each other: " + ", ".join(sorted(members))
               + "; the shortest way around is " + " -> ".join(way_around(edges, members)))


def main():
    wrong = [line for house in HOUSES for line in complaints(house, graph(read(house)))]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
