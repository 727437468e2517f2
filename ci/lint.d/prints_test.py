"""Shows that prints.py finds what prints a value, and nothing else."""

import unittest

import prints


def found(text):
    return [name for _, name in prints.unsafe_calls(text)]


class Prints(unittest.TestCase):
    def test_literals_and_numbers_are_safe(self):
        self.assertEqual(found('''puts("a, %s"); fputs("b" "c", out); fputc('\\n', out); putchar('"');
            printf("%d of %5.1f%% " PRId64, 1, 2.0); fprintf(stderr, "x\\n");'''), [])

    def test_a_choice_between_literals_is_safe(self):
        self.assertEqual(found('puts(f(a, "b") ? "c" : "d"); fputs(n++ ? ", " : "", out);'), [])

    def test_a_value_is_not(self):
        self.assertEqual(found('puts(text); fputs(a ? b : "c", out); fputc(c, out); printf("%s", a);'
                               'fprintf(out, "%-*s", 3, a); printf("%.2s"); printf("%c", c);'),
                         ["puts", "fputs", "fputc", "printf", "fprintf", "printf", "printf"])

    def test_nor_are_a_format_from_elsewhere_and_calls_without_one(self):
        self.assertEqual(found("printf(format, 1); vfprintf(out, format, args); fwrite(a, 1, 2, out); perror(a);"),
                         ["printf", "vfprintf", "fwrite", "perror"])

    def test_what_only_looks_alike_or_is_a_comment_is_left_alone(self):
        self.assertEqual(found("snprintf(a, 1, b); print_to(out, a); my_puts(a); /* puts(a) */"), [])


if __name__ == "__main__":
    unittest.main()
