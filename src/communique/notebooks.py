"""How values show themselves in a notebook: they ask here, and the package's pages answer.

Values lie below the pages that show them and may not import them; ``communique/__init__.py``, which
runs before any of them, names the function that does (``communique.pages.notebooks.html_of``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["InNotebooks", "show_by"]

_show: list[Callable[[Any], str]] = []


def show_by(html_of: Callable[[Any], str]) -> None:
    """Let ``html_of`` make the HTML of every value from now on."""
    _show[:] = [html_of]


class InNotebooks:
    """Base of values that Jupyter and its like show as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Self-contained and inert HTML: no request, no script that reaches the notebook."""
        return _show[0](self)
