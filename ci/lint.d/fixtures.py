"""Checks the fixtures as data: every file against the JSON schema it names, ids used once and never
again, comments that explain, sources, pitfalls and open questions that exist. What the expectations
mean is the business of qfpay-conform.

fixtures/ids.txt lists every id that was ever published, so that none can vanish without a word in
fixtures/retired.json. With --publish the ids that are new are added to it.
"""

import json
import pathlib
import re
import sys

import jsonschema

import fixture_vectors

FIXTURES = pathlib.Path("fixtures")
INDEX = FIXTURES / "ids.txt"
COMMON = FIXTURES / "schema/common.schema.json"
SOURCES = FIXTURES / "sources.md"
TABLE = pathlib.Path("protocol/include/qfpay/tables/requirements.def")
# What has ids of its own: the kind of file, and the name of its list.
LISTS = {"qfpay-fixtures": "cases", "qfpay-vectors": "vectors", "qfpay-scenarios": "scenarios"}
COMMENT_WORDS = 3


def load(path, problems):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        problems.append(f"{path}: {error}")
        return None


def validators(problems):
    """One validator per schema, by the name that fixture files carry in "schema"."""
    found = {}
    shared = (load(COMMON, problems) or {}).get("$defs", {})
    for path in sorted(set(FIXTURES.glob("schema/*.json")) - {COMMON}):
        # What is shared is put into each, because versions of jsonschema differ in how they find files.
        text = path.read_text(encoding="utf-8").replace(f"{COMMON.name}#", "#")
        schema = json.loads(text)
        problems.extend(f"{path}: {COMMON.name} defines {name}, too"
                        for name in shared.keys() & schema.get("$defs", {}).keys())
        schema["$defs"] = {**shared, **schema.get("$defs", {})}
        jsonschema.Draft202012Validator.check_schema(schema)
        found[schema["properties"]["schema"]["const"]] = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.FormatChecker(["date", "regex"]))
    return found


def check_schema(path, document, known, problems):
    validator = known.get(document.get("schema"))
    if validator is None:
        problems.append(f"{path}: no schema named {document.get('schema')!r} in fixtures/schema")
        return
    for error in validator.iter_errors(document):
        where = "/".join(str(part) for part in error.absolute_path)
        problems.append(f"{path}: /{where}: {error.message}")


def entries(document):
    kind = str(document.get("schema")).split("/")[0]
    return document.get(LISTS[kind], []) if kind in LISTS else []


def check_ids(path, document, seen, problems):
    for entry in entries(document):
        name = entry.get("id")
        if name in seen:
            problems.append(f"{path}: the id {name} is already used in {seen[name]}")
        seen[name] = path


def check_requirements(path, document, known, problems):
    for entry in entries(document):
        named = entry.get("requirement", [])
        for requirement in [named] if isinstance(named, str) else named:
            if requirement not in known:
                problems.append(f"{path}: {entry.get('id')}: unknown requirement {requirement}")


def check_reasons(requirements, documents, problems):
    """A rule that is left to the clients must be in a vector or a scenario."""
    judged = set()
    for document in documents:
        if "cases" not in document:
            for entry in entries(document):
                named = entry.get("requirement", [])
                judged.update([named] if isinstance(named, str) else named)
    for row in requirements:
        if "qfpay-conform client" in row.get("reason", "") and row["id"] not in judged:
            problems.append(f"requirements.json: {row['id']} is left to clients, but no vector and "
                            "no scenario names it")


def check_comment(path, entry, problems):
    """A report shows one comment alone: it must make sense without the one before it."""
    comment = entry.get("comment", "").strip()
    words = entry.get("id", "").replace(".", " ").replace("-", " ").replace("_", " ")
    wrong = None
    if not re.search(r"[.!?][\")]?$", comment):
        wrong = "is no sentence"
    elif path.parts[1] == "cases" and len(comment.split()) < COMMENT_WORDS:
        wrong = "explains nothing"
    elif path.parts[1] == "cases" and re.match(r"(Nor|Likewise|So do(es)?)\b", comment):
        wrong = "leans on another comment"
    elif comment.rstrip(".").lower() == words:
        wrong = "repeats the id"
    if wrong:
        problems.append(f"{path}: {entry.get('id')}: the comment {wrong}: {comment!r}")


