"""Texts by id: in any order, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.exchange.texts import Texts


def test_texts_are_given_in_any_order(tmp_path: Path) -> None:
    """Files here, in the order of their names; one that is not there is None."""
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"text of {name}\r\n", "utf-8", newline="")
    texts = Texts([str(tmp_path)])
    assert [texts.get(name) for name in "bbacx"] == [
        "text of b\r\n", "text of b\r\n", "text of a\r\n", "text of c\r\n", None,
    ]  # fmt: skip


def test_a_path_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        Texts([str(tmp_path / "none")])
