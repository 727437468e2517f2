"""Shows that pages.py reads what it is there to read, and that paste.py tells right from wrong."""

import unittest

import pages
import paste

SYSSN = "20261123000300020086358791"
PAGE = """# A first `page`: of [two](other.md)

<!-- not run: a reason -->
```sh
true
```

```sh
echo one
```

```text
one
```

## Again

## Again

| option | meaning |
|---|---|
| `--a X\\|Y` | does *it* |

See [there](other.md#again), [here](#again-1) and <https://example.com>.
"""


class Reading(unittest.TestCase):
    def test_a_block_has_its_remark_and_its_output(self):
        first, second, _ = pages.blocks(PAGE)
        self.assertEqual((first.remark, first.printed), ("not run: a reason", None))
        self.assertEqual((second.remark, second.printed, second.line), ("", "one\n", 8))

    def test_headings_become_anchors_as_on_the_web(self):
        self.assertEqual(pages.anchors(PAGE), {"#a-first-page-of-two", "#again", "#again-1"})

    def test_links_of_the_tree_are_found(self):
        self.assertEqual(pages.links(PAGE), [("other.md", ""), ("other.md", "#again"), ("", "#again-1")])

    def test_a_bar_within_a_cell_is_no_cell(self):
        self.assertEqual(pages.table(PAGE, "option |"), [["`--a X\\|Y`", "does *it*"]])

    def test_words_are_found_across_lines_and_marks(self):
        said = "The *merchant* [has](x.md) a\n`clock`\n| of | its own.\n```sh\ntrue\n```\n"
        self.assertEqual(pages.runs_of_words(said, 8), ["the merchant has a clock of its own."])


class Printing(unittest.TestCase):
    def test_numbers_and_times_may_differ(self):
        self.assertTrue(paste.printed_as_shown(f"syssn {SYSSN} at 2026-11-23 10:00:00\n",
                                               "syssn 20270101000300020086358799 at 2027-01-01 11:11:11\n"))

    def test_words_may_not_differ(self):
        self.assertFalse(paste.printed_as_shown("state paid\n", "state unpaid\n"))

    def test_a_line_may_not_be_missing_or_more(self):
        self.assertFalse(paste.printed_as_shown("a\nb\n", "a\n"))
        self.assertFalse(paste.printed_as_shown("a\n", "a\nb\n"))

    def test_dots_stand_for_the_rest_of_a_line_or_for_lines(self):
        self.assertTrue(paste.printed_as_shown("a ... c\n...\nz\n", "a b c\nd\ne\nz\n"))
        self.assertFalse(paste.printed_as_shown("a ... c\n", "a b d\n"))

    def test_the_built_in_credentials_are_compared(self):
        self.assertFalse(paste.printed_as_shown("A1B2C3D4E5F60718293A4B5C6D7E8F90\n",
                                                "B1B2C3D4E5F60718293A4B5C6D7E8F90\n"))


class Job(unittest.TestCase):
    def test_each_run_is_a_step(self):
        job = "steps:\n  - uses: x\n  - run: one\n  - name: n\n    run: |\n      two\n      three\n    if: x\n"
        self.assertEqual(list(paste.steps(job)), ["one\n", "      two\n      three\n"])


if __name__ == "__main__":
    unittest.main()
