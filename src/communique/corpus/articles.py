"""Near-duplicate articles: a report and its reprints, by the words they share.

MinHash over shingles of words, in an LSH index of the first article of each group
(``datasketch``; Broder, "On the resemblance and containment of documents", 1997). An article is
compared with these firsts alone, so that no chain of small changes joins what is not alike, and
time and memory grow with the number of articles, not of pairs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

__all__ = ["ALIKE", "Reprint", "Sources"]

ALIKE = 0.7
"""Estimated Jaccard similarity from which two articles are near-duplicates: a reprint with another
headline and a page's menus around it stays above, two reports of one event below."""

_PERMUTATIONS = 64
"""The estimate's standard error is at most 1 / (2 * sqrt(64)) = 0.06."""

_WORDS = 5
"""In a shingle."""

_MOST_WORDS = 20_000
"""Of an article that are looked at."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article's group: the number of its first article, and how alike the two are."""

    original: int
    likeness: float


@dataclass
class Sources:
    """Articles, taken one after another, each put with the first that it is alike."""

    _firsts: dict[int, MinHash] = field(default_factory=dict)
    _exact: dict[str, int] = field(default_factory=dict)
    """The source of each text seen, by its hash."""
    _index: MinHashLSH | None = None

    def take(self, number: int, text: str, text_sha256: str) -> Reprint:
        """The group of the next article."""
        if text_sha256 in self._exact:
            return Reprint(self._exact[text_sha256], 1.0)
        from datasketch import MinHashLSH

        if self._index is None:
            self._index = MinHashLSH(threshold=ALIKE, num_perm=_PERMUTATIONS)
        sketch = _sketch(text)
        found = self._index.query(sketch)
        alike = [(self._firsts[first].jaccard(sketch), -first) for first in found]
        likeness, first = max(alike, default=(0.0, 0))
        if likeness < ALIKE:
            self._index.insert(number, sketch)
            self._firsts[number] = sketch
            likeness, first = 1.0, -number
        self._exact[text_sha256] = -first
        return Reprint(-first, float(likeness))


def _sketch(text: str) -> MinHash:
    from datasketch import MinHash

    words = _WORD.findall(text.casefold())[:_MOST_WORDS]
    shingles = {" ".join(words[i : i + _WORDS]) for i in range(max(1, len(words) - _WORDS + 1))}
    sketch = MinHash(num_perm=_PERMUTATIONS, seed=1)
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return sketch
