"""Options that belong together are declared once, as fields of a dataclass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from communique.cli.grouping import ungrouped


@dataclass(frozen=True)
class Size:
    """Of a box."""

    height: Annotated[int, typer.Option("--height", "-h", min=1, metavar="CM")]
    width: Annotated[int, typer.Option(help="Across.")] = 2


app = typer.Typer()


@app.command()
@ungrouped
def box(name: Annotated[str, typer.Argument()], size: Size) -> None:
    """Make a box."""
    typer.echo(f"{name} {size.height}x{size.width}")


@pytest.mark.parametrize(
    ("arguments", "output"),
    [(["a", "-h", "3"], "a 3x2\n"), (["a", "--width", "5", "--height", "1"], "a 1x5\n")],
)
def test_fields_are_options_and_come_back_as_a_value(arguments: list[str], output: str) -> None:
    """With their defaults, in any order."""
    assert CliRunner().invoke(app, arguments).output == output


def test_limits_of_a_field_hold() -> None:
    """A value out of range, or a missing one, is a wrong call."""
    for arguments in (["a", "-h", "0"], ["a"]):
        assert CliRunner().invoke(app, arguments).exit_code == 2
