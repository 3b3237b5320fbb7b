"""Marks around a quote may be others than the text's, where that says the same."""

import pytest

from communique import ground


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
