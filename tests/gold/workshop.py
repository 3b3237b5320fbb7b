"""A small project folder to label in: one invented article and its source."""

from __future__ import annotations

from pathlib import Path

from communique.errors import GoldError
from communique.gold.build import read_source
from communique.gold.records import GoldDocument

ARTICLE = (
    "Ferry talks in Bergen\r\n"
    "May 6, 2031\r\n"
    "\r\n"
    "Norwegian Foreign\u00a0Minister Ada Lindqvist met Danish Foreign Minister Jonas Holm on "
    "Monday. She welcomed the plan and stressed its cost. \U0001f6a2\r\n"
    "\u201cThe line\u2019s future is safe,\u201d Lindqvist said. Holm said that traffic had "
    "doubled, the Harbour Council said.\r\n"
    "Photo: Harbour Council\r\n"
    "Read more about Holm. All rights reserved"
)

SOURCE = """\
document: ferry
text: seeds/ferry.txt
published: 2031-05-06
status: labeled
participants:
  - name: Ada Lindqvist
    title: Foreign Minister
    country: {value: NO, quote: Norwegian}
    mentions:
      - Ada Lindqvist
      - {quote: Lindqvist, occurrence: 2}
      - {quote: She, in: She welcomed}
  - name: Jonas Holm
    title: Danish Foreign Minister
    country: {value: DK, quote: Danish}
    organization: null
    aliases: [J. Holm]
    mentions: [Jonas Holm]
meetings:
  - kind: bilateral meeting
    date: {value: 2031-05-05, quotes: [Monday, "May 6, 2031"]}
    place: {value: Bergen, quote: Bergen}
    organizer: null
    participants: all
    evidence: [Ada Lindqvist met Danish Foreign Minister Jonas Holm]
statements:
  - content: that traffic had doubled
    kind: indirect
    speaker: Jonas Holm
    speaker_mention: Holm
    cue: {quote: said, occurrence: 2}
    nested: true
  - content: Holm said that traffic had doubled
    kind: indirect
    speaker: the Harbour Council
    speaker_mention: the Harbour Council
    cue: {quote: said, occurrence: 3}
  - content: \u201cThe line\u2019s future is safe,\u201d
    kind: direct
    speaker: Ada Lindqvist
    speaker_mention: Lindqvist
    cue: {quote: said, in: Lindqvist said}
boilerplate:
  - "Photo: Harbour Council"
  - {from: Read more, to: All rights reserved}
"""


def make_project(root: Path, *, source: str = SOURCE, text: str = ARTICLE) -> Path:
    """A project folder at ``root`` with the article and one source; returns ``root``."""
    (root / "seeds").mkdir(parents=True, exist_ok=True)
    (root / "gold" / "sources").mkdir(parents=True, exist_ok=True)
    (root / "seeds" / "ferry.txt").write_bytes(text.encode())
    source_path(root).write_text(source, encoding="utf-8", newline="")
    return root


def source_path(root: Path) -> Path:
    return root / "gold" / "sources" / "ferry.yaml"


def read(root: Path) -> tuple[GoldDocument | None, list[GoldError]]:
    """The labels of the project's one source, and what is wrong with it."""
    problems: list[GoldError] = []
    return read_source(root, source_path(root), problems), problems


def line_of(source: str, words: str) -> int:
    """The line of ``source`` that holds ``words``, 1-based."""
    return source[: source.index(words)].count("\n") + 1


def with_statement(content: str, **keys: str) -> str:
    """The source, its statements replaced by one with ``content`` and further lines."""
    head, _, tail = SOURCE.partition("statements:\n")
    lines = [f"  - content: {content}\n", "    kind: indirect\n"]
    lines += [f"    {key}: {value}\n" for key, value in keys.items()]
    return head + "statements:\n" + "".join(lines) + tail[tail.index("boilerplate:") :]
