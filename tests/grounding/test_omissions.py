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
        ("We know rain is near", "We know … is near"),
        ("“We go on,” he said. “Come along,” she said.", "We go on … Come along"),
        ("“We go on, slowly,” he said, “and come along.”", "We go on … and come along"),
        ("“We go on, but never,” he said. “Come along.”", "We go on … Come along"),
        ("“We go on,” he said. “Let them come along.”", "We go on … come along"),
        ("“We go on,” he said, “if they come along.”", "We go on … they come along"),
        ("“We go on,” he said.\n“Come along.”", "We go on … Come along"),
        ("“We go on,” he said, “or” so he said, “come along.”", "We go on … come along"),
        ("They met at the lake. Later they left town", "They met at the lake … they left town"),
        ("They met, or not. They left town", "They met, … They left town"),
        ("They met at noon; by night they left", "They met … they left"),
        ("The envoy, whatever others may do, left town", "The envoy … left town"),
        ("The envoy, and a friend, left town", "The envoy … left town"),
        ("The envoy, unlike all others, left town", "The envoy … left town"),
        ("They met five hundred men there", "They met five … men there"),
        ("They saw Ann Lee leave town", "They saw … leave town"),
        ("He knows who left town", "He knows … left town"),
        ("The crews whose ship left town", "The crews … left town"),
        ("The crews whom others left behind", "The crews … left behind"),
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
        ("The crews of the lake are here", "The crews … are here"),
        ("They left with Ann Lee early today", "They left … early today"),
        ("They left with the Lake crews today", "They left … crews today"),
        ("“We go on,” he said, “and come along.”", "We go on … and come along"),
        ("“We go on,” he said. “Come along!” He left.", "We go on … Come along"),
        ("The envoy (an uncle of Rae) left town", "The envoy … left town"),
        ("The envoy – an uncle of Rae – left town", "The envoy … left town"),
        ("The envoy, whatever others say, left town", "The envoy … left town"),
        ("They met at the lake. It never rains. They left town", "They met … They left town"),
        ("They met at the lake.\n\nIt rains. They left town", "They met at the lake … They left"),
        ("They met, then, and left town", "They met, … and left town"),
        ("They met old friends in town", "They met … in town"),
        ("They met and left town", "They met … left town"),
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
