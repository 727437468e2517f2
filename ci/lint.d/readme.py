"""Checks README.md against the tree: the examples are pasted whole and unchanged, every example is
there, and links inside the repository lead somewhere."""

import pathlib
import re
import sys

README = pathlib.Path("README.md")
PASTED = re.compile(r"<!-- (examples/\S+) -->\n```\w+\n(.*?)```\n", re.S)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)[^)]*\)")


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
    for link in LINK.findall(text):
        if not pathlib.Path(link).exists():
            problems.append(f"README.md links to {link}, which is not there")
    for problem in problems:
        print(problem)
    print(f"{len(pasted)} examples pasted, {len(problems)} problems")
    return 1 if problems or not pasted else 0


if __name__ == "__main__":
    sys.exit(main())
