"""Perfect records with one fault each, of every class of errors, and what it must change.

An article is invented: people, sentences that quote them, calls, sentences that quote nobody, and
boilerplate at its end. A ``Fault`` takes the gold and returns its perfect record with the fault in
it, and how many gold and predicted items the fault moves to which class.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from communique.gold.records import GoldDocument
from communique.records import Issue, Readout, Span

from .made import gold_document, perfect

Moves = dict[str, int]
"""Items more (or, below 0, fewer) in a class."""


class Injected(NamedTuple):
    record: Readout | None
    gold: Moves
    predicted: Moves


Fault = Callable[[GoldDocument, random.Random], Injected]

GIVEN = "Orla Tamsin Brisa Quill Noor Ebba Caspian Doro Ismene Wulf".split()
FAMILY = "Vantongeren Halloway Brockhurst Szabolcs Ferreyra Lindqvist Okonjo Tremblant".split()
WORDS = (
    "harbour timber turbine ferry quota pipeline orchard tariff glacier satellite vineyard railway "
    "customs mineral aqueduct treaty signal market border season"
).split()


def article(rng: random.Random) -> GoldDocument:
    """An invented article with its labels."""
    given = rng.sample(GIVEN, 8)
    names = [f"{first} {last}" for first, last in zip(given, FAMILY, strict=True)]
    parts: list[str] = []
    statements: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []

    def add(sentence: str) -> int:
        start = sum(map(len, parts))
        parts.append(sentence)
        return start

    for number, name in enumerate(names):
        start = add(f"{name} said ")
        content = " ".join(["that the", *rng.choices(WORDS, k=rng.randint(8, 16)), f"is {number}"])
        at = add(content)
        add(". ")
        statements.append({"at": at, "content": content, "speaker": name, "mention": start})
        people.append({"name": name, "at": start})
    add("Nobody was quoted on " + " ".join(rng.choices(WORDS, k=30)) + ". ")
    footer = add("Read more: " + " ".join(rng.choices(WORDS, k=30)) + " by Zelda Unquoted.")
    text = "".join(parts)

    def span(at: int, length: int) -> Span:
        return Span.of(text, at, at + length)

    calls = [
        {
            "kind": "call",
            "date": f"2031-05-1{number}",
            "organizer": names[4 * number],
            "participants": tuple(names[4 * number : 4 * number + 4]),
            "evidence": (span(people[4 * number]["at"], 9),),
        }
        for number in range(2)
    ]
    return gold_document(
        text,
        participants=[
            {"name": p["name"], "mentions": (span(p["at"], len(p["name"])),)} for p in people
        ],
        statements=[
            {
                "content": span(s["at"], len(s["content"])),
                "kind": "indirect",
                "speaker": s["speaker"],
                "speaker_mention": span(s["mention"], len(s["speaker"])),
            }
            for s in statements
        ],
        meetings=calls,
        boilerplate=(Span.of(text, footer, len(text)),),
    )


def _changed(gold: GoldDocument, name: str, items: Any) -> Readout:
    return perfect(gold).model_copy(update={name: tuple(items)})


def _with(gold: GoldDocument, name: str, rng: random.Random, /, **update: Any) -> Readout:
    """The perfect record with one item of the list changed."""
    items = list(getattr(perfect(gold), name))
    chosen = rng.randrange(len(items))
    items[chosen] = items[chosen].model_copy(update=update)
    return _changed(gold, name, items)


def _and(gold: GoldDocument, name: str, rng: random.Random, /, **update: Any) -> Readout:
    """The perfect record with one item of the list there once more, changed."""
    items = list(getattr(perfect(gold), name))
    more = rng.choice(items).model_copy(update=update)
    items.insert(rng.randrange(len(items) + 1), more)
    return _changed(gold, name, items)


def _issue(gold: GoldDocument, **fields: Any) -> Readout:
    issue = Issue(message="as a test has it", **fields)
    return perfect(gold).model_copy(update={"issues": (issue,)})


def missed(name: str) -> Fault:
    def inject(gold: GoldDocument, rng: random.Random) -> Injected:
        items = list(getattr(perfect(gold), name))
        del items[rng.randrange(len(items))]
        return Injected(_changed(gold, name, items), {"correct": -1, "missed": 1}, {"correct": -1})

    return inject


def truncated(name: str) -> Fault:
    def inject(gold: GoldDocument, rng: random.Random) -> Injected:
        items = getattr(perfect(gold), name)
        kept = rng.randrange(len(items))
        cut = Issue(code="answer_truncated", message="the answer stopped", path=name, value="{")
        record = _changed(gold, name, items[:kept]).model_copy(update={"issues": (cut,)})
        lost = len(items) - kept
        return Injected(record, {"correct": -lost, "truncated": lost}, {"correct": -lost})

    return inject


def failed_document(name: str) -> Fault:
    def inject(gold: GoldDocument, _: random.Random) -> Injected:
        lost = len(getattr(gold, name))
        return Injected(None, {"correct": -lost, "failed_document": lost}, {"correct": -lost})

    return inject


def fabricated(name: str) -> Fault:
    """Said to be unproven by the extractor, or given at offsets where the text has other words."""

    def inject(gold: GoldDocument, rng: random.Random) -> Injected:
        invented = {
            "participants": {"name": "Zebedee Nowhere"},
            "statements": {"content": "nobody ever wrote any of these words", "kind": "direct"},
            "meetings": {"kind": "call", "evidence": "they phoned on the moon"},
        }[name]
        at = rng.randrange(len(gold.text) - 9)
        false = Span(start=at, end=at + 9, text="#########")
        places = {
            "participants": {"name": "Zebedee Nowhere", "mentions": (false,)},
            "statements": {"content": false},
            "meetings": {"date": "1999-01-01", "evidence": (false,)},
        }[name]
        code = rng.choice(["unsupported", "from_example"])
        record = rng.choice(
            [_issue(gold, code=code, path=name, value=invented), _and(gold, name, rng, **places)]
        )
        return Injected(record, {}, {"fabricated": 1})

    return inject


def _misplaced(name: str, error_class: str, region: Callable[[GoldDocument], int]) -> Fault:
    def inject(gold: GoldDocument, rng: random.Random) -> Injected:
        start = region(gold) + rng.randrange(40)
        place = Span.of(gold.text, start, start + rng.randint(20, 60))
        update = {
            "participants": {"name": "Zelda Unquoted", "mentions": (place,)},
            "statements": {"content": place},
            "meetings": {"date": "1999-01-01", "kind": "summit", "evidence": (place,)},
        }[name]
        return Injected(_and(gold, name, rng, **update), {}, {error_class: 1})

    return inject


def spurious(name: str) -> Fault:
    return _misplaced(name, "spurious", lambda gold: gold.text.index("Nobody was quoted"))


def boilerplate(name: str) -> Fault:
    by_page = _misplaced(name, "boilerplate", lambda gold: gold.boilerplate[0].start)

    def inject(gold: GoldDocument, rng: random.Random) -> Injected:
        by_extractor = _issue(gold, code="boilerplate", path=name, value={})
        return rng.choice([by_page(gold, rng), Injected(by_extractor, {}, {"boilerplate": 1})])

    return inject


def duplicate(name: str) -> Fault:
    def inject(gold: GoldDocument, rng: random.Random) -> Injected:
        chosen = rng.choice(getattr(perfect(gold), name))
        if name == "statements" and rng.random() < 0.5:
            content = chosen.content
            cut = rng.randrange(1, len(content.text) * 2 // 3)
            chosen = chosen.model_copy(
                update={"content": Span.of(gold.text, content.start + cut, content.end)}
            )
        if name == "participants" and rng.random() < 0.5:
            chosen = chosen.model_copy(update={"name": f"President {chosen.name.split()[-1]}"})
        items = list(getattr(perfect(gold), name))
        items.insert(rng.randrange(len(items) + 1), chosen)
        return Injected(_changed(gold, name, items), {}, {"duplicate": 1})

    return inject


def wrong(name: str, error_class: str, **update: Any) -> Fault:
    def inject(gold: GoldDocument, rng: random.Random) -> Injected:
        moved = {"correct": -1, error_class: 1}
        return Injected(_with(gold, name, rng, **update), moved, moved)

    return inject


def wrong_speaker(gold: GoldDocument, rng: random.Random) -> Injected:
    items = list(perfect(gold).statements)
    one, other = rng.sample(range(len(items)), 2)
    said = {"speaker": items[other].speaker, "speaker_mention": items[other].speaker_mention}
    nobody = {"speaker": None, "speaker_mention": None}
    items[one] = items[one].model_copy(update=rng.choice([said, nobody]))
    moved = {"correct": -1, "wrong_speaker": 1}
    return Injected(_changed(gold, "statements", items), moved, moved)


def boundary(gold: GoldDocument, rng: random.Random) -> Injected:
    """Up to 60 % cut off at one side, or some of what follows taken in, or moved by a third."""
    items = list(perfect(gold).statements)
    chosen = rng.randrange(len(items))
    start, end = items[chosen].content.start, items[chosen].content.end
    cut = rng.randint(3, (end - start) * 6 // 10)
    places = [(start + cut, end), (start, end - cut), (start, end + 12)]
    third = (end - start) // 3
    places.append((start + third, end + 12))
    content = Span.of(gold.text, *rng.choice(places))
    items[chosen] = items[chosen].model_copy(update={"content": content})
    moved = {"correct": -1, "boundary": 1}
    return Injected(_changed(gold, "statements", items), moved, moved)


def split_statement(gold: GoldDocument, rng: random.Random) -> Injected:
    """In two or three pieces, of any length."""
    items = list(perfect(gold).statements)
    chosen = rng.randrange(len(items))
    whole = items.pop(chosen)
    start, end = whole.content.start, whole.content.end
    inside = rng.sample(range(start + 5, end - 5, 7), rng.randint(1, 2))
    cuts = [start, *sorted(inside), end]
    pieces = [
        whole.model_copy(update={"content": Span.of(gold.text, *place)}) for place in pairwise(cuts)
    ]
    items[chosen:chosen] = pieces
    record = _changed(gold, "statements", items)
    return Injected(record, {"correct": -1, "split": 1}, {"correct": -1, "split": len(pieces)})


def merged_statements(gold: GoldDocument, rng: random.Random) -> Injected:
    """Two or three neighbours in one."""
    items = list(perfect(gold).statements)
    count = rng.randint(2, 3)
    first = rng.randrange(len(items) - count)
    joined = items[first : first + count]
    whole = Span.of(gold.text, joined[0].content.start, joined[-1].content.end)
    items[first : first + count] = [joined[0].model_copy(update={"content": whole})]
    record = _changed(gold, "statements", items)
    return Injected(record, {"correct": -count, "merge": count}, {"correct": -count, "merge": 1})


def split_meeting(gold: GoldDocument, rng: random.Random) -> Injected:
    """Some of its participants in one, the rest in another."""
    items = list(perfect(gold).meetings)
    chosen = rng.randrange(len(items))
    whole = items.pop(chosen)
    order = rng.sample(whole.participants, len(whole.participants))
    at = rng.randrange(1, len(order))
    items += [
        whole.model_copy(update={"participants": tuple(part)}) for part in (order[:at], order[at:])
    ]
    record = _changed(gold, "meetings", items)
    return Injected(record, {"correct": -1, "split": 1}, {"correct": -1, "split": 2})


def merged_meetings(gold: GoldDocument, rng: random.Random) -> Injected:
    """One meeting, of either day, with the participants of both."""
    one, other = perfect(gold).meetings
    everyone = (*one.participants, *other.participants)
    joined = rng.choice([one, other]).model_copy(update={"participants": everyone})
    record = _changed(gold, "meetings", [joined])
    return Injected(record, {"correct": -2, "merge": 2}, {"correct": -2, "merge": 1})


_ANY = {
    f.__name__: f
    for f in (missed, truncated, failed_document, fabricated, spurious, boilerplate, duplicate)
}
FAULTS: dict[tuple[str, str], Fault] = {
    **{
        (name, kind): _ANY[kind](name)
        for name in ("participants", "statements", "meetings")
        for kind in _ANY
    },
    ("statements", "wrong_speaker"): wrong_speaker,
    ("statements", "wrong_kind"): wrong("statements", "wrong_kind", kind="direct"),
    ("statements", "boundary"): boundary,
    ("statements", "split"): split_statement,
    ("statements", "merge"): merged_statements,
    ("meetings", "wrong_date"): wrong("meetings", "wrong_date", date="1999-01-01"),
    ("meetings", "wrong_kind"): wrong("meetings", "wrong_kind", kind="summit"),
    ("meetings", "wrong_organizer"): wrong(
        "meetings", "wrong_organizer", organizer="Zelda Unquoted"
    ),
    ("meetings", "split"): split_meeting,
    ("meetings", "merge"): merged_meetings,
}
"""By list and class."""
