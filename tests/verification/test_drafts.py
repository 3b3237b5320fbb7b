"""Hundreds of drafts made from gold, each with one error of a known kind or none."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.project import data_path
from communique.scoring.speakers import speaker_names_agree
from communique.verification import verify

INVENTED = (
    "the ministry will paint every lighthouse in the country green before autumn",
    "we bought forty thousand umbrellas for the orchestra",
    "that no goat shall be sold on the island without a passport",
    "every baker must learn to play the trumpet by spring",
)
MODAL = re.compile(r"\b(will|would|is|are|was|were|has|have|had|should|must|can)\b(?! not)")


def frames(speaker: str, content: str) -> Iterator[str]:
    """The ways in which summaries attribute."""
    words = content.strip("“”\"'‘’ ").rstrip(".,;")
    yield f'{speaker} said: "{words}."'
    yield f'"{words}," {speaker} said.'
    yield f"“{words},” said {speaker}."
    yield f"{speaker}: “{words}”"


def altered(content: str, draw: random.Random) -> str | None:
    """The content with a number changed, a negation dropped or added, or a word replaced."""
    changes = [
        re.sub(r"\bnot ", "", content, count=1),
        MODAL.sub(lambda modal: f"{modal[0]} not", content, count=1),
        re.sub(r"\d+", lambda number: str(int(number[0]) + 3), content, count=1),
        re.sub(r"(?<= )[a-z]{5,}(?= )", "melons", content, count=1),
    ]
    changed = [change for change in changes if change != content]
    return draw.choice(changed) if changed else None


def drafts(documents: list[GoldDocument]) -> Iterator[tuple[str, str, GoldDocument]]:
    """(expected verdict, draft, source)."""
    draw = random.Random(11)
    for document in documents:
        said = [s for s in document.statements if not s.nested and s.speaker is not None]
        names = [*(p.name for p in document.participants), *(s.speaker for s in said)]
        for statement in said:
            content, speaker = statement.content.text, statement.speaker
            assert speaker is not None
            if len(content.split()) < 4 or "\n" in content or ";" in speaker:
                continue
            yield "verbatim", draw.choice(list(frames(speaker, content))), document
            change = altered(content, draw)
            if change is not None:
                yield "altered", draw.choice(list(frames(speaker, change))), document
            others = [n for n in names if n and not speaker_names_agree(n, speaker)]
            if others and ";" not in others[0]:
                other = draw.choice(list(frames(others[0], content)))
                yield "wrong_speaker", other, document
            invented = draw.choice(list(frames(speaker, draw.choice(INVENTED))))
            yield "not_in_sources", invented, document


@pytest.fixture(scope="module")
def tally() -> Counter[tuple[str, bool]]:
    """How many drafts of each kind were reported as that, and how many were not."""
    found: Counter[tuple[str, bool]] = Counter()
    for name in ("gold/seeds.jsonl", "gold/challenge.jsonl"):
        for expected, draft, source in drafts(list(load_gold(data_path(name)))):
            report = verify(draft, [(source.document_id, source.text)])
            kinds = {finding.verdict for finding in report.findings}
            right = kinds == {expected} if expected == "verbatim" else expected in kinds
            found[expected, right] += 1
    return found


@pytest.mark.parametrize(
    ("kind", "least"),
    [("verbatim", 0.98), ("altered", 0.98), ("wrong_speaker", 0.85), ("not_in_sources", 1.0)],
)
def test_each_kind_is_reported_as_that(
    tally: Counter[tuple[str, bool]], kind: str, least: float
) -> None:
    """Untouched ones are not accused. Few passages have a second speaker to give words to."""
    right, wrong = tally[kind, True], tally[kind, False]
    assert right + wrong >= (20 if kind == "wrong_speaker" else 100)
    assert right / (right + wrong) >= least
