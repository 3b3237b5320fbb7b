"""Which articles tell of one meeting."""

from collections.abc import Sequence
from datetime import date
from random import Random

from communique.corpus.meetings import linked
from communique.corpus.occasions import Told

DAY = 740_000


def told(
    article: int,
    people: Sequence[int] = (1, 2, 3),
    day: int | None = DAY,
    *,
    kind: str = "call",
    source: int | None = None,
    published: int | None = None,
    organizer: int | None = None,
    place: str | None = None,
    nth: int = 0,
    date: str | None = None,
    parties: int | None = None,
) -> Told:
    return Told(
        article, nth, source or article, published, day, date, kind, place, organizer,
        frozenset(people), parties,
    )  # fmt: skip


def day_of(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def groups(*all_of_them: Told) -> list[list[int]]:
    """The articles of each meeting."""
    found = linked(all_of_them)
    shuffled = list(all_of_them)
    Random(3).shuffle(shuffled)
    again = linked(shuffled)
    meetings = [sorted(one.article for one in each.told) for each in found]
    assert [sorted(one.article for one in each.told) for each in again] == meetings
    return meetings


def test_a_partial_list_of_the_same_day_is_the_same_meeting() -> None:
    assert groups(told(1), told(2, [1, 2]), told(3, [2, 3])) == [[1, 2, 3]]


def test_someone_named_in_error_parts_nothing() -> None:
    """Where other articles agree on who was there."""
    assert groups(*(told(i, [1, 2]) for i in (1, 2, 3)), told(4, [1, 2, 9])) == [[1, 2, 3, 4]]


def test_a_short_list_is_of_the_summit_before_it_is_of_talks_beside_it() -> None:
    """Though it names all of those, and no one else."""
    talks = told(2, kind="multilateral meeting", parties=3)
    whole = told(1, range(1, 6), kind="summit")
    assert groups(whole, talks, told(3, kind="summit")) == [[1, 3], [2]]


def test_another_counterpart_on_the_same_day_is_another_meeting() -> None:
    assert groups(told(1, [1, 2]), told(2, [1, 3]), told(3, [1, 2]), told(4, [1, 3])) == [
        [1, 3],
        [2, 4],
    ]


def test_the_same_people_a_week_later_are_another_meeting() -> None:
    assert groups(told(1), told(2, day=DAY + 7), told(3), told(4, day=DAY + 7)) == [[1, 3], [2, 4]]


def test_a_few_articles_that_are_a_day_off_are_of_the_meeting() -> None:
    """Two days that are both well attested are two meetings."""
    many = [told(i) for i in range(1, 7)]
    assert groups(*many, told(7, day=DAY + 1)) == [[1, 2, 3, 4, 5, 6, 7]]
    assert groups(*many, *(told(i, day=DAY + 1) for i in range(7, 12))) == [
        [1, 2, 3, 4, 5, 6],
        [7, 8, 9, 10, 11],
    ]


def test_a_talk_of_two_is_no_short_list_of_a_large_meeting() -> None:
    """Unless the organizer or the place is the same."""
    large = [told(i, range(1, 8), organizer=1, place="oslo") for i in (1, 2)]
    assert groups(*large, told(3, [1, 2])) == [[1, 2], [3]]
    assert groups(*large, told(3, [1, 2], organizer=1)) == [[1, 2, 3]]
    assert groups(*large, told(3, [1, 2], place="oslo")) == [[1, 2, 3]]


def test_a_call_is_no_meeting_in_person() -> None:
    assert groups(told(1, [1, 2]), told(2, [1, 2], kind="bilateral meeting")) == [[1], [2]]


def test_what_an_article_tells_apart_stays_apart() -> None:
    assert groups(told(1), told(1, nth=1), told(2)) in ([[1, 2], [1]], [[1], [1, 2]])


def test_what_has_no_day_joins_the_only_meeting_before_its_publication() -> None:
    """The nearest of several; none where two fit alike."""
    week = [told(1), told(2, day=DAY + 7)]
    assert groups(*week, told(3, day=None, published=DAY + 1)) == [[1, 3], [2]]
    assert groups(*week, told(3, day=None, published=DAY + 8)) == [[1], [2, 3]]
    assert groups(*week, told(3, day=None, published=DAY + 20)) == [[1], [2], [3]]
    assert groups(*week, told(3, day=None)) == [[1], [2], [3]]
    assert groups(week[0], told(3, day=None)) == [[1, 3]]


def test_a_reprint_goes_where_its_source_goes() -> None:
    """Also where by itself it would be of no meeting."""
    source = told(2, day=None, published=DAY + 9)
    again = told(5, day=None, source=2)
    assert groups(told(1), told(3, day=DAY + 7), source, again) == [[1], [2, 3, 5]]


def test_every_joining_has_its_reason() -> None:
    (meeting,) = linked([told(1), told(2, [1, 2], organizer=1), told(3, day=DAY + 1)])
    reasons = {one.article: why and (why.rule, why.reason) for one, why in meeting.reasons}
    assert reasons == {
        1: None,
        2: ("participants", "2 of 2 and 3 participants in common"),
        3: ("neighbouring day", "3 of 3 and 3 participants in common, a day off"),
    }


def test_a_day_without_its_year_stands_beside_the_meeting_of_the_same_people() -> None:
    """However many meetings others had in another year; without such, in the year of most."""
    first = told(1, [1, 2, 3], None, date="XXXX-01-24")
    second = told(2, [1, 2, 3, 4], day_of(2022, 2, 28))
    later = [told(n, [7, n], day_of(2031, 1, n)) for n in range(8, 20)]
    one_of_them = told(3, [1, 7], day_of(2031, 6, 1))
    order = [articles for (articles, *_) in groups(first, second, *later, one_of_them)]
    assert order[:3] == [1, 2, 8]
    others = told(4, [5, 6], None, date="XXXX-12-31"), told(5, [5, 6], None, date="XXXX-01-01")
    order = [articles for (articles, *_) in groups(second, *later, one_of_them, *others)]
    assert order == [2, 5, *range(8, 20), 3, 4]


def test_a_leap_day_without_its_year_has_a_place() -> None:
    leap = told(1, [1, 2], None, date="XXXX-02-29")
    assert groups(leap, told(2, [1, 2, 3], day_of(2023, 1, 5))) == [[2], [1]]
    assert groups(leap, told(2, [1, 2, 3], day_of(2025, 1, 5))) == [[1], [2]]


def test_a_place_may_be_told_with_more_words() -> None:
    """Four people of whom one article names two: the same place tells that it is one meeting."""
    whole = told(1, range(1, 5), kind="other", place="geneva switzerland")
    assert groups(whole, told(2, [1, 2], kind="other", place="geneva")) == [[1, 2]]
    assert groups(whole, told(2, [1, 2], kind="other", place="bern")) == [[1], [2]]


def test_a_meeting_of_three_may_be_told_as_one_of_two() -> None:
    """Whether the third came is what its articles then disagree on; one of four is another."""
    pair = told(1, [1, 2], kind="bilateral meeting", place="valletta")
    three = told(2, [1, 2, 3], kind="multilateral meeting", place="valletta")
    four = told(3, [1, 2, 3, 4], kind="multilateral meeting", place="valletta")
    assert groups(pair, three) == [[1, 2]]
    assert groups(pair, four) == [[1], [3]]
