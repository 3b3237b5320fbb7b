"""A corpus of records: its file, what is in it, and what becomes of wrong records."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.corpus.comparing import compare
from communique.corpus.saving import save
from communique.errors import UsageError
from communique.outputs.target import Target
from corpus.made import ANN, BO, CAI, DAG, built, record, write_lines

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "gold" / "seeds.jsonl"

ALL = (ANN, BO, CAI)
LATER = "the ferries will sail again before the winter"


def test_who_was_new_on_the_second_call(tmp_path: Path) -> None:
    """Of the seeds: three more leaders, and no one less; by the function and by documented SQL."""
    save([SEEDS], None, Target(tmp_path / "corpus.db", "sqlite"), None)
    with open_corpus(tmp_path / "corpus.db") as corpus:
        first, second = corpus.meetings()
        found = compare(corpus, first.number, second.number)
        query = (
            "SELECT name FROM attendances WHERE meeting = 2"
            " EXCEPT SELECT name FROM attendances WHERE meeting = 1"
        )
        rows = [row["name"] for row in corpus.rows(query)]
    assert (first.date, second.date) == ("XXXX-01-24", "2022-02-28")
    assert (len(first.participants), len(second.participants)) == (9, 12)
    assert sorted(rows) == [one.name for one in found.new]
    assert len(found.new) == 3
    assert found.missing == ()
    assert len(found.both) == 9


def test_a_meeting_keeps_what_each_article_claims(tmp_path: Path) -> None:
    """What all agree on, what they dispute, what one says alone; reprints count once."""
    report = record("a", people=ALL, said=[("Ann Korvatti", LATER)], organizer="Ann Korvatti")
    out, made = built(
        tmp_path,
        report,
        {**report, "document_id": "reprint"},
        record("b", people=(ANN, BO), said=[("Ann Korvatti", LATER)], filler="b"),
        record("c", people=ALL, date="2031-05-07", kind="video call", filler="c"),
    )
    assert (made.articles, made.sources, made.meetings, made.people) == (4, 3, 1, 3)
    with open_corpus(out) as corpus:
        (meeting,) = corpus.meetings()
        found = {(f.field, f.value): (f.articles, f.sources, f.verdict) for f in corpus.findings(1)}
        (saying,) = corpus.sayings(1)
        claims = corpus.claims(1)
    assert (meeting.date, meeting.kind, meeting.sources) == ("2031-05-06", "call", 3)
    assert found == {
        ("date", "2031-05-06"): (3, 2, "disputed"),
        ("date", "2031-05-07"): (1, 1, "disputed"),
        ("kind", "call"): (3, 2, "agreed"),
        ("kind", "video call"): (1, 1, "single"),
        ("organizer", "Ann Korvatti"): (2, 1, "single"),
        ("attended", "Ann Korvatti"): (4, 3, "agreed"),
        ("attended", "Bo Dostanyk"): (4, 3, "agreed"),
        ("attended", "Cai Telander"): (3, 2, "partly"),
    }
    assert (saying.text, saying.articles, saying.sources, saying.verdict) == (LATER, 3, 2, "partly")
    assert [c.value for c in claims if (c.article, c.field) == (2, "attended")] == [
        "Ann Korvatti",
        "Bo Dostanyk",
    ]


def test_titles_over_time_are_told_in_order(tmp_path: Path) -> None:
    minister = ("Ann Korvatti", "Foreign Minister", "NO")
    out, _ = built(
        tmp_path,
        record("a", date="2031-05-06"),
        record("b", date="2029-02-01", people=(minister, BO), filler="b"),
        record("c", date=None, published="2030-01-01", people=(("A. Korvatti", None, "NO"), BO)),
    )
    with open_corpus(out) as corpus:
        person = next(one for one in corpus.people() if one.name == "Ann Korvatti")
        told = [(one.date, one.title) for one in corpus.titles(person.number)]
    assert told == [
        ("2029-02-01", "Foreign Minister"),
        ("2030-01-01", None),
        ("2031-05-06", "President"),
    ]


def test_every_row_reaches_its_proof(tmp_path: Path) -> None:
    """Each claim and title has spans, and these and the statements stand in the articles."""
    save([SEEDS], None, Target(tmp_path / "corpus.db", "sqlite"), None)
    with open_corpus(tmp_path / "corpus.db") as corpus:
        texts = {one.number: one.text for one in corpus.articles()}
        claims = [claim for meeting in corpus.meetings() for claim in corpus.claims(meeting.number)]
        titles = [title for person in corpus.people() for title in corpus.titles(person.number)]
        said = [one for article in texts for one in corpus.statements("article", article)]
    assert claims
    assert titles
    assert all(one.proofs for one in (*claims, *titles))
    proofs = [proof for one in (*claims, *titles) for proof in one.proofs]
    proofs += [p for one in said for p in (one.content, one.speaker_mention, one.cue) if p]
    assert all(texts[proof.article][proof.start : proof.end] == proof.quote for proof in proofs)


def test_the_same_articles_give_the_same_bytes(tmp_path: Path) -> None:
    """In any order, in one file or several, and given twice."""
    lines = [
        record("a", people=ALL, said=[("Ann Korvatti", LATER)]),
        record("b", people=(ANN, ("B. Dostanyk", "Prime Minister", "PL")), filler="b"),
        record("c", people=(ANN, DAG), date=None, published="2031-05-08", filler="c"),
        record("d", people=ALL, filler="c"),
    ]
    out, _ = built(tmp_path, *lines)
    again, _ = built(tmp_path, *reversed(lines), lines[1], name="again.db")
    assert out.read_bytes() == again.read_bytes()
    parts = [write_lines(tmp_path / f"{i}.jsonl", lines[i::2]) for i in (1, 0)]
    save(parts, None, Target(tmp_path / "parts.db", "sqlite"), None)
    assert (tmp_path / "parts.db").read_bytes() == out.read_bytes()


def test_what_is_no_record_is_named_by_its_line(tmp_path: Path) -> None:
    """The others are in the corpus; of two records of one id one is, and that is said."""
    good = record("good")
    wrong = record("wrong")
    wrong["meetings"][0]["evidence"][0]["text"] = "They met on a ca"
    other = record("good", date="2031-05-09")
    broken = tmp_path / "broken.jsonl"
    lines = [json.dumps(one) for one in (good, wrong, other)]
    half = json.dumps({**good, "document_id": "\ud800"})
    broken.write_text("\n".join([*lines, "{", "[" * 100_000, "[]", half]), "utf-8")
    out = tmp_path / "corpus.db"
    made = save([broken], None, Target(out, "sqlite"), None)
    assert made.articles == 1
    failures = Path(f"{out}.failures.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line)["error"]["message"] for line in failures]
    assert [message.split(":")[1] for message in told[:4]] == ["2", "4", "5", "6"]
    assert "half a surrogate pair" in told[4]
    assert "2 different records" in told[5]
    assert len(told) == 6


def test_records_need_their_texts(tmp_path: Path) -> None:
    line = record("a")
    text = line.pop("text")
    path = write_lines(tmp_path / "records.jsonl", [line])
    with pytest.raises(UsageError, match="--texts"):
        save([path], None, Target(tmp_path / "corpus.db", "sqlite"), None)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["records.jsonl"]
    del line["published"]
    line["extractor"] = {"model": "regex", "version": "1"}
    write_lines(path, [line])
    row = {"id": "a", "text": text, "published": "2031-05-09"}
    texts = write_lines(tmp_path / "texts.jsonl", [row])
    save([path], [str(texts)], Target(tmp_path / "corpus.db", "sqlite"), None)
    with open_corpus(tmp_path / "corpus.db") as corpus:
        (article,) = corpus.articles()
    assert (article.published, article.model) == ("2031-05-09", "regex")


def test_what_is_no_corpus_is_refused(tmp_path: Path) -> None:
    """Text, another program's database, a corpus of another version."""
    with pytest.raises(UsageError, match="no such file"), open_corpus(tmp_path / "none.db"):
        pass
    (tmp_path / "text.db").write_text("no database at all, only words" * 40, "utf-8")
    with closing(sqlite3.connect(tmp_path / "other.db")) as db:
        db.execute("CREATE TABLE articles (article INTEGER)")
    out, _ = built(tmp_path, record("a"))
    with closing(sqlite3.connect(out)) as db:
        db.execute("PRAGMA user_version = 99")
    for name, said in (("text", "cannot be read"), ("other", "no corpus"), ("corpus", "99")):
        with pytest.raises(UsageError, match=said), open_corpus(tmp_path / f"{name}.db"):
            pass


