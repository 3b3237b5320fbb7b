"""``communique.ray.extract_dataset``: a row an article in, a row a record out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel

from communique import Model, UsageError, extract_many
from communique.outputs.formats import line_of
from communique.ray import extract_dataset
from communique.records import Readout
from communique.runs.limits import Budget, Limits
from communique.testing import FakeServer
from llm.test_local import BRIEF, TEXT, smollm
from on_ray.made import articles

# Ray's own warnings are not ours.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("default"),
]

BROKEN = [
    {"id": "blank", "text": " ", "published": None},
    {"id": "undated", "text": "It rained.", "published": "soon"},
]


def test_rows_are_records_or_errors(ray: Any) -> None:
    """The line of JSON that a local run writes; where there is none, the same type of error."""
    rows = extract_dataset(ray.data.from_items([*articles(20), *BROKEN]), batch_size=8).take_all()
    expected = [line_of(result) for result in extract_many(articles(20))]
    records = {row["document_id"]: row["record"] for row in rows}
    assert [records[row["id"]] for row in articles(20)] == expected
    errors = {row["document_id"]: row["error"] for row in rows if row["record"] is None}
    assert {name: (e["code"], e["stage"]) for name, e in errors.items()} == {
        "blank": ("unreadable", "read"),
        "undated": ("unreadable", "read"),
    }


def test_model_is_asked_by_actors(ray: Any) -> None:
    """Any model; what each row cost stands beside its record."""
    truth = [r for r in extract_many(articles(10)) if isinstance(r, Readout)]
    with FakeServer(truth) as server:
        model = Model("openai/fake", base_url=server.base_url)
        ds = ray.data.from_items(articles(10))
        rows = extract_dataset(ds, model=model, actors=2, batch_size=4).take_all()
        local = {r.document_id: line_of(r) for r in extract_many(articles(10), model=model)}
    assert {row["document_id"]: row["record"] for row in rows} == local
    assert sum(row["usage"]["requests"] for row in rows) >= 10


@pytest.mark.timeout(900)
def test_model_in_a_file_is_held_by_an_actor(ray: Any) -> None:
    """Loaded there; what it makes up is not in a record, and it costs nothing."""
    schema = {"name": "brief", "schema": BRIEF}
    extra = {"extra_body": {"response_format": {"type": "json_schema", "json_schema": schema}}}
    model = Model(f"local/{smollm()}", max_tokens=200, timeout=300, extra={**extra, "n_ctx": 4096})
    given = [{"id": f"d{i}", "text": f"{TEXT} It was day {i}."} for i in range(2)]
    rows = extract_dataset(ray.data.from_items(given), model=model).take_all()
    assert {row["document_id"] for row in rows} == {"d0", "d1"}
    for row in rows:
        record = json.loads(row["record"])
        (text,) = (one["text"] for one in given if one["id"] == row["document_id"])
        left_out = [issue for issue in record["issues"] if issue["path"] == "participants"]
        assert len(left_out) + len(record["participants"]) == 3
        assert all(person["name"] in text for person in record["participants"])
        assert (row["usage"]["requests"], row["usage"]["cost"]) == (1, 0)


def test_schema_of_the_callers_own_is_filled_in(ray: Any) -> None:
    """As by ``extract_many``: its values with their evidence."""

    class Weather(BaseModel):  # here, for Ray to send it along: no node can import these tests
        """What the weather was."""

        rained: bool

    texts = [{"id": f"w{i}", "text": f"It rained on day {i}."} for i in range(3)]
    answer = {"rained": {"quote": "It rained", "value": True}}
    with FakeServer(texts, play=lambda record: answer) as server:
        model = Model("openai/fake", base_url=server.base_url)
        ds = extract_dataset(ray.data.from_items(texts), model=model, schema=Weather)
        values = [json.loads(row["record"])["value"] for row in ds.take_all()]
    assert values == [{"rained": True}] * 3


def test_server_that_is_not_there_ends_it(ray: Any) -> None:
    """After the patience; what is wrong comes through Ray."""
    model = Model("openai/fake", base_url="http://127.0.0.1:9/v1")
    asked = extract_dataset(
        ray.data.from_items(articles(8)), model=model, limits=Limits(patience=0)
    )
    with pytest.raises(ray.exceptions.RayTaskError, match="server_unreachable"):
        asked.take_all()


def test_what_nobody_can_count_is_refused(ray: Any) -> None:
    """Before anything is read."""
    ds = ray.data.from_items(articles(2))
    with pytest.raises(UsageError, match="budget cannot be counted"):
        extract_dataset(ds, limits=Limits(budget=Budget(tokens=10)))
    with pytest.raises(UsageError, match="an actor is one process"):
        extract_dataset(ds, limits=Limits(processes=2))
