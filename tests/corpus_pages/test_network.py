"""Who is drawn, where, and which ties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from communique.corpus import Corpus, open_corpus
from communique.corpus_pages.network import read_network

from .sample import corpus_file, seeds


def met(document_id: str, day: str, *names: str) -> dict[str, Any]:
    """A record of one meeting."""
    text = f"{day}: " + ", ".join(names)

    def span(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    people = [{"name": name, "mentions": [span(name)]} for name in names]
    meeting = {
        "kind": "call", "date": day, "participants": list(names), "evidence": [span(day)],
        "field_evidence": {"date": [span(day)]},
    }  # fmt: skip
    return {"document_id": document_id, "text": text, "participants": people, "meetings": [meeting]}


def test_ties_count_the_meetings_that_two_share(tmp_path: Path) -> None:
    """Nine leaders were on both calls of the seeds, three on one."""
    with open_corpus(corpus_file(tmp_path, seeds())) as corpus:
        network = read_network(corpus)
    assert sorted(network.meetings) == [1] * 3 + [2] * 9
    assert len(network.ties) == 66
    assert [n for _, _, n in network.ties] == [2] * 36 + [1] * 30
    assert all(network.drawn)


def test_only_the_most_met_are_drawn(corpus: Corpus) -> None:
    """And among them only their own ties."""
    network = read_network(corpus, most=2)
    assert len(network.people) == 2
    assert [set(tie[:2]) for tie in network.ties] == [set(network.people)]


def test_groups_without_a_tie_between_them_share_the_drawing(tmp_path: Path) -> None:
    """Neither is pressed into a point."""
    lines = [
        met("a", "2031-05-01", "Ann Lee", "Bo Rae", "Ida Holm"),
        met("b", "2031-06-01", "Aino Vuori", "Nuno Brandt", "Stella Quist"),
    ]
    with open_corpus(corpus_file(tmp_path, lines)) as corpus:
        network = read_network(corpus)
    places = list(zip(network.x, network.y, strict=True))
    assert len(places) == 6
    assert all(0 <= x <= network.width and 0 <= y <= network.height for x, y in places)
    apart = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for a in places for b in places if a is not b]
    assert min(apart) > 60
