"""The public functions."""

from __future__ import annotations

import ast
import hashlib
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import communique
from communique import Document, Failure, Model, Readout
from communique.choosing import identity_of, make_extractor
from communique.errors import InputError, UsageError
from communique.extraction import explain_many
from communique.offline import made_of
from communique.testing import FakeServer, Fault

TEXTS = [f"Minister Ada Vex number {i} said that it rained." for i in range(6)]


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def record(text: str) -> dict[str, Any]:
    content = {"start": text.index("that"), "end": text.index("."), "text": "that it rained"}
    return {"text": text, "statements": [{"content": content, "kind": "indirect"}]}


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer([record(text) for text in TEXTS]) as server:
        yield server


def model(server: FakeServer) -> Model:
    return Model("openai/fake", base_url=server.base_url, timeout=5.0)


def test_empty_text_is_an_input_error() -> None:
    """Nothing can be read from nothing."""
    with pytest.raises(InputError, match="the text is empty"):
        communique.extract(" \n")


def test_unknown_model_is_a_usage_error() -> None:
    """The message shows what a model is called."""
    with pytest.raises(UsageError, match="unknown model 'gpt'"):
        communique.extract("Hello.", model="gpt")


def test_own_schema_is_refused_offline_in_clear_words() -> None:
    """The offline extractor has one schema; the message says what to do."""

    class Mine(BaseModel):
        x: str

    with pytest.raises(UsageError, match=r"-m openai/gpt-5-mini .*, model='openai/gpt-5-mini' in"):
        communique.extract("Hello.", schema=Mine)  # type: ignore[call-overload]


def test_base_url_replaces_the_models_own() -> None:
    """The command's --base-url goes before."""
    one = make_extractor("openai/m", base_url="http://127.0.0.1:1/v1")
    two = make_extractor(Model("openai/m", base_url="http://127.0.0.1:1/v1"))
    assert one.fingerprint() == two.fingerprint()


def test_many_forms_of_documents_in_input_order(server: FakeServer) -> None:
    """Texts, pairs, mappings, Documents and Failures; what cannot be read keeps its place."""
    failure = Failure.model_validate(
        {"document_id": "f", "error": {"code": "unreadable", "message": "m", "stage": "read"}}
    )
    given: list[Any] = [
        TEXTS[0],
        ("two", TEXTS[1]),
        {"id": 3, "text": TEXTS[2], "published": "2031-01-01", "more": 1},
        Document(id="four", text=TEXTS[3]),
        failure,
        {"id": "empty", "text": ""},
        {"id": "none"},
        {"id": "date", "text": "x", "published": "soon"},
        {"text": TEXTS[4]},
        "",
    ]
    results = list(communique.extract_many(given, model=model(server), concurrency=3))
    assert [result.document_id for result in results] == [
        hashlib.sha256(TEXTS[0].encode()).hexdigest()[:16],
        "two",
        "3",
        "four",
        "f",
        "empty",
        "none",
        "date",
        hashlib.sha256(TEXTS[4].encode()).hexdigest()[:16],
        "document 10",
    ]
    assert [isinstance(result, Readout) for result in results] == [
        *[True] * 4, *[False] * 4, True, False,
    ]  # fmt: skip
    assert server.requests == 5


def test_wrong_calls_are_refused_before_anything_is_read(server: FakeServer) -> None:
    """One text instead of many, no worker, a document of no known form."""
    with pytest.raises(UsageError, match="put the one into a list"):
        communique.extract_many("one text", model=model(server))
    with pytest.raises(UsageError, match="concurrency is 0"):
        communique.extract_many([], model=model(server), concurrency=0)
    with pytest.raises(UsageError, match="document 1 is a int"):
        list(communique.extract_many([5], model=model(server)))  # type: ignore[list-item]
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        communique.extract_many(TEXTS, model="openai/gpt-5-mini")


def test_resumed_run_pays_nothing_twice(tmp_path: Path, server: FakeServer) -> None:
    """The second run into a folder asks only for what is new; its records are the same bytes."""
    run = tmp_path / "runs" / "x"
    first = list(communique.extract_many(TEXTS[:4], model=model(server), run=run))
    assert server.requests == 4
    second = list(communique.extract_many(TEXTS, model=model(server), run=run))
    assert server.requests == 6
    assert [r.model_dump_json() for r in second[:4]] == [r.model_dump_json() for r in first]
    assert [r.usage for r in second[:4]] == [r.usage for r in first]
    assert all(isinstance(r, Readout) and len(r.statements) == 1 for r in second)
    (store,) = run.glob("attempts.sqlite")
    assert stat.S_IMODE(store.stat().st_mode) == 0o600


