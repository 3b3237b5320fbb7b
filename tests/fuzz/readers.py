"""The readers, each as a function of bytes: it returns, or raises an error of communique's own.

Anything else that comes out of one, and anything that takes long, is a finding.
"""

from __future__ import annotations

import atexit
import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

from pydantic import BaseModel, ValidationError

from communique import Calibration, verify
from communique.corpus import explaining, open_corpus
from communique.corpus.comparing import compare as compare_meetings
from communique.corpus.listing import comparison_lines, meeting_lines
from communique.corpus.saving import save as save_corpus
from communique.corpus.scoring import read_labels
from communique.documents import find_sources, read_sources
from communique.errors import CommuniqueError, GoldError
from communique.evals.schema_gold import load_schema_gold
from communique.evals.schema_suite import declared_schema
from communique.evals.suites import load_suite
from communique.exchange.formats import format_of
from communique.exchange.formats.csv import COLUMNS
from communique.exchange.importing import import_files
from communique.exchange.texts import Texts
from communique.extraction import extract, extract_many
from communique.gold.challenge import read_phenomenon
from communique.gold.loading import load_source
from communique.gold.reading import load_gold
from communique.llm.answer import read_answer
from communique.llm.prompts import load_prompt
from communique.llm.record_answer import read_record
from communique.llm.salvage import salvage
from communique.outputs.earlier import check_earlier
from communique.outputs.target import Target
from communique.records import Document, ExtractorInfo, Failure, Readout
from communique.runs.store import AttemptStore
from communique.schema_scoring import score_values
from communique.trust.doubt import expected_errors
from communique.trust.promises import promise
from communique.trust.reliability import reliability

__all__ = ["CORPUS", "READERS", "corpus_of", "read"]

CORPUS = Path(__file__).parent / "corpus"
INFO = ExtractorInfo(model="regex", version="1")
ARTICLE = (
    "LISSEN, 4 September 2031 – Irish Prime Minister Ann Lee met Maltese President Bo Rae on "
    "Monday. “We will go on,” she said. Rae said that 40 ships had sailed for €50 million.\n"
)


class Cargo(BaseModel):
    ships: int
    kind: Literal["oil", "grain"] | None = None


class Voyage(BaseModel):
    by: str
    price: float | None = None
    cargo: list[Cargo] = []


