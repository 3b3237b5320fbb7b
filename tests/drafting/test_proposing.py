"""A draft proposes what the extractors agree on, and shows each version where they differ."""

from __future__ import annotations

from typing import Any

import pytest

import communique
from communique.drafting import propose
from communique.gold.consistency import name_problems, speaker_problems
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.gold.resolve import resolve_source
from communique.gold.wording import source_of
from communique.project import data_path
from communique.records import Document, Readout, Span, Statement

TEXT = (
    "Swiss Foreign Minister Livia Marchetti met Nigerian President Amadi Okonjo on Monday.\n"
    "“The road must open,” Marchetti said. Okonjo stressed that the bridge was old."
)
DOCUMENT = Document(id="road", text=TEXT, published="2031-05-07")
WHEN = "2031-05-06T09:30:00Z"


def of_model(name: str, **changed: Any) -> Readout:
    """What the rules find, as if a model had, with some of it changed."""
    record = communique.extract(TEXT, document_id="road", published="2031-05-07")
    info = record.extractor.model_copy(update={"model": name, "prompt_sha256": "ab" * 32})
    return record.model_copy(update={"extractor": info, **changed})


def proposed(*records: Readout) -> GoldDocument:
    return propose(DOCUMENT, records, "communique 9", WHEN).labels


def test_what_all_found_alike_is_proposed_once() -> None:
    labels = proposed(of_model("a/x"), of_model("b/y"))
    items = (*labels.participants, *labels.meetings, *labels.statements)
    assert [len(labels.participants), len(labels.meetings), len(labels.statements)] == [2, 1, 2]
    assert {(item.found_by, item.undecided) for item in items} == {(("a/x", "b/y"), False)}


def test_where_they_differ_each_version_stands_there_with_who_found_it() -> None:
    """Another kind, another title, an item that one of them lacks."""
    ours, theirs = of_model("a/x"), of_model("b/y")
    mixed = theirs.statements[0].model_copy(update={"kind": "mixed"})
    livia = theirs.participants[0].model_copy(update={"title": None, "evidence": {}})
    theirs = theirs.model_copy(
        update={"statements": (mixed,), "participants": (livia, theirs.participants[1])}
    )
    labels = proposed(ours, theirs)
    assert [(s.kind, s.found_by, s.undecided) for s in labels.statements] == [
        ("direct", ("a/x",), True),
        ("mixed", ("b/y",), True),
        ("indirect", ("a/x",), True),
    ]
    assert [(p.title, p.found_by, p.undecided) for p in labels.participants] == [
        ("Swiss Foreign Minister", ("a/x",), True),
        (None, ("b/y",), True),
        ("Nigerian President", ("a/x", "b/y"), False),
    ]


def test_meetings_are_held_against_each_other_too() -> None:
    ours, theirs = of_model("a/x"), of_model("b/y")
    call = theirs.meetings[0].model_copy(update={"kind": "call"})
    labels = proposed(ours, theirs.model_copy(update={"meetings": (call,)}))
    assert [(m.kind, m.found_by) for m in labels.meetings] == [
        ("bilateral meeting", ("a/x",)),
        ("call", ("b/y",)),
    ]


def test_the_history_says_what_made_it_from_what_when() -> None:
    (event,) = proposed(of_model("a/x"), communique.extract(TEXT)).history
    version = communique.__version__
    assert (event.role, event.by, event.when) == ("program", "communique 9", WHEN)
    assert event.made_from == (f"a/x {version}, prompt abababababab", f"regex {version}")


def test_mentions_of_those_who_agree_are_put_together() -> None:
    ours, theirs = of_model("a/x"), of_model("b/y")
    last = TEXT.index("Marchetti said")
    more = Span.of(TEXT, last, last + len("Marchetti"))
    livia = ours.participants[0]
    ours = ours.model_copy(
        update={"participants": (livia.model_copy(update={"mentions": livia.mentions[:1]}),)}
    )
    alone = livia.model_copy(update={"mentions": (more,)})
    labels = proposed(ours, theirs.model_copy(update={"participants": (alone,)}))
    assert labels.participants[0].mentions == (livia.mentions[0], more)


def test_what_no_source_can_say_is_left_out_and_named() -> None:
    half = Statement(content=Span.of(TEXT, 1, 9), kind="indirect")
    ours = of_model("a/x")
    draft = propose(
        DOCUMENT, [ours.model_copy(update={"statements": (*ours.statements, half)})], "c", WHEN
    )
    assert draft.labels.statements == proposed(ours).statements
    assert draft.left_out == (
        "a/x: statement left out: 'wiss For' (text line 1) is not whole words",
    )


@pytest.mark.parametrize("name", ["seeds", "challenge"])
def test_every_draft_is_a_source_that_can_be_built(name: str) -> None:
    """Of the offline extractor, and of two that differ in half of what they found."""
    for gold in load_gold(data_path(f"gold/{name}.jsonl")):
        document = Document(id=gold.document_id, text=gold.text, published=gold.published)
        rules = communique.extract(
            gold.text, document_id=gold.document_id, published=gold.published
        )
        half = rules.model_copy(
            update={
                "extractor": rules.extractor.model_copy(update={"model": "half"}),
                "participants": rules.participants[::2],
                "meetings": (),
                "statements": rules.statements[::2],
            }
        )
        for records in ([rules], [rules, half]):
            draft = propose(document, records, "communique", WHEN)
            source, problems = source_of(draft.labels, "a.txt"), []  # type: ignore[var-annotated]
            found = resolve_source(source, gold.text, problems)
            problems += [*name_problems(source), *speaker_problems(source, gold.text)]
            assert problems == []
            assert found.model_copy(update={"issues": ()}) == draft.labels
            assert draft.left_out == ()