def test_failures_are_retried_on_the_next_run(tmp_path: Path) -> None:
    """What failed is named, keeps its place, and is asked again."""
    faults = [None, Fault.garbage(), Fault.garbage(), Fault.refused(400, "too long")]
    with FakeServer([record(text) for text in TEXTS], faults=faults) as server:
        many = {"model": model(server), "run": tmp_path, "concurrency": 1}
        first = list(communique.extract_many(TEXTS[:3], **many))  # type: ignore[arg-type]
        assert [r.error.code for r in first if isinstance(r, Failure)] == [
            "bad_answer",
            "server_refused",
        ]
        second = list(communique.extract_many(TEXTS[:3], **many))  # type: ignore[arg-type]
        assert all(isinstance(r, Readout) for r in second)
        assert server.requests == 6


@pytest.mark.slow
def test_server_that_is_not_there_fails_each_document_by_name() -> None:
    """No server: a named failure for each document, with the address."""
    nowhere = Model("openai/m", base_url="http://127.0.0.1:9/v1")
    results = list(communique.extract_many(TEXTS[:2], model=nowhere))
    assert all(isinstance(r, Failure) for r in results)
    for result in results:
        assert isinstance(result, Failure)
        assert result.error.code == "server_unreachable"
        assert "http://127.0.0.1:9/v1" in result.error.message


