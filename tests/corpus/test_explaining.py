"""Why things of a corpus are one, asked for by name."""

from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.corpus.explaining import explain_apart, explain_person, number_of_person
from communique.corpus.listing import meeting_line
from communique.errors import UsageError
from corpus.made import ANN, BO, CAI, built, record

TWIN = ("Eva Korvatti", "Chancellor", "AT")


def test_a_person_is_found_by_number_and_by_name(tmp_path: Path) -> None:
    """In whatever case, whole or in part; what is no one, or several, is said."""
    out, _ = built(tmp_path, record("a", people=(ANN, BO, TWIN)))
    with open_corpus(out) as corpus:
        (ann,) = [one.number for one in corpus.people() if one.name == ANN[0]]
        found = [number_of_person(corpus, name) for name in (str(ann), "ann korvatti", "Ann")]
        assert found == [ann] * 3
        (line,) = explain_person(corpus, ann)
        assert line.startswith("Ann Korvatti (1 article): ")
        with pytest.raises(UsageError, match=r"'Korvatti' is several people: .*give the number"):
            number_of_person(corpus, "Korvatti")
        for nobody in ("Quillmark", "…"):
            with pytest.raises(UsageError, match="no person"):
                number_of_person(corpus, nobody)


def test_one_source_is_no_sources(tmp_path: Path) -> None:
    """Of a report and its reprint, and of two meetings by one source each."""
    lines = [record(name, people=(ANN, BO, CAI)) for name in "ab"]
    later = record("c", people=(ANN, BO, CAI), date="2031-05-20", filler="b")
    out, made = built(tmp_path, *lines, later)
    assert (made.articles, made.sources) == (3, 2)
    with open_corpus(out) as corpus:
        first = next(corpus.meetings())
        assert "(2 articles, 1 source): " in meeting_line(corpus, first)
        assert explain_apart(corpus, 1, 2).endswith("14 days apart")
