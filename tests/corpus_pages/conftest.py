"""Corpora that tests read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.corpus import Corpus, open_corpus

from .sample import corpus_file, hostile_line, outlets


@pytest.fixture(scope="session")
def outlets_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles of three outlets, and a hostile one."""
    return corpus_file(tmp_path_factory.mktemp("corpus"), [*outlets(), hostile_line()])


@pytest.fixture
def corpus(outlets_file: Path) -> Iterator[Corpus]:
    with open_corpus(outlets_file) as corpus:
        yield corpus
