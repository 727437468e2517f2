"""Checks the fixtures as data: every file against the JSON schema it names, ids used once,
requirement and pitfall ids that exist, and every printed digest against the text beside it. What
the expectations mean is the business of qfpay-conform."""

import hashlib
import json
import pathlib
import re
import sys

import jsonschema

FIXTURES = pathlib.Path("fixtures")
PITFALLS = FIXTURES / "pitfalls.md"
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


def digest_of(text, sign_type):
    return hashlib.new(sign_type.lower(), text.encode()).hexdigest()


def check_digests(path, document, problems):
    """A digest beside the text that it is of: computed again by a library that is none of ours."""
    for vector in document.get("vectors", []):
        pairs = [(vector["string"] + vector["client_key"], name, vector[name])
                 for name in ("md5", "sha256") if "string" in vector and name in vector]
        if "sign" in vector and vector.get("valid", True):
            pairs.append((vector["body"] + vector["client_key"], "md5", vector["sign"]))
        pairs += [(wrong["digested"], wrong["sign_type"], wrong["sign"])
                  for wrong in vector.get("wrong", []) if "digested" in wrong]
        for text, sign_type, sign in pairs:
            if digest_of(text, sign_type) != sign.lower():
                problems.append(f"{path}: {vector['id']}: {sign} is not the {sign_type} of {text!r}")


def pitfalls_of(vector):
    named = vector.get("pitfall", [])
    named = [named] if isinstance(named, str) else list(named)
    return named + [wrong["pitfall"] for wrong in vector.get("wrong", []) if "pitfall" in wrong]


def check_pitfalls(vectors, problems):
    """Every mistake that a vector names is in pitfalls.md, whose second part names for each
    mistake exactly the vectors that are made for it."""
    mistakes, _, tested = PITFALLS.read_text(encoding="utf-8").partition("## Where each is tested")
    known = set(re.findall(r"^\| (PIT-\d+) \|", mistakes, re.M))
    rows = {pitfall: set(re.findall(r"`([^`]+)`", cell))
            for pitfall, cell in re.findall(r"^\| (PIT-\d+) \|([^|]*)\|", tested, re.M)}
    made = {pitfall: set() for pitfall in known}
    for vector in vectors:
        for pitfall in pitfalls_of(vector):
            made.setdefault(pitfall, set()).add(vector["id"])
    problems.extend(f"{PITFALLS}: vectors name {one}, which is not there" for one in made.keys() - known)
    for pitfall in sorted(known | rows.keys()):
        for name in sorted(made.get(pitfall, set()) ^ rows.get(pitfall, set())):
            problems.append(f"{PITFALLS}: {pitfall} and {name}: only one of them names the other")


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
    vectors = []
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
            check_digests(path, document, problems)
            vectors += document.get("vectors", [])
    check_pitfalls(vectors, problems)
    check_table(known, problems)
    for problem in problems:
        print(problem)
    print(f"{count} fixture files, {len(seen)} cases and vectors, {len(problems)} problems")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
