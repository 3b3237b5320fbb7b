"""The commands: arguments, printing, exit codes. Nothing imports this room."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run ``communique`` with the arguments of the process, and exit."""
    from communique.cli.app import app
    from communique.cli.console import run_app

    run_app(app)
