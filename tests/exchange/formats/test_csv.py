"""CSV tables: inert in spreadsheets, and back without loss."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.exchange.formats.csv import COLUMNS
from communique.exchange.items import Labeled
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument, GoldParticipant
from communique.records import Failure, text_sha256

from ..made import ROOT, exported, golds, imported, records, texts_of, there_and_back

SEEDS = load_gold(ROOT / "gold" / "seeds.jsonl")


@settings(max_examples=30, deadline=None)
@given(document=st.one_of(records(), golds()))
def test_any_document_comes_back_the_same(
    document: Labeled, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The tables carry all of them but the text."""
    assert there_and_back(document, "csv", tmp_path_factory.mktemp("trip")) == document


def cells(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@settings(max_examples=25, deadline=None)
@given(document=golds())
def test_no_cell_is_a_formula(
    document: GoldDocument, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever names, quotes and ids begin with."""
    out = exported([document], "csv", tmp_path_factory.mktemp("csv") / "out")
    for name in COLUMNS:
        for row in cells(out, name):
            assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in row.values())


def test_a_formula_is_shown_as_it_stands(tmp_path: Path) -> None:
    """After the apostrophe that makes a spreadsheet show a cell as text."""
    name = '=HYPERLINK("x","y")'
    document = GoldDocument(
        document_id="a", text="x", text_sha256=text_sha256("x"),
        participants=(GoldParticipant(name=name, title="’t Hooft", organization="'s"),),
    )  # fmt: skip
    (row,) = cells(exported([document], "csv", tmp_path / "out"), "participants")
    assert (row["name"], row["title"], row["organization"]) == ("'" + name, "’t Hooft", "''s")


def test_rows_join_by_their_numbers(tmp_path: Path) -> None:
    """Who attended what, over all documents."""
    out = exported(SEEDS, "csv", tmp_path / "out")
    people = {row["participant"]: row for row in cells(out, "participants")}
    assert len(people) == sum(len(seed.participants) for seed in SEEDS)
    for row in cells(out, "attendances"):
        assert people[row["participant"]]["name"] == row["name"]
        assert people[row["participant"]]["document_id"] == row["document_id"]


def test_tables_in_another_order_are_refused(tmp_path: Path) -> None:
    """Rows are read along with their documents: what is left over is said, with what to do."""
    out = exported(SEEDS, "csv", tmp_path / "out")
    header, *lines = (out / "documents.csv").read_text("utf-8").splitlines(keepends=True)
    (out / "documents.csv").write_text("".join([header, *reversed(lines)]), "utf-8")
    *_, last = imported("csv", out, texts=texts_of(SEEDS, tmp_path / "t.jsonl"))
    assert isinstance(last, Failure)
    assert "sort by document" in last.error.message


def test_offsets_may_be_missing_or_wrong(tmp_path: Path) -> None:
    """A spreadsheet may turn them to anything: words that stand once are found, others named."""
    out = exported(SEEDS[:1], "csv", tmp_path / "out")
    rows = cells(out, "statements")
    for row in rows:
        row["content_start"] = "1,333"
    with (out / "statements.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    (back,) = imported("csv", out, texts=texts_of(SEEDS, tmp_path / "t.jsonl"))
    assert not isinstance(back, Failure)
    text = SEEDS[0].text
    contents = [s.content for s in SEEDS[0].statements]
    assert [s.content for s in back.statements] == [
        content for content in contents if text.count(content.text) == 1
    ]
    left = [issue for issue in back.issues if "cannot be placed" in issue.message]
    assert [issue.value["text"] for issue in left] == [
        content.text for content in contents if text.count(content.text) > 1
    ]
