"""What sources agree on, dispute, and say alone."""

import pytest

from communique.corpus.findings import Said, can_both_be, findings_of, told_date
from communique.corpus.values import Field

NAMES = {1: "Ann Korvatti", 2: "Bo Dostanyk", 3: "Cai Telander"}


def verdicts(*said: Said) -> dict[tuple[str, str], str]:
    return {(one.field, one.value): one.verdict for one in findings_of(7, said, NAMES)}


def test_verdicts_count_sources_not_articles() -> None:
    """Reprints agree with nobody; silence about someone is no contradiction."""
    said = [
        Said(1, 1, "attended", "Ann Korvatti", 1), Said(2, 2, "attended", "Korvatti", 1),
        Said(3, 2, "attended", "Ann Korvatti", 1), Said(1, 1, "attended", "Bo Dostanyk", 2),
        Said(4, 4, "attended", "Ann Korvatti", 1), Said(4, 4, "attended", "Bo Dostanyk", 2),
        Said(2, 2, "attended", "Cai Telander", 3), Said(3, 2, "attended", "Cai Telander", 3),
    ]  # fmt: skip
    assert verdicts(*said) == {
        ("attended", "Ann Korvatti"): "agreed",
        ("attended", "Bo Dostanyk"): "partly",
        ("attended", "Cai Telander"): "single",
    }


def test_days_that_differ_are_disputed_and_coarser_ones_are_not() -> None:
    exact, coarse = Said(1, 1, "date", "2031-05-06", None), Said(2, 2, "date", "2031-05", None)
    assert verdicts(exact, coarse) == {
        ("date", "2031-05-06"): "single",
        ("date", "2031-05"): "agreed",
    }
    assert told_date(list(findings_of(7, [exact, coarse], NAMES))) == "2031-05-06"
    other = Said(3, 3, "date", "2031-05-07", None)
    assert verdicts(exact, coarse, other)["date", "2031-05-06"] == "disputed"


@pytest.mark.parametrize(
    ("field", "one", "other", "both"),
    [
        ("date", "XXXX-05-06", "2031-05-06", True),
        ("date", "XXXX-05-07", "2031-05-06", False),
        ("kind", "call", "video call", True),
        ("kind", "call", "summit", False),
        ("kind", "bilateral meeting", "summit", False),
        ("kind", "other", "summit", True),
        ("place", "Averno", "Belmire", False),
        ("place", "Averno", "the palace of Averno", True),
        ("place", "Averno", "Norway", True),
        ("place", "Norway", "Poland", False),
    ],
)
def test_what_can_both_be(field: Field, one: str, other: str, both: bool) -> None:
    claims = (Said(1, 1, field, one, None), Said(2, 2, field, other, None))
    assert can_both_be(field, *claims) is can_both_be(field, *reversed(claims)) is both


def test_two_organizers_contradict_each_other() -> None:
    said = (Said(1, 1, "organizer", "Ann", 1), Said(2, 2, "organizer", "Bo", 2))
    assert set(verdicts(*said).values()) == {"disputed"}
