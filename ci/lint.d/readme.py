"""Checks README.md against the tree: the examples are pasted whole and unchanged, every example is
there, the tables name the situations, features and control calls that the sources have, no more and
no fewer. Links, also those of docs/, lead somewhere, and fixtures/pitfalls.md has every pitfall that
a source cites. (ci/consumer compares the options with the program's own help.)"""

import pathlib
import re
import sys

README = pathlib.Path("README.md")
PASTED = re.compile(r"<!-- (examples/\S+) -->\n```\w+\n(.*?)```\n", re.S)
SITUATION = re.compile(r'^SITUATION\("(\d\d)", +"([a-z0-9-]+)", +"([A-Z]*)"', re.M)
CODE_AMOUNT = re.compile(r'^CODE_AMOUNT\("(\d\d)"', re.M)
FEATURE = re.compile(r"^FEATURE\((\w+)\)", re.M)
ROUTE = re.compile(r'^    \{"(GET|POST|PUT|DELETE)", "([a-z*/]+)"', re.M)
PITFALL = re.compile(r"PIT-\d\d")
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)[^)]*\)")


def source(path):
    return pathlib.Path(path).read_text(encoding="utf-8")


def rows(text, head):
    """The first cells of the table below a line that begins with `| head`, as what is in backquotes."""
    found = re.search(rf"^\| {re.escape(head)}[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)", text, re.M)
    lines = found.group(1).splitlines() if found else []
    return [re.findall(r"`([^`]+)`", line.split(" | ")[0]) for line in lines], lines


def situations(text):
    """Amount and header words of each situation."""
    _, lines = rows(text, "`txamt` | `X-QFMock-Trigger`")
    in_readme = {tuple(re.findall(r"`([^`]+)`", " | ".join(line.split(" | ")[:2]))) for line in lines}
    in_table = {(f"9600{number}", word, *([f"{word}={value}"] if value else []))
                for number, word, value in
                SITUATION.findall(source("protocol/include/qfpay/tables/situations.def"))}
    return in_readme, in_table


def amounts(text):
    cells, _ = rows(text, "trigger |")
    in_readme = {name[:2] for cell in cells for name in cell if name.endswith("CCCC") and name[:2].isdigit()}
    return in_readme, set(CODE_AMOUNT.findall(source("protocol/include/qfpay/tables/situations.def")))


def features(text):
    cells, _ = rows(text, "feature |")
    lists = {"pay_types", "currencies", "full_refund_only"}  # not switches, so not in features.def
    return ({name for cell in cells for name in cell},
            set(FEATURE.findall(source("mock_server/src/merchant/features.def"))) | lists)


def control_calls(text):
    """The table writes GET/POST for two methods and rules[/ID] for two paths."""
    cells, _ = rows(text, "call | does")
    in_readme = set()
    for cell in cells:
        for call in cell:
            methods, path = call.split("?")[0].split(" ")
            whole = re.sub(r"\b(ID|SYSSN|APP_CODE)\b", "*", path.replace("[", "").replace("]", ""))
            short = re.sub(r"\[.*\]", "", path)
            in_readme |= {(method, one) for method in methods.split("/")
                          for one in ({whole, short} if short != path else {whole})}
    return in_readme, set(ROUTE.findall(source("mock_server/src/control/control.c")))


TABLES = {"situations": situations, "code amounts": amounts, "features": features,
          "control calls": control_calls}


def check_tables(text, problems):
    for name, read in TABLES.items():
        in_readme, in_source = read(text)
        if not in_source:
            problems.append(f"no {name} found in the sources")
        problems.extend(f"README.md lacks of the {name}: {row}" for row in in_source - in_readme)
        problems.extend(f"README.md invents among the {name}: {row}" for row in in_readme - in_source)


def check_links(problems):
    for page in [README, *sorted(pathlib.Path("docs").glob("*.md"))]:
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            if not (page.parent / link).exists():
                problems.append(f"{page} links to {link}, which is not there")


def check_pitfalls(problems):
    listed = set(PITFALL.findall(source("fixtures/pitfalls.md")))
    for folder in ("mock_server/src", "client", "protocol", "conformance", "fixtures/cases"):
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.suffix in (".c", ".h", ".def", ".json"):
                problems.extend(f"{path} cites {name}, which fixtures/pitfalls.md does not list"
                                for name in sorted(set(PITFALL.findall(source(path))) - listed))


def main():
    text = README.read_text(encoding="utf-8")
    pasted = dict(PASTED.findall(text))
    problems = []
    for name, block in pasted.items():
        if block != pathlib.Path(name).read_text(encoding="utf-8"):
            problems.append(f"{name} is not what README.md shows")
    for path in sorted(pathlib.Path("examples").glob("*/first_payment.*")):
        if path.as_posix() not in pasted:
            problems.append(f"README.md does not show {path}")
    check_links(problems)
    check_pitfalls(problems)
    check_tables(text, problems)
    for problem in problems:
        print(problem)
    print(f"{len(pasted)} examples pasted, {len(problems)} problems")
    return 1 if problems or not pasted else 0


if __name__ == "__main__":
    sys.exit(main())
