"""Which made-up quotes are found in an article they do not stand in, and which true ones are not.

    python evals/benchmarks/quotes.py [--peers OTHER_PYTHON] [--gold FILE.jsonl ...]

From each statement of the gold quotes are made as models give them: as it stands, retyped with
other marks and blanks, and with one thing wrong. Everybody is asked where each quote stands in
its article. OTHER_PYTHON is one with langextract (without it langextract is left out). Found means:

- communique: `ground(text, quote)` is not unsupported;
- langextract: its aligner gives an interval; "strict" is with ``accept_match_lesser=False``;
- instructor: `CitationMixin` keeps the quote, in whatever words;
- rapidfuzz: ``partial_ratio`` of at least 90, what is often written by hand.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from instructor import CitationMixin
from rapidfuzz.fuzz import partial_ratio

from communique import ground
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.project import data_path

GOLD = ("gold/seeds.jsonl", "gold/challenge.jsonl")
TRUE = ("as it stands", "retyped")
FALSE = (
    "a negation more or less", "another number", "another name", "another word", "words added",
    "invented",
)  # fmt: skip
INVENTED = (
    "the ministry will paint every lighthouse in the country green before autumn",
    "we bought forty thousand umbrellas for the orchestra",
    "that no goat shall be sold on the island without a passport",
    "every baker must learn to play the trumpet by spring",
)
NAMES = ("Orlanda", "Quisp", "Tarvik")
ADDED = ("and that will change by May", "and nobody may leave", "as we promised in spring")
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_NUMBER = re.compile(rf"\b(?:\d+|{'|'.join(_NUMBERS[:-1])})\b")
_MODAL = re.compile(r"\b(will|would|is|are|was|were|has|have|had|should|must|can)\b(?! not)")
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]+\b")
_RETYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "–", "–": "-"})
_ENDS = '.,;”"'
_PEER = Path(__file__).resolve().parent / "peer_quotes.py"


class Quote(NamedTuple):
    """A quote of one kind, and the article it is looked for in."""

    kind: str
    text: str
    words: str


def quotes(documents: Iterable[GoldDocument], draw: random.Random) -> Iterator[Quote]:
    """Those made from every statement of at least four words; a false one stands nowhere."""
    for document in documents:
        for statement in document.statements:
            content = statement.content.text
            if len(content.split()) < 4:
                continue
            yield Quote(TRUE[0], document.text, content)
            retyped = " ".join(content.translate(_RETYPED).split()).replace(", ", ",  ")
            if retyped != content:
                yield Quote(TRUE[1], document.text, retyped)
            for kind, words in zip(FALSE, _falsified(content, draw), strict=True):
                if words not in {None, content} and str(words) not in document.text:
                    yield Quote(kind, document.text, str(words))


def _falsified(content: str, draw: random.Random) -> tuple[str | None, ...]:
    """The content with one thing wrong, in the order of FALSE; None: nothing to change."""
    dropped = re.sub(r"\bnot ", "", content, count=1)
    denied = _MODAL.sub(lambda modal: f"{modal[0]} not", content, count=1)
    return (
        dropped if dropped != content else denied,
        _NUMBER.sub(_next_number, content, count=1),
        _NAME.sub(draw.choice(NAMES), content, count=1),
        re.sub(r"(?<= )[a-z]{5,}(?= )", "melons", content, count=1),
        f"{content.rstrip(_ENDS)} {draw.choice(ADDED)}",
        draw.choice(INVENTED),
    )


def _next_number(number: re.Match[str]) -> str:
    said = number[0]
    return str(int(said) + 3) if said.isdigit() else _NUMBERS[_NUMBERS.index(said) + 1]


def _citation(text: str, quote: str) -> bool:
    kept = CitationMixin.model_validate({"substring_quotes": [quote]}, context={"context": text})
    return bool(kept.substring_quotes)


OURS: dict[str, Callable[[str, str], bool]] = {
    "communique": lambda text, quote: ground(text, quote).status != "unsupported",
    "instructor": _citation,
    "rapidfuzz": lambda text, quote: partial_ratio(quote, text) >= 90,
}


def found_by_langextract(python: str, asked: list[Quote]) -> dict[str, list[bool]]:
    """What its aligner finds, by setting, in a process of its own."""
    given = json.dumps([[quote.text, quote.words] for quote in asked])
    run = subprocess.run(  # noqa: S603 - our own program
        [python, str(_PEER)], input=given, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(f"langextract: {run.stderr.strip().splitlines()[-1]}")
    answer: dict[str, list[bool]] = json.loads(run.stdout)
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", help="a Python with langextract")
    parser.add_argument("--gold", nargs="+", type=Path, help="gold files (the packaged ones)")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    paths = options.gold or [data_path(name) for name in GOLD]
    gold = [document for path in paths for document in load_gold(path)]
    asked = list(quotes(gold, random.Random(options.seed)))  # noqa: S311 - a fixed draw
    found = {name: [look(q.text, q.words) for q in asked] for name, look in OURS.items()}
    if options.peers:
        found |= found_by_langextract(options.peers, asked)
    whole = Counter(quote.kind for quote in asked)
    print(f"{'found':<26}{'quotes':>7}" + "".join(f"{name:>20}" for name in found))
    for title, kinds in (("true", TRUE), ("false", FALSE)):
        rows = [*((kind, {kind}) for kind in kinds), (f"all {title} ones", set(kinds))]
        for name, counted in rows:
            of = sum(whole[kind] for kind in counted)
            places = [place for place, quote in enumerate(asked) if quote.kind in counted]
            cells = [sum(answers[place] for place in places) for answers in found.values()]
            print(f"{name:<26}{of:>7}" + "".join(f"{n:>12} ({n / of:.3f})" for n in cells))


if __name__ == "__main__":
    main()
