"""Web Annotations: valid JSON-LD of the W3C's model, and back without loss."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.exchange.formats.webannotation import VOCABULARY, page_of
from communique.exchange.items import Labeled
from communique.gold.reading import load_gold
from communique.records import Failure

from ..made import ROOT, exported, golds, imported, records, texts_of, there_and_back

SEEDS = load_gold(ROOT / "gold" / "seeds.jsonl")
OA = "http://www.w3.org/ns/oa#"


@settings(max_examples=30, deadline=None)
@given(document=st.one_of(records(), golds()))
def test_any_document_comes_back_the_same(
    document: Labeled, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Records and gold: the format carries all of them but the text."""
    back = there_and_back(document, "webannotation", tmp_path_factory.mktemp("trip"))
    assert back == document


def loaded(url: str, _: Any) -> dict[str, Any]:
    """The W3C's context from a file beside this one; nothing else is fetched."""
    assert url == "http://www.w3.org/ns/anno.jsonld"
    context = json.loads((Path(__file__).parent / "anno.jsonld").read_text("utf-8"))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
            "document": context}  # fmt: skip


def test_a_json_ld_processor_reads_the_annotations() -> None:
    """pyld expands them to the terms of the Web Annotation vocabulary; nothing falls away."""
    from pyld import jsonld

    document = SEEDS[0]
    (page,) = jsonld.expand(page_of(document), {"documentLoader": loaded})
    annotations = page["http://www.w3.org/ns/activitystreams#items"]
    annotations = annotations[0]["@list"]
    assert all(one["@type"] == [OA + "Annotation"] for one in annotations)
    quotes, places = [], []
    for one in annotations:
        for target in one[OA + "hasTarget"]:
            position, words = target[OA + "hasSelector"]
            assert position["@type"] == [OA + "TextPositionSelector"]
            start, end = (position[OA + key][0]["@value"] for key in ("start", "end"))
            places.append((start, end))
            quotes.append(words[OA + "exact"][0]["@value"])
            before, after = (words[OA + key][0]["@value"] for key in ("prefix", "suffix"))
            assert document.text[:start].endswith(before)
            assert document.text[end:].startswith(after)
    assert [document.text[start:end] for start, end in places] == quotes
    assert {(s.start, s.end) for _, s in document.spans()} == set(places)
    bodies = [one[OA + "hasBody"][0] for one in annotations]
    said = [b for b in bodies if b["@type"] == [VOCABULARY + "Statement"]]
    assert len(said) == len(document.statements)


def test_relations_are_links_between_annotations() -> None:
    """A statement names its speaker's annotation, a cue its statement, a meeting its people."""
    from pyld import jsonld

    page = jsonld.compact(page_of(SEEDS[0]), page_of(SEEDS[0])["@context"],
                          {"documentLoader": loaded})  # fmt: skip
    by_id = {one["id"]: one["body"] for one in page["items"]}
    (meeting,) = [body for body in by_id.values() if body["type"] == "Meeting"]
    assert [by_id[one]["name"] for one in meeting["participants"]] == list(
        SEEDS[0].meetings[0].participants
    )
    cues = [body for body in by_id.values() if body.get("role") == "cue"]
    assert cues
    assert all(by_id[cue["of"]]["type"] == "Statement" for cue in cues)
    spoken = [b for b in by_id.values() if b["type"] == "Statement" and "speakers" in b]
    assert all(by_id[body["speakers"]]["name"] == body["speaker"] for body in spoken)


def test_an_annotation_of_another_tool_is_named(tmp_path: Path) -> None:
    """It is not understood, and said to be so; the rest is there."""
    page = page_of(SEEDS[0])
    page["items"].append({"id": "urn:note", "type": "Annotation", "body": {"type": "TextualBody"}})
    (tmp_path / "a.json").write_text(json.dumps({"first": page}), "utf-8")
    (back,) = imported(
        "webannotation", tmp_path / "a.json", texts=texts_of(SEEDS[:1], tmp_path / "t.jsonl")
    )
    assert not isinstance(back, Failure)
    assert [(i.code, i.message.split(": ")[1]) for i in back.issues[-1:]] == [
        ("not_understood", "urn:note")
    ]
    assert back.statements == SEEDS[0].statements


def test_without_its_text_a_document_fails_by_name(tmp_path: Path) -> None:
    """Nothing can be proven."""
    out = exported(SEEDS, "webannotation", tmp_path / "a.jsonl")
    assert [one.document_id for one in imported("webannotation", out)] == [
        one.document_id for one in SEEDS
    ]
    assert all(isinstance(one, Failure) for one in imported("webannotation", out))
