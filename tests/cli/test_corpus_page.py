"""``communique corpus page`` as a user calls it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from communique.cli.corpus_page import page
from communique.errors import OutputError, UsageError
from corpus_pages.sample import SEEDS, corpus_file, seeds


def test_from_a_corpus_to_a_page(tmp_path: Path) -> None:
    """One file, named in one line; a page that is there is not written over unasked."""
    corpus, out = corpus_file(tmp_path, seeds()), tmp_path / "corpus.html"
    before = set(tmp_path.iterdir())
    command = [sys.executable, "-m", "communique", "corpus", "page", corpus, "-o", out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{out}: 0.1 MB; open it in a browser\n"
    assert "<title>corpus</title>" in out.read_text("utf-8")
    assert set(tmp_path.iterdir()) == before | {out}
    with pytest.raises(OutputError, match="exists; use --overwrite or another name"):
        page(corpus, out)


def test_what_is_no_corpus_is_refused(tmp_path: Path) -> None:
    """No page is begun."""
    with pytest.raises(UsageError, match=r"seeds\.jsonl"):
        page(SEEDS, tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []
