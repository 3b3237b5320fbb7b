"""In which order a cascade should send articles on: by expected errors, or by these for each word.

    python evals/benchmarks/doubt.py --gold FILE.jsonl [--limit N]

The offline extractor reads each article; the packaged calibration tells the errors to be expected
in its record. The second stage is taken to be perfect, and to cost by the word. Of each order: how
many articles, and what share of the words, must be sent on for a recall of participants and
statements with the right speaker together. ``errors`` is the order by what is really wrong for each
word, which nobody knows beforehand.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import communique
from communique import Calibration
from communique.evals.table import aligned
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.scoring.counts import Counts
from communique.scoring.documents import compare_document
from communique.trust.doubt import expected_errors

RECALLS = (0.9, 0.95, 0.98)


@dataclass(frozen=True)
class Article:
    words: int
    found: int
    items: int
    doubt: float


def read(gold: Sequence[GoldDocument]) -> Iterator[Article]:
    known = Calibration.packaged("regex")
    for labels in gold:
        record = communique.extract(labels.text, document_id=labels.document_id)
        score = compare_document(labels, record).score
        lists = (score.participants.lenient, score.iou50.attributed)
        counts = sum((one for one in lists if one.tp + one.fn), Counts())
        words = max(1, len(labels.text.split()))
        yield Article(words, counts.tp, counts.tp + counts.fn, expected_errors(record, known))


def sent(articles: Sequence[Article], recall: float) -> tuple[int, float]:
    """How many articles, sent on in this order, give the recall; and their share of words."""
    found, items = sum(a.found for a in articles), sum(a.items for a in articles)
    number = 0
    while number < len(articles) and found < recall * items:
        found += articles[number].items - articles[number].found
        number += 1
    words = sum(a.words for a in articles[:number])
    return number, words / sum(a.words for a in articles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", nargs="+", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    for path in options.gold:
        articles = list(read(load_gold(path)[: options.limit]))
        orders = {
            "expected errors": lambda a: a.doubt,
            "expected errors for each word": lambda a: a.doubt / a.words,
            "words": lambda a: a.words,
            "errors": lambda a: (a.items - a.found) / a.words,
        }
        rows = [[f"{path.name}: {len(articles)}", *(f"recall {r:g}" for r in RECALLS)]]
        for name, key in orders.items():
            ordered = sorted(articles, key=key, reverse=True)
            cells = (sent(ordered, recall) for recall in RECALLS)
            rows.append([f"  {name}", *(f"{n} articles, {w:.2f} of words" for n, w in cells)])
        print("\n".join(aligned(rows)))


if __name__ == "__main__":
    main()
