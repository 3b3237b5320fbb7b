"""Who published what, and what it means for agreement."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.corpus.outlets import outlet_name, read_outlets
from communique.corpus.saving import save
from communique.errors import UsageError
from communique.outputs.target import Target
from corpus.made import ANN, BO, CAI, record, write_lines

TABLE = "document_id,outlet\na,Herald\nb,The Courier\nc,herald\n"


def test_outlets_are_columns_of_the_texts(tmp_path: Path) -> None:
    """``outlet``, else ``source``, of JSONL and of Parquet; a table of its own goes before."""
    from pyarrow import Table
    from pyarrow.parquet import write_table

    rows = [
        {"id": "a", "text": "x", "outlet": " The\nHerald "},
        {"id": "b", "text": "x", "source": "Courier", "outlet": None},
        {"id": 3, "text": "x", "source": "Post"},
        {"id": "d", "text": "x", "source": {"url": "none"}},
    ]
    lines = str(write_lines(tmp_path / "texts.jsonl", rows))
    write_table(Table.from_pylist(rows[:2]), tmp_path / "texts.parquet")
    (tmp_path / "table.csv").write_text("outlet,document_id\nTimes,b\n", "utf-8")
    assert read_outlets([lines], None) == {"a": "The Herald", "b": "Courier", "3": "Post"}
    found = read_outlets([str(tmp_path / "texts.parquet")], tmp_path / "table.csv")
    assert found == {"a": "The Herald", "b": "Times"}
    assert read_outlets(None, None) == {}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("a,b\n1,2\n", "first line must name"),
        ("document_id,outlet\na,\n", ":2: a document_id and its outlet"),
        ("document_id,outlet\na\n", ":2: a document_id and its outlet"),
        ('document_id,outlet\na,"b"c\n', "not CSV"),
    ],
)
def test_what_is_no_table_of_outlets_is_refused(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "table.csv").write_text(table, "utf-8")
    with pytest.raises(UsageError, match=said):
        read_outlets(None, tmp_path / "table.csv")
    with pytest.raises(UsageError, match="cannot be read"):
        read_outlets(None, tmp_path / "none.csv")


def test_a_name_is_bounded_and_prints() -> None:
    assert outlet_name("Her\u202eald\x1b[31m") == "Herald[31m"
    assert len(outlet_name("x" * 10_000) or "") == 200
    assert outlet_name(" \n") is outlet_name(7) is None


def test_articles_of_one_outlet_are_one_source(tmp_path: Path) -> None:
    """They cannot agree with each other; a reprint is of its original's outlet."""
    lines = [
        record("a", people=(ANN, BO, CAI)),
        record("c", people=(ANN, BO, CAI), filler="b"),
        record("b", people=(ANN, BO), filler="c"),
    ]
    lines.append({**lines[0], "document_id": "d"})
    path = write_lines(tmp_path / "records.jsonl", lines)
    (tmp_path / "outlets.csv").write_text(f"{TABLE}d,Courier\n", "utf-8")
    out = tmp_path / "corpus.db"
    made = save([path], None, Target(out, "sqlite"), None, tmp_path / "outlets.csv")
    assert (made.articles, made.sources) == (4, 2)
    with open_corpus(out) as corpus:
        articles = [(one.outlet, one.source, one.original) for one in corpus.articles()]
        found = {one.value: (one.articles, one.sources, one.verdict) for one in corpus.findings(1)}
    assert articles == [
        ("Herald", 1, 1),
        ("The Courier", 2, 2),
        ("herald", 1, 3),
        ("Courier", 1, 1),
    ]
    assert found["Ann Korvatti"] == (4, 2, "agreed")
    assert found["Cai Telander"] == (3, 1, "single")
