"""Articles about meetings of which all is known: who met, when, and which articles tell of which.

    python evals/simulations/corpus.py --articles 10000 -o records.jsonl --truth truth.jsonl

Names are invented. A line of the records has its text, its record and its day of publication, as a
gold line has; a line of the truth tells, of a document, the number of each of its meetings and the
number of the person behind each name. What makes linking hard, each with its share below: names in
several forms, namesakes, surnames that differ by a letter, brothers and sisters; partial lists and
people who were not there; days that are missing, lack the year, or are one off; the same people
again a week later; one leader with several counterparts on a day; wrong kinds; reprints; articles
that tell of two meetings.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

A_MEETING = 20
"""Articles, on average."""

PARTIAL, STRANGER = 0.35, 0.05
NO_DATE, NO_YEAR, MONTH_ONLY, DAY_OFF, UNPUBLISHED = 0.12, 0.04, 0.02, 0.07, 0.10
OTHER_FORM, BARE, NO_COUNTRY, WRONG_COUNTRY = 0.10, 0.04, 0.25, 0.005
WRONG_KIND, NO_ORGANIZER, NO_PLACE = 0.06, 0.5, 0.5
REPRINT, SECOND_MEETING = 0.12, 0.05
AGAIN, SAME_DAY = 0.30, 0.15

GIVEN = (
    "Anselm Mirela Noor Tobren Ilka Robin Jorvik Oriane Casimir Perpetua Sasha Ruben Zdenka Alexis "
    "Bertil Calixta Dorian Elspeth Fabrizio Gudrun Hamid Isolde Jaromir Katya Leander Maud Nazim "
    "Ottoline Pavel Quirin Rosalind Stellan Tamsin Ulrik Valda Wendel Ximena Yaron Zelda Aleksandr"
).split()
HEADS = "Kor Dost Tela Quill Stev Hald Mald Bex Orris Hoyt Llan Vint Esk Arrow Brun Fal Gris Tor"
TAILS = "vatti anyk vander mark ova quist ane lund dale sen rhys ermark ildas mont darre kov inen"
COUNTRIES = (
    "AR AT BE BR CA CH CL CZ DE DK EE EG ES FI FR GB GR HU IE IN IS IT JP KE KR LT LV MA MX NG NL "
    "NO NZ PE PL PT RO SE SK TR UA US UY ZA"
).split()
TITLES = ("President", "Prime Minister", "Foreign Minister", "Chancellor", "Defence Minister")
PLACES = "Averno Belmire Castrova Dunholt Eskerry Fjellby Granvik Holmgard".split()
WORDS = (
    "harbour ferry winter grain border river railway treaty fishery timber market school bridge "
    "island valley energy tariff pipeline satellite museum orchard glacier vineyard lighthouse "
    "council parliament reform budget pension hospital vaccine drought flood bridgehead convoy"
).split()
KINDS = {2: ("bilateral meeting", "call"), 3: ("call", "video call", "multilateral meeting")}
NEIGHBOUR = {
    "call": "video call", "video call": "call", "bilateral meeting": "other",
    "multilateral meeting": "summit", "summit": "multilateral meeting",
}  # fmt: skip


@dataclass(frozen=True)
class Leader:
    number: int
    given: str
    surname: str
    country: str
    title: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"

    def forms(self) -> list[str]:
        """The name as outlets write it otherwise."""
        doubled = f"{self.surname[:-1]}{self.surname[-1] * 2}"
        return [
            f"{self.given[0]}. {self.surname}",
            f"{self.given} R. {self.surname}",
            f"{self.given} {doubled}",
            self.name.upper(),
            f"{self.surname} {self.given}",
        ]


@dataclass(frozen=True)
class Event:
    number: int
    day: date
    kind: str
    place: str
    leaders: tuple[Leader, ...]
    sayings: tuple[tuple[Leader, str], ...]


@dataclass
class Article:
    """A text as it grows, and the record of it."""

    text: str = ""
    participants: dict[str, dict[str, Any]] = field(default_factory=dict)
    meetings: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)

    def add(self, words: str) -> dict[str, Any]:
        start = len(self.text)
        self.text += words
        return {"start": start, "end": len(self.text), "text": words}


def leaders(chance: random.Random, number: int) -> list[Leader]:
    """Among them namesakes of two countries, and surnames that differ in a letter."""
    surnames = [head + tail for head in HEADS.split() for tail in TAILS.split()]
    chance.shuffle(surnames)
    found: list[Leader] = []
    offices = [(country, title) for title in TITLES for country in COUNTRIES]
    for i, (country, title) in enumerate(offices[:number]):
        one = Leader(i, chance.choice(GIVEN), surnames[i % len(surnames)], country, title)
        if i % 40 == 39:  # a namesake
            one = replace(one, given=found[-1].given, surname=found[-1].surname)
        elif i % 20 == 19:  # Falsen, Falsene
            one = replace(one, surname=found[-1].surname + "e")
        elif i % 20 == 18:  # a brother or sister
            one = replace(one, surname=found[-1].surname)
        found.append(one)
    return found


def events(chance: random.Random, people: list[Leader], number: int) -> list[Event]:
    first = date(2031, 1, 6)
    days = max(120, number // 3)
    found: list[Event] = []
    while len(found) < number:
        day = first + timedelta(chance.randrange(days))
        draw = chance.random()
        if found and draw < AGAIN:
            earlier = chance.choice(found)
            group, kind, day = earlier.leaders, earlier.kind, earlier.day + timedelta(7)
            if any(one.day == day and set(one.leaders) & set(group) for one in found):
                continue
        elif found and draw < AGAIN + SAME_DAY:
            earlier = chance.choice(found)
            host, kind, day = earlier.leaders[0], "bilateral meeting", earlier.day
            busy = {p for one in found if one.day == day for p in one.leaders}
            group = (host, chance.choice([p for p in people if p not in busy]))
        else:
            size = chance.choice([2, 2, 3, 4, 5, 6, 8, 10, 12])
            group = tuple(chance.sample(people, size))
            kind = chance.choice(KINDS[min(size, 3)])
        found.append(_event(chance, len(found), day, kind, group))
    return found


def _event(
    chance: random.Random, number: int, day: date, kind: str, group: tuple[Leader, ...]
) -> Event:
    said = tuple(
        (chance.choice(group), " ".join(chance.choices(WORDS, k=chance.randint(6, 14))))
        for _ in range(5)
    )
    return Event(number, day, kind, chance.choice(PLACES), group, said)


def articles(number: int, seed: int = 9) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Gold lines, and of each its truth, in an order that tells nothing."""
    chance = random.Random(seed)  # noqa: S311 - articles, no secrets
    meetings = max(2, number // A_MEETING)
    people = leaders(chance, min(200, max(40, meetings // 3)))
    happened = events(chance, people, meetings)
    of_event: dict[int, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    weights = [chance.paretovariate(1.5) for _ in happened]
    chosen = [*happened, *chance.choices(happened, weights, k=number - len(happened))]
    names = [f"a{i:06}" for i in range(number)]
    chance.shuffle(names)
    for name, event in zip(names, chosen, strict=True):
        earlier = of_event.setdefault(event.number, [])
        if earlier and chance.random() < REPRINT:
            line, truth = _reprint(chance, name, *chance.choice(earlier))
        else:
            line, truth = _article(chance, name, event, happened, people)
            earlier.append((line, truth))
        yield line, truth


def _article(
    chance: random.Random, name: str, event: Event, happened: list[Event], people: list[Leader]
) -> tuple[dict[str, Any], dict[str, Any]]:
    article = Article()
    truth: dict[str, Any] = {"document_id": name, "meetings": [], "people": {}}
    published = event.day + timedelta(chance.choice([0, 0, 1, 1, 2]))
    article.add(" ".join(chance.choices(WORDS, k=7)).capitalize() + "\n\n")
    told = [event]
    if chance.random() < SECOND_MEETING:
        told += [one for one in chance.sample(happened, 8) if one.day < event.day][:1]
    for one in told:
        _tell(chance, article, truth, one, people)
        for _ in range(chance.randint(3, 6)):
            article.add(" ".join(chance.choices(WORDS, k=15)).capitalize() + ". ")
        article.add("\n\n")
    line = {
        "document_id": name, "text": article.text,
        "published": None if chance.random() < UNPUBLISHED else published.isoformat(),
        "extractor": {"model": "invented", "version": "1", "prompt_sha256": None},
        "participants": list(article.participants.values()),
        "meetings": article.meetings, "statements": article.statements,
    }  # fmt: skip
    return line, truth


def _tell(
    chance: random.Random, article: Article, truth: dict[str, Any], event: Event,
    people: list[Leader],
) -> None:  # fmt: skip
    group = list(event.leaders)
    if chance.random() < PARTIAL and len(group) > 2:
        group = group[:1] + chance.sample(group[1:], chance.randint(1, len(group) - 2))
    if chance.random() < STRANGER:
        group.append(chance.choice(people))
    group = list(dict.fromkeys(group))
    kind = NEIGHBOUR[event.kind] if chance.random() < WRONG_KIND else event.kind
    day, words = _date(chance, event.day)
    opening = article.add(f"A {kind} was held")
    meeting: dict[str, Any] = {"kind": kind, "evidence": [opening], "field_evidence": {}}
    proofs = meeting["field_evidence"]
    if day is not None:
        article.add(" on ")
        meeting["date"], proofs["date"] = day, [article.add(words)]
    if chance.random() >= NO_PLACE and kind not in ("call", "video call"):
        article.add(" in ")
        meeting["place"], proofs["place"] = event.place, [article.add(event.place)]
    article.add(" between ")
    who = {one: _participant(chance, article, truth, one) for one in group}
    article.add(".\n")
    meeting["participants"] = [name for name in who.values() if name is not None]
    host = who[group[0]]
    if host is not None and chance.random() >= NO_ORGANIZER:
        meeting["organizer"] = host
        proofs["organizer"] = article.participants[host]["mentions"][:1]
    meeting["evidence"] = [opening, *(span for spans in proofs.values() for span in spans)]
    for one, said in chance.sample(event.sayings, 3):
        if who.get(one) is not None:
            mention = article.add(one.surname)
            cue = article.add(" said")
            article.add(" “")
            content = article.add(said)
            article.add("”.\n")
            article.statements.append(
                {
                    "content": content, "kind": "direct", "speaker": who[one],
                    "speaker_mention": mention, "cue": {**cue, "start": cue["start"] + 1,
                    "text": "said"},
                }
            )  # fmt: skip
    truth["meetings"].append(event.number)
    article.meetings.append(meeting)


def _participant(
    chance: random.Random, article: Article, truth: dict[str, Any], one: Leader
) -> str | None:
    """The name under which the article has this leader; None where it has another of that name."""
    draw = chance.random()
    name = one.name
    if draw < BARE:
        name = one.surname
    elif draw < BARE + OTHER_FORM:
        name = chance.choice(one.forms())
    if truth["people"].setdefault(name, one.number) != one.number:
        return None
    if name in article.participants:
        return name
    title = article.add(f"{one.title} of {one.country}")
    article.add(" ")
    spans = {"title": [title]}
    country = None if chance.random() < NO_COUNTRY else one.country
    if chance.random() < WRONG_COUNTRY:
        country = chance.choice(COUNTRIES)
    if country is not None:
        spans["country"] = [title]
    article.participants[name] = {
        "name": name, "title": one.title, "country": country, "mentions": [article.add(name)],
        "evidence": spans,
    }  # fmt: skip
    article.add(", ")
    return name


def _date(chance: random.Random, day: date) -> tuple[str | None, str]:
    """The date of the record, and the words of the text."""
    draw = chance.random()
    if draw < NO_DATE:
        return None, ""
    if draw < NO_DATE + NO_YEAR:
        return f"XXXX-{day:%m-%d}", f"{day:%B %d}"
    if draw < NO_DATE + NO_YEAR + MONTH_ONLY:
        return f"{day:%Y-%m}", f"{day:%B %Y}"
    if draw < NO_DATE + NO_YEAR + MONTH_ONLY + DAY_OFF:
        day += timedelta(chance.choice([-1, 1]))
    return day.isoformat(), f"{day:%B %d, %Y}"


def _reprint(
    chance: random.Random, name: str, line: dict[str, Any], truth: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same under another name, with more words after it."""
    more = "More: " + " ".join(chance.choices(WORDS, k=10))
    return (
        {**line, "document_id": name, "text": line["text"] + more},
        {**truth, "document_id": name},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8") as out, options.truth.open("w") as truths:
        for line, truth in articles(options.articles, options.seed):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            truths.write(json.dumps(truth) + "\n")


if __name__ == "__main__":
    main()
