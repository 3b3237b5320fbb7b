"""Cross-check: which items several records of one text have in common."""

from __future__ import annotations

from typing import Any

import pytest

import communique
from communique import Readout, cross_check
from communique.errors import UsageError
from communique.records import Span, Statement

TEXT = (
    "Swiss Foreign Minister Livia Marchetti met Nigerian President Amadi Okonjo on Monday. "
    "“The road must open,” Marchetti said. Okonjo stressed that the bridge was old. "
    "Marchetti knew well that the pass was steep."
)


def of_model(name: str = "openai/x", **changed: Any) -> Readout:
    """What the rules find, as if a model had, with some of it changed."""
    record = communique.extract(TEXT)
    info = record.extractor.model_copy(update={"model": name})
    return record.model_copy(update={"extractor": info, **changed})


def said(words: str, speaker: str, cue: str, kind: Any = "indirect") -> Statement:
    def span(quote: str) -> Span:
        return Span.of(TEXT, TEXT.index(quote), TEXT.index(quote) + len(quote))

    return Statement(
        content=span(words),
        kind=kind,
        speaker=speaker,
        speaker_mention=span(speaker),
        cue=span(cue),
    )


def test_what_both_found_is_marked_so() -> None:
    """With whether they agree on the speaker, whether it is quoted, and whether it has a cue."""
    marks = cross_check(of_model()).marks
    assert [mark.path for mark in marks] == [
        "participants[0]",
        "participants[1]",
        "statements[0]",
        "statements[1]",
    ]
    assert all(mark.found_by == ("openai/x", "regex") and mark.share == 1 for mark in marks)
    assert [mark.speaker_agrees for mark in marks] == [None, None, True, True]
    assert [mark.quoted for mark in marks] == [None, None, True, False]
    assert [mark.cue for mark in marks] == [None, None, True, True]


def test_what_one_side_alone_found_is_an_issue() -> None:
    """With the item: the model's at its place, the rules' where it would have been."""
    rules = communique.extract(TEXT)
    own = said("the pass was steep", "Livia Marchetti", "knew")
    checked = cross_check(of_model(statements=(rules.statements[0], own)))
    assert [(m.value, m.path) for m in checked.only_here] == [(own, "statements[1]")]
    assert [(m.value, m.path) for m in checked.only_elsewhere] == [(rules.statements[1], None)]
    assert len(checked.in_all) == 3
    told = [(issue.code, issue.path, issue.value) for issue in checked.issues()]
    assert told == [
        ("only_model", "statements[1]", own.model_dump(mode="json")),
        ("only_rules", "statements", rules.statements[1].model_dump(mode="json")),
    ]
    assert [i.code for i in checked.with_issues().issues[-2:]] == ["only_model", "only_rules"]
    assert checked.readout.issues == rules.issues


def test_another_speaker_of_the_same_words_is_a_disagreement() -> None:
    """The item is found by both, and the speaker is in doubt."""
    rules = communique.extract(TEXT)
    other = rules.statements[1].model_copy(
        update={
            "speaker": "Livia Marchetti",
            "speaker_mention": rules.participants[0].mentions[0],
        }
    )
    checked = cross_check(of_model(statements=(other,)))
    (mark,) = [m for m in checked.marks if m.path == "statements[0]"]
    assert mark.found_by == ("openai/x", "regex")
    assert mark.speaker_agrees is False


def test_a_bit_more_or_less_of_the_words_is_the_same_statement() -> None:
    """Half of the letters in common will do, as in scoring; a surname stands for the name."""
    rules = communique.extract(TEXT)
    shorter = said("the bridge was old", "Okonjo", "stressed")
    checked = cross_check(of_model(statements=(rules.statements[0], shorter)))
    assert checked.only_here == checked.only_elsewhere == ()
    assert checked.marks[-1].speaker_agrees is True


def test_several_models_may_vote() -> None:
    """What the second and third found and the first did not is one item, found by two."""
    rules = communique.extract(TEXT)
    own = said("the pass was steep", "Livia Marchetti", "knew")
    first = of_model("openai/a", statements=rules.statements[:1])
    second = of_model("openai/b", statements=(rules.statements[0], own))
    third = of_model("openai/c", statements=(own, rules.statements[1]))
    checked = cross_check(first, second, third)
    statements = {m.value: m for m in checked.marks if m.item == "statement"}
    assert statements[rules.statements[0]].found_by == ("openai/a", "openai/b")
    assert statements[own].found_by == ("openai/b", "openai/c")
    assert statements[own].places == (None, "statements[1]", "statements[0]")
    assert statements[rules.statements[1]].found_by == ("openai/c",)
    assert {issue.code for issue in checked.issues()} == {"only_others"}


def test_every_item_of_every_record_is_marked_once() -> None:
    """Nothing is lost, and nothing counted twice."""
    rules = communique.extract(TEXT)
    records = (of_model("openai/a", statements=rules.statements[::-1]), of_model("openai/b"), rules)
    marks = cross_check(*records).marks
    for voter, record in enumerate(records):
        places = sorted(str(m.places[voter]) for m in marks if m.places[voter] is not None)
        found = [f"participants[{i}]" for i in range(len(record.participants))]
        found += [f"statements[{i}]" for i in range(len(record.statements))]
        assert places == sorted(found)


def test_records_of_other_texts_are_refused() -> None:
    """As is the offline extractor's own with nothing to hold it against."""
    with pytest.raises(UsageError, match="another text"):
        cross_check(of_model(), communique.extract("Ann Lee said that it rained."))
    with pytest.raises(UsageError, match="offline extractor's own"):
        cross_check(communique.extract(TEXT))
