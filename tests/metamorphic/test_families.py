"""The variants of an article: what each family does to it."""

from __future__ import annotations

import pytest

from communique.metamorphic import FAMILIES, Variant, check, variants_of
from communique.metamorphic.days import shifted
from communique.metamorphic.families import _MAKERS
from communique.metamorphic.nations import exchanging
from communique.metamorphic.people import INVENTED, invented_for, leaders, renaming
from communique.metamorphic.rewriting import edited
from communique.metamorphic.surroundings import footers, headlines, tail
from communique.metamorphic.typography import quote_styles
from metamorphic.made import TEXT, document, read

VARIANTS = variants_of(document(), read(TEXT), footers=["Tolls rise\nKeepers strike"])


def of(family: str) -> list[Variant]:
    return [variant for variant in VARIANTS if variant.family == family]


def texts(family: str) -> dict[str, str]:
    return {v.change.detail: v.document.text for v in of(family)}


def test_every_family_finds_something_and_each_check_has_its_own_name() -> None:
    """Names tell family, number and document; no text comes twice, none is the original."""
    assert {v.family for v in VARIANTS} == set(FAMILIES) == set(_MAKERS)
    changed = {v.document.text for v in VARIANTS}
    assert len({v.id for v in VARIANTS}) == len(changed) == len(VARIANTS)
    assert all(v.id.endswith(" @ made") for v in VARIANTS)
    assert TEXT not in changed
    assert len(VARIANTS) > 100


def test_variants_are_the_same_at_every_call() -> None:
    """Chance is seeded by the text; a smaller number is respected."""
    again = variants_of(document(), read(TEXT), footers=["Tolls rise\nKeepers strike"])
    assert [(v.id, v.document.text) for v in again] == [(v.id, v.document.text) for v in VARIANTS]
    few = variants_of(document(), read(TEXT), most=2)
    assert max(v.number for v in few) == 2


def test_the_offline_extractor_keeps_to_itself() -> None:
    """On this article every check passes but those of a headline in capitals."""
    original = read(TEXT)
    failed = [v.id for v in VARIANTS if not check(original, read(v.document), v).passed]
    assert all(name.startswith("headline/") for name in failed), failed


def test_a_leader_is_renamed_in_every_form() -> None:
    """Full name, surname, caption; "she" keeps its gender."""
    record = read(TEXT)
    lee = next(leader for leader in leaders(TEXT, record) if leader.name == "Ann Lee")
    assert (lee.gender, lee.pronouns) == ("f", True)
    names = invented_for(lee, TEXT)
    assert names == [name for name in INVENTED if name.gender == "f"]
    find = renaming(lee, names[0])
    text = "ANN LEE MET\nLee’s boats, Ann Lee-led, leeward"
    new = edited(text, find(text)).new
    assert new == "MIRELA DOSTANYK MET\nDostanyk’s boats, Mirela Dostanyk-led, leeward"
    for variant in of("rename-leader"):
        old, _, new = variant.change.detail.partition(" → ")
        assert old not in variant.document.text
        assert variant.document.text.count(new) == TEXT.count(old)


@pytest.mark.parametrize(
    "text",
    [
        "Irish President Theresa May met Maltese President Bo Rae.",
        "Irish President Ann Lee and her brother Sam Lee met Maltese President Bo Rae.",
        "Irish President Ann Pond met Maltese President Bo Rae at the pond.",
        "Irish President Ann Jordan met Maltese President Bo Rae.",
    ],
)
def test_a_name_that_may_mean_something_else_is_left_alone(text: str) -> None:
    """A month, a namesake, a common word, a country."""
    assert [leader.name for leader in leaders(text, read(text))] == ["Bo Rae"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the President of the United States", "the President of Kenya"),
        ("US President Ann Lee", "Kenyan President Ann Lee"),
        ("troops left the US, an American ally", "troops left Kenya, a Kenyan ally"),
        ("the US-led talks", "Kenya-led talks"),
        ("Americans and Norwegians", "Kenyans and Norwegians"),
        ("the United States’ boats", "Kenya’s boats"),
    ],
)
def test_a_country_is_replaced_in_every_form(before: str, after: str) -> None:
    """Name, adjective, people, article, possessive."""
    new = edited(before, exchanging({"US": "KE"})(before)).new
    assert new == after


def test_two_countries_change_places() -> None:
    """Both names and both adjectives at once."""
    text = "Norway and Malta: the Norwegian and the Maltese boats"
    new = edited(text, exchanging({"NO": "MT", "MT": "NO"})(text)).new
    assert new == "Malta and Norway: the Maltese and the Norwegian boats"


def test_dates_move_together() -> None:
    """Days, months, years and weekdays; the day of publication too, and dates of the record."""
    change = shifted(
        document("Feb. 28, 2031, a Friday; 1 March; 2031-12-31", published="2031-03-02"), 3
    )
    assert change is not None
    assert change.rewriting.new == "Mar. 3, 2031, a Monday; 4 March; 2032-01-03"
    assert change.date("2031-02-28") == "2031-03-03"
    assert change.date("XXXX-12-31") == "XXXX-01-03"
    assert change.date("2031-02") == "2031-02"
    variant = Variant("shift-dates", 1, document(TEXT, published="2031-03-02"), change)
    assert variant.document.published == "2031-03-05"


@pytest.mark.parametrize("text", ["on 05/06/2031", "May 5-7", "May 5 and 6", "no date", "Feb 30"])
def test_unclear_dates_are_not_moved(text: str) -> None:
    """Numbers alone, several days at once, days that no calendar has."""
    assert shifted(document(text), 1) is None


def test_quotation_marks_in_every_style() -> None:
    """Straight ones are opened and closed by what stands around them."""
    found = {c.detail: c.rewriting.new for c in quote_styles('He said "no", and "yes (“so”)"')}
    assert found["guillemets quotation marks"] == "He said «no», and «yes («so»)»"
    assert "single quotation marks" not in found
    plain = {c.detail: c.rewriting.new for c in quote_styles("“We won't,” she said.")}
    assert plain["single quotation marks"] == "‘We won't,’ she said."
    assert plain["curly apostrophes"] == "“We won’t,” she said."


def test_lists_keep_their_members() -> None:
    """The last one only moves where nothing about it follows."""
    for changed in texts("permute-list").values():
        assert sorted(changed.split()) != TEXT.split()
        assert changed.index("Tom Ash on Monday") > 0
        assert sorted(changed) == sorted(TEXT)


def test_pages_around_the_article() -> None:
    """A caption goes, a headline is shouted, another page's end comes behind."""
    (without,) = texts("caption").values()
    assert without == TEXT[TEXT.index("Leaders") :]
    assert "LEADERS OF FOUR COUNTRIES SPEAK ABOUT THE LAKE" in next(headlines(TEXT)).rewriting.new
    assert tail(TEXT, read(TEXT)) == "Support our newsroom! Click here to donate."
    assert [c.rewriting.new[len(TEXT) :] for c in footers(TEXT, ["Tolls rise"])][-1] == (
        "\n\nTolls rise"
    )
