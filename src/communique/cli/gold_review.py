"""``communique gold review``: labeling in a browser, on a page of this machine."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import Terminated, counted, say, stop_on_sigterm
from communique.cli.gold_options import Root, with_gold
from communique.project import project_root

if TYPE_CHECKING:
    from communique.review.serving import ReviewServer

__all__ = ["review"]

Documents = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="DOC...",
        help="Documents by id, SET/ID those of a set; all without.",
        show_default=False,
    ),
]
Annotator = Annotated[
    str | None,
    typer.Option("--annotator", metavar="NAME", help="Who labels, as the history tells it."),
]
Blind = Annotated[
    bool,
    typer.Option(
        "--blind", help="Show nobody's labels; write gold/annotators/NAME instead of gold/sources."
    ),
]
Adjudicate = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--adjudicate",
        metavar="A B",
        help="Decide where two annotators differ; the result goes to gold/sources.",
        show_default=False,
    ),
]
Port = Annotated[int, typer.Option("--port", metavar="PORT", help="0: a free one.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address, open nothing.")]


def review(
    documents: Documents = None,
    annotator: Annotator = None,
    blind: Blind = False,
    adjudicate: Adjudicate = None,
    port: Port = 0,
    no_browser: NoBrowser = False,
    root: Root = None,
) -> None:
    """Label in a browser: one page on this machine, each action saved to its source file.

    \b
    communique gold review                                   # gold/sources
    communique gold review harbour-talks --annotator ada     # one document; history says ada
    communique gold review --annotator ada --blind           # apart from everyone else's labels
    communique gold review --adjudicate ada jonas            # decide their differences

    The page says all keys (press ?). Ctrl-C ends it; everything is saved by then.
    """
    from communique.review.plan import make_plan
    from communique.review.serving import ReviewServer

    folder = with_gold(project_root(root), root)
    plan = make_plan(
        folder, documents or (), annotator=annotator, blind=blind, adjudicate=adjudicate
    )
    server = ReviewServer(plan, port)
    say(f"reviewing {counted(len(plan.sources), 'document')}: open {server.url}")
    say("Ctrl-C ends it")
    if not no_browser and sys.stderr is not None and sys.stderr.isatty():
        # Not before the server listens, or the browser would find nothing there.
        threading.Thread(target=_open, args=(server,), daemon=True).start()
    stop_on_sigterm()
    try:
        server.run()
    except KeyboardInterrupt as stop:
        done = server.desk.done
        actions = counted(sum(done.values()), "action")
        say(f"{actions} in {counted(len(done), 'document')}, all saved")
        raise typer.Exit(143 if isinstance(stop, Terminated) else 0) from stop


def _open(server: ReviewServer) -> None:
    import webbrowser

    if server.started.wait(10):
        webbrowser.open(server.url)