def check_texts(path, document, pitfalls, questions, problems):
    for entry in entries(document):
        check_comment(path, entry, problems)
        for pitfall in set(re.findall(r"PIT-[0-9]+", json.dumps(entry))) - pitfalls:
            problems.append(f"{path}: {entry.get('id')}: {pitfall} is not in pitfalls.md")
        for question in set(re.findall(r"OQ-[0-9]+", json.dumps(entry))) - questions:
            problems.append(f"{path}: {entry.get('id')}: {question} is not in sources.md")


def check_table(known, problems):
    """The servers' and clients' own table of requirements names no others than the contract."""
    rows = re.findall(r'^(?:REQUIREMENT|DESCRIPTION)\(\s*\w+,\s*"([^"]+)"', TABLE.read_text(encoding="utf-8"), re.M)
    if not rows:
        problems.append(f"{TABLE}: no rows found")
    problems.extend(f"{TABLE}: unknown requirement {row}" for row in rows if row not in known)


def check_retired(rows, seen, problems):
    """A retired id is in use nowhere, and what took its place is."""
    path = FIXTURES / "retired.json"
    names = [row["id"] for row in rows]
    if names != sorted(set(names)):
        problems.append(f"{path}: the ids are not in order, or one is listed twice")
    for row in rows:
        if row["id"] in seen:
            problems.append(f"{path}: {row['id']} is in use again in {seen[row['id']]}")
        for successor in row.get("see", []):
            if successor not in seen:
                problems.append(f"{path}: {row['id']} sends to {successor}, which does not exist")


def read_index(problems):
    if not INDEX.is_file():
        return []
    lines = INDEX.read_text(encoding="utf-8").splitlines()
    if lines != sorted(set(lines)):
        problems.append(f"{INDEX}: the ids are not in order, or one is listed twice")
    return lines


def check_index(published, seen, retired, problems):
    for name in sorted(set(published) - set(seen) - retired):
        problems.append(f"{INDEX}: {name} was published and is gone: give it a row in "
                        "fixtures/retired.json")
    for name in sorted((set(seen) | retired) - set(published)):
        problems.append(f"{INDEX}: {name} is new: run `ci/lint.d/fixtures.py --publish` with the "
                        'Python that `ci/python jsonschema` names')


def publish(published, seen, retired):
    names = sorted(set(published) | set(seen) | retired)
    INDEX.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    print(f"{INDEX}: {len(names) - len(set(published))} new ids")
    return names


def main():
    problems = []
    known_schemas = validators(problems)
    requirements = load(FIXTURES / "requirements.json", problems) or {}
    known = {row["id"] for row in requirements.get("requirements", [])}
    pitfalls = set(re.findall(r"PIT-[0-9]+", fixture_vectors.PITFALLS.read_text(encoding="utf-8")))
    questions = set(re.findall(r"^\| (OQ-[0-9]+) \|", SOURCES.read_text(encoding="utf-8"), re.M))
    seen = {}
    vectors, documents = [], []
    count = 0
    for path in sorted(FIXTURES.rglob("*.json")):
        if path.parent.name == "schema":
            continue
        document = load(path, problems)
        if document is not None:
            count += 1
            check_schema(path, document, known_schemas, problems)
            check_ids(path, document, seen, problems)
            check_requirements(path, document, known, problems)
            check_texts(path, document, pitfalls, questions, problems)
            fixture_vectors.check_digests(path, document, problems)
            vectors += document.get("vectors", []) + document.get("scenarios", [])
            documents.append(document)
    fixture_vectors.check_pitfalls(vectors, problems)
    check_reasons(requirements.get("requirements", []), documents, problems)
    check_table(known, problems)
    rows = (load(FIXTURES / "retired.json", problems) or {}).get("retired", [])
    retired = {row["id"] for row in rows}
    check_retired(rows, seen, problems)
    published = read_index(problems)
    if "--publish" in sys.argv[1:]:
        published = publish(published, seen, retired)
    check_index(published, seen, retired, problems)
    for problem in problems:
        print(problem)
    print(f"{count} fixture files, {len(seen)} cases, vectors and scenarios, {len(problems)} problems")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
