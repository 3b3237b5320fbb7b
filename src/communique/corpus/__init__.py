"""A corpus: the records of many articles joined into people, meetings and sayings, in one file."""

from __future__ import annotations

from communique.corpus.database import Corpus, open_corpus

__all__ = ["Corpus", "open_corpus"]
