"""Marks around a quote may be others than the text's, where that says the same."""

import pytest

from communique import ground
from communique.grounding.edges import Trimmed, initials_unbracketed, trimmed


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("“We go on,” she said.", '"We go on."', "“We go on,”"),
        ("“We go on”, she said.", "“We go on,”", "“We go on”"),
        ("“We go on,” she said.", "We go on.", "We go on"),
        ("“The port opens,” she said.", "[t]he port opens", "The port opens"),
    ],
)
def test_marks_at_the_ends_may_be_moved(text: str, quote: str, found: str) -> None:
    """Somebody's own words too: the marks are nobody's."""
    grounding = ground(text, quote, direct=True)
    assert (grounding.status, [span.text for span in grounding.spans]) == ("folded", [found])


def test_marks_make_no_quotation_of_words_that_are_in_none() -> None:
    """Reported words are not somebody's own."""
    text = "She said that the port is open."
    assert ground(text, "“the port is open”", direct=True).status == "unsupported"
    assert ground(text, "“the port is open”").status == "folded"


def test_a_question_does_not_tell() -> None:
    """Nor may marks be put around words within a quote."""
    text = "“The port opens in May?” he asked the envoys of the northern lake."
    assert ground(text, "The port opens in May.").status == "unsupported"
    quote = "he asked the “envoys of the northern lake”"
    assert ground(text, quote).status == "unsupported"


@pytest.mark.parametrize(
    ("quote", "before", "core", "after"),
    [
        ("“We go on,”", "“", "We go on", ",”"),
        ("… we go on", "… ", "we go on", ""),
        ("(we go on).", "(", "we go on", ")."),
        ("“-5 degrees”", "“", "-5 degrees", "”"),
        ("“–5 degrees”", "“", "–5 degrees", "”"),
        ("(“-5 degrees”)", "(“", "-5 degrees", "”)"),
        ("“.5 percent”", "“", ".5 percent", "”"),
        ("- five degrees", "- ", "five degrees", ""),
        ("-five degrees", "-", "five degrees", ""),
    ],
)
def test_a_quote_is_parted_from_the_marks_around_it(
    quote: str, before: str, core: str, after: str
) -> None:
    """All of it is kept; a number keeps its sign."""
    assert trimmed(quote) == Trimmed(core, before, after)


@pytest.mark.parametrize("quote", ["we go on", "-5 degrees", "…", "“”", ""])
def test_a_quote_without_marks_or_without_words_is_not_trimmed(quote: str) -> None:
    assert trimmed(quote) is None


@pytest.mark.parametrize(
    ("after", "text", "allowed"),
    [
        (".", "We go on? No.", False),
        (",”", "We go on”? No.", False),
        (",", "We go on… No.", False),
        (":", "We go on... No.", False),
        (".", "We go on. No.", True),
        ("”", "We go on? No.", True),
        ("...", "We go on... No.", True),
        ("", "We go on? No.", True),
        (".", "We go on slowly? No.", True),
    ],
)
def test_a_quote_that_ends_does_not_stand_where_the_text_asks_or_breaks_off(
    after: str, text: str, allowed: bool
) -> None:
    """With no mark after it, or three points, it claims no end."""
    assert Trimmed("We go on", "", after).allows(text, len("We go on")) is allowed


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("“", "”", "“We go on,”"),
        ("“", "", "“We go on"),
        ("", "”", "We go on,”"),
        ("", "", "We go on"),
        ("(", ")", "We go on"),
    ],
)
def test_marks_that_the_quote_has_are_taken_from_the_text(
    before: str, after: str, found: str
) -> None:
    """Quotation marks alone, with a comma before the closing one; at the beginning of a text, or
    later in it."""
    trim = Trimmed("We go on", before, after)
    for text in ("“We go on,” she said", "So: “We go on,” she said"):
        start = text.index("We")
        place = trim.widened(text, start, start + len("We go on"))
        assert text[slice(*place)] == found
    assert trim.widened("We go on", 0, 8) == (0, 8)


@pytest.mark.parametrize(
    ("quote", "plain"),
    [
        ("[T]he port", "The port"),
        ("and [t]he [p]ort", "and the port"),
        ("[the] port", "[the] port"),
        ("[T] he port", "[T] he port"),
        ("a[t]he port", "a[t]he port"),
    ],
)
def test_a_letter_in_brackets_is_part_of_its_word(quote: str, plain: str) -> None:
    """At its beginning."""
    assert initials_unbracketed(quote) == plain
