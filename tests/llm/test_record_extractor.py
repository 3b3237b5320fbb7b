"""Schemas of a user's own, end to end over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from pydantic import BaseModel

import communique
from communique import Failure, Model, Record
from communique.choosing import make_extractor
from communique.errors import AnswerError, UsageError
from communique.llm.prompts import load_prompt
from communique.testing import FakeServer, Fault, Play
from llm.forms import (
    AID,
    SANCTIONS,
    AidPledged,
    Currency,
    Pledge,
    SanctionsAnnounced,
    aid,
    sanctions,
)

CASES: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (SanctionsAnnounced, sanctions()),
    (AidPledged, aid()),
]


def model(server: FakeServer, **settings: Any) -> Model:
    return Model("openai/fake", base_url=server.base_url, **settings)


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json"])
@pytest.mark.parametrize(("schema", "record"), CASES, ids=["sanctions", "aid"])
def test_perfect_answers_fill_the_schema(
    schema: type[BaseModel], record: dict[str, Any], mode: str
) -> None:
    """Every leaf has its value and the very words that tell it."""
    with FakeServer([record]) as server:
        result = communique.extract(record["text"], schema=schema, model=model(server, mode=mode))
        assert server.requests == 1
    assert isinstance(result, Record)
    assert isinstance(result.value, schema)
    dumped = result.model_dump(mode="json")
    assert dumped["value"] == record["value"]
    assert dumped["evidence"] == record["evidence"]
    assert result.issues == ()
    assert result.usage.requests == 1
    assert result.extractor.prompt_sha256 == load_prompt("record.v1").sha256


def test_value_is_of_the_users_own_types() -> None:
    """Enums, dates and numbers are those of the model."""
    with FakeServer([aid()]) as server:
        result = communique.extract(AID, schema=AidPledged, model=model(server))
    assert result.value is not None
    first, second = result.value.pledges
    assert isinstance(first, Pledge)
    assert (first.amount, first.currency) == (50e6, Currency.EUR)
    assert str(first.day) == "2031-09-03"
    assert (second.recipient, second.day) == (None, None)
    assert result.evidence["/pledges/1/amount"][0].text == "five million dollars"


@pytest.mark.parametrize(("schema", "record"), CASES, ids=["sanctions", "aid"])
def test_a_record_answers_for_itself(schema: type[BaseModel], record: dict[str, Any]) -> None:
    """A Record given to the fake server comes back equal."""
    with FakeServer([record]) as server:
        first = communique.extract(record["text"], schema=schema, model=model(server))
    with FakeServer([first]) as server:
        second = communique.extract(record["text"], schema=schema, model=model(server))
    assert first == second
    assert first.model_dump_json() == second.model_dump_json()


def test_inventions_of_a_liar_land_in_the_issues() -> None:
    """Items that the article does not tell of are refused, each as the model gave it."""
    with FakeServer([aid()], play=Play(invent=2)) as server:
        result = communique.extract(AID, schema=AidPledged, model=model(server))
    assert result.model_dump(mode="json")["value"] == aid()["value"]
    assert [(issue.code, issue.path) for issue in result.issues] == [
        ("unsupported", "/pledges")
    ] * 2
    assert result.issues[0].value["donor"]["value"] == "Ottoline Quarrenden"


def test_a_lazy_model_gives_less() -> None:
    """Items left out are missing, and nothing else changes."""
    with FakeServer([aid()], play=Play(drop=2)) as server:
        result = communique.extract(AID, schema=AidPledged, model=model(server))
    assert result.model_dump(mode="json")["value"] == {"pledges": aid()["value"]["pledges"][:1]}
    assert result.issues == ()


def test_wire_schema_asks_for_a_quote_with_every_leaf() -> None:
    """Strict, all required, the quote before the value; a constant is not asked about."""
    with FakeServer([sanctions()]) as server:
        communique.extract(SANCTIONS, schema=SanctionsAnnounced, model=model(server))
        body = server.history[0].body
    asked = body["response_format"]["json_schema"]
    assert asked["strict"] is True
    assert asked["schema"]["properties"]["kind"]["const"] == "sanctions"
    fields = asked["schema"]["$defs"]["Sanction"]
    assert fields["required"] == list(fields["properties"])
    for name in ("by", "measure", "announced", "amount"):
        assert list(fields["properties"][name]["properties"]) == ["quote", "value"]
    assert list(fields["properties"]["targets"]["items"]["properties"]) == ["quote", "value"]


def test_what_the_user_wrote_about_fields_is_in_the_prompt() -> None:
    """Docstrings of models and descriptions of fields, with types and choices."""
    with FakeServer([sanctions()]) as server:
        communique.extract(SANCTIONS, schema=SanctionsAnnounced, model=model(server))
        prompt = server.history[0].prompt
    assert "Sanctions that countries announce against others.\n- `kind`" in prompt
    assert "One decision by one country or body." in prompt
    assert "`announced` (date, YYYY-MM-DD or null): The day of the decision." in prompt
    assert '`measure` ("asset freeze" | "travel ban" | "embargo")' in prompt


def test_runs_resume_and_tell_schemas_apart(tmp_path: Path) -> None:
    """What was read into a schema is found again, and not for another schema."""
    texts = [AID, SANCTIONS]
    with FakeServer([aid(), sanctions()], faults=[None, Fault.refused(404, "gone")]) as server:

        def ask(schema: type[BaseModel]) -> list[Any]:
            return list(
                communique.extract_many(
                    texts, schema=schema, model=model(server), run=tmp_path, concurrency=1
                )
            )

        first = ask(AidPledged)
        assert isinstance(first[1], Failure)
        again = ask(AidPledged)
        assert server.requests == 2 + 2  # an answer of another shape is asked for once more
        assert again[0] == first[0]
        assert isinstance(again[0], Record)
        assert again[0].usage == first[0].usage
        ask(SanctionsAnnounced)
        assert server.requests == 4 + 2 + 1


def test_fingerprint_holds_all_of_the_schema() -> None:
    """A default, which is not asked for, decides the record too."""

    def fingerprint(default: str) -> str:
        class Form(BaseModel):
            state: str = default

        address = Model("openai/m", base_url="http://127.0.0.1:9/v1")
        return make_extractor(address, schema=Form).fingerprint()

    assert fingerprint("open") == fingerprint("open")
    assert fingerprint("open") != fingerprint("closed")


def test_aextract_takes_a_schema_too() -> None:
    """The same record on an event loop."""
    with FakeServer([aid()]) as server:

        async def ask() -> Record[AidPledged]:
            return await communique.aextract(AID, schema=AidPledged, model=model(server))

        result = anyio.run(ask)
        assert result == communique.extract(AID, schema=AidPledged, model=model(server))


def test_answer_without_any_field_is_an_error_that_was_paid_for() -> None:
    """The message names what came and what was asked for."""
    with (
        FakeServer(script=[{"summary": "Aid."}] * 2) as server,
        pytest.raises(AnswerError, match="'summary' instead of pledges") as caught,
    ):
        communique.extract(AID, schema=AidPledged, model=model(server))
    assert caught.value.usage.requests == 2


class Anything(BaseModel):
    thing: Any


class Bag(BaseModel):
    things: dict[str, int]


class Unordered(BaseModel):
    names: set[str]


class Pair(BaseModel):
    pair: tuple[str, int]


@pytest.mark.parametrize(
    ("schema", "complaint"),
    [
        (Anything, r"Anything\.thing may hold anything"),
        (Bag, r"Bag\.things is a free-form object"),
        (Unordered, r"Unordered\.names is a set"),
        (Pair, r"Pair\.pair is a tuple of fields without names"),
        (dict, "schema is dict: give a class derived from pydantic.BaseModel"),
        (Pledge.model_construct(donor="x"), "give a class derived from pydantic.BaseModel"),
        ({"type": "object"}, "give a class derived from pydantic.BaseModel"),
    ],
)
def test_schema_that_cannot_be_asked_for_is_a_wrong_call(schema: Any, complaint: str) -> None:
    """Nothing is sent, and the message says which field and what to give instead."""
    with FakeServer() as server:
        with pytest.raises(UsageError, match=complaint):
            communique.extract("Text.", schema=schema, model=model(server))
        assert server.requests == 0


@pytest.mark.parametrize("name", ["regex", "openai/a,regex", "openai/a, regex"])
def test_offline_extractor_fills_no_schema(name: str) -> None:
    """Neither alone nor as the last resort."""
    with pytest.raises(UsageError, match="offline extractor reads only its built-in schema"):
        communique.extract(AID, schema=AidPledged, model=name)


def test_one_line_of_jsonl_is_read_back() -> None:
    """A record line and its text make the record again."""
    with FakeServer([aid()]) as server:
        result = communique.extract(AID, schema=AidPledged, model=model(server))
    line = json.loads(json.dumps(result.model_dump(mode="json")))
    assert Record[AidPledged].model_validate({**line, "text": AID}) == result
