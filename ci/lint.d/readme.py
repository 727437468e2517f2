"""Checks README.md and docs/ against the tree and against each other, without running anything: the
README fits its screen and leads to every page; links and their #anchors lead somewhere, also those in
texts of programs; examples are printed whole and unchanged; tables name the situations, features and
control calls that the sources have; no page repeats another; every block of commands is run by
paste.py or says why not. fixtures/pitfalls.md has every pitfall that a source cites."""

import pathlib
import re
import sys

import pages

README_LINES = 150
REPEATED_WORDS = 12  # fewer in a row are no repetition
SITUATION = re.compile(r'^SITUATION\("(\d\d)", +"([a-z0-9-]+)", +"([A-Z]*)"', re.M)
CODE_AMOUNT = re.compile(r'^CODE_AMOUNT\("(\d\d)"', re.M)
FEATURE = re.compile(r"^FEATURE\((\w+)\)", re.M)
ROUTE = re.compile(r'^    \{"(GET|POST|PUT|DELETE)", "([a-z*/]+)"', re.M)
PITFALL = re.compile(r"PIT-\d\d")
MENTION = re.compile(r"\bdocs/([a-z-]+\.md)(#[\w-]+)?")
SOURCES = ("mock_server", "client", "protocol", "conformance", "fixtures", "examples", "ci")


def sources(*suffixes):
    for folder in SOURCES:
        yield from (path for path in sorted(pathlib.Path(folder).rglob("*"))
                    if path.is_file() and path.suffix in suffixes)


def situations(text):
    """Amount and header words of each situation."""
    rows = pages.table(text, "`txamt` | `X-QFMock-Trigger`")
    in_pages = {tuple(pages.quoted(" ".join(row[:2]))) for row in rows}
    in_table = {(f"9600{number}", word, *([f"{word}={value}"] if value else []))
                for number, word, value in
                SITUATION.findall(pages.read("protocol/include/qfpay/tables/situations.def"))}
    return in_pages, in_table


def first_cells(text, head):
    return [name for row in pages.table(text, head) for name in pages.quoted(row[0])]


def amounts(text):
    in_pages = {name[:2] for name in first_cells(text, "trigger |")
                if name.endswith("CCCC") and name[:2].isdigit()}
    return in_pages, set(CODE_AMOUNT.findall(pages.read("protocol/include/qfpay/tables/situations.def")))


def features(text):
    lists = {"pay_types", "currencies", "full_refund_only"}  # not switches, so not in features.def
    return (set(first_cells(text, "feature |")),
            set(FEATURE.findall(pages.read("mock_server/src/merchant/features.def"))) | lists)


def control_calls(text):
    """The table writes GET/POST for two methods and rules[/ID] for two paths."""
    in_pages = set()
    for call in first_cells(text, "call | does"):
        methods, path = call.split("?")[0].split(" ")
        whole = re.sub(r"\b(ID|SYSSN|APP_CODE)\b", "*", path.replace("[", "").replace("]", ""))
        short = re.sub(r"\[.*\]", "", path)
        in_pages |= {(method, one) for method in methods.split("/") for one in ({whole, short} if short != path else {whole})}
    return in_pages, set(ROUTE.findall(pages.read("mock_server/src/control/control.c")))


TABLES = {"docs/trouble.md": (("situations", situations), ("code amounts", amounts)),
          "docs/merchants.md": (("features", features),),
          "docs/control.md": (("control calls", control_calls),)}


def check_tables():
    for page, tables in TABLES.items():
        for name, compare in tables:
            in_page, in_source = compare(pages.read(page))
            if not in_source:
                yield f"no {name} found in the sources"
            yield from (f"{page} lacks of the {name}: {row}" for row in in_source - in_page)
            yield from (f"{page} invents among the {name}: {row}" for row in in_page - in_source)


def check_links():
    others = [pathlib.Path(name) for name in ("CONTRIBUTING.md", "CHANGELOG.md", "conformance/README.md",
                                              "fixtures/README.md", "fixtures/pitfalls.md")]
    for page in [*pages.all_pages(), *others]:
        for name, anchor in pages.links(pages.read(page)):
            target = page.parent / name if name else page
            if not target.exists():
                yield f"{page} links to {name}, which is not there"
            elif anchor and anchor not in pages.anchors(pages.read(target)):
                yield f"{page} links to {name}{anchor}, and there is no such heading"


def check_mentions():
    """Texts of programs and scripts send people to pages, too."""
    for path in sources(".c", ".h", ".def", ".json", ".sh", ".py", ".mjs", ".php", ""):
        for name, anchor in MENTION.findall(path.read_text(encoding="utf-8", errors="replace")):
            page = pathlib.Path("docs", name)
            if not page.exists() or anchor and anchor not in pages.anchors(pages.read(page)):
                yield f"{path} sends people to docs/{name}{anchor}, which is not there"


def check_front_door():
    text = pages.read("README.md")
    lines = text.count("\n")
    if lines > README_LINES:
        yield f"README.md has {lines} lines; {README_LINES} are a screen"
    linked = {name for name, _ in pages.links(text)}
    yield from (f"README.md does not lead to {page}" for page in pages.all_pages()[1:]
                if page.as_posix() not in linked)


def check_examples():
    printed = set()
    for page in pages.all_pages():
        for block in pages.blocks(pages.read(page)):
            if block.remark.startswith("examples/"):
                printed.add(block.remark)
                if not pathlib.Path(block.remark).exists() or block.text != pages.read(block.remark):
                    yield f"{page} line {block.line}: {block.remark} is not what is printed here"
    yield from (f"no page prints {path}" for path in sorted(pathlib.Path("examples").glob("*/first_payment.*"))
                if path.as_posix() not in printed)


def check_commands():
    """A block of commands is run, or says who runs it instead, or why nobody can."""
    for page in pages.all_pages():
        for block in pages.blocks(pages.read(page)):
            where = f"{page} line {block.line}"
            if block.language in ("bash", "console", "shell"):
                yield f"{where}: commands stand in ```sh blocks"
            elif block.remark.startswith("run by "):
                script = block.remark.removeprefix("run by ").split(" ")[0]
                if not pathlib.Path(script).exists():
                    yield f"{where}: there is no {script}"
            elif block.language == "" and re.search(r"^(\$ |qfpay|curl |export )", block.text, re.M):
                yield f"{where}: commands without ```sh are not run"


def check_repetition():
    seen = {}
    for page in pages.all_pages():
        told = set()  # once for each other page
        for words in pages.runs_of_words(pages.read(page), REPEATED_WORDS):
            other = seen.setdefault(words, page)
            if other not in (page, *told):
                told.add(other)
                yield f"{page} repeats {other}: {words}"


def check_pitfalls():
    listed = set(PITFALL.findall(pages.read("fixtures/pitfalls.md")))
    for folder in ("mock_server/src", "client", "protocol", "conformance", "fixtures/cases"):
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.suffix in (".c", ".h", ".def", ".json"):
                yield from (f"{path} cites {name}, which fixtures/pitfalls.md does not list"
                            for name in sorted(set(PITFALL.findall(pages.read(path))) - listed))


CHECKS = (check_front_door, check_links, check_mentions, check_examples, check_commands, check_tables,
          check_repetition, check_pitfalls)


def main():
    problems = [problem for check in CHECKS for problem in check()]
    for problem in problems:
        print(problem)
    print(f"{len(pages.all_pages())} pages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
