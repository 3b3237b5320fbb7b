"""What is left out of a quote takes neither a denial, nor a speaker, nor a subject with it."""

import pytest

from communique import ground


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("President Lee left, and Rae closed the bridge", "President Lee … closed the bridge"),
        ("President Lee left. Minister Rae will go.", "President Lee … will go"),
        ("“We like it,” said Lee. “We hate it,” said Rae.", "We like it … We hate it"),
        ("Lee left early. “We will go,” said Rae.", "Lee left early … We will go"),
        ("Lee said A is open; Rae said B is closed", "A is open … B is closed"),
        ("They have almost reached a deal", "They have … reached a deal"),
        ("Lee is expected to open the port", "Lee is … to open the port"),
        ("They give 50 million euros in aid", "They give 50 … euros in aid"),
        ("The envoy met the minister who left town", "The envoy … left town"),
        ("The envoy believes that others pay now", "The envoy believes … pay now"),
        ("We will, said Mr. Lee, never meet Dr. Rae and sign", "We will … and sign"),
    ],
)
def test_an_omission_that_turns_the_rest_is_refused(text: str, quote: str) -> None:
    """Whether a word denies or limits, or the rest is another's."""
    assert ground(text, quote).status == "unsupported"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("“We will,” he said, “open the port.”", "We will … open the port"),
        ("“We go on,” he said. “Come along.”", "We go on … Come along"),
        ("The envoy of Malta, Rae’s uncle, left town", "The envoy of Malta … left town"),
        ("The crews from the old harbour left town", "The crews … left town"),
        ("He thanked the crews and went home", "He thanked … went home"),
    ],
)
def test_what_hangs_on_other_words_may_be_left_out(text: str, quote: str) -> None:
    """A phrase between commas or after a preposition, one speaker's own interruption."""
    assert ground(text, quote).status == "folded"


def test_a_quote_of_very_many_parts_is_none() -> None:
    """No reader could tell what was left out."""
    text = "it goes by rail " * 100
    assert ground(text, " … ".join(["it goes"] * 20)).status == "folded"
    assert ground(text, " … ".join(["it goes"] * 21)).status == "unsupported"
