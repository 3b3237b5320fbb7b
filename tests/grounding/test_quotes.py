"""Grounding finds what stands in the text, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import InputError, ground

TEXT = (
    "The Secretary\u00a0General recalled NATO’s dual-track approach.\r\n"
    "“We will not withdraw,” he said. The US urged us to meet; the US agreed. "
    "Cafe\u0301 talks e\u0301taient closed."
)


@pytest.mark.parametrize(
    ("quote", "status", "found"),
    [
        ("dual-track approach", "exact", "dual-track approach"),
        ("Secretary General", "folded", "Secretary\u00a0General"),
        ("NATO's dual–track", "folded", "NATO’s dual-track"),
        ('"We will not withdraw,"', "folded", "“We will not withdraw,”"),
        ("Café talks", "folded", "Cafe\u0301 talks"),
        ("the secretary general", "folded", "The Secretary\u00a0General"),
        ("approach. “We will", "folded", "approach.\r\n“We will"),
    ],
)
def test_a_quote_is_found_as_written_or_folded(quote: str, status: str, found: str) -> None:
    """The span holds the raw text, whatever way the quote is written."""
    grounding = ground(TEXT, quote)
    assert grounding.status == status
    assert [span.text for span in grounding.spans] == [found]


@pytest.mark.parametrize(
    ("quote", "diff"),
    [
        ("dual-track approach", ""),
        ("Secretary  General", "white space"),
        ("NATO's dual-track", "\"NATO's dual-track\" -> 'NATO’s dual-track'"),
        ('"We will not withdraw"', "'\"We will not withdraw\"' -> '“We will not withdraw,”'"),
    ],
)
def test_what_differs_is_told(quote: str, diff: str) -> None:
    """Nothing of what stands there letter by letter."""
    assert ground(TEXT, quote).diff == diff


@pytest.mark.parametrize(
    "quote",
    [
        "We will withdraw",  # a dropped negation
        "We will not withdraw today",
        "dual track approach",
        "he said that",
        "eneral recalled",  # begins inside a word
        "",
        "  ",
        "it",
        "\ud800",
    ],
)
def test_what_does_not_stand_there_is_unsupported(quote: str) -> None:
    """No span, ever, for words the text does not have."""
    grounding = ground(TEXT, quote)
    assert (grounding.status, grounding.spans) == ("unsupported", ())


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("at the cafe\u0301 they met", "cafe"),
        ("he said no\u00adthing", "thing"),
        ("it costs 3.5 million", "5 million"),
        ("1,500 troops left", "500 troops"),
        ("we don't know", "t know"),
        ("we can’t stay", "we can"),
        ("½ of them", "1"),
        ("½ of them", "2"),
        ("10² people", "102 people"),
        ("10² people", "10 people"),
        ("He waited… and left", "."),
        ("He waited… and left", "waited."),
        ("ﬁ nally", "i nally"),
    ],
)
def test_a_piece_of_a_word_or_sign_is_not_in_the_text(text: str, quote: str) -> None:
    """No quote begins or ends inside a word, a number, or what one sign was folded into."""
    assert ground(text, quote).status == "unsupported"


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("NATO’s plan", "NATO", "NATO"),
        ("they're leaving", "they", "they"),
        ("He waited… and left", "waited...", "waited…"),
        ("It was 3.5 million.", "3.5 million.", "3.5 million."),
        ("´´We met´´", '"We met"', "´´We met´´"),
    ],
)
def test_a_word_before_a_clitic_or_sign_stands_there(text: str, quote: str, found: str) -> None:
    """A possessive or a whole folded sign does not hide what stands before it."""
    assert [span.text for span in ground(text, quote).spans] == [found]


def test_half_a_surrogate_pair_is_no_text() -> None:
    """A text that no file can hold is refused by name."""
    with pytest.raises(InputError, match="half a surrogate pair at 2"):
        ground("a \ud800 b", "a")


def test_short_words_must_agree_in_case() -> None:
    """ "us" is not "US": a short quote is not case-folded."""
    assert ground(TEXT, "us").spans[0].text == "us"
    assert ground("They met in the US.", "us").status == "unsupported"


def test_near_picks_the_occurrence() -> None:
    """Of several occurrences the one nearest to the expected offset is taken."""
    first = ground(TEXT, "The US").spans[0]
    second = ground(TEXT, "the US", near=len(TEXT)).spans[0]
    assert (first.text, second.text) == ("The US", "the US")
    assert second.start > first.start


@given(st.text(max_size=200), st.data())
def test_whole_word_cuts_of_any_text_are_found(text: str, data: st.DataObject) -> None:
    """Any run of whole words cut from the text grounds exactly to an equal span."""
    words = text.split()
    if not words:
        return
    start = data.draw(st.integers(0, len(words) - 1))
    quote = words[start]
    grounding = ground(text, quote)
    assert grounding.status == "exact"
    span = grounding.spans[0]
    assert text[span.start : span.end] == span.text == quote


@given(st.text(max_size=100), st.text(max_size=20))
def test_every_span_equals_its_text(text: str, quote: str) -> None:
    """Whatever is asked, what comes back is there."""
    for span in ground(text, quote).spans:
        assert text[span.start : span.end] == span.text
