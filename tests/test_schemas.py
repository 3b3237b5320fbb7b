"""A caller's own model, found by the name it is given on a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.schemas import load_schema

SOURCE = "from pydantic import BaseModel\n\n\nclass {name}(BaseModel):\n    donor: str\n"


@pytest.mark.parametrize(
    "named", ["places_one.py:Pledge", "below/places_two.py:Pledge", "places_three:Pledge"]
)
def test_a_model_is_found_in_a_file_or_a_module(tmp_path: Path, named: str) -> None:
    """From the folder that is given."""
    file = tmp_path / named.partition(":")[0].removesuffix(".py")
    file.parent.mkdir(exist_ok=True)
    file.with_name(f"{file.name}.py").write_text(SOURCE.format(name="Pledge"), "utf-8")
    assert list(load_schema(named, tmp_path).model_fields) == ["donor"]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("none.py:Pledge", "no such file: "),
        ("places_four.py:Promise", "places_four has no pydantic model Promise"),
        ("places_broken.py:Pledge", "cannot be imported: ZeroDivisionError"),
        ("Pledge", "name it FILE.py:MODEL or package.module:MODEL"),
        ("places_four.py:", "name it FILE.py:MODEL"),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, named: str, said: str) -> None:
    """With what to write instead."""
    (tmp_path / "places_four.py").write_text(SOURCE.format(name="Pledge"), "utf-8")
    (tmp_path / "places_broken.py").write_text("1 / 0", "utf-8")
    with pytest.raises(UsageError, match=said):
        load_schema(named, tmp_path)
