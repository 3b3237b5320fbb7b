"""A pytest plugin: the fixture ``assert_extraction`` holds a record against a file beside the test.

Installed with communique. It loads nothing until a test uses it.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from communique.choosing import Asked
    from communique.record import Record
    from communique.records import Failure, Readout

__all__ = ["AssertExtraction", "assert_extraction"]

FOLDER = "__extractions__"

MOST_DIFFERENCES = 40
"""Shown of one comparison."""

_written = pytest.StashKey[list[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("communique").addoption(
        "--update-extractions",
        action="store_true",
        help="Write the baselines of assert_extraction anew from what is extracted now.",
    )


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for path in config.stash.get(_written, []):
        terminalreporter.write_line(f"extraction baseline written: {path}")


class AssertExtraction:
    """Compares records with baselines; one for each test."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._test = request.node
        self._config = request.config
        self._calls = 0

    def __call__(
        self,
        result: Readout | Record[Any] | Failure | str,
        baseline_path: str | os.PathLike[str] | None = None,
        *,
        model: Asked = "regex",
        ignore: Collection[str] = (),
        at_least: float | None = None,
    ) -> Readout | Record[Any]:
        """Fail the test, saying what differs, when the record is not that of the baseline.

        Where there is no baseline yet it is written, and the test passes; in CI (``CI`` is set) it
        fails. ``--update-extractions`` writes the baseline anew.

        Args:
            result: a record, or a text to be extracted by ``model``.
            baseline_path: relative to the test's folder; without it
                ``__extractions__/MODULE.TEST.json`` there (``.2``, ``.3`` … for further calls).
            ignore: fields that do not matter: ``cue``, ``participants.title``, ``issues``.
            at_least: how much of the baseline's items (participants, meetings, statements; leaves
                of a schema of your own) must be there unchanged, from 0 to 1; what is new is no
                fault then. Without it nothing may differ.

        Returns:
            the record.
        """
        __tracebackhide__ = True
        from communique.baselines import as_baseline
        from communique.records import Failure

        if isinstance(ignore, str) or not (at_least is None or 0 <= at_least <= 1):
            raise TypeError("ignore is a list of fields, at_least a number from 0 to 1")
        self._calls += 1
        if isinstance(result, str):
            from communique.extraction import extract

            result = extract(result, model=model)
        if isinstance(result, Failure):
            pytest.fail(f"{result.document_id}: {result.error.message}", pytrace=False)
        path = self._path(baseline_path)
        got = as_baseline(result)
        if self._config.getoption("--update-extractions"):
            self._write(path, got)
        elif not path.exists():
            if os.environ.get("CI", "").lower() not in ("", "0", "false"):
                pytest.fail(f"no baseline {path}: run pytest outside CI and commit it", False)
            self._write(path, got)
        else:
            complaint = "\n".join(_complaint(path, got, ignore, at_least))
            if complaint:
                pytest.fail(complaint, pytrace=False)
        return result

    def _path(self, given: str | os.PathLike[str] | None) -> Path:
        folder = Path(self._test.path).parent
        if given is not None:
            return folder / given
        number = f".{self._calls}" if self._calls > 1 else ""
        scope = ".".join(self._test.nodeid.split("::")[1:])
        name = re.sub(r"[^\w.\[\]-]+", "-", f"{Path(self._test.path).stem}.{scope}{number}")
        return folder / FOLDER / f"{name}.json"

    def _write(self, path: Path, got: dict[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(got, indent=1, ensure_ascii=False) + "\n", "utf-8")
        self._config.stash.setdefault(_written, []).append(path)


def _complaint(
    path: Path, got: dict[str, Any], ignore: Collection[str], at_least: float | None
) -> Iterator[str]:
    """What is wrong, line by line; nothing when all is well."""
    from communique.baselines import compare, items_kept
    from communique.differences import told

    try:
        baseline = json.loads(path.read_bytes())
    except ValueError as error:
        yield f"{path} is no JSON ({error}): --update-extractions writes it anew"
        return
    found = compare(baseline, got, {"text_sha256", *ignore})
    if at_least is not None:
        kept, whole = items_kept(baseline, got, ignore)
        if kept >= at_least * whole:
            return
        yield f"{kept} of {whole} items of {path} are there unchanged, {at_least:g} of them must be"
    elif found:
        kinds = Counter(difference.kind for difference in found)
        yield f"{path}: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items())
    if not found:
        return
    if baseline.get("text_sha256") != got["text_sha256"]:
        yield "  (the text is not the one that the baseline was made of)"
    yield from (f"  {told(difference)}" for difference in found[:MOST_DIFFERENCES])
    if len(found) > MOST_DIFFERENCES:
        yield f"  and {len(found) - MOST_DIFFERENCES} more"
    yield "If this is right: pytest --update-extractions"


@pytest.fixture
def assert_extraction(request: pytest.FixtureRequest) -> AssertExtraction:
    """Compare a record, or what is extracted from a text, with the baseline beside the test."""
    return AssertExtraction(request)
