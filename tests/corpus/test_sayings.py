"""The same words in several articles."""

import pytest

from communique.corpus.sayings import Spoken, sayings_of

WORDS = "the ferries will sail again before the winter and wait at the border"


def spoken(number: int, content: str, person: int | None = 1, source: int | None = None) -> Spoken:
    return Spoken(number, number, source or number, person, "Ann Korvatti", content)


def joined(*contents: str) -> list[list[str]]:
    said = sayings_of(spoken(number, content) for number, content in enumerate(contents, 1))
    return [[one.content for one in each.spoken] for each in said]


def test_the_same_words_are_one_saying_whatever_is_around_them() -> None:
    """Quotation marks, an article more or less, a part; of the same speaker alone."""
    said = [
        spoken(1, WORDS),
        spoken(2, f"“{WORDS.capitalize()}.”"),
        spoken(3, WORDS.replace("sail again", "also sail again")),
        spoken(4, WORDS[:45]),
        spoken(5, "the talks were open and would be held again in a month"),
        spoken(6, WORDS, person=2),
    ]
    found = [[one.statement for one in each.spoken] for each in sayings_of(said)]
    assert found == [[1, 2, 3, 4], [5], [6]]


SELL = "We will sell the lake to anybody this year"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SELL, SELL.replace("will", "will not")),
        (SELL, f"{SELL}, if they pay"),
        (SELL, f"It is a lie that {SELL}"),
        (SELL, "Will we sell the lake to anybody this year?"),
        ("We will send 40 ships to the north", "We will send 50 ships to the north"),
        ("It brings €40 a boat in the first year", "It brings $40 a boat in the first year"),
        ("Talks with Norway begin on Friday here", "Talks with Sweden begin on Friday here"),
        ("All boats must be freed before June", "Some boats may be freed before June"),
        ("We support the plan with no reservation", "We reject the plan with no reservation"),
        ("The ferries sail daily from the harbour", "The trains sail daily from the harbour"),
        ("It is binding on all of its parties", "It is non-binding on all of its parties"),
    ],
)
def test_words_that_differ_in_meaning_are_two_sayings(one: str, other: str) -> None:
    """However alike they are to the letter: neither corroborates the other."""
    assert joined(one, other) == [[one], [other]]
    assert joined(other, one) == [[other], [one]]


def test_nothing_is_joined_by_way_of_a_third() -> None:
    """A part of two that differ is of one of them; what all of a saying say is its text."""
    part = "the talks begin on Friday in the old city"
    north, west = f"{part} with Norway", f"{part} with Sweden"
    assert joined(part, north, west) == [[part, north], [west]]
    said = [spoken(1, north), spoken(2, part)]
    assert [each.text for each in sayings_of(said)] == [part]


AGAIN = "the ferries will sail again before the winter"


@pytest.mark.parametrize(
    "longer",
    [
        f"that {AGAIN}",
        f"We are glad that {AGAIN}",
        f"Thanks to the harbour, {AGAIN}, as ever",
        AGAIN.replace("ferries", "ferries, large and small,"),
    ],
)
def test_a_content_in_a_longer_one_is_the_same_saying(longer: str) -> None:
    """With or without a phrase that turns nothing."""
    assert joined(AGAIN, longer) == [[AGAIN, longer]]
    assert joined(longer, AGAIN) == [[longer, AGAIN]]


@pytest.mark.parametrize(
    "longer",
    [
        f"We are not sure that {AGAIN}",
        f"Nobody thinks so, and that {AGAIN} is a dream",
        f"If it is warm, {AGAIN}",
        f"Is it certain that {AGAIN}?",
        AGAIN.replace("ferries", "ferries, if repaired,"),
    ],
)
def test_a_content_that_the_longer_one_turns_is_another_saying(longer: str) -> None:
    assert joined(AGAIN, longer) == [[AGAIN], [longer]]


def test_a_few_words_in_common_make_no_saying() -> None:
    said = [spoken(1, "we agree"), spoken(2, "we agree that the harbour must be closed at once")]
    assert len(list(sayings_of(said))) == 2


def test_very_long_contents_are_one_only_when_equal_to_the_end() -> None:
    long = "the ferries sail from the harbour " * 80
    assert len(joined(long + "in June", long + "in July")) == 2
    assert len(joined(long + "in June", long + "in June")) == 1


def test_a_reprint_corroborates_nothing() -> None:
    (saying,) = sayings_of([spoken(1, WORDS), spoken(2, WORDS, source=1)])
    assert (saying.articles, saying.sources, saying.verdict(3)) == (2, 1, "single")
    (saying,) = sayings_of([spoken(1, WORDS), spoken(2, WORDS)])
    assert (saying.verdict(2), saying.verdict(3)) == ("agreed", "partly")
