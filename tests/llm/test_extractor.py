"""The LLM extractor end to end, over HTTP."""

from __future__ import annotations

import dataclasses

import anyio
import pytest

import communique
from communique import Model, Readout
from communique.choosing import make_extractor
from communique.errors import AnswerError
from communique.llm.client import Client, Reply, Request
from communique.llm.extractor import LLMExtractor
from communique.llm.prompts import load_prompt
from communique.records import Usage
from communique.testing import FakeServer
from communique.testing.answers import Play
from llm.made import TEXT, document, readout


def without_maker(result: Readout) -> dict[str, object]:
    return result.model_dump(exclude={"extractor", "document_id", "issues"})


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json"])
def test_perfect_answers_give_the_gold_back(mode: communique.models.Mode) -> None:
    """Every item, every span, at its place in the text."""
    with FakeServer([readout()]) as server:
        model = Model("openai/fake", base_url=server.base_url, mode=mode)
        result = communique.extract(TEXT, model=model)
        assert server.requests == 1
    assert without_maker(result) == without_maker(readout())
    assert result.issues == ()
    assert result.extractor.model == "openai/fake"
    assert result.extractor.prompt_sha256 == load_prompt("readout.v1").sha256
    assert result.usage.requests == 1


def test_inventions_of_a_liar_land_in_the_issues() -> None:
    """Nothing a model makes up reaches the record; all of it is reported."""
    with FakeServer([readout()], play=Play(invent=3)) as server:
        result = communique.extract(TEXT, model=Model("openai/f", base_url=server.base_url))
    assert without_maker(result) == without_maker(readout())
    assert [issue.path for issue in result.issues] == ["participants"] * 3 + ["statements"] * 3
    assert {issue.code for issue in result.issues} == {"unsupported"}


def test_a_lazy_model_gives_less() -> None:
    """Items left out are missing, and nothing else changes."""
    with FakeServer([readout()], play=Play(drop=2)) as server:
        result = communique.extract(TEXT, model=Model("openai/f", base_url=server.base_url))
    assert [s.content for s in result.statements] == [
        s.content for i, s in enumerate(readout().statements) if i % 2 == 0
    ]


def test_equal_answers_give_equal_bytes() -> None:
    """Cost and time are beside the record, not in it."""
    with FakeServer([readout()]) as server:
        model = Model("openai/f", base_url=server.base_url)
        one, two = (communique.extract(TEXT, model=model) for _ in range(2))
        first, second = server.history
    assert one.model_dump_json() == two.model_dump_json()
    assert one.usage.seconds != two.usage.seconds
    assert first.body == second.body


def test_answer_of_another_shape_carries_its_cost() -> None:
    """An object without our lists is asked for again, then an error, and both are paid for."""
    with (
        FakeServer(script=[{"summary": "They met."}] * 2) as server,
        pytest.raises(AnswerError, match="summary") as caught,
    ):
        communique.extract(TEXT, model=Model("openai/f", base_url=server.base_url))
    assert caught.value.usage.requests == 2
    assert caught.value.usage.output_tokens > 0


def test_extract_works_inside_a_running_loop() -> None:
    """Notebooks call the synchronous function from a running event loop."""

    async def inside(model: Model) -> tuple[Readout, Readout]:
        return communique.extract(TEXT, model=model), await communique.aextract(TEXT, model=model)

    with FakeServer([readout()]) as server:
        one, two = anyio.run(inside, Model("openai/f", base_url=server.base_url))
    assert one.model_dump_json() == two.model_dump_json()


def test_fingerprint_tells_apart_what_may_answer_differently() -> None:
    """Model, address, parameters and prompt are in it, in no readable form."""
    model = Model("openai/m", base_url="http://127.0.0.1:1/v1")
    others = [
        dataclasses.replace(model, name="openai/n"),
        dataclasses.replace(model, temperature=1.0),
        dataclasses.replace(model, mode="tools"),
        dataclasses.replace(model, extra=(("extra_headers", {"authorization": "Bearer abc"}),)),
    ]
    prints = [make_extractor(one).fingerprint() for one in (model, *others)]
    assert len(set(prints)) == len(prints)
    assert make_extractor(model).fingerprint() == prints[0]
    assert all(set(one) <= set("0123456789abcdef") for one in prints)
    assert make_extractor(dataclasses.replace(model, timeout=1.0)).fingerprint() == prints[0]


def test_own_client_is_one_small_class() -> None:
    """Whoever has complete and aclose can stand in for a server."""

    class Recorded:
        def __init__(self) -> None:
            self.asked: list[Request] = []

        async def complete(self, request: Request) -> Reply:
            self.asked.append(request)
            statement = {"content": "that it would be rebuilt", "kind": "indirect"}
            return Reply({"statements": [statement]}, "m", Usage(requests=1))

        async def aclose(self) -> None: ...

    client = Recorded()
    typed: Client = client
    extractor = LLMExtractor(Model("openai/m"), typed, load_prompt("readout.v1"))
    result = anyio.run(extractor.extract, document())
    assert [s.content.text for s in result.statements] == ["that it would be rebuilt"]
    assert TEXT in client.asked[0].messages[1].content


def test_published_goes_into_the_request() -> None:
    """The model is told when the article appeared."""
    with FakeServer([readout()]) as server:
        model = Model("openai/f", base_url=server.base_url)
        communique.extract(TEXT, model=model, published="2031-06-03T08:00:00+02:00")
        assert "Published: 2031-06-03\n" in server.history[0].prompt
