"""The command ``evals``, put together (also ``python -m communique.evals``)."""

from __future__ import annotations

import typer

from communique.cli.console import Version
from communique.cli.evals_calibrate import calibrate, cascade
from communique.cli.evals_compare import compare
from communique.cli.evals_explain import explain
from communique.cli.evals_gate import baseline, gate
from communique.cli.evals_report import report
from communique.cli.evals_rescore import rescore
from communique.cli.evals_run import run

__all__ = ["app", "main"]

# Plain help, as that of ``communique``.
app = typer.Typer(name="evals", no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.callback()
def _evals(version: Version = False) -> None:
    """Benchmark models: extract the documents of a suite, score them against the gold."""


app.command()(run)
app.command()(compare)
app.command()(gate)
app.command()(baseline)
app.command()(report)
app.command()(rescore)
app.command()(explain)
app.command()(calibrate)
app.command()(cascade)


def main() -> None:
    """Entry point of ``evals``."""
    from communique.cli.console import run_app

    run_app(app)
