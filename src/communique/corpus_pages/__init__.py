"""The page of a corpus: one file that answers who met whom, when, and who says so, offline."""

from __future__ import annotations

from communique.corpus_pages.page import corpus_page

__all__ = ["corpus_page"]
