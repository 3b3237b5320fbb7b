"""The server of the page: documents out, actions in; each answered when it is on the disk."""

from __future__ import annotations

import json
import secrets
import threading
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from communique.errors import CommuniqueError, ReviewError
from communique.review.actions import Action, read_action
from communique.review.guard import Guard
from communique.review.plan import Plan
from communique.review.session import Session
from communique.review.view import focus_after, opened_view, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["Desk", "make_app"]

_STATIC = {
    "review.js": "text/javascript",
    "review.css": "text/css",
    "article.css": "text/css",
}


class Desk:
    """The documents of a plan that are open, one request at a time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.done: Counter[str] = Counter()
        """Actions by document."""
        self._names = list(plan.sources)
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    def overview(self) -> dict[str, Any]:
        plan = self.plan
        return {
            "mode": plan.mode,
            "annotator": plan.annotator,
            "sides": plan.sides,
            "documents": [{"name": n, "status": plan.status(n)} for n in self._names],
        }

    def document(self, number: int) -> dict[str, Any]:
        """A document as it is now: read anew where its file was changed by someone else."""
        with self._lock:
            name = self._name(number)
            session = self._open.get(name)
            if session is None or not session.file.is_current():
                older = session
                session = self._open[name] = self.plan.open(name)
                # A page that shows what was there before is told so.
                session.version = 0 if older is None else older.version + 1
            return opened_view(session, self.plan.days(session.state))

    def act(self, number: int, body: Any) -> dict[str, Any]:
        """Do what a page asks, and tell what it shows then.

        Raises:
            ReviewError: it cannot be done.
        """
        if not isinstance(body, dict) or type(body.get("version")) is not int:
            raise ReviewError("this is no action that the page knows: load it again")
        with self._lock:
            name = self._name(number)
            session = self._open.get(name)
            if session is None:
                raise ReviewError("this page shows an older state: reload it", needs="reload")
            before = session.state
            done = self._do(session, body.get("action"), body["version"])
            self.done[name] += 1
            about = getattr(done, "item", None)
            return view(session, focus_after(before, session.state, about))

    def _do(self, session: Session, asked: Any, version: int) -> Action:
        """Do what was asked, and tell which action that was, done or undone."""
        if asked == "undo":
            session.undo(version)
            return session.undone[-1]
        if asked == "redo":
            session.redo(version)
        elif asked == "finish":
            session.act(self.plan.finish(session.state), version)
        else:
            session.act(read_action(asked), version)
        return session.actions[-1]

    def _name(self, number: int) -> str:
        if not 0 <= number < len(self._names):
            raise ReviewError("there is no such document")
        return self._names[number]


def make_app(desk: Desk, token: str | None = None) -> Guard:
    """The application, behind its guard."""
    from starlette.applications import Starlette
    from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
    from starlette.routing import Route

    # Plain functions: starlette runs them in threads, since they read and write files.
    def page(request: Request) -> Response:
        return HTMLResponse(_static("page.html"))

    def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            return PlainTextResponse("not found", status_code=404)
        return PlainTextResponse(_static(name), media_type=_STATIC[name])

    def overview(request: Request) -> Response:
        return JSONResponse(desk.overview())

    def document(request: Request) -> Response:
        return _answer(lambda: desk.document(request.path_params["number"]))

    async def act(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        raw = await request.body()
        number = request.path_params["number"]
        return await run_in_threadpool(_answer, lambda: desk.act(number, _json(raw)))

    def _answer(work: Any) -> Response:
        try:
            return JSONResponse(work())
        except ReviewError as error:
            return JSONResponse({"error": error.message, "needs": error.needs}, status_code=409)
        except CommuniqueError as error:
            return JSONResponse({"error": error.message, "needs": None}, status_code=409)

    routes = [
        Route("/", page),
        Route("/static/{name}", static),
        Route("/documents", overview),
        Route("/documents/{number:int}", document),
        Route("/documents/{number:int}", act, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), token or secrets.token_urlsafe(24))


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ReviewError("this is no action that the page knows: load it again") from error


def _static(name: str) -> str:
    package = "communique.pages" if name == "article.css" else "communique.review"
    folder = "templates" if name == "article.css" else "static"
    return files(package).joinpath(folder, name).read_text(encoding="utf-8")
