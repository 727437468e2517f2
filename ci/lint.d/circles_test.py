"""Shows that circles.py finds the circles that there are, and no others."""

import pathlib
import unittest

import circles


def graph(**includes):
    """a_h="b.h": a.h includes b.h."""
    texts = {pathlib.Path(name[:-2] + "." + name[-1]): "".join(f'#include "{to}"\n' for to in what.split())
             for name, what in includes.items()}
    return circles.graph(texts)


class Circles(unittest.TestCase):
    def test_a_chain_is_no_circle(self):
        self.assertEqual(circles.circles(graph(a_c="a.h b.h", a_h="", b_c="b.h c.h", b_h="c.h", c_h="")), [])

    def test_headers_that_include_each_other_are_one(self):
        self.assertEqual(circles.circles(graph(a_h="b.h", b_h="a.h")), [{"a", "b"}])

    def test_a_source_counts_with_its_header(self):
        self.assertEqual(circles.circles(graph(a_c="a.h b.h", a_h="", b_c="b.h a.h", b_h="")), [{"a", "b"}])

    def test_a_public_header_counts_with_its_source(self):
        files = {pathlib.Path("include/qfpay/a.h"): "",
                 pathlib.Path("src/a.c"): '#include "qfpay/a.h"\n#include "b.h"\n',
                 pathlib.Path("src/b.h"): '#include "qfpay/a.h"\n'}
        self.assertEqual(circles.circles(circles.graph(files)), [{"src/a", "src/b"}])

    def test_the_way_around_is_the_shortest(self):
        edges = graph(a_h="b.h", b_h="c.h", c_h="a.h d.h", d_h="c.h")
        self.assertEqual(circles.way_around(edges, set(edges)), ["c", "d", "c"])


class Complaints(unittest.TestCase):
    def test_a_circle_is_named(self):
        self.assertEqual(list(circles.complaints("here", graph(a_h="b.h", b_h="a.h"))),
                         ["here: 2 files include each other: a, b; the shortest way around is a -> b -> a"])


if __name__ == "__main__":
    unittest.main()
