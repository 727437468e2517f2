"""Shows that fixtures.py finds what it is there to find, with fixtures made for one test each."""

import pathlib
import tempfile
import unittest

import fixture_vectors
import fixtures

CASE = {"id": "made.case.one", "requirement": "PAY-01", "source": "a page",
        "comment": "It is refused at once."}
PATH = pathlib.Path("fixtures/cases/made.json")


def cases(*rows):
    return {"schema": "qfpay-fixtures/1", "cases": list(rows)}


def complaints(check, *arguments):
    problems = []
    check(*arguments, problems)
    return "\n".join(problems)


class Entries(unittest.TestCase):
    def about(self, **changed):
        return complaints(fixtures.check_texts, PATH, cases({**CASE, **changed}), {"PIT-01"},
                          {"OQ-01"})

    def test_a_good_case_passes(self):
        self.assertEqual(self.about(), "")

    def test_a_comment_that_repeats_the_id_is_found(self):
        self.assertIn("repeats the id", self.about(comment="Made case one."))

    def test_a_comment_of_two_words_is_found(self):
        self.assertIn("explains nothing", self.about(comment="Too long."))

    def test_a_comment_that_is_no_sentence_is_found(self):
        self.assertIn("no sentence", self.about(comment="refused at once"))

    def test_a_comment_that_needs_the_one_before_is_found(self):
        self.assertIn("leans on", self.about(comment="Nor is a space refused."))

    def test_a_pitfall_that_nobody_described_is_found(self):
        self.assertIn("PIT-99", self.about(source="PIT-99"))

    def test_an_open_question_that_nobody_decided_is_found(self):
        self.assertIn("OQ-99", self.about(source="OQ-99"))

    def test_an_unknown_requirement_is_found(self):
        self.assertIn("unknown requirement PAY-01",
                      complaints(fixtures.check_requirements, PATH, cases(CASE), {"PAY-02"}))

    def test_an_id_used_in_two_kinds_of_files_is_found(self):
        seen = {}
        self.assertEqual(complaints(fixtures.check_ids, PATH, cases(CASE), seen), "")
        for kind in ("vectors", "scenarios"):
            document = {"schema": f"qfpay-{kind}/1", kind: [CASE]}
            self.assertIn("already used", complaints(fixtures.check_ids, PATH, document, seen))


class Reasons(unittest.TestCase):
    ROW = {"id": "PAY-01", "reason": "left to `qfpay-conform client`"}

    def test_a_rule_left_to_clients_that_nothing_judges_is_found(self):
        self.assertIn("PAY-01 is left to clients",
                      complaints(fixtures.check_reasons, [self.ROW], [cases(CASE)]))

    def test_a_rule_left_to_clients_that_a_vector_names_is_fine(self):
        vectors = {"schema": "qfpay-vectors/1", "vectors": [CASE]}
        self.assertEqual(complaints(fixtures.check_reasons, [self.ROW], [vectors]), "")


class Ids(unittest.TestCase):
    def test_an_id_that_vanishes_is_found(self):
        self.assertIn("b was published and is gone",
                      complaints(fixtures.check_index, ["a", "b"], {"a": PATH}, set()))

    def test_an_id_that_was_retired_may_vanish(self):
        self.assertEqual(complaints(fixtures.check_index, ["a", "b"], {"a": PATH}, {"b"}), "")

    def test_a_new_id_must_be_published(self):
        self.assertIn("c is new: run", complaints(fixtures.check_index, [], {"c": PATH}, set()))

    def test_a_retired_id_in_use_is_found(self):
        self.assertIn("in use again",
                      complaints(fixtures.check_retired, [{"id": "a"}], {"a": PATH}))

    def test_a_successor_that_does_not_exist_is_found(self):
        self.assertIn("b, which does not exist",
                      complaints(fixtures.check_retired, [{"id": "a", "see": ["b"]}], {}))

    def test_an_index_out_of_order_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            fixtures.INDEX, kept = pathlib.Path(folder) / "ids.txt", fixtures.INDEX
            fixtures.INDEX.write_text("b\na\n", encoding="utf-8")
            self.assertIn("not in order", complaints(fixtures.read_index))
            fixtures.INDEX = kept


class Vectors(unittest.TestCase):
    VECTOR = {"id": "made.vector", "string": "a=1", "client_key": "k", "params": {"a": "1"},
              "md5": "c51b1ffc2d1b6c79b2a1f7d0f8c9e5ad"}

    def test_a_digest_of_something_else_is_found(self):
        self.assertIn("is not the md5 of 'a=1k'",
                      complaints(fixture_vectors.check_digests, PATH, {"vectors": [self.VECTOR]}))

    def test_a_forged_signature_that_is_genuine_is_found(self):
        vector = {"id": "made.vector", "body": "a", "client_key": "b", "valid": False,
                  "sign": fixture_vectors.digest_of("ab", "md5")}
        self.assertIn("the signature is genuine",
                      complaints(fixture_vectors.check_digests, PATH, {"vectors": [vector]}))

    def test_a_mistake_without_a_vector_and_without_a_reason_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            kept, fixture_vectors.PITFALLS = fixture_vectors.PITFALLS, pathlib.Path(folder, "made.md")
            fixture_vectors.PITFALLS.write_text(
                "## Notifications\n| PIT-70 | One |\n| PIT-71 | Two |\n## Where each is tested\n"
                "| PIT-70 | | | |\n| PIT-71 | | | Cannot be seen |\n", encoding="utf-8")
            found = complaints(fixture_vectors.check_pitfalls, [])
            fixture_vectors.PITFALLS = kept
        self.assertIn("PIT-70 has no vector", found)
        self.assertNotIn("PIT-71", found)

    def test_a_vector_that_pitfalls_md_does_not_name_is_found(self):
        vectors = [{"id": "made.vector", "pitfall": "PIT-01"}]
        self.assertIn("PIT-01 and made.vector: only one",
                      complaints(fixture_vectors.check_pitfalls, vectors))


class Schemas(unittest.TestCase):
    """The schemas refuse what they should; each document here has one thing wrong."""

    @classmethod
    def setUpClass(cls):
        cls.known = fixtures.validators([])

    def about(self, document):
        return complaints(fixtures.check_schema, PATH, document, self.known)

    def test_an_unknown_schema_is_found(self):
        self.assertIn("no schema named 'qfpay-fixtures/9'", self.about({"schema": "qfpay-fixtures/9"}))

    def test_a_polarity_that_is_none_is_found(self):
        case = {**CASE, "evidence": "seed", "checked": "2026-11-23", "safety": "creates-nothing",
                "steps": [{"call": "query"}], "polarity": "neutral"}
        document = {"schema": "qfpay-fixtures/1", "subject": "made", "cases": [case]}
        self.assertIn("neutral", self.about(document))
        case["polarity"] = "both"
        self.assertEqual(self.about(document), "")

    def test_a_rule_that_cannot_be_broken_needs_a_reason(self):
        row = {"id": "PAY-01", "section": "payment", "evidence": "seed", "source": "[seed]",
               "text": "A rule.", "observable": True, "breakable": False}
        document = {"schema": "qfpay-requirements/1", "checked": "2026-11-23", "requirements": [row]}
        self.assertIn("'reason' is a required property", self.about(document))
        row["reason"] = "an allowance"
        self.assertEqual(self.about(document), "")

    def test_a_retired_id_needs_to_say_why(self):
        self.assertIn("'why' is a required property",
                      self.about({"schema": "qfpay-retired/1",
                                  "retired": [{"id": "a", "since": "2026-11-23"}]}))


if __name__ == "__main__":
    unittest.main()
