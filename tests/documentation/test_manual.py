"""The manual agrees with the program."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from docs.cli_manual import PAGE, manual

import communique

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.skipif(
    tuple(map(int, version("typer").split(".")[:2])) < (0, 29),
    reason="older typers word it otherwise",
)
def test_the_manual_of_the_commands_is_what_they_say_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else `make docs` writes it anew; width and colors of the terminal are nothing to it."""
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert manual() == PAGE.read_text("utf-8")


def test_the_reference_has_every_public_name() -> None:
    """Once, and those of the modules that users import beside them."""
    pages = "".join(page.read_text("utf-8") for page in sorted((DOCS / "reference").glob("*.md")))
    named = re.findall(r"^::: communique\.(\w+)$", pages, re.MULTILINE)
    assert len(named) == len(set(named))
    assert set(communique.__all__) <= set(named)