@cache
def folder() -> Path:
    """A folder of this process, removed with it."""
    made = tempfile.mkdtemp(prefix="communique-fuzz-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def file(name: str, data: bytes) -> Path:
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def outcomes(found: Iterable[object]) -> None:
    """See that no outcome is an error that nobody foresaw."""
    for one in found:
        if isinstance(one, Failure) and one.error.code == "internal":
            raise AssertionError(one.error.message)


def documents(name: str) -> Callable[[bytes], None]:
    def read_file(data: bytes) -> None:
        outcomes(read_sources(find_sources([str(file(name, data))])))

    return read_file


def standard_input(data: bytes) -> None:
    before = sys.stdin
    sys.stdin = SimpleNamespace(buffer=io.BytesIO(data))  # type: ignore[assignment]
    try:
        outcomes(read_sources(find_sources(["-"])))
    finally:
        sys.stdin = before


def article(data: bytes) -> None:
    """Read offline, from the bytes to the record."""
    found = list(read_sources(find_sources([str(file("article.txt", data))])))
    outcomes(extract_many(found))


def draft(data: bytes) -> None:
    """A draft, and after a NUL its source."""
    said, _, source = data.partition(b"\0")
    verify(
        said.decode("utf-8", "replace"),
        source.decode("utf-8", "replace") or ARTICLE,
    )


def gold_source(data: bytes) -> None:
    raise_all(load_source, file("source.yaml", data))


def gold_challenge(data: bytes) -> None:
    raise_all(read_phenomenon, file("challenge.yaml", data))


def raise_all(load: Callable[[Path, list[GoldError]], object], path: Path) -> None:
    problems: list[GoldError] = []
    load(path, problems)
    assert all(problem.path.endswith(path.name) for problem in problems)


def gold_lines(data: bytes) -> None:
    load_gold(file("gold.jsonl", data))


def own_gold(data: bytes) -> None:
    """Gold of a schema of the caller's, and each value of it scored against the first."""
    gold, _ = load_schema_gold(file("own.jsonl", data), Voyage)
    for one in gold:
        score_values(gold[0].value, one.value, schema=Voyage, evidence=gold[0].evidence)


def own_suite(data: bytes) -> None:
    """Up to where its schema would be imported."""
    file("project/evals/suites/own.toml", data)
    declared_schema("own", folder() / "project")


def prompt(data: bytes) -> None:
    file("project/prompts/readout.v1.md", data)
    load_prompt("readout.v1", folder() / "project")


def suite(data: bytes) -> None:
    file("project/evals/suites/mine.toml", data)
    load_suite("mine", folder() / "project").gold_path(folder() / "project")


def record(data: bytes) -> None:
    """A line of records, read back beside its text."""
    try:
        line = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(line, Mapping):
        try:
            Readout.model_validate({"text": ARTICLE, **line})
        except ValidationError:
            return


def earlier(data: bytes) -> None:
    path = file("earlier", data)
    for format_ in ("jsonl", "json", "table", "html"):
        for explained in (False, True):
            try:
                check_earlier(path, format_, INFO, explained=explained)  # type: ignore[arg-type]
            except CommuniqueError:
                continue


def store(data: bytes) -> None:
    for old in folder().glob("attempts.sqlite*"):
        old.unlink()
    with AttemptStore(file("attempts.sqlite", data)) as attempts:
        document = Document(id="x", text=ARTICLE)
        for act in (
            lambda: attempts.find(document, "f"),
            attempts.usage,
            attempts.counts,
            lambda: attempts.holds("f"),
        ):
            try:
                act()
            except CommuniqueError:
                continue


def answer(data: bytes) -> None:
    """A model's reply, from its text to the record."""
    found = salvage(data.decode("utf-8", "replace"), ("participants", "meetings", "statements"))
    if found is not None:
        json.dumps(read_answer(Document(id="x", text=ARTICLE), found.answer, INFO).model_dump())


def own_answer(data: bytes) -> None:
    """A model's reply about a schema of the caller's."""
    found = salvage(data.decode("utf-8", "replace"), ("by",))
    if found is not None:
        record = read_record(Voyage, Document(id="x", text=ARTICLE), found.answer, INFO)
        json.dumps(record.model_dump(mode="json"))


def calibration(data: bytes) -> None:
    """A calibration, and all that it is asked: a record's confidences, its worth, a promise."""
    known = Calibration.read(file("calibration.json", data))
    sure = known.model_copy(update={"model": "regex"})
    read = extract(ARTICLE)
    assert all(c.value is None or 0 <= c.value <= 1 for c in sure.confidences(read))
    expected_errors(read, sure)
    json.loads(known.as_text())
    for name, target in known.targets():
        reliability(target)
        promise(target, name, 0.9)


def exchange(format_: str, name: str) -> Callable[[bytes], None]:
    """A file of another tool; every place is proven again."""

    def read_file(data: bytes) -> None:
        import_all(format_, file(f"{format_}/{name}", data))

    return read_file


def exchange_brat(data: bytes) -> None:
    file("brat/documents.jsonl", b'{"file": "a", "gold": true, "document_id": "a"}\n')
    file("brat/a.txt", ARTICLE.encode())
    file("brat/a.ann", data)
    import_all("brat", folder() / "brat")


def exchange_csv(data: bytes) -> None:
    """All tables, with a NUL between them."""
    parts = data.split(b"\0")
    for name, part in zip(COLUMNS, [*parts, *[b""] * len(COLUMNS)], strict=False):
        file(f"csv/{name}.csv", part)
    import_all("csv", folder() / "csv")


def import_all(format_: str, path: Path) -> None:
    rows = (json.dumps({"id": name, "text": ARTICLE}) + "\n" for name in ("x", "g"))
    texts = Texts([str(file("exchanged.jsonl", "".join(rows).encode()))])
    for one in import_files([path], format_of(format_), texts):
        json.dumps(one.model_dump(mode="json"))


def corpus_records(data: bytes) -> None:
    """Lines of records and gold, from the bytes to a corpus of them."""
    path, out = file("records.jsonl", data), folder() / "corpus.db"
    row = json.dumps({"id": "x", "text": ARTICLE}) + "\n"
    texts = [str(file("texts.jsonl", row.encode()))]
    save_corpus([path], texts, Target(out, "sqlite", overwrite=True), None)
    corpus_file(out.read_bytes())


def corpus_file(data: bytes) -> None:
    """A corpus, and all that it is asked."""
    with open_corpus(file("a.corpus.db", data)) as corpus:
        for number in [meeting.number for meeting in corpus.meetings()]:
            list(meeting_lines(corpus, number))
            list(comparison_lines(compare_meetings(corpus, 1, number)))
            list(explaining.explain_meeting(corpus, number))
            explaining.explain_apart(corpus, 1, number)
        for person in list(corpus.people()):
            corpus.titles(person.number)
            list(explaining.explain_person(corpus, person.number))
        for one in list(corpus.articles()):
            corpus.statements("article", one.number)
            list(explaining.explain_article(corpus, one.document_id))


def corpus_labels(data: bytes) -> None:
    list(read_labels(file("labels.jsonl", data)))


READERS: Mapping[str, Callable[[bytes], None]] = {
    "text": documents("text.txt"),
    "jsonl": documents("lines.jsonl"),
    "parquet": documents("table.parquet"),
    "stdin": standard_input,
    "article": article,
    "draft": draft,
    "gold-source": gold_source,
    "gold-challenge": gold_challenge,
    "gold-lines": gold_lines,
    "own-gold": own_gold,
    "own-suite": own_suite,
    "prompt": prompt,
    "suite": suite,
    "record": record,
    "earlier": earlier,
    "store": store,
    "answer": answer,
    "own-answer": own_answer,
    "calibration": calibration,
    "corpus-records": corpus_records,
    "corpus-file": corpus_file,
    "corpus-labels": corpus_labels,
    "exchange-webannotation": exchange("webannotation", "a.jsonl"),
    "exchange-brat": exchange_brat,
    "exchange-labelstudio": exchange("labelstudio", "tasks.json"),
    "exchange-csv": exchange_csv,
    "exchange-sqlite": exchange("sqlite", "a.db"),
    "exchange-dataset": exchange("dataset", "train.parquet"),
}


def corpus_of(reader: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((CORPUS / reader).iterdir())]


def read(reader: str, data: bytes) -> None:
    """Let ``reader`` read ``data``; an error of communique's own, in words, is an answer too."""
    try:
        READERS[reader](data)
    except CommuniqueError as error:
        if not str(error).strip() or "Traceback" in str(error):
            raise AssertionError(f"no clear error: {error!r}") from error
