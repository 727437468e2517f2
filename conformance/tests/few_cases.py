"""Fixtures with few of the cases, which are read at each start of qfpay-conform."""

import pathlib

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures"


def few_cases(folder, *cases):
    """Links in this folder to all fixtures, but of the files below cases/ to these alone."""
    folder = pathlib.Path(folder)
    for path in FIXTURES.iterdir():
        if path.name != "cases":
            (folder / path.name).symlink_to(path)
    (folder / "cases").mkdir()
    for case in cases:
        (folder / "cases" / case.replace("/", "-")).symlink_to(FIXTURES / "cases" / case)
    return folder
