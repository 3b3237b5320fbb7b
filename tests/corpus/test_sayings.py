"""The same words in several articles."""

from communique.corpus.sayings import Spoken, sayings_of

WORDS = "the ferries will sail again before the winter and nobody will wait at the border"


def spoken(number: int, content: str, person: int | None = 1, source: int | None = None) -> Spoken:
    return Spoken(number, number, source or number, person, "Ann Korvatti", content)


def test_the_same_words_are_one_saying_whatever_is_around_them() -> None:
    """Quotation marks, a word left out, a part; of the same speaker alone."""
    said = [
        spoken(1, WORDS),
        spoken(2, f"“{WORDS.capitalize()}.”"),
        spoken(3, WORDS.replace(" again", "")),
        spoken(4, WORDS[:55]),
        spoken(5, "the talks were open and would be held again in a month"),
        spoken(6, WORDS, person=2),
    ]
    found = [[one.statement for one in each.spoken] for each in sayings_of(said)]
    assert found == [[1, 2, 3, 4], [5], [6]]


def test_a_few_words_in_common_make_no_saying() -> None:
    said = [spoken(1, "we agree"), spoken(2, "we agree that the harbour must be closed at once")]
    assert len(list(sayings_of(said))) == 2


def test_a_reprint_corroborates_nothing() -> None:
    (saying,) = sayings_of([spoken(1, WORDS), spoken(2, WORDS, source=1)])
    assert (saying.articles, saying.sources, saying.verdict(3)) == (2, 1, "single")
    (saying,) = sayings_of([spoken(1, WORDS), spoken(2, WORDS)])
    assert (saying.verdict(2), saying.verdict(3)) == ("agreed", "partly")
