"""Two words are one where they are spelled otherwise, or one is a slip of the pen."""

from __future__ import annotations

import pytest

from communique.grounding.spellings import misspelled, spelled_alike

from .made import word


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("defence", "defense", True),
        ("organisations", "organizations", True),
        ("travelled", "traveled", True),
        ("talks", "talks", True),
        ("talks", "walks", False),
        ("prised", "prized", False),
        ("for", "fore", False),
        ("our", "or", False),  # shorter than any word with two spellings
        ("Defence", "Defense", True),
        ("Defence", "defense", False),
        ("defence", "Defense", False),
        ("Harbour", "Harbor", True),
        ("Ardour", "Ardor", False),  # a name
        ("Talks", "Talks", False),  # alike but for nothing: the difference is elsewhere
    ],
)
def test_british_and_american_spellings_are_alike(a: str, b: str, alike: bool) -> None:
    """Of names only words that offices are called by."""
    assert spelled_alike(word(a), word(b)) is alike


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [
        ("recieved", "received", True),
        ("northren", "northern", True),
        ("bridg", "bridge", True),
        ("negotatoins", "negotiations", True),
        ("negotatoin", "negotiation", True),  # of ten letters: two slips
        ("neotatons", "negotations", False),  # neither is a word
        ("northrenn", "northern", False),  # two slips in a short word
        ("negtatoin", "negotiation", False),  # three in nine letters
        ("negtatoins", "negotiations", False),  # three in ten
        ("lakke", "lake", False),  # too short
        ("valks", "talks", False),  # another beginning
        ("stakes", "stalks", False),  # two words
        ("prized", "prised", False),
        ("harbours", "harbour", False),
        ("bridgeing", "bridge", False),
        ("northe3n", "northern", False),
        ("northe'n", "northern", False),
        ("shoud", "shout", False),  # as near to "should"
        ("proclude", "preclude", False),  # another prefix
        ("underplat", "overplat", False),
    ],
)
def test_a_slip_is_no_word_and_near_to_one(a: str, b: str, slip: bool) -> None:
    """Whichever side made it."""
    assert misspelled(word(a), word(b)) is slip
    assert misspelled(word(b), word(a)) is slip
