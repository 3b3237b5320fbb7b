"""The public functions."""

from __future__ import annotations

import datetime as dt
import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import communique
from communique import Document, Failure, Model, Readout
from communique.errors import InputError, UsageError
from communique.extraction import as_document, make_extractor
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


def test_document_of_a_text() -> None:
    """The id is the beginning of the text's hash; the date may come in several forms."""
    document = as_document("Hello.")
    assert document.id == hashlib.sha256(b"Hello.").hexdigest()[:16]
    assert document.published is None
    for published in (
        "2031-05-06",
        "2031-05-06T23:59:00Z",
        dt.date(2031, 5, 6),
        dt.datetime(2031, 5, 6, 12, tzinfo=dt.UTC),
    ):
        assert as_document("Hello.", published=published).published == "2031-05-06"
    assert as_document(" a\r\n", document_id="x").text == " a\r\n"


@pytest.mark.parametrize("text", ["", "  \n\t", "\u00a0"])
def test_empty_text_is_an_input_error(text: str) -> None:
    """Nothing can be read from nothing."""
    with pytest.raises(InputError, match="the text is empty"):
        communique.extract(text)


def test_what_is_not_text_is_refused() -> None:
    """Half a surrogate pair, bytes, and dates that are none are named."""
    with pytest.raises(InputError, match="half a surrogate pair at 1"):
        as_document("a\ud800")
    with pytest.raises(UsageError, match="the text is a bytes"):
        as_document(b"abc")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="published is 'last week'"):
        as_document("a", published="last week")


def test_unknown_model_is_a_usage_error() -> None:
    """The message shows what a model is called."""
    with pytest.raises(UsageError, match="unknown model 'gpt'"):
        communique.extract("Hello.", model="gpt")


def test_own_schema_is_refused_in_clear_words() -> None:
    """The offline extractor has one schema; own schemas are not there yet."""

    class Mine(BaseModel):
        x: str

    with pytest.raises(UsageError, match="offline extractor reads only its built-in schema"):
        communique.extract("Hello.", schema=Mine)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="not available yet"):
        communique.extract("Hello.", schema=Mine, model="openai/x")  # type: ignore[arg-type]


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
    faults = [None, Fault.garbage(), Fault.refused(400, "too long")]
    with FakeServer([record(text) for text in TEXTS], faults=faults) as server:
        many = {"model": model(server), "run": tmp_path, "concurrency": 1}
        first = list(communique.extract_many(TEXTS[:3], **many))  # type: ignore[arg-type]
        assert [r.error.code for r in first if isinstance(r, Failure)] == [
            "bad_answer",
            "server_refused",
        ]
        second = list(communique.extract_many(TEXTS[:3], **many))  # type: ignore[arg-type]
        assert all(isinstance(r, Readout) for r in second)
        assert server.requests == 5


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