def test_full_text_finds_articles_and_statements(tmp_path: Path) -> None:
    out, _ = built(tmp_path, record("a", said=[("Ann Korvatti", LATER)]), record("b", filler="b"))
    with open_corpus(out) as corpus:
        query = "SELECT document_id FROM articles_fts JOIN articles ON article = articles_fts.rowid"
        found = corpus.rows(f"{query} WHERE articles_fts MATCH 'farmers'")
        assert [row["document_id"] for row in found] == ["b"]
        found = corpus.rows("SELECT speaker FROM statements_fts WHERE statements_fts MATCH 'sail'")
        assert [row["speaker"] for row in found] == ["Ann Korvatti"]


def test_parquet_holds_the_same_tables(tmp_path: Path) -> None:
    from pyarrow.parquet import read_table

    path = write_lines(tmp_path / "records.jsonl", [record("a", people=ALL), record("b")])
    out = tmp_path / "corpus.db"
    save([path], None, Target(out, "sqlite"), tmp_path / "tables")
    with open_corpus(out) as corpus:
        for file in (tmp_path / "tables").iterdir():
            rows = corpus.rows(f"SELECT * FROM {file.stem} ORDER BY rowid")  # noqa: S608
            assert read_table(file).to_pylist() == [dict(row) for row in rows], file
    assert {"claims.parquet", "meetings.parquet", "proofs.parquet"} <= {
        file.name for file in (tmp_path / "tables").iterdir()
    }


def test_a_reprint_adds_no_statement(tmp_path: Path) -> None:
    """Told are sayings, not how often they were printed."""
    said = [(ANN[0], "the ferries will sail again before the winter")]
    one, reprint = (record(name, said=said) for name in "ab")
    other = record("c", said=[*said, (BO[0], "nobody will wait at the border")], filler="b")
    assert built(tmp_path, one, reprint)[1].statements == 1
    assert built(tmp_path, one, reprint, other)[1].statements == 2


def test_a_line_that_is_no_record_is_called_so(tmp_path: Path) -> None:
    """It lacks more than its text."""
    out, made = built(tmp_path, record("a"), {"a": 1}, {"text": "No name."})
    failures = out.with_name(f"{out.name}.failures.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line)["error"]["message"] for line in failures]
    assert made.articles == 1
    assert [line.split(":", 1)[1] for line in told] == [
        "2: not a record: an object with document_id",
        "3: not a record: an object with document_id",
    ]
