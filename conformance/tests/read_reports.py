#!/usr/bin/env python3
"""Reads the reports of one run as their consumers do, and says what is wrong with them.

    read_reports.py JUNIT JSON HTML

The numbers of the three must agree; the page must be well nested and need nothing from elsewhere.
"""

import html.parser
import json
import re
import sys
import xml.etree.ElementTree

LONE = {"br", "img", "input", "link", "meta"}


class Page(html.parser.HTMLParser):
    """Collects what is wrong with a page, and its text."""

    def __init__(self):
        super().__init__()
        self.open, self.problems, self.text, self.anchors, self.links = [], [], [], set(), set()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in LONE:
            self.open.append(tag)
        if tag in ("script", "link", "img", "iframe", "object") or "src" in attributes or "style" in attributes:
            self.problems.append("<%s> has no place in it" % tag)
        self.anchors.add(attributes.get("id"))
        if "href" in attributes:
            self.links.add(attributes["href"])

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append("</%s> closes something else" % tag)

    def handle_data(self, data):
        self.text.append(data)


def main():
    suites = xml.etree.ElementTree.parse(sys.argv[1]).getroot()
    with open(sys.argv[2], encoding="utf-8") as file:
        report = json.load(file)
    page = Page()
    with open(sys.argv[3], encoding="utf-8") as file:
        page.feed(file.read())
    problems = page.problems + ["<%s> is never closed" % tag for tag in page.open]
    problems += ["%s leads nowhere" % link for link in page.links if link[0] != "#" or link[1:] not in page.anchors]
    suite = suites.find("testsuite")
    unexpected = [row["id"] for row in report["results"] if not row["expected"]]
    failed = [case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None]
    if suites.tag != "testsuites" or failed != unexpected or int(suite.get("failures")) != len(failed):
        problems.append("JUnit and JSON disagree: %s, %s" % (failed, unexpected))
    if int(suite.get("tests")) != len(report["results"]) or sum(report["verdicts"].values()) != len(report["results"]):
        problems.append("the numbers of cases disagree")
    told = re.search(r"Not as expected: (\d+) of (\d+)", "".join(page.text))
    if not told or [int(number) for number in told.groups()] != [len(unexpected), len(report["results"])]:
        problems.append("the page and JSON disagree")
    print("\n".join(problems) or "%d results read" % len(report["results"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
