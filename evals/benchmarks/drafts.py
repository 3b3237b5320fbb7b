"""How `verify` judges drafts made from gold, each with one error of a known kind or none.

    python evals/benchmarks/drafts.py [--gold FILE.jsonl ...]

From each statement of the gold four drafts are made: as it stands, with a number, a negation or a
word changed, given to somebody else whom the gold names, and with words nobody said. The table
tells how many of each kind were reported as that; one left untouched must not be accused.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.project import data_path
from communique.scoring.counts import Ratio
from communique.scoring.speakers import speaker_names_agree
from communique.statistics.intervals import wilson_interval
from communique.verification import verify
from communique.verification.report import VERDICTS

GOLD = ("gold/seeds.jsonl", "gold/challenge.jsonl")
INVENTED = (
    "the ministry will paint every lighthouse in the country green before autumn",
    "we bought forty thousand umbrellas for the orchestra",
    "that no goat shall be sold on the island without a passport",
    "every baker must learn to play the trumpet by spring",
)
_MODAL = re.compile(r"\b(will|would|is|are|was|were|has|have|had|should|must|can)\b(?! not)")

Tally = dict[str, list[Ratio]]
"""For each kind, how many of the drafts were reported as that, a ratio a document."""


def tally_of(gold: Iterable[GoldDocument], seed: int = 11) -> Tally:
    """How the drafts made from ``gold`` are judged."""
    draw = random.Random(seed)  # noqa: S311 - a fixed draw
    found: Tally = {kind: [] for kind in VERDICTS}
    for document in gold:
        right, whole = Counter[str](), Counter[str]()
        for expected, draft in drafts(document, draw):
            report = verify(draft, [(document.document_id, document.text)])
            kinds = {finding.verdict for finding in report.findings}
            told = kinds == {expected} if expected == "verbatim" else expected in kinds
            right[expected] += told
            whole[expected] += 1
        for kind in whole:
            found[kind].append(Ratio(right[kind], whole[kind]))
    return found


def drafts(document: GoldDocument, draw: random.Random) -> Iterator[tuple[str, str]]:
    """(expected verdict, draft) for each statement of ``document``."""
    said = [s for s in document.statements if not s.nested and s.speaker is not None]
    names = [*(p.name for p in document.participants), *(s.speaker for s in said)]
    for statement in said:
        content, speaker = statement.content.text, statement.speaker or ""
        if len(content.split()) < 4 or "\n" in content or ";" in speaker:
            continue
        yield "verbatim", draw.choice(_frames(speaker, content))
        change = _altered(content, draw)
        if change is not None:
            yield "altered", draw.choice(_frames(speaker, change))
        others = [
            name
            for name in names
            if name and ";" not in name and not speaker_names_agree(name, speaker)
        ]
        if others:
            yield "wrong_speaker", draw.choice(_frames(others[0], content))
        yield "not_in_sources", draw.choice(_frames(speaker, draw.choice(INVENTED)))


def _frames(speaker: str, content: str) -> tuple[str, ...]:
    """The ways in which summaries attribute."""
    words = content.strip("“”\"'‘’ ").rstrip(".,;")
    return (
        f'{speaker} said: "{words}."',
        f'"{words}," {speaker} said.',
        f"“{words},” said {speaker}.",
        f"{speaker}: “{words}”",
    )


def _altered(content: str, draw: random.Random) -> str | None:
    """The content with a number changed, a negation dropped or added, or a word replaced."""
    changes = [
        re.sub(r"\bnot ", "", content, count=1),
        _MODAL.sub(lambda modal: f"{modal[0]} not", content, count=1),
        re.sub(r"\d+", lambda number: str(int(number[0]) + 3), content, count=1),
        re.sub(r"(?<= )[a-z]{5,}(?= )", "melons", content, count=1),
    ]
    changed = [change for change in changes if change != content]
    return draw.choice(changed) if changed else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", nargs="+", type=Path, help="gold files (the packaged ones)")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    paths = options.gold or [data_path(name) for name in GOLD]
    found = tally_of([document for path in paths for document in load_gold(path)], options.seed)
    print(f"{'drafts':<16}{'reported as that':>18}   95 % interval")
    for kind, ratios in found.items():
        right, whole = sum(r.numerator for r in ratios), sum(r.denominator for r in ratios)
        interval = wilson_interval(ratios)
        shown = f"[{interval.low:.3f}, {interval.high:.3f}]" if interval else ""
        rate = f"{right / whole:.3f} ({right}/{whole})" if whole else "-"
        print(f"{kind.replace('_', ' '):<16}{rate:>18}   {shown}")


if __name__ == "__main__":
    main()