def test_no_key_in_the_store(
    tmp_path: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of a run holds no key, wherever one was used."""
    key = "sk-live-0123456789abcdefghij"
    monkeypatch.setenv("OPENAI_API_KEY", key)
    server.script.append(Fault.refused(401, f"Incorrect API key provided: {key}"))
    secret = Model("openai/m", base_url=server.base_url, extra=(("extra_headers", {"x-key": key}),))
    results = list(communique.extract_many(TEXTS, model=secret, run=tmp_path, concurrency=1))
    assert isinstance(results[0], Failure)
    assert "***" in results[0].error.message
    for path in tmp_path.iterdir():
        assert key.encode() not in path.read_bytes()
    assert server.history[0].headers["x-key"] == key


def test_offline_needs_nothing_and_repeats_itself(tmp_path: Path) -> None:
    """The regex extractor gives the same bytes every time, in a run as alone."""
    alone = [communique.extract(text).model_dump_json() for text in TEXTS]
    many = list(communique.extract_many(TEXTS, run=tmp_path))
    again = list(communique.extract_many(TEXTS, run=tmp_path))
    assert [r.model_dump_json() for r in many] == alone
    assert [r.model_dump_json() for r in again] == alone
    assert all(isinstance(r, Readout) and r.extractor.model == "regex" for r in many)


@pytest.mark.parametrize("by", ["environment", "model"])
def test_answers_of_one_server_are_not_those_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """A run gone on with at another address asks there, wherever the address was told."""

    def ask(server: FakeServer) -> list[int]:
        chosen: str | Model = "openai/fake"
        if by == "environment":
            monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        else:
            chosen = model(server)
        results = communique.extract_many(TEXTS, model=chosen, run=tmp_path)
        return [len(r.statements) for r in results if isinstance(r, Readout)]

    lazy = [record(text) | {"statements": []} for text in TEXTS]
    with FakeServer([record(text) for text in TEXTS]) as first, FakeServer(lazy) as second:
        assert ask(first) == [1] * 6
        assert ask(second) == [0] * 6
        assert ask(first) == [1] * 6
        assert (first.requests, second.requests) == (6, 6)


def test_one_address_is_one_wherever_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the Model or by OPENAI_BASE_URL, with a slash at the end or without."""
    address = "http://127.0.0.1:9/v1"
    told = make_extractor(Model("openai/m", base_url=address + "/")).fingerprint()
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    assert make_extractor("openai/m").fingerprint() == told
    assert identity_of(Model("openai/m"))["base_url"] == address


def test_wrong_address_in_the_environment_is_a_wrong_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is read, and the variable is named."""
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    for wrong in ("notaurl", "http://127.0.0.1:notaport/v1", "http://me:pw@127.0.0.1/v1"):
        monkeypatch.setenv("OPENAI_BASE_URL", wrong)
        with pytest.raises(UsageError, match="OPENAI_BASE_URL"):
            communique.extract_many(TEXTS, model="openai/m")


def test_identity_holds_no_key() -> None:
    """Further parameters, which may be headers, are in it as a hash alone."""
    key = "sk-live-0123456789abcdefghij"
    extra = {"extra_headers": {"authorization": key}}
    identity = identity_of(Model("openai/m", base_url="http://127.0.0.1:9/v1", extra=extra))
    assert key not in str(identity)
    assert len(identity["extra_sha256"]) == 64
    assert identity_of(Model("regex")) == {"model": "regex"}


def test_documents_of_one_id_and_other_texts_are_failures(server: FakeServer) -> None:
    """The same rule as for files: an id names one document, which may come again."""
    given = [("a", TEXTS[0]), ("a", TEXTS[1]), ("a", TEXTS[0])]
    results = list(communique.extract_many(given, model=model(server)))
    assert [type(r).__name__ for r in results] == ["Readout", "Failure", "Readout"]
    assert [r.document_id for r in results] == ["a"] * 3


def test_equal_documents_in_a_run_are_asked_about_once(tmp_path: Path) -> None:
    """Of equal texts in work at the same time one is paid for, the others take its answer."""
    with FakeServer([record(TEXTS[0])], latency=0.05) as server:
        given = [(f"d{i}", TEXTS[0]) for i in range(8)]
        results = list(communique.extract_many(given, model=model(server), run=tmp_path))
        assert server.requests == 1
    assert [r.document_id for r in results] == [f"d{i}" for i in range(8)]
    codes = [[issue.code for issue in r.issues] for r in results if isinstance(r, Readout)]
    assert codes == [[], *[["repeated"]] * 7]


def test_equal_documents_are_read_once_offline() -> None:
    """An article that comes again is the first one's record, and says so."""
    given = [("a", TEXTS[0]), ("b", TEXTS[1]), ("c", TEXTS[0])]
    first, _, again = communique.extract_many(given)
    assert isinstance(first, Readout)
    assert isinstance(again, Readout)
    (issue,) = (issue for issue in again.issues if issue.code == "repeated")
    assert (issue.value, again.participants) == ("a", first.participants)


def test_fingerprint_covers_all_that_the_rules_import() -> None:
    """Whatever module decides an offline answer, its change makes another fingerprint."""
    package = Path(communique.__file__).parent
    covered = set(made_of(package))
    root = package / "__init__.py"  # only names; its version is in the fingerprint itself
    waiting = [*(package / "rules").glob("*.py")]
    closure: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path != root and path not in closure:
            closure.add(path)
            waiting += imported(package, path)
    assert closure - covered == set()
    assert package / "records.py" in closure
    assert package / "countries.tsv" in covered
    assert {*(package / "rules" / "lexicons").iterdir()} <= covered


def imported(package: Path, path: Path) -> Iterator[Path]:
    """The modules of ours that ``path`` imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.partition(".")[0] == "communique":
                inside = package.joinpath(*name.split(".")[1:])
                yield from (
                    file
                    for file in (inside.with_suffix(".py"), inside / "__init__.py")
                    if file.is_file()
                )


def test_prompts_of_the_named_project_are_used(tmp_path: Path, server: FakeServer) -> None:
    """A project folder given as root goes before the working directory and the packaged prompt."""
    prompts = Path(__file__).parents[1] / "prompts"
    (tmp_path / "prompts").mkdir()
    changed = tmp_path / "prompts" / "readout.v1.md"
    shutil.copy(prompts / "readout.v1.md", changed)
    changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
    (found,) = communique.extract_many(TEXTS[:1], model=model(server), root=tmp_path)
    (packaged,) = communique.extract_many(TEXTS[:1], model=model(server))
    assert isinstance(found, Readout)
    assert isinstance(packaged, Readout)
    assert found.extractor.prompt_sha256 == hashlib.sha256(changed.read_bytes()).hexdigest()
    assert packaged.extractor.prompt_sha256 != found.extractor.prompt_sha256


def test_explanations_come_in_input_order_with_failures_in_their_place() -> None:
    """Each explanation holds the record that extract gives; what cannot be read is a Failure."""
    first, failure, last = explain_many([("a", TEXTS[0]), ("b", ""), ("c", TEXTS[1])])
    assert not isinstance(first, Failure)
    assert not isinstance(last, Failure)
    assert first.readout == communique.extract(TEXTS[0], document_id="a")
    assert [reason.rule for reason in first.made] != []
    assert isinstance(failure, Failure)
    assert last.readout.document_id == "c"


def test_rows_of_a_dataset_are_documents(tmp_path: Path) -> None:
    """A Dataset and an IterableDataset, as they come from the library; without a text each row
    says what it has, and several splits are not taken for one document."""
    from datasets import Dataset, DatasetDict

    rows = {"document_id": ["a", "b"], "text": TEXTS[:2], "published": ["2031-05-01", None]}
    dataset = Dataset.from_dict(rows)
    expected = list(communique.extract_many([("a", TEXTS[0]), ("b", TEXTS[1])]))
    for given in (dataset, dataset.to_iterable_dataset()):
        assert [r.document_id for r in communique.extract_many(given)] == ["a", "b"]
    assert list(communique.extract_many(dataset.remove_columns("published"))) == expected
    (failure, _) = communique.extract_many(dataset.rename_column("text", "body"))
    assert isinstance(failure, Failure)
    assert "no 'text' (it has: document_id, body, published)" in failure.error.message
    with pytest.raises(UsageError, match="give one split"):
        communique.extract_many(DatasetDict(train=dataset))
