"""The file: written, read, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import communique
from communique import Calibration
from communique.errors import UsageError
from communique.project import data_path

PACKAGED = data_path("evals/calibrations/regex.json")


def test_what_is_written_is_read_again() -> None:
    """Byte for byte, and it is JSON with a line for each document."""
    known = Calibration.read(PACKAGED)
    assert known.as_text() == PACKAGED.read_text("utf-8")
    assert json.loads(known.as_text())["documents"] == known.documents == 208
    assert known == Calibration.packaged("regex")


def test_it_holds_no_text_of_the_gold() -> None:
    """Numbers, and names of signals and rules."""
    told = json.loads(PACKAGED.read_text("utf-8"))
    for target in ("participants", "content", "attributed"):
        for document in told[target]["evidence"]:
            assert document.keys() == {"gold", "items"}
            assert all(isinstance(c, float) and r in (True, False) for c, r in document["items"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "no calibration"),
        (b"[]", "no calibration"),
        (b"\xff", "no calibration"),
        (b'{"format": 2}', "no calibration: format"),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Such a file may come from anywhere."""
    path = tmp_path / "c.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        Calibration.read(path)
    with pytest.raises(UsageError, match="cannot be read"):
        Calibration.read(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("coefficients", {"all": float("nan")}),
        ("coefficients", {"all": float("inf")}),
        ("evidence", [{"gold": 1, "items": [[1.5, True]]}]),
        ("evidence", [{"gold": -1, "items": []}]),
        ("coefficients", {str(number): 1.0 for number in range(2000)}),
    ],
)
def test_numbers_that_cannot_be_are_refused(tmp_path: Path, target: str, value: object) -> None:
    """A confidence beyond 1, a coefficient without end."""
    told = json.loads(PACKAGED.read_text("utf-8"))
    told["content"][target] = value
    path = tmp_path / "c.json"
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(UsageError, match=r"content\."):
        Calibration.read(path)


def test_a_statement_is_never_surer_with_its_speaker_than_without() -> None:
    """Two fits; one cannot be right where the other is not."""
    text = "“We go on,” Ann Lee said. It was told that he would not. Bo Rae denied that it rained."
    known = Calibration.packaged("regex")
    statements = [c for c in known.confidences(communique.extract(text)) if c.content is not None]
    assert statements
    assert all(c.value is not None and c.value <= c.content <= 1 for c in statements)
