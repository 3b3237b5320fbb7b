"""The ``communique`` command: what it is made of. Each command lives in a module of its own."""

from __future__ import annotations

import typer

from communique.cli.console import Version
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


@app.callback()
def communique(version: Version = False) -> None:
    """Who met, who took part, and who said what, from news articles, with proof."""
