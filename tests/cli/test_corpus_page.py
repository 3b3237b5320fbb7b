"""``communique corpus page`` as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.cli.corpus_page import page
from communique.errors import OutputError, UsageError
from corpus_pages.sample import SEEDS, corpus_file, seeds

from .warm import run_command


def test_from_a_corpus_to_a_page(tmp_path: Path) -> None:
    """One file, named in one line; a page that is there is not written over unasked."""
    corpus, out = corpus_file(tmp_path, seeds()), tmp_path / "corpus.html"
    before = set(tmp_path.iterdir())
    done = run_command("corpus", "page", corpus, "-o", out)
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


@pytest.mark.parametrize("name", ["corpus.db", "link.html"])
def test_a_page_never_takes_the_place_of_its_corpus(tmp_path: Path, name: str) -> None:
    """By its own name, or by a link to it."""
    corpus = corpus_file(tmp_path, seeds())
    (tmp_path / "link.html").hardlink_to(corpus)
    before = corpus.read_bytes()
    with pytest.raises(UsageError, match="is read and would be overwritten"):
        page(corpus, tmp_path / name, overwrite=True)
    assert corpus.read_bytes() == before


def test_what_lies_beside_a_page_is_left_alone(tmp_path: Path) -> None:
    """Whatever it is called; a page is made under a name that nothing else has."""
    corpus = corpus_file(tmp_path, seeds())
    (tmp_path / "page.html.part").hardlink_to(corpus)
    before = corpus.read_bytes()
    page(corpus, tmp_path / "page.html")
    assert corpus.read_bytes() == before
    assert (tmp_path / "page.html.part").read_bytes() == before


def test_a_page_is_named_as_one(tmp_path: Path) -> None:
    corpus = corpus_file(tmp_path, seeds())
    with pytest.raises(UsageError, match=r"notes\.txt: a page's name ends in \.html"):
        page(corpus, tmp_path / "notes.txt")
    assert not (tmp_path / "notes.txt").exists()
