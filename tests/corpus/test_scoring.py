"""A corpus against hand labels of what is one meeting, and one person."""

from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.corpus.saving import save
from communique.corpus.scoring import read_labels, score
from communique.errors import UsageError
from communique.outputs.target import Target
from corpus.made import built, record, write_lines

GOLD = Path(__file__).parents[2] / "gold"


def test_the_labeled_passages_are_linked(tmp_path: Path) -> None:
    """Every pair that is one meeting is found; the two known mistakes are counted, no others."""
    out = tmp_path / "corpus.db"
    save([GOLD / "seeds.jsonl", GOLD / "links.jsonl"], None, Target(out, "sqlite"), None)
    with open_corpus(out) as corpus:
        scores = score(corpus, read_labels(GOLD / "links" / "labels.jsonl"))
    assert (scores.meetings.tp, scores.meetings.fp, scores.meetings.fn) == (17, 4, 0)
    assert (scores.people.tp, scores.people.fp, scores.people.fn) == (138, 3, 0)
    assert scores.whole.as_dict() == {"numerator": 10, "denominator": 12, "value": 10 / 12}


def test_labels_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """By their line, or by what the corpus does not have."""
    out, _ = built(tmp_path, record("a"))
    with open_corpus(out) as corpus:
        for line, said in (
            ({"document_id": "b", "meetings": [1]}, "no meetings\\[0\\] of 'b'"),
            ({"document_id": "a", "people": {"Nobody": 1}}, "no Nobody of 'a'"),
            ({"document_id": 3}, ":1: no link labels: document_id"),
        ):
            path = write_lines(tmp_path / "labels.jsonl", [line])
            with pytest.raises(UsageError, match=said):
                score(corpus, read_labels(path))
