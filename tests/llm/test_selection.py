"""The schemas of answers in ids: a few constants."""

from __future__ import annotations

import json
import re

import pytest

from communique.candidates import candidates_in
from communique.llm.selection import SIZES, limits_of, schema_of, size_for
from communique.records import Document


@pytest.mark.parametrize("size", SIZES)
def test_a_schema_is_a_constant_of_its_size(size: int) -> None:
    """Two articles of one size ask with the same schema, which a server compiles once."""
    assert schema_of(size) is schema_of(size)
    definitions = schema_of(size).json["$defs"]
    for kind, most in limits_of(size).items():
        pattern = re.compile(definitions[kind]["pattern"])
        inside = {n for n in range(2100) if pattern.search(f"{kind}{n}")}
        assert inside == set(range(1, most + 1))
        assert not pattern.search(f"{kind}01")


def test_a_large_schema_is_hardly_longer_than_a_small_one() -> None:
    """Servers that show it to the model charge for it; some refuse a thousand listed values."""
    small, large = (len(json.dumps(schema_of(size).json)) for size in (SIZES[0], SIZES[-1]))
    assert large < 1.1 * small


def test_every_list_ends_and_every_key_is_required() -> None:
    """Without a limit a small model repeats items to the end of its answer."""

    def check(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "array":
                assert "maxItems" in node
            if node.get("type") == "object":
                assert node["required"] == list(node["properties"])
                assert node["additionalProperties"] is False
            for value in node.values():
                check(value)
        elif isinstance(node, list):
            for value in node:
                check(value)

    check(schema_of(64).json)


def test_notes_do_not_list_the_ids() -> None:
    """They stand in the article; a model need not read them twice."""
    assert "m17" not in schema_of(64).notes
    assert schema_of(64).notes == schema_of(512).notes


@pytest.mark.parametrize(("names", "size"), [(3, 64), (40, 64), (90, 128), (300, 512)])
def test_an_article_takes_the_smallest_size_with_an_id_for_all(names: int, size: int) -> None:
    text = " ".join(f"Ann Lee met Bo Rae{'x' * i}." for i in range(names // 2))
    found = candidates_in(Document(id="a", text=text))
    limits = limits_of(size_for(found))
    assert all(one.number <= limits[one.kind] for one in found.items)
    assert size_for(found) >= size // 2
