"""What README.md and docs/ are made of: blocks of code with the remark before them, links, headings,
words, tables. Reads only; readme.py judges, paste.py runs."""

import pathlib
import re

FENCE = re.compile(r"^```(\w*)\n(.*?)^```\n", re.S | re.M)
REMARK = re.compile(r"<!-- ([^\n]*?) -->\n\Z")
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(#[^)\s]*)?\)")
HEADING = re.compile(r"^#+ +(.+?)\s*$", re.M)


def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8")


def all_pages():
    return [pathlib.Path("README.md"), *sorted(pathlib.Path("docs").glob("*.md"))]


class Block:
    """One fence: its language, its text, the remark in the line before it, its line in the page, and
    the text of the fence of output that follows it at once, or None."""

    def __init__(self, page, match):
        before = page[:match.start()]
        remark = REMARK.search(before)
        self.language, self.text = match.groups()
        self.remark = remark.group(1) if remark else ""
        self.line = before.count("\n") + 1
        after = re.compile(r"\n*```(text|json)\n(.*?)^```\n", re.S | re.M).match(page, match.end())
        self.printed = after.group(2) if after and self.language == "sh" else None


def blocks(page):
    return [Block(page, match) for match in FENCE.finditer(page)]


def without_code(page):
    return FENCE.sub("\n", page)


def links(page):
    return LINK.findall(without_code(page))


def anchors(page):
    """As GitHub makes them of headings."""
    made = []
    for heading in HEADING.findall(without_code(page)):
        text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        made.append(slug if slug not in made else f"{slug}-{made.count(slug)}")
    return {f"#{slug}" for slug in made}


def runs_of_words(page, length):
    """Every sequence of so many words of the running text, tables included, without markup."""
    text = re.sub(r"<!--.*?-->|\]\([^)]*\)|[`*|]", " ", without_code(page))
    words = re.findall(r"[\w./:'-]*\w[\w./:'-]*", text.lower())
    return [" ".join(words[i:i + length]) for i in range(len(words) - length + 1)]


def table(page, head):
    """The rows below a line that begins with `| head`, each a list of cells."""
    found = re.search(rf"^\| {re.escape(head)}[^\n]*\n\|[-| ]+\n((?:\|[^\n]*\n)+)", page, re.M)
    lines = found.group(1).splitlines() if found else []
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines]


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)
