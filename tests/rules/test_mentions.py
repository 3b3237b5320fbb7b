"""The grammar of names and titles."""

import pytest

from .made import mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norwegian Minister Ann Lee met", ("person", "Ann Lee", "Norwegian Minister")),
        (
            "the President of the European Council Bo van der Rae met",
            ("person", "Bo van der Rae", "President of the European Council"),
        ),
        ("Chad's Foreign Minister Ann Lee met", ("person", "Ann Lee", "Chad's Foreign Minister")),
        ("Ann Lee, prime minister of Chad, met", ("person", "Ann Lee", "prime minister of Chad")),
        (
            "Ann Lee, who became Chad's prime minister, met",
            ("person", "Ann Lee", "Chad's prime minister"),
        ),
        ("the head of Chad's peace council, Mr Bo Rae, met",
         ("person", "Bo Rae", "head of Chad's peace council")),
        ("Senator the Hon. Ann Lee met", ("person", "Ann Lee", "Senator")),
        ("President Ann R. Lee, Jr. met", ("person", "Ann R. Lee, Jr.", "President")),
        ("Mr Rae met", ("person", "Rae", "")),
        ("Ann Lee met", ("name", "Ann Lee", "")),
        ("Defence Minister Bo bin Rae met", ("person", "Bo bin Rae", "Defence Minister")),
        ("the former NATO chief met", ("office", "", "former NATO chief")),
        ("Ann Lee (Chad) met", ("name", "Ann Lee", "")),
        ("Ann Lee (Chad's energy minister) met", ("person", "Ann Lee", "Chad's energy minister")),
        ("Chad's Ann Lee met", ("person", "Ann Lee", "")),
        ("Chad's Ambassador to Peru, Ann Lee, met",
         ("person", "Ann Lee", "Chad's Ambassador to Peru")),
        ("Minister of Energy Ann Lee met", ("person", "Ann Lee", "Minister of Energy")),
        ("the European Union met", ("organization", "European Union", "")),
        ("in South Korea it", ("country", "South Korea", "")),
    ],
)  # fmt: skip
def test_titles_stand_before_and_after_names(text: str, expected: tuple[str, str, str]) -> None:
    """Titles, honorifics, particles, initials and appositions make one mention."""
    assert mentions(text)[0] == expected


def test_a_list_of_leaders_is_cut_at_each_name() -> None:
    """ "X, Y and Z", each with a title of its own."""
    text = "Irish Prime Minister Ann Lee, Maltese President Bo Rae and UN envoy Cy Day"
    assert [name for _, name, _ in mentions(text)] == ["Ann Lee", "Bo Rae", "Cy Day"]


@pytest.mark.parametrize("text", ["the Lake Road Agreement", "City University said", "Daily Times"])
def test_institution_words_make_no_person(text: str) -> None:
    """A capital makes a name, an institution word makes it no person's."""
    assert all(kind not in {"person", "name"} for kind, _, _ in mentions(text))
