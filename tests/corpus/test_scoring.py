"""A corpus against hand labels of what is one meeting, and one person."""

from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.corpus.saving import save
from communique.corpus.scoring import read_labels, score
from communique.errors import UsageError
from communique.outputs.target import Target
from corpus.made import ANN, built, record, write_lines

GOLD = Path(__file__).parents[2] / "gold"


def test_the_labeled_passages_are_linked(tmp_path: Path) -> None:
    """Every pair of one meeting is found, and no other; the one known mistake is a namesake."""
    out = tmp_path / "corpus.db"
    save([GOLD / "seeds.jsonl", GOLD / "links.jsonl"], None, Target(out, "sqlite"), None)
    with open_corpus(out) as corpus:
        scores = score(corpus, read_labels(GOLD / "links" / "labels.jsonl"))
    assert (scores.meetings.tp, scores.meetings.fp, scores.meetings.fn) == (17, 0, 0)
    assert (scores.people.tp, scores.people.fp, scores.people.fn) == (138, 3, 0)
    assert scores.whole.as_dict() == {"numerator": 12, "denominator": 12, "value": 1.0}


def test_labels_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """By their line, or by what the corpus does not have."""
    out, _ = built(tmp_path, record("a"))
    with open_corpus(out) as corpus:
        for line, said in (
            ({"document_id": "b", "meetings": [1]}, "no article 'b'"),
            ({"document_id": 3}, ":1: no link labels: document_id"),
        ):
            path = write_lines(tmp_path / "labels.jsonl", [line])
            with pytest.raises(UsageError, match=said):
                score(corpus, read_labels(path))


def test_what_the_extractor_missed_is_a_miss(tmp_path: Path) -> None:
    """A labeled meeting or name that no record has is no error: its pairs are wrongly apart."""
    out, _ = built(tmp_path, record("a"), record("b"), record("c", date="2031-07-06"))
    labels = [
        {"document_id": "a", "meetings": [1, 2], "people": {ANN[0]: 1}},
        {"document_id": "b", "meetings": [1], "people": {ANN[0]: 1, "A. K.": 1}},
        {"document_id": "c", "meetings": [3, 2]},
    ]
    path = write_lines(tmp_path / "labels.jsonl", labels)
    with open_corpus(out) as corpus:
        scores = score(corpus, read_labels(path))
    assert (scores.meetings.tp, scores.meetings.fp, scores.meetings.fn) == (1, 0, 1)
    assert (scores.people.tp, scores.people.fp, scores.people.fn) == (1, 0, 2)
    assert scores.whole.as_dict() == {"numerator": 2, "denominator": 3, "value": 2 / 3}
