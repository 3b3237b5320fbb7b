"""Who stayed away, by an article's words."""

from __future__ import annotations

import pytest

from communique.corpus.absences import absences
from communique.corpus.known import Known
from communique.corpus.people import Mentions, People

NAMES = {"Ann Korvatti": "NO", "Bo Dostanyk": "PL", "Cai Telander": "AT", "Dag Quillmark": "SE"}


def known(*more: str) -> tuple[Known, dict[int, str]]:
    mentions = Mentions()
    for name in (*NAMES, *more):
        mentions.add(name, None, NAMES.get(name), None)
    people = People(mentions)
    return Known(people), {number: one.name for number, one in enumerate(people.found, 1)}


def away(sentence: str, *more: str) -> list[str]:
    """Surnames of those who stayed away, by the sentence among others."""
    text = f"The harbour was closed. {sentence} The ferries waited."
    people, names = known(*more)
    found = list(absences(text, people, ()))
    for one in found:
        assert text[one.said.start : one.said.end] == one.said.text
        assert one.said.start <= one.name.start < one.name.end <= one.said.end
    return sorted(names[one.person].split()[-1] for one in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Korvatti did not attend the meeting.",
        "Norwegian President Ann Korvatti didn’t take part in Monday’s call.",
        "President Korvatti was not invited.",
        "Korvatti was not invited to the talks, officials said.",
        "Ann Korvatti, who leads Norway, will not attend the emergency summit.",
        "The Norwegian president, Ann Korvatti, was absent from the talks.",
        "Ann Korvatti, the Norwegian president, stayed away.",
        "Bo Dostanyk met Cai Telander, but Ann Korvatti did not join the call.",
        "Ann Korvatti sent her foreign minister, Dag Quillmark, instead.",
        "President Ann Korvatti was represented by her foreign minister.",
        "Ann Korvatti skipped the summit because of a cold.",
        "Ann Korvatti declined an invitation to the talks.",
        "Korvatti refused to take part in the conference call.",
        "Absent was Ann Korvatti.",
        "The talks were held without Ann Korvatti.",
        "In the absence of President Ann Korvatti, Bo Dostanyk took the chair.",
        "Bo Dostanyk took part in the call instead of Ann Korvatti.",
        "All the leaders attended except Ann Korvatti.",
        "Bo Dostanyk did not invite Ann Korvatti to the talks.",
        "Dag Quillmark stood in for Ann Korvatti at the meeting.",
        "Ann Korvatti’s absence from the talks was noted.",
        "Bo Dostanyk and Cai Telander attended the meeting but Ann Korvatti did not.",
        "According to Bo Dostanyk, Ann Korvatti was not present at the talks.",
        "Officials say Ann Korvatti was not among the participants.",
        "It was a summit of four - President Ann Korvatti was not invited - with four plans.",
        "Ann Korvatti, an old friend of the hosts who did not attend the talks, sent flowers.",
        "Ann Korvatti was the only leader who skipped Monday's summit.",
        "“Ann Korvatti was not there,” Bo Dostanyk said.",
    ],
)
def test_who_stayed_away_is_found(sentence: str) -> None:
    assert away(sentence) == ["Korvatti"]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Ann Korvatti and Bo Dostanyk did not attend.", ["Dostanyk", "Korvatti"]),
        ("Ann Korvatti, Bo Dostanyk and Cai Telander were not invited.", None),
        ("Neither Ann Korvatti nor Bo Dostanyk was invited.", ["Dostanyk", "Korvatti"]),
        ("Ann Korvatti met Bo Dostanyk and Cai Telander did not attend.", ["Telander"]),
        ("Aides to Ann Korvatti and Bo Dostanyk did not attend.", []),
    ],
)
def test_of_several_names_those_who_are_meant(sentence: str, who: list[str] | None) -> None:
    """A list is the subject where a clause begins with it; else only its last name is sure."""
    assert away(sentence) == (["Dostanyk", "Korvatti", "Telander"] if who is None else who)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Korvatti attended the meeting.",
        "Ann Korvatti did not attend the dinner after the summit.",
        "Ann Korvatti did not attend the previous meeting.",
        "Ann Korvatti did not attend the start of the meeting.",
        "Ann Korvatti did not attend the press conference.",
        "Ann Korvatti did not join the alliance.",
        "Ann Korvatti did not take part in the vote.",
        "Ann Korvatti did not attend in person.",
        "Ann Korvatti did not attend the summit last year.",
        "Had Ann Korvatti been ill, she would not attend.",
        "It was not clear whether Ann Korvatti was absent from the talks.",
        "Bo Dostanyk denied that Ann Korvatti was not invited.",
        "Aides to Ann Korvatti did not attend.",
        "Ann Korvatti’s foreign minister did not attend.",
        "Ann Korvatti was not invited to speak.",
        "Ann Korvatti did not only attend the talks.",
        "Without Ann Korvatti’s consent nothing was signed at the meeting.",
        "Tom Korvatti did not attend the meeting.",
        "Ann Korvatti-Lund did not attend the meeting.",
        "The meeting did not take place, Ann Korvatti said.",
        "Did Ann Korvatti stay away? She was not there, they say?",
        "In the absence of Ann Korvatti’s signature the paper is void.",
        "Ann Korvatti missed the deadline.",
        "Ann Korvatti, the host, thanked those leaders who did not attend the talks.",
        "Ann Korvatti was represented by a law firm.",
        "Ann Korvatti was not there when the shots were fired.",
        "Ann Korvatti did not come on time.",
        "Ann Korvatti will not take part in negotiations with rebels.",
        "Ann Korvatti refused to join a call with Bo Dostanyk.",
        "Bo Dostanyk joined the call and criticised Cai Telander but not Ann Korvatti.",
        "Ann Korvatti missed the call from Bo Dostanyk.",
        "Nobody knew why. She did not attend.",
    ],
)
def test_what_is_no_absence_is_left(sentence: str) -> None:
    """Another occasion, another subject, doubt, a part, or a pronoun."""
    assert away(sentence) == []


def test_a_surname_that_several_bear_is_nobodys() -> None:
    """Unless the article has one of them among its participants."""
    sentence = "Korvatti did not attend the meeting."
    assert away(sentence, "Tom Korvatti") == []
    people, names = known("Tom Korvatti")
    (tom,) = (number for number, name in names.items() if name == "Tom Korvatti")
    assert [one.person for one in absences(sentence, people, [tom])] == [tom]


def test_hostile_text_takes_no_long_time() -> None:
    """Sentences without end, and nothing but words that may begin a rule."""
    people, _ = known()
    many = " ".join(["Ann Korvatti did not attend the", "without"] * 5_000)
    assert list(absences(many, people, ())) == []
    line = "Ann Korvatti and not absent from was the the the the without " * 12
    lines = "\n".join([line] * 2_000)
    assert list(absences(lines, people, ())) == []
