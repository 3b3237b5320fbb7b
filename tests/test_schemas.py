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
        ("places_five.py:BaseModel", "places_five has no pydantic model BaseModel"),
        ("places_broken.py:Pledge", "cannot be imported: ZeroDivisionError"),
        ("Pledge", "name it FILE.py:MODEL or package.module:MODEL"),
        ("places_four.py:", "name it FILE.py:MODEL"),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, named: str, said: str) -> None:
    """With what to write instead."""
    for name in ("places_four.py", "places_five.py"):
        (tmp_path / name).write_text(SOURCE.format(name="Pledge"), "utf-8")
    (tmp_path / "places_broken.py").write_text("1 / 0", "utf-8")
    with pytest.raises(UsageError, match=said):
        load_schema(named, tmp_path)


@pytest.mark.parametrize(
    ("models", "told"),
    [
        ((), "no pydantic model Promise: it has none"),
        (("Pledge", "Gift"), "no pydantic model Promise: it has Pledge, Gift"),
        (tuple("ABCDE"), "it has A, B, C, D, E"),
        (tuple("ABCDEFG"), "it has A, B, C, D, E and 2 more"),
    ],
)
def test_the_models_that_are_there_are_named(
    tmp_path: Path, models: tuple[str, ...], told: str
) -> None:
    """So that a misspelled name is mended by reading the message; five of them at most."""
    module = f"places_of_{len(models)}"
    source = "from pydantic import BaseModel\nNUMBER = 1\n"
    source += "".join(f"class {name}(BaseModel):\n    x: str\n" for name in models)
    (tmp_path / f"{module}.py").write_text(source, "utf-8")
    with pytest.raises(UsageError) as raised:
        load_schema(f"{module}.py:Promise", tmp_path)
    assert str(raised.value).endswith(told)


@pytest.mark.parametrize("name", ["calendar", "told_twice"])
def test_a_file_called_like_another_module_is_not_taken_for_it(tmp_path: Path, name: str) -> None:
    """Of the standard library, or of a schema in another folder that was loaded before."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.py").write_text(
            f"from pydantic import BaseModel\n\nclass Told(BaseModel):\n    {folder}: str\n",
            "utf-8",
        )
    if name == "told_twice":
        assert "a" in load_schema(f"a/{name}.py:Told", tmp_path).model_fields
    with pytest.raises(UsageError, match="give the file another name"):
        load_schema(f"b/{name}.py:Told", tmp_path)
