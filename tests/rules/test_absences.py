"""Absences: who is said not to have taken part is no participant."""

import pytest

from communique.records import Document
from communique.rules.explanation import explain

from .made import record

HELD = "Irish Prime Minister Ann Lee hosted a summit with Maltese President Bo Rae in Oslo."
OAK = "Czech President Cy Oak"


@pytest.mark.parametrize(
    "said",
    [
        f"{OAK} did not attend the summit.",
        f"{OAK}, who was not invited, said the talks were a farce.",
        f"{OAK} will not take part in the talks.",
        f"{OAK} wasn't able to attend the meeting.",
        f"{OAK} declined to join the summit.",
        f"{OAK}, who was ill, skipped the talks and stayed at home.",
        f"{OAK} pulled out of the summit on Friday.",
        f"{OAK} turned down an invitation to the summit.",
        f"{OAK} was absent from the talks.",
        f"Notably absent from the summit were {OAK} and his ministers.",
        f"The summit was not attended by {OAK}.",
        f"The leaders held the talks without {OAK}.",
        f"The talks went on in the absence of {OAK}.",
        f"Neither {OAK} nor Fijian King Di Elm attended the talks.",
        f"All came to the talks and all attended, but {OAK} did not.",
    ],
)
def test_who_is_said_to_be_absent_takes_no_part(said: str) -> None:
    """Denied, declined, skipped, not invited, left out; as subject or behind a word of absence."""
    found = record(f"{HELD} {said}")
    assert [p.name for p in found.participants] == ["Ann Lee", "Bo Rae"]


@pytest.mark.parametrize(
    "said",
    [
        f"{OAK} skipped the summit and sent Foreign Minister Di Elm instead.",
        f"Foreign Minister Di Elm represented {OAK} at the summit.",
        f"{OAK}, represented at the summit by Foreign Minister Di Elm, was ill.",
        f"Foreign Minister Di Elm attended the summit instead of {OAK}.",
    ],
)
def test_who_came_in_the_place_of_another_takes_part(said: str) -> None:
    """The one who was sent, not the one who sent."""
    found = record(f"{HELD} {said}")
    assert [p.name for p in found.participants] == ["Ann Lee", "Bo Rae", "Di Elm"]


def test_absence_holds_in_the_rest_of_the_article() -> None:
    """Who stayed away and then speaks of the meeting only comments."""
    found = record(f"{HELD} {OAK} did not attend. Oak said the summit had failed.")
    assert [p.name for p in found.participants] == ["Ann Lee", "Bo Rae"]
    assert found.statements[-1].speaker == "Cy Oak"


@pytest.mark.parametrize(
    "said",
    [
        f"{OAK} also attended the summit. Oak did not attend the funeral of the king.",
        f"{OAK} also attended the summit. Oak did not want to miss the talks.",
        f"She held talks with {OAK} on Friday. Oak will not attend the summit in June.",
        f"{OAK} also took part in the talks and did not go into detail.",
        f"{OAK} attended the summit without the king's consent.",
        f"{OAK} also attended. The summit ended without Oak's approval.",
    ],
)
def test_who_missed_something_else_takes_part(said: str) -> None:
    """A funeral, another summit, a denial of another kind."""
    found = record(f"{HELD} {said}")
    assert [p.name for p in found.participants] == ["Ann Lee", "Bo Rae", "Cy Oak"]


def test_countries_can_be_absent() -> None:
    """In a list of those who came, and after it."""
    found = record("Chad, Peru and Laos attended the summit in Oslo, but Fiji did not.")
    assert [p.name for p in found.participants] == ["Chad", "Peru", "Laos"]


def test_an_explanation_names_the_absence() -> None:
    """Not "only mentioned"."""
    document = Document(id="made", text=f"{HELD} {OAK} skipped the summit.")
    assert "said_to_be_absent" in {reason.rule for reason in explain(document).rejected}
