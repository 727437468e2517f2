"""Checks that programs print what others sent as text: whatever is no literal goes through
program/print.h, or report/markup.h for markup. A call of stdio that prints a value is named with its
line; EXCEPT says which may, and why."""

import pathlib
import re
import sys

FOLDERS = ("client/cli", "client/qr", "conformance/src", "mock_server/src", "program/src")
CALL = re.compile(r"\b(v?f?printf|dprintf|f?puts|f?putc|putchar|fwrite|perror)\(")
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
VALUE = re.compile(r"%[-+ #0]*[\d*]*(?:\.[\d*]+)?[hlzj]*[sc]")
STREAM_LAST = {"fputs", "fputc", "putc"}
FORMAT_AT = {"printf": 0, "fprintf": 1, "dprintf": 1}
EXCEPT = {
    ("program/src/print.c", "*"): "is what the others go through",
    ("conformance/src/report/markup.c", "*"): "likewise, for markup",
    ("client/cli/hook.c", "fwrite"): "hands a body to a program, by a file without a name",
    ("client/qr/qr.c", "fputs"): "glyphs of a table",
}


def arguments(text, start):
    """The arguments of the call whose parenthesis stands right before start."""
    found, depth, at = [""], 0, start
    while True:
        literal = LITERAL.match(text, at)
        if literal:
            found[-1] += literal.group()
            at = literal.end()
            continue
        char = text[at]
        if char in ")]}" and depth == 0:
            return [one.strip() for one in found]
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            found.append("")
        else:
            found[-1] += char
        at += 1


def is_literal(argument):
    """A literal, several in a row or beside macros' names, or a choice between literals."""
    if "?" in LITERAL.sub("", argument):
        parts = re.split(r"[?:]", LITERAL.sub('""', argument))
        return all(re.fullmatch(r'\s*""(\s*"")*\s*', part) for part in parts[1:])
    return re.fullmatch(r"[\sA-Za-z0-9_]*", LITERAL.sub("", argument)) is not None and \
        LITERAL.search(argument) is not None


def is_safe(name, given):
    if name in FORMAT_AT:
        form = given[FORMAT_AT[name]]
        return is_literal(form) and not VALUE.search(form)
    return name in ("puts", "putchar", *STREAM_LAST) and is_literal(given[0])


def without_comments(text):
    """With as many lines."""
    return re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), text, flags=re.S)


def unsafe_calls(text):
    """Lines and names of calls that print a value as it is."""
    text = without_comments(text)
    for match in CALL.finditer(text):
        if not is_safe(match.group(1), arguments(text, match.end())):
            yield text.count("\n", 0, match.start()) + 1, match.group(1)


def main():
    count = problems = 0
    for folder in FOLDERS:
        for path in sorted(pathlib.Path(folder).rglob("*.c")):
            count += 1
            for line, name in unsafe_calls(path.read_text(encoding="utf-8")):
                if (str(path), "*") in EXCEPT or (str(path), name) in EXCEPT:
                    continue
                problems += 1
                print(f"{path}:{line}: {name} prints a value: print_to (program/print.h) shows it "
                      "as text", file=sys.stderr)
    print(f"{count} files, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
