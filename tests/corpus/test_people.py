"""Which names are one person's."""

import pytest

from communique.corpus.people import Mentions, People


def people(*mentions: tuple[str, str | None, str | None]) -> People:
    """Of mentions (name, title, country), each in an article of its own."""
    heard = Mentions()
    for name, title, country in mentions:
        heard.add(name, title, country, None)
    return People(heard)


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Ann Korvatti", "Ann M. Korvatti", "shorter form"),
        ("Ann van der Korvatti", "Ann Korvatti", None),
        ("Kim Ji-won", "Ji-won Kim", "order"),
        ("Lee Ji-won", "Lee Jiwon", "blanks"),
        ("Bo Dostanyk", "B. Dostanyk", "initial"),
        ("Alexander Dostanyk", "Aleksandr Dostanyk", "given name"),
        ("Mira Zelanskyy", "Mira Zelansky", "spelling"),
        ("Ilka Števanova", "Ilka Stevanova", None),
        ("Ann Korvatti", "Korvatti", "surname and office"),
    ],
)
def test_forms_of_one_name_are_one_person(one: str, other: str, rule: str | None) -> None:
    """With the same office; the rule is kept, but where the words are the same."""
    office = ("President", "NO")
    found = people((one, *office), (one, *office), (other, *office))
    assert len(found.found) == 1
    assert found.number(other, "NO") == found.number(one, None) == 1
    assert [joined.rule for joined in found.found[0].joined] == ([rule] if rule else [])
    assert found.found[0].name == one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Martin Falk", "President", "NO"), ("Martin Falke", "Prime Minister", "NO")),
        (("Martin Falk", "President", "NO"), ("Mona Falk", "President", "NO")),
        (("Martin Falk", "President", "NO"), ("Martin Ole Falk", "President", "SE")),
        (("Anna von Hoyt", "President", "NO"), ("Karl von Hoyt", "President", "NO")),
        (("Ann Korvatti", "President", "NO"), ("Korvatti", "President", "SE")),
        (("Foreign ministers", None, None), ("Ministers", None, None)),
    ],
)
def test_others_are_not(
    one: tuple[str, str, str | None], other: tuple[str, str, str | None]
) -> None:
    """Similar letters, a surname or a particle in common make nobody one with another."""
    assert len(people(one, one, other).found) == 2


def test_what_could_be_two_people_is_neither() -> None:
    """A surname that two have, in no office that tells which, is someone of its own."""
    found = people(
        ("Ann Korvatti", "President", "NO"), ("Bo Korvatti", "King", "SE"), ("Korvatti", None, None)
    )
    assert [one.name for one in found.found] == ["Ann Korvatti", "Bo Korvatti", "Korvatti"]


def test_namesakes_are_two_where_both_countries_are_well_attested() -> None:
    """One article with another country is a mistake, a fair share of them another person."""
    many = [("Ann Korvatti", "President", "NO")] * 8
    assert len(people(*many, ("Ann Korvatti", "President", "SE")).found) == 1
    found = people(*many, *[("Ann Korvatti", "Judge", "SE")] * 3, ("Ann Korvatti", None, None))
    assert [one.country for one in found.found] == ["NO", "SE"]
    assert found.number("Ann Korvatti", None) == found.number("Ann Korvatti", "NO") == 1
    assert found.number("Ann Korvatti", "SE") == 2
    assert "namesakes" in found.found[1].joined[0].reason


def test_who_only_speaks_is_known_by_the_full_name() -> None:
    """Collectives and single words are nobody; a participant's name is the participant."""
    heard = Mentions()
    heard.add("Ann Korvatti", "President", "NO", None)
    heard.voices.update(["Mira Vox", "Leaders of both countries", "Nato", "Ann Korvatti"])
    found = People(heard)
    assert [(one.name, one.role) for one in found.found] == [
        ("Ann Korvatti", "participant"),
        ("Mira Vox", "speaker"),
    ]
    assert found.number("Nato", None) is None


def test_of_two_countries_the_one_that_a_title_names_is_the_persons() -> None:
    """Where as many articles have either."""
    found = people(
        ("Ann Korvatti", "President", "AT"),
        ("Ann Korvatti", "Norwegian President", "NO"),
        ("A. Korvatti", "President", "NO"),
    )
    assert [(one.name, one.country) for one in found.found] == [("Ann Korvatti", "NO")]
