"""Small corpora, built of real records as the command builds them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import communique
from communique.corpus.building import build
from communique.corpus.outlets import read_outlets
from communique.corpus.reading import read_told
from communique.corpus.staging import staging

SEEDS = Path(__file__).parents[2] / "gold" / "seeds.jsonl"
HERALD = (
    "Irish Prime Minister Ann Lee met Maltese President Bo Rae and Danish Foreign Minister Ida "
    "Holm in Valletta on 5 May 2031.\n\n“We go on,” Lee said. Rae said that the ferry would sail "
    "again in June."
)
COURIER = (
    "VALLETTA – Prime Minister Ann Lee of Ireland met Maltese President Bo Rae and Danish Foreign "
    "Minister Ida Holm in Valletta on 5 May 2031. Finnish President Aino Vuori also took part in "
    "the meeting.\n\n“We go on,” Lee told reporters after the meeting."
)
POST = (
    "Irish Prime Minister Ann Lee held a phone call with Maltese President Bo Rae and Danish "
    "Foreign Minister Ida Holm on 12 May 2031.\n\n🚢 Holm said that the harbour was open."
)
ARTICLES = {
    "herald-1": (HERALD, "2031-05-06"),
    "courier-7": (COURIER, "2031-05-06"),
    "post-3": (POST, "2031-05-12"),
}
"""Two outlets on one meeting, one with a person of its own, one with a statement; a call a week
later, and before its statement a letter that JavaScript counts as two."""

HOSTILE_NAME = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202eevil"
HOSTILE_ID = "</script><script>alert('id')</script>"


def line(document_id: str, text: str, published: str) -> dict[str, Any]:
    """A record with its text, as a gold line has it."""
    record = communique.extract(text, document_id=document_id, published=published)
    return {**record.model_dump(mode="json"), "text": text, "published": published}


def hostile_line() -> dict[str, Any]:
    """A record whose every word wants to be markup; its offsets are right."""
    text = f"{HOSTILE_NAME} met Ann Lee. <b>bold</b></style> “</script>&amp;” {HOSTILE_NAME} said."

    def span(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    names = [HOSTILE_NAME, "Ann Lee"]
    people = [
        {
            "name": name, "title": "<i>&lt;</i>", "mentions": [span(name)],
            "evidence": {"title": [span(name)]},
        }
        for name in names
    ]  # fmt: skip
    statement = {
        "content": span("“</script>&amp;”"), "kind": "direct", "speaker": HOSTILE_NAME,
        "speaker_mention": span(HOSTILE_NAME), "cue": span("said"),
    }  # fmt: skip
    meeting = {"kind": "call", "participants": names, "evidence": [span("met")]}
    return {
        "document_id": HOSTILE_ID, "text": text, "participants": people, "meetings": [meeting],
        "statements": [statement],
    }  # fmt: skip


def corpus_file(
    folder: Path, lines: Iterable[Mapping[str, Any]], table: Path | None = None
) -> Path:
    """The corpus of some records with their texts, and a table of outlets."""
    records, path = folder / "records.jsonl", folder / "corpus.db"
    records.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    with staging(folder / "staged") as staged:
        assert list(staged.take(read_told([records], None, read_outlets(None, table)))) == []
        build(staged, path)
    return path


def seeds() -> list[dict[str, Any]]:
    return [json.loads(one) for one in SEEDS.read_text("utf-8").splitlines()]


def outlets() -> list[dict[str, Any]]:
    return [line(name, *told) for name, told in ARTICLES.items()]
