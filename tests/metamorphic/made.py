"""An invented article in which every family finds something to change."""

from __future__ import annotations

from communique.offline import RegexExtractor
from communique.records import Document, Readout

TEXT = """Norwegian President Ann Lee. Photo: The Courier

Leaders of four countries speak about the lake

May 5, 2031

OSLO, May 5: Norwegian President Ann Lee spoke by phone with Kenyan Prime Minister Bo Rae, \
Chilean President Ada Vex and Maltese Prime Minister Tom Ash on Monday. "We will not sell the \
lake," Lee said. She stressed the importance of Norway's boats. Rae said that 40 ships had sailed \
to Malta.

Support our newsroom! Click here to donate.
"""


def document(text: str = TEXT, name: str = "made", published: str | None = None) -> Document:
    return Document(id=name, text=text, published=published)


def read(given: Document | str) -> Readout:
    return RegexExtractor().read(document(given) if isinstance(given, str) else given)
