"""Articles of invented people, their records with spans that stand in their texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from communique.corpus.building import Built
from communique.corpus.saving import save
from communique.outputs.target import Target

FILLER = {
    "a": "The harbour was closed for the day while ferries waited outside in the fog and rain.",
    "b": "Outside the hall, farmers asked for cheaper grain and a bridge over the border river.",
    "c": "Analysts had expected little, and the markets for timber and wool hardly moved.",
}

ANN = ("Ann Korvatti", "President", "NO")
BO = ("Bo Dostanyk", "Prime Minister", "PL")
CAI = ("Cai Telander", "Chancellor", "AT")
DAG = ("Dag Quillmark", "Foreign Minister", "SE")


def record(
    name: str,
    *,
    people: Sequence[tuple[str, str | None, str | None]] = (ANN, BO),
    date: str | None = "2031-05-06",
    kind: str = "call",
    place: str | None = None,
    organizer: str | None = None,
    said: Iterable[tuple[str, str]] = (),
    published: str | None = None,
    filler: str = "a",
    more: str = "",
    after: str = "",
) -> dict[str, Any]:
    """A line with its text: one meeting, statements as (speaker, words), more sentences.

    ``after`` are words right after the meeting and its place.
    """
    text = f"{FILLER[filler]}\n\n"

    def add(words: str) -> dict[str, Any]:
        nonlocal text
        start = len(text)
        text += words
        return {"start": start, "end": len(text), "text": words}

    meeting: dict[str, Any] = {"kind": kind, "evidence": [add(f"They held a {kind}")]}
    proofs: dict[str, Any] = {}
    for field, value in (("date", date), ("place", place)):
        if value is not None:
            text += " at "
            meeting[field], proofs[field] = value, [add(value)]
    text += after
    participants = []
    for who, title, country in people:
        text += ", "
        words = add(f"{title or 'the guest'} of {country or 'nowhere'}")
        text += " "
        told = {key: [words] for key, value in (("title", title), ("country", country)) if value}
        participants.append(
            {
                "name": who, "title": title, "country": country,
                "mentions": [add(who)], "evidence": told,
            }
        )  # fmt: skip
    if organizer is not None:
        text += ", called together by "
        meeting["organizer"], proofs["organizer"] = organizer, [add(organizer)]
    meeting |= {"participants": [who for who, *_ in people], "field_evidence": proofs}
    meeting["evidence"] += [span for spans in proofs.values() for span in spans]
    text += ".\n"
    statements = []
    for speaker, words in said:
        mention = add(speaker)
        text += " "
        cue = add("said")
        text += " that "
        statements.append(
            {
                "content": add(words), "kind": "indirect", "speaker": speaker,
                "speaker_mention": mention, "cue": cue,
            }
        )  # fmt: skip
        text += ".\n"
    text += f"{more}\n{FILLER[filler][::-1]}\n"
    return {
        "document_id": name, "text": text, "published": published, "participants": participants,
        "meetings": [meeting], "statements": statements,
    }  # fmt: skip


def write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def built(folder: Path, *lines: dict[str, Any], name: str = "corpus.db") -> tuple[Path, Built]:
    """A corpus of the records."""
    out = folder / name
    path = write_lines(folder / f"{name}.jsonl", lines)
    return out, save([path], None, Target(out, "sqlite", overwrite=True), None)
