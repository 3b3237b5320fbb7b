"""Two annotators against each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import UsageError
from communique.gold.records import GoldDocument, GoldParticipant
from communique.scoring.agreement import agreement
from communique.scoring.alpha import nominal_alpha
from communique.scoring.counts import Counts, Ratio

from .made import gold_document, gold_statement

TEXT = (
    "Ida Holm said: “It opens in May.” Per Aas said that the toll has to go. Eve Fox saw progress. "
    "“Good,” Holm replied."
)
OPENS = gold_statement(TEXT, "“It opens in May.”", "Ida Holm")
TOLL = gold_statement(TEXT, "that the toll has to go", "Per Aas", kind="indirect")
GOOD = gold_statement(TEXT, "“Good,”", "Ida Holm")
PEOPLE = [GoldParticipant(name="Ida Holm"), GoldParticipant(name="Per Aas")]


def labels(*statements: Any, people: list[GoldParticipant] = PEOPLE) -> list[GoldDocument]:
    return [gold_document(TEXT, statements=statements, participants=people)]


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
    ids=["binary", "nominal"],
)
def test_published_alphas(first: str, second: str, alpha: float) -> None:
    """The worked examples A and B of Krippendorff 2011, Computing Krippendorff's Alpha."""
    found = nominal_alpha(list(zip(first, second, strict=True)))
    assert found.value == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize("pairs", [[], [("a", "b")], [("a", "a"), ("a", "a")]])
def test_alpha_without_variation_is_undefined(pairs: list[tuple[str, str]]) -> None:
    """No items, one item or one label throughout give None, the raw agreement beside it."""
    found = nominal_alpha(pairs)
    assert found.value is None
    assert found.equal == Ratio(sum(a == b for a, b in pairs), len(pairs))


def test_a_label_called_nan_is_a_label() -> None:
    """Labels are numbered, so that none is mistaken for a missing value."""
    found = nominal_alpha([("nan", "nan"), ("b", "b"), ("nan", "b")])
    assert found.equal == Ratio(2, 3)
    assert found.value is not None
    assert 0 < found.value < 1


def test_equal_labels_agree_wholly() -> None:
    """F1 and alpha are 1 and there is no difference."""
    found = agreement(labels(OPENS, TOLL), labels(TOLL, OPENS))
    assert found.participants.f1 == found.statements.f1 == found.statements_exact.f1 == 1
    assert found.kind.value == found.speaker.value == 1
    assert found.differences == ()


def test_nothing_labeled_is_undefined() -> None:
    """Two empty annotations agree on nothing that could be measured."""
    found = agreement(labels(people=[]), labels(people=[]))
    assert (found.statements.f1, found.participants.f1) == (None, None)
    assert (found.kind.value, found.speaker.value) == (None, None)


def test_differences_are_listed() -> None:
    """What one has alone, and the boundary, kind and speaker on which the two differ."""
    other = gold_statement(TEXT, "the toll has to go", "Eve Fox", kind="mixed")
    found = agreement(labels(OPENS, TOLL), labels(other, GOOD, people=PEOPLE[:1]))
    assert {(d.what, d.a, d.b) for d in found.differences} == {
        ("participant", "Per Aas", None),
        ("statement", "“It opens in May.”", None),
        ("statement", None, "“Good,”"),
        ("boundary", "that the toll has to go", "the toll has to go"),
        ("kind", "indirect", "mixed"),
        ("speaker", "Per Aas", "Eve Fox"),
    }
    assert found.statements == Counts(1, 1, 1)
    assert found.statements_exact == Counts(0, 2, 2)


def test_ways_to_write_a_speaker_are_one_value() -> None:
    """A surname and a full name are no disagreement."""
    short = gold_statement(TEXT, "“Good,”", "Holm")
    found = agreement(labels(TOLL, GOOD), labels(TOLL, short))
    assert found.speaker.equal == Ratio(2, 2)
    assert found.speaker.value == 1


def test_what_either_calls_arguable_is_left_out() -> None:
    """Optional participants and statements that are not core change no count."""
    arguable = GOOD.model_copy(update={"core": False})
    perhaps = [*PEOPLE, GoldParticipant(name="Eve Fox", optional=True)]
    for other in (labels(OPENS, TOLL), labels(OPENS, TOLL, GOOD)):
        found = agreement(labels(OPENS, TOLL, arguable, people=perhaps), other)
        assert found.statements == Counts(tp=2)
        assert found.participants == Counts(tp=2)


def test_only_common_documents_are_compared() -> None:
    """Documents of one side alone are named, not counted as misses."""
    more = gold_document(TEXT, document_id="e", statements=[OPENS])
    found = agreement([*labels(OPENS), more], labels(OPENS))
    assert (found.documents, found.only_a, found.only_b) == (("d",), ("e",), ())
    assert found.statements == Counts(tp=1)


def test_different_documents_are_refused() -> None:
    """No shared document, or one id for two texts, is a wrong call."""
    with pytest.raises(UsageError, match="share no document_id"):
        agreement(labels(), [gold_document(TEXT, document_id="e")])
    with pytest.raises(UsageError, match="different texts"):
        agreement(labels(), [gold_document("Another text.")])


SUBSETS = st.lists(st.sampled_from([OPENS, TOLL, GOOD]), unique_by=lambda s: s.content.start)
NAMES = st.lists(st.sampled_from(["Ida Holm", "Holm", "Per Aas", "P. Aas", "Eve Fox"]), unique=True)


@given(SUBSETS, SUBSETS, NAMES, NAMES)
def test_it_does_not_matter_who_is_first(
    a: list[Any], b: list[Any], people_a: list[str], people_b: list[str]
) -> None:
    """F1 and alpha are symmetric."""
    first = labels(*a, people=[GoldParticipant(name=n) for n in people_a])
    second = labels(*b, people=[GoldParticipant(name=n) for n in people_b])
    there, back = agreement(first, second), agreement(second, first)
    assert there.participants.f1 == back.participants.f1
    assert there.statements.f1 == back.statements.f1
    assert there.speaker.value == pytest.approx(back.speaker.value)
    assert len(there.differences) == len(back.differences)


def test_as_dict_has_rates() -> None:
    """The JSON form carries counts, rates and differences."""
    dumped = agreement(labels(OPENS, TOLL), labels(OPENS)).as_dict()
    assert dumped["statements"]["recall"] == 0.5
    assert dumped["kind"]["alpha"] is None
    assert dumped["differences"][0]["what"] == "statement"
