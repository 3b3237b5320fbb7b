"""An invented article for tests of candidates."""

from __future__ import annotations

from communique.candidates import Candidates, candidates_in
from communique.records import Document

TEXT = (
    "Harbour talks end\n\n"
    "OSLO, May 14, 2031 – Norwegian Foreign Minister Tordis Solvang met Ghanaian Trade Minister "
    "Kwabena Asiedu-Mills on Tuesday.\n\n"
    "“We go on,” she said. Both delegations denied that the port would close, which surprised "
    "the union. The ministers plan talks in June.\n\n"
    "Photo: Skagerrak Herring Board\n"
)


def candidates(text: str = TEXT, published: str | None = None) -> Candidates:
    return candidates_in(Document(id="a", text=text, published=published))


def words(kind: str, text: str = TEXT) -> list[str]:
    """What the candidates of one kind say."""
    return [one.span.text for one in candidates(text).items if one.kind == kind]
