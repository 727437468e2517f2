"""Checks the fixtures as data: every file against the JSON schema it names, ids used once, and
requirement ids that exist. What the expectations mean is the business of qfpay-conform."""

import json
import pathlib
import re
import sys

import jsonschema

FIXTURES = pathlib.Path("fixtures")
TABLE = pathlib.Path("protocol/include/qfpay/tables/requirements.def")


def load(path, problems):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        problems.append(f"{path}: {error}")
        return None


def validators(problems):
    """One validator per schema, by the name that fixture files carry in "schema"."""
    found = {}
    for path in sorted(FIXTURES.glob("schema/*.json")):
        schema = load(path, problems)
        if schema is not None:
            jsonschema.Draft202012Validator.check_schema(schema)
            # Without its relative $id, which jsonschema before 4.18 takes for a place to fetch from.
            name = schema.pop("$id")
            found[name] = jsonschema.Draft202012Validator(schema)
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
    return document.get("cases", []) + document.get("vectors", [])


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


def check_table(known, problems):
    """The servers' and clients' own table of requirements names no others than the contract."""
    rows = re.findall(r'^REQUIREMENT\(\s*\w+,\s*"([^"]+)"', TABLE.read_text(encoding="utf-8"), re.M)
    if not rows:
        problems.append(f"{TABLE}: no rows found")
    problems.extend(f"{TABLE}: unknown requirement {row}" for row in rows if row not in known)


def main():
    problems = []
    known_schemas = validators(problems)
    requirements = load(FIXTURES / "requirements.json", problems) or {}
    known = {row["id"] for row in requirements.get("requirements", [])}
    seen = {}
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
    check_table(known, problems)
    for problem in problems:
        print(problem)
    print(f"{count} fixture files, {len(seen)} cases and vectors, {len(problems)} problems")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
