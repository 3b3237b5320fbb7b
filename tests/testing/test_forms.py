"""Answers about a user's own schema."""

from __future__ import annotations

from typing import Any

from communique.testing import Play
from communique.testing.answers import INVENTED

TEXT = "The Vale Bank gave Orsk two boats. It was glad."


def span(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


RECORD = {
    "text": TEXT,
    "value": {
        "kind": "gift",
        "giver": "Vale Bank",
        "day": None,
        "things": ["two boats", "Orsk"],
        "people": [{"name": "Vale Bank", "glad": True}],
    },
    "evidence": {
        "/giver": [span("It"), span("Vale Bank")],
        "/things/0": [span("two"), span("boats")],
        "/things/1": [span("Orsk")],
        "/people/0/name": [span("Vale Bank")],
        "/people/0/glad": [span("glad")],
    },
}


def test_each_leaf_is_said_with_its_quote() -> None:
    """Null and constants, which have no evidence, stand alone; a name that is meant is no quote."""
    assert Play()(RECORD) == {
        "kind": "gift",
        "giver": {"quote": "It", "value": "Vale Bank"},
        "day": None,
        "things": [
            {"quote": "two … boats", "value": "two boats"},
            {"quote": "Orsk", "value": "Orsk"},
        ],
        "people": [
            {
                "name": {"quote": "Vale Bank", "value": "Vale Bank"},
                "glad": {"quote": "glad", "value": True},
            }
        ],
    }


def test_a_lazy_model_leaves_out_items_of_every_list() -> None:
    """Every second one here."""
    answer = Play(drop=2)(RECORD)
    assert [thing["value"] for thing in answer["things"]] == ["two boats"]
    assert len(answer["people"]) == 1


def test_a_liar_adds_items_to_every_list_that_has_some() -> None:
    """Shaped like the first one; their words stand in no article."""
    answer = Play(invent=2)(RECORD)
    assert [len(answer[name]) for name in ("things", "people")] == [4, 3]
    name, _, words = INVENTED[1]
    assert answer["things"][3] == {"quote": words, "value": name}
    assert answer["people"][2]["glad"] == {"quote": words, "value": True}
    assert words not in TEXT


def test_record_without_a_value_is_answered_with_nothing() -> None:
    """There is nothing to say."""
    assert Play()({"text": TEXT, "value": None, "evidence": {}}) == {}
