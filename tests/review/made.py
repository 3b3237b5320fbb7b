"""A project in review: its server over real HTTP, as the page would use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from communique.errors import GoldError
from communique.gold.build import read_source
from communique.gold.records import GoldDocument
from communique.review.plan import Plan, make_plan
from communique.review.serving import ReviewServer
from gold.workshop import ARTICLE, SOURCE, make_project, source_path

__all__ = [
    "ARTICLE",
    "EMPTY",
    "PLAIN",
    "SOURCE",
    "Page",
    "labels",
    "make_project",
    "opened",
    "source_path",
]

PLAIN = (
    "Ferry talks in Bergen\n\nMay 6, 2031\n\n"
    "Norwegian Foreign Minister Ada Lindqvist met with Danish Foreign Minister Jonas Holm in "
    "Bergen on Monday. She welcomed the plan and stressed its cost.\n\n"
    "\u201cThe line\u2019s future is safe,\u201d Lindqvist said. Holm said that traffic had "
    "doubled.\n"
)

EMPTY = """\
document: ferry
text: seeds/ferry.txt
published: 2031-05-06
status: draft
participants: []
meetings: []
statements: []
"""


class Page:
    """What a page does: asks for a document, sends actions, keeps what it is told."""

    def __init__(self, server: ReviewServer) -> None:
        self.server = server
        self.http = httpx.Client(base_url=server.address, follow_redirects=True, timeout=60)
        assert self.http.get(server.url).status_code == 200
        self.shown: dict[str, Any] = {}
        try:
            self.open()
        except httpx.HTTPError:
            self.http.close()
            raise

    def open(self, number: int = 0) -> dict[str, Any]:
        self.number = number
        self.shown = self.http.get(f"/documents/{number}").raise_for_status().json()
        return self.shown

    def send(self, action: Any) -> httpx.Response:
        body = {"version": self.shown["version"], "action": action}
        return self.http.post(f"/documents/{self.number}", json=body)

    def act(self, do: str, **values: Any) -> dict[str, Any]:
        """Do it; what the page shows then."""
        plain = do in {"undo", "redo", "finish"}
        answer = self.send(do if plain else {"do": do, **values})
        assert answer.status_code == 200, answer.text
        self.shown |= answer.json()
        return self.shown

    def refused(self, do: str, **values: Any) -> dict[str, Any]:
        """Try it; why it is not done."""
        plain = do in {"undo", "redo", "finish"}
        answer = self.send(do if plain else {"do": do, **values})
        assert answer.status_code == 409, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def at(self, words: str, occurrence: int = 1) -> dict[str, int]:
        """Where words stand, in code points."""
        start = -1
        for _ in range(occurrence):
            start = self.shown["text"].index(words, start + 1)
        return {"start": start, "end": start + len(words)}

    def words(self, place: dict[str, int]) -> str:
        return str(self.shown["text"])[place["start"] : place["end"]]

    def item(self, title: str) -> dict[str, Any]:
        """The label with this name, kind of meeting or content."""
        (found,) = (one for one in self.shown["items"] if title in self._titles(one))
        assert isinstance(found, dict)
        return found

    def offer(self, title: str, by: str = "offline") -> dict[str, Any]:
        (found,) = (
            one for one in self.shown["offers"] if title in self._titles(one) and one["by"] == by
        )
        assert isinstance(found, dict)
        return found

    def _titles(self, one: dict[str, Any]) -> tuple[str, ...]:
        values = one["values"]
        if one["kind"] == "participant":
            return (values["name"],)
        if one["kind"] == "meeting":
            return (values["kind"],)
        return (self.words(one["places"][0]),)


@contextmanager
def opened(root: Path, **options: Any) -> Iterator[Page]:
    """The first document of the project, in a server of its own."""
    plan: Plan = make_plan(root, **options)
    with ReviewServer(plan) as server:
        page = Page(server)
        try:
            yield page
        finally:
            page.http.close()


def labels(root: Path, path: Path | None = None) -> GoldDocument:
    """What the file says now, as `gold build` reads it."""
    problems: list[GoldError] = []
    document = read_source(root, path or source_path(root), problems)
    assert document is not None, problems
    return document
