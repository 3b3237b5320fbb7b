"""Writes docs/reference/cli.md, the manual of the commands, from the commands themselves.

``make docs`` runs it; a test refuses a manual that is not what the commands say now. The texts are
typer's own (``typer utils docs``); what is done to them here is that their plain help becomes
Markdown, and that each command's first sentence is shown whole.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer
from typer.cli import get_docs_for_click

from communique.cli.app import app as communique
from communique.cli.evals import app as evals

PAGE = Path(__file__).parent / "reference" / "cli.md"

HEAD = "# Command line\n\n<!-- By docs/cli_manual.py: change the commands, not this page. -->\n"

CODE = re.compile(r"(`[^`]*`)")


def manual() -> str:
    """The page: every command and sub-command with all of its options."""
    programs = {"communique": communique, "evals": evals}
    return "\n".join([HEAD, *(_section(app, name) for name, app in programs.items())])


def _section(app: typer.Typer, name: str) -> str:
    command = typer.main.get_command(app)
    _prepare(command)
    context = typer.Context(command, info_name=name)
    return get_docs_for_click(obj=command, ctx=context, indent=1, name=name).strip() + "\n"


def _prepare(command: Any) -> None:
    """Make Markdown of the plain help of ``command`` and of those below it."""
    paragraphs = (command.help or "").split("\n\n")
    command.short_help = " ".join(_escaped(paragraphs[0]).split())
    command.help = "\n\n".join(map(_paragraph, paragraphs))
    for parameter in command.params:
        parameter.help = _escaped(parameter.help or "")
    for below in getattr(command, "commands", {}).values():
        _prepare(below)


def _paragraph(text: str) -> str:
    """``text``, or a block of code where typer is told (by a backspace) to keep its lines."""
    kept = text.removeprefix("\b\n")
    return _escaped(text) if kept == text else f"```console\n{kept}\n```"


def _escaped(text: str) -> str:
    """``text`` with what Markdown would read as markup escaped, but for `code`."""
    parts = CODE.split(text)
    parts[::2] = [re.sub(r"([*_\\])", r"\\\1", part).replace("<", "&lt;") for part in parts[::2]]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(manual(), "utf-8")
