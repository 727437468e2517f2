"""Checks of vectors: every printed digest against the text beside it, and every mistake that a vector
is made for against the two tables of pitfalls.md. Called by fixtures.py."""

import hashlib
import pathlib
import re

PITFALLS = pathlib.Path("fixtures/pitfalls.md")

# What vectors can expose; the other sections are about requests to servers and about operation.
EXPOSED = ("The signature of requests", "Reading answers", "Notifications")


def digest_of(text, sign_type):
    return hashlib.new(sign_type.lower(), text.encode()).hexdigest()


def check_digests(path, document, problems):
    """A digest beside the text that it is of: computed again by a library that is none of ours."""
    for vector in document.get("vectors", []):
        pairs = [(vector["string"] + vector["client_key"], name, vector[name])
                 for name in ("md5", "sha256") if "string" in vector and name in vector]
        if "body" in vector and "sign" in vector:
            genuine = digest_of(vector["body"] + vector["client_key"], "md5") == vector["sign"].lower()
            if genuine != vector.get("valid", True):
                problems.append(f"{path}: {vector['id']}: the signature is {'genuine' if genuine else 'wrong'}")
        pairs += [(wrong["digested"], wrong["sign_type"], wrong["sign"])
                  for wrong in known_digests(vector) if "digested" in wrong]
        for text, sign_type, sign in pairs:
            if digest_of(text, sign_type) != sign.lower():
                problems.append(f"{path}: {vector['id']}: {sign} is not the {sign_type} of {text!r}")


def known_digests(vector):
    """Digests that are not the right one: servers refuse those of the first list."""
    return vector.get("wrong", []) + vector.get("tolerated", [])


def pitfalls_of(vector):
    named = vector.get("pitfall", [])
    named = [named] if isinstance(named, str) else list(named)
    mistakes = known_digests(vector) + vector.get("refused_by", [])
    return named + [mistake["pitfall"] for mistake in mistakes if "pitfall" in mistake]


def check_pitfalls(vectors, problems):
    """Every mistake that a vector or scenario names is in pitfalls.md, whose second part names for
    each mistake exactly those that are made for it, or says why there is none."""
    mistakes, _, tested = PITFALLS.read_text(encoding="utf-8").partition("## Where each is tested")
    known = set(re.findall(r"^\| (PIT-\d+) \|", mistakes, re.M))
    rows = {pitfall: set(re.findall(r"`([^`]+)`", cell))
            for pitfall, cell in re.findall(r"^\| (PIT-\d+) \|([^|]*\|[^|]*)\|", tested, re.M)}
    reasons = {row for row in re.findall(r"^\| (PIT-\d+) \|[^|]*\|[^|]*\| [^|]+ \|$", tested, re.M)}
    made = {pitfall: set() for pitfall in known}
    for vector in vectors:
        for pitfall in pitfalls_of(vector):
            made.setdefault(pitfall, set()).add(vector["id"])
    problems.extend(f"{PITFALLS}: somebody names {one}, which is not there" for one in made.keys() - known)
    for section in re.split(r"^## ", mistakes, flags=re.M):
        for pitfall in re.findall(r"^\| (PIT-\d+) \|", section, re.M):
            if section.startswith(EXPOSED) and not rows.get(pitfall) and pitfall not in reasons:
                problems.append(f"{PITFALLS}: {pitfall} has no vector, and no reason why not")
    for pitfall in sorted(known | rows.keys()):
        for name in sorted(made.get(pitfall, set()) ^ rows.get(pitfall, set())):
            problems.append(f"{PITFALLS}: {pitfall} and {name}: only one of them names the other")
