"""Chains of models: where one ends without a record, the next is asked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import anyio
import pytest

import communique
from communique import Failure, Model, Readout
from communique.chain import ChainExtractor
from communique.choosing import identity_of, make_extractor
from communique.errors import AnswerError, UsageError
from communique.extractor import Immediate
from communique.records import Document, ExtractorInfo
from communique.testing import FakeServer, Fault
from llm.made import TEXT, readout


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def test_the_next_model_is_asked_and_the_record_says_so() -> None:
    """Who answered, why the earlier did not, and what both cost."""
    refused = Fault.refused(404, "no such model")
    with FakeServer([readout()], faults=[refused]) as server:
        result = communique.extract(
            TEXT, model=Model("openai/a, openai/b", base_url=server.base_url)
        )
        assert [exchange.body["model"] for exchange in server.history] == ["a", "b"]
    assert result.extractor.model == "openai/b"
    assert result.statements == readout().statements
    (issue,) = result.issues
    assert (issue.code, issue.path, issue.value) == ("fell_back", None, "openai/a")
    assert issue.message.endswith("refused the request (404): no such model [access_refused]")
    assert result.usage.requests == 2


def test_the_first_that_answers_is_the_last_that_is_asked() -> None:
    """Nothing is different from asking it alone."""
    with FakeServer([readout()]) as server:
        alone = communique.extract(TEXT, model=Model("openai/a", base_url=server.base_url))
        first = communique.extract(TEXT, model=Model("openai/a,regex", base_url=server.base_url))
        assert server.requests == 2
    assert first.model_dump_json() == alone.model_dump_json()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.garbage(), "bad_answer"),
        (Fault.truncated(), "answer_truncated"),
        (Fault.not_json(), "bad_answer"),
        (Fault.refused(401, "no key"), "access_refused"),
        (Fault.rate_limited(0.01), "rate_limited"),
        (Fault.reset(), "server_unreachable"),
        (Fault.hang(), "server_timeout"),
    ],
)
def test_any_failure_of_a_model_falls_back_to_the_rules(fault: Fault, code: str) -> None:
    """The record is that of the offline extractor, and names the failure."""
    offline = communique.extract(TEXT)
    with FakeServer(faults=lambda number: fault, script=[{}] * 3) as server:
        model = Model("openai/a,regex", base_url=server.base_url, timeout=0.2)
        result = communique.extract(TEXT, model=model)
        requests = server.requests
    assert result.extractor == offline.extractor
    assert result.statements == offline.statements
    assert result.issues[1:] == offline.issues
    assert result.issues[0].message.endswith(f"[{code}]")
    assert result.usage.requests == requests


def test_when_all_fail_the_last_error_names_each() -> None:
    """Its type is the last one's; the cost is everybody's."""
    faults = [Fault.refused(404, "no such model"), Fault.garbage(), Fault.garbage()]
    with FakeServer([readout()], faults=faults) as server:
        model = Model("openai/a,openai/b", base_url=server.base_url)
        with pytest.raises(AnswerError) as caught:
            communique.extract(TEXT, model=model)
        server.requests = 0
        (failure,) = communique.extract_many([TEXT], model=model)
    message = str(caught.value)
    assert message.startswith("openai/a: http://127.0.0.1:")
    assert "(404): no such model [access_refused]; openai/b: the model's answer holds no" in message
    assert caught.value.usage.requests == 3
    assert isinstance(failure, Failure)
    assert failure.error.code == "bad_answer"
    assert failure.error.message == message
    assert failure.usage.requests == 3


def test_models_of_several_servers_in_a_list() -> None:
    """Each with its own address and parameters; also from an event loop."""
    with (
        FakeServer(faults=lambda number: Fault.refused(400, "too long")) as first,
        FakeServer([readout()]) as second,
    ):
        chain = [
            Model("openai/a", base_url=first.base_url),
            Model("openai/b,regex", base_url=second.base_url),
        ]
        result = communique.extract(TEXT, model=chain)

        async def inside() -> Readout:
            return await communique.aextract(TEXT, model=chain)

        assert anyio.run(inside) == result
    assert result.extractor.model == "openai/b"


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("regex,openai/gpt-5-mini", "OPENAI_API_KEY"),
        ("regex,nosuch/m", "Unsupported provider"),
        ("regex,gpt", "unknown model 'gpt' in 'regex,gpt'"),
        ("regex,", "unknown model '' in"),
        ("regex,local/missing.gguf", "cannot be read"),
        ([], "list of models is empty"),
        (["regex", None], "the model is a NoneType"),
    ],
)
def test_what_is_wrong_anywhere_in_it_is_a_wrong_call(model: str, message: str) -> None:
    """Before anything is read, even where the first model would have done."""
    with pytest.raises(UsageError, match=message):
        communique.extract_many([TEXT], model=model)


def test_a_run_finds_the_record_of_a_fallback_again(tmp_path: Path) -> None:
    """It was paid for; the chain's first model is not asked once more."""
    with FakeServer([readout()], faults=[Fault.refused(404, "gone")]) as server:
        model = Model("openai/a,openai/b", base_url=server.base_url)
        first, again = (
            list(communique.extract_many([TEXT], model=model, run=tmp_path)) for _ in range(2)
        )
        assert server.requests == 2
        other = Model("openai/b,openai/a", base_url=server.base_url)
        list(communique.extract_many([TEXT], model=other, run=tmp_path))
        assert server.requests == 3
    assert first == again
    assert isinstance(again[0], Readout)
    assert again[0].usage == first[0].usage
    with sqlite3.connect(tmp_path / "attempts.sqlite") as db:
        assert db.execute("SELECT model, requests FROM attempts").fetchall() == [
            ("openai/a,openai/b", 2),
            ("openai/b,openai/a", 1),
        ]


def test_order_and_parts_tell_chains_apart() -> None:
    """In the fingerprint, and in what evals note of a model."""
    made = [
        Model(name, base_url="http://127.0.0.1:1/v1")
        for name in ("openai/a", "openai/a,regex", "regex,openai/a", "openai/a,openai/b")
    ]
    prints = {make_extractor(model).fingerprint() for model in made}
    assert len(prints) == len(made)
    chain = identity_of(made[1])["chain"]
    assert [part["model"] for part in chain] == ["openai/a", "regex"]
    assert not isinstance(make_extractor(made[1]), Immediate)


def test_a_wrong_call_does_not_fall_back() -> None:
    """A mistake that shows late is the caller's to mend, not another model's to paper over."""

    class Misused:
        info = ExtractorInfo(model="mine", version="0")

        def fingerprint(self) -> str:
            return "mine"

        async def extract(self, document: Document) -> Readout:
            raise UsageError("the key has run out")

        async def aclose(self) -> None: ...

    chain = ChainExtractor([Misused(), make_extractor("regex")])
    with pytest.raises(UsageError, match="run out"):
        anyio.run(chain.extract, Document(id="a", text=TEXT))
