"""Rendering one self-contained page from a template and its styles and scripts.

Styles and scripts are written into the page and named by their hashes in its Content Security
Policy: nothing else can run or load, whatever an article says.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from communique.pages.article import escape_text

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render_page"]


def render_page(template: str, context: Mapping[str, object], *, assets: Sequence[str]) -> str:
    """The page ``templates/<template>``, which extends ``shell.html.j2``.

    Args:
        template: name of the template; it fills the blocks ``title`` and ``body``.
        context: what the template shows; every string in it is escaped.
        assets: names of ``.css`` and ``.js`` files in ``templates/`` to write into the page, in
            this order.
    """
    styles = [_asset(name) for name in assets if name.endswith(".css")]
    scripts = [_asset(name) for name in assets if name.endswith(".js")]
    shell = {"styles": styles, "scripts": scripts, "policy": _policy(styles, scripts)}
    return _environment().get_template(template).render({**context, **shell})


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("communique.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: escape_text(value) if type(value) is str else value,
    )


@cache
def _asset(name: str) -> Markup:
    text = files("communique.pages").joinpath("templates", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of this package


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hashes(styles)}",
            f"script-src {_hashes(scripts)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(sources: Sequence[str]) -> str:
    digests = (hashlib.sha256(source.encode("utf-8")).digest() for source in sources)
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests) or "'none'"
