"""The ``communique`` command: what it is made of. Each command lives in a module of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from communique import __version__
from communique.cli.corpus import corpus_app
from communique.cli.corpus_page import page
from communique.cli.doctor import doctor
from communique.cli.export import export
from communique.cli.extract import extract
from communique.cli.gold import gold_app
from communique.cli.import_ import import_
from communique.cli.init import init
from communique.cli.verify import verify

__all__ = ["app"]

# Plain help: rich would take longer to load than the help takes to show.
app = typer.Typer(
    name="communique", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
app.command()(extract)
app.command()(verify)
app.command()(doctor)
app.command()(init)
app.command()(export)
app.command(name="import")(import_)
app.add_typer(gold_app, name="gold")
corpus_app.command()(page)
app.add_typer(corpus_app, name="corpus")


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def communique(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Who met, who took part, and who said what, from news articles, with proof."""
