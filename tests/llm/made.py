"""An invented article and its record, for tests that ask a fake server about it."""

from __future__ import annotations

from typing import Any

from communique.records import Document, ExtractorInfo, Readout

# Curly quotes, a no-break space, CRLF line ends, template marks, a combining accent.
TEXT = (
    "Marchetti and Okonjo reopen the valley road\r\n"
    "\r\n"
    "BERN, June 3, 2031 – Swiss Foreign Minister Livia Marchetti on Monday hosted "
    "Nigerian President Amadi\u00a0Okonjo for talks.\r\n"
    "\r\n"
    "“We won’t wait for another winter,” Marchetti said, “the road must open.”\r\n"
    "\r\n"
    "Okonjo stressed the need for {{ 7*7 }} new bridges and {% if true %}no{# tolls #}.\r\n"
    "\r\n"
    "Marchetti recalled that the cafe\u0301 at the pass had never closed. "
    "She said that it would be rebuilt.\r\n"
)


def span(quote: str, occurrence: int = 0, text: str = TEXT) -> dict[str, Any]:
    """The span of ``quote``; ``occurrence`` counts from 0."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    return {"start": start, "end": start + len(quote), "text": quote}


def statement(
    content: str, kind: str, speaker: str, mention: tuple[str, int], cue: tuple[str, int]
) -> dict[str, Any]:
    return {
        "content": span(content),
        "kind": kind,
        "speaker": speaker,
        "speaker_mention": span(*mention),
        "cue": span(*cue),
    }


def record() -> dict[str, Any]:
    """What a perfect reader finds in TEXT."""
    report = "Swiss Foreign Minister Livia Marchetti on Monday hosted Nigerian President Amadi"
    report += "\u00a0Okonjo for talks"
    return {
        "text": TEXT,
        "document_id": "valley",
        "extractor": {"model": "hand", "version": "0"},
        "participants": [
            {
                "name": "Livia Marchetti",
                "title": "Foreign Minister",
                "country": "CH",
                "mentions": [span("Livia Marchetti")],
                "evidence": {"title": [span("Foreign Minister")], "country": [span("Swiss")]},
            },
            {
                "name": "Amadi Okonjo",
                "title": "President",
                "country": "NG",
                "mentions": [span("Amadi\u00a0Okonjo")],
                "evidence": {"title": [span("President")], "country": [span("Nigerian")]},
            },
        ],
        "meetings": [
            {
                "kind": "bilateral meeting",
                "date": "2031-06-02",
                "organizer": "Livia Marchetti",
                "participants": ["Livia Marchetti", "Amadi Okonjo"],
                "evidence": [
                    span("June 3, 2031"),
                    span(report),
                    span("Livia Marchetti"),
                    span("Monday"),
                ],
                "field_evidence": {
                    "date": [span("June 3, 2031"), span("Monday")],
                    "organizer": [span("Livia Marchetti")],
                },
            }
        ],
        "statements": [
            statement(
                "“We won’t wait for another winter,”", "direct", "Livia Marchetti",
                ("Marchetti", 2), ("said", 0),
            ),
            statement(
                "“the road must open.”", "direct", "Livia Marchetti", ("Marchetti", 2), ("said", 0)
            ),
            statement(
                "the need for {{ 7*7 }} new bridges and {% if true %}no{# tolls #}", "indirect",
                "Amadi Okonjo", ("Okonjo", 2), ("stressed", 0),
            ),
            statement(
                "that the cafe\u0301 at the pass had never closed", "indirect", "Livia Marchetti",
                ("Marchetti", 3), ("recalled", 0),
            ),
            statement(
                "that it would be rebuilt", "indirect", "Livia Marchetti", ("She", 0), ("said", 1)
            ),
        ],
    }  # fmt: skip


def readout() -> Readout:
    return Readout.model_validate(record())


def document(text: str = TEXT, published: str | None = None) -> Document:
    return Document(id="valley", text=text, published=published)


INFO = ExtractorInfo(model="openai/x", version="0")


def claim_statement(content: str, **changes: Any) -> dict[str, Any]:
    return {
        "content": content,
        "cue": None,
        "speaker_mention": None,
        "speaker": None,
        "kind": "indirect",
        "nested": False,
        **changes,
    }


def claim_participant(name: str, mention: str | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "mention": mention or name,
        "name": name,
        "title": None,
        "organization": None,
        "country_quote": None,
        "country": None,
        **changes,
    }


def claim_meeting(evidence: str, **changes: Any) -> dict[str, Any]:
    return {
        "evidence": evidence,
        "kind": "other",
        "date_quotes": [],
        "date": None,
        "place": None,
        "organizer": None,
        "participants": [],
        **changes,
    }


def answer(**lists: list[Any]) -> dict[str, list[Any]]:
    return {"participants": [], "meetings": [], "statements": [], **lists}
