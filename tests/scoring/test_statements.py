"""Statements: content found, speaker right, neither one mixed with the other."""

from __future__ import annotations

from communique.scoring.counts import Counts, Ratio
from communique.scoring.statements import StatementCounts, compare_statements

from .made import gold_statement, span, statement

TEXT = (
    "Ida Holm said: “The bridge will open in May.” Per Aas said that the toll “has to go” at once. "
    "He sat down. “Good,” she replied."
)
OPENS = gold_statement(TEXT, "“The bridge will open in May.”", "Ida Holm")
TOLL = gold_statement(TEXT, "that the toll “has to go” at once", "Per Aas", kind="mixed")
GOOD = gold_statement(TEXT, "“Good,”", "Ida Holm", core=False)
GOLD = [OPENS, TOLL, GOOD]


def at_half(gold: list, predicted: list) -> StatementCounts:  # type: ignore[type-arg]
    return compare_statements(TEXT, gold, predicted)[0]["iou50"]


def test_quotation_marks_cost_nothing() -> None:
    """Without its quotation marks a quotation is still exact."""
    bare = statement(TEXT, "The bridge will open in May", "Ida Holm")
    assert compare_statements(TEXT, GOLD, [bare])[0]["exact"].content == Counts(tp=1, fn=1)


def test_thresholds_part_half_from_most() -> None:
    """Half of the words hold at .5 and fail at .8."""
    half = statement(TEXT, "The bridge will", "Ida Holm")
    found = compare_statements(TEXT, [OPENS], [half])[0]
    assert found["iou50"].content == Counts(tp=1)
    assert found["iou80"].content == found["exact"].content == Counts(fp=1, fn=1)


def test_a_wrong_speaker_costs_the_attribution_not_the_content() -> None:
    """Content stays found; attributed recall and precision fall."""
    found = at_half([OPENS], [statement(TEXT, "“The bridge will open in May.”", "Per Aas")])
    assert found.content == Counts(tp=1)
    assert found.attributed == Counts(fp=1, fn=1)
    assert found.speaker == Ratio(0, 1)


def test_a_missing_speaker_is_wrong() -> None:
    """Where the gold names a speaker, none predicted is not right."""
    assert at_half([OPENS], [statement(TEXT, "The bridge will open in May")]).speaker == Ratio(0, 1)


def test_no_gold_speaker_asks_nothing() -> None:
    """A speaker predicted where the gold has none is neither right nor wrong."""
    found = at_half(
        [gold_statement(TEXT, "He sat down")], [statement(TEXT, "He sat down", "Per Aas")]
    )
    assert (found.attributed, found.speaker) == (Counts(tp=1), Ratio(0, 0))


def test_a_pronoun_must_be_resolved() -> None:
    """The right mention under a wrong name is the right speaker, but not resolved."""
    gold = gold_statement(TEXT, "“Good,”", "Ida Holm", speaker_mention=span(TEXT, "she"))
    wrong = statement(TEXT, "“Good,”", "Per Aas", speaker_mention=span(TEXT, "she"))
    found = at_half([gold], [wrong])
    assert (found.speaker, found.speaker_resolved) == (Ratio(1, 1), Ratio(0, 1))


def test_gold_that_is_not_core_changes_nothing() -> None:
    """Found or not, it is neither rewarded nor punished."""
    both = [
        statement(TEXT, "“The bridge will open in May.”", "Ida Holm"),
        statement(TEXT, "“Good,”"),
    ]
    assert at_half(GOLD, both) == at_half(GOLD, both[:1])


def test_an_unmatched_inner_statement_is_excused() -> None:
    """A predicted ``nested`` statement without gold is no false alarm; one with gold is right."""
    inner = statement(TEXT, "He sat down", nested=True)
    assert at_half([], [inner]).content == Counts()
    assert at_half([gold_statement(TEXT, "He sat down")], [inner]).content == Counts(tp=1)


def test_one_gold_takes_one_prediction() -> None:
    """A second prediction of the same statement is a false alarm."""
    twice = [statement(TEXT, "The bridge will open in May", "Ida Holm")] * 2
    assert at_half([OPENS], twice).content == Counts(tp=1, fp=1)


def test_the_speaker_decides_between_equal_overlaps() -> None:
    """Of two predictions of the same span the one with the right speaker is matched."""
    wrong = statement(TEXT, "The bridge will open in May", "Per Aas")
    right = statement(TEXT, "The bridge will open in May", "Ida Holm")
    assert at_half([OPENS], [wrong, right]).speaker == Ratio(1, 1)
    assert at_half([OPENS], [right, wrong]).speaker == Ratio(1, 1)


def test_assignment_is_optimal() -> None:
    """A long prediction that fits two gold statements leaves the one that another needs."""
    text = "abcdefghijkl"

    def gold(end: int):  # type: ignore[no-untyped-def]
        return gold_statement(text, text[:end])

    found = compare_statements(text, [gold(7), gold(12)], [statement(text, text[:8])] * 1)
    assert found[0]["iou50"].content == Counts(tp=1, fn=1)
    both = [statement(text, text[:8]), statement(text, text[:5])]
    assert compare_statements(text, [gold(7), gold(12)], both)[0]["iou50"].content == Counts(tp=2)


def test_kind_is_counted_given_a_match() -> None:
    """Only matched statements whose gold has a kind are asked."""
    predicted = [statement(TEXT, "that the toll “has to go” at once", "Per Aas", kind="indirect")]
    assert at_half(GOLD, predicted).kind == Ratio(0, 1)
    unlabeled = gold_statement(TEXT, "that the toll “has to go” at once", kind=None)
    assert at_half([unlabeled], predicted).kind == Ratio(0, 0)


def test_decisions_carry_text_place_and_checks() -> None:
    """A report needs nothing but the decisions."""
    _, decisions = compare_statements(
        TEXT,
        GOLD,
        [
            statement(TEXT, "“The bridge will open in May.”", "Per Aas"),
            statement(TEXT, "He sat down"),
        ],
    )
    assert [d.verdict for d in decisions] == ["matched", "missed", "excused", "false alarm"]
    assert [(c.field, c.right) for c in decisions[0].checks] == [("speaker", False), ("kind", True)]
    assert decisions[0].overlap == 1.0
    spurious = decisions[3].predicted
    assert spurious is not None
    start = TEXT.index("He sat down")
    assert spurious.span == (start, start + 11)
