"""Files ``scores.json`` as a run writes them, from counts given here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.scoring.counts import Counts, Ratio
from communique.scoring.decisions import Check, Decision, Side
from communique.scoring.documents import DocumentScore, Score
from communique.scoring.participants import ParticipantCounts
from communique.scoring.statements import StatementCounts

RIGHT = Counts(4, 1, 1)
WRONG = Counts(1, 3, 4)


def score(counts: Counts, **others: Any) -> Score:
    """A document in which participants and contents, and all their speakers, have these counts."""
    statements = StatementCounts(content=counts, attributed=counts)
    return Score(
        documents=1,
        participants=ParticipantCounts(lenient=counts),
        iou50=statements,
        iou80=statements,
        exact=statements,
        **{"supported": Ratio(9, 9), **others},
    )


def decision(item: Any, index: int, *, found: bool, speaker: bool = True) -> dict[str, Any]:
    """What the scorer says of a gold item."""
    side = Side(index, f"item {index}")
    checks = (Check("speaker", "Ann Lee", "Ann Lee", speaker),) if item == "statement" else ()
    verdict: Any = "matched" if found else "missed"
    return Decision(item, verdict, side, side if found else None, None, checks).as_dict()


def scores(
    models: Mapping[str, Sequence[Score]],
    *,
    decisions: Mapping[str, Sequence[dict[str, Any]]] | None = None,
    repeats: int = 1,
    **others: Any,
) -> dict[str, Any]:
    """A run's results; with repeats the scores of a model are those of all repeats in a row."""
    decided = decisions or {}
    return {
        "format": 1,
        "suite": {"name": "made", "scorer": {"overlap": "iou50"}},
        "gold_sha256": "a" * 64,
        "repeats": repeats,
        "models": [
            {
                "model": name,
                "documents": [
                    {
                        "repeat": 1 + number // (len(found) // repeats),
                        **DocumentScore(f"d{number % (len(found) // repeats)}", one, ()).as_dict(),
                        "decisions": list(decided.get(name, ())),
                    }
                    for number, one in enumerate(found)
                ],
            }
            for name, found in models.items()
        ],
        **others,
    }


def run_folder(folder: Path, values: Mapping[str, Any]) -> Path:
    """A folder with these results."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scores.json").write_text(json.dumps(values), "utf-8")
    return folder
