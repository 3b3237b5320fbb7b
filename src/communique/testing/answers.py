"""The answer that a perfect, a lazy or a lying model would give about a record's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from communique.testing.forms import Forms

__all__ = ["INVENTED", "Play"]

Json = dict[str, Any]

INVENTED = (
    ("Ottoline Quarrenden", "Zubrowkan", "the moon will be leased to the highest bidder"),
    ("Balthazar Nyström-Oyelaran", "Ruritanian", "that all clocks shall run backwards"),
    ("Persis Vantongeren", "Sylvanian", "the abolition of Wednesdays"),
)
"""Names and statements that stand in no article."""

NOTHING = 9000
"""From this number on ids mark nothing."""


@dataclass(frozen=True, slots=True)
class Play:
    """How a model answers from a record: perfectly, lazily, or making things up."""

    drop: int = 0
    """Leave out every ``drop``-th item of each list (0: none)."""
    invent: int = 0
    """How many participants and statements, or items of each list of a schema, to make up."""

    def __call__(self, record: Mapping[str, Any]) -> Json:
        """The record (a record or gold line as JSON) as a model would say it: quotes alone.

        One of a caller's own schema, which has a ``value``, is answered as that schema asks.
        """
        if "value" in record:
            return Forms(self.drop, [self._invented(i)[::2] for i in range(self.invent)])(record)
        answer = {
            "participants": [_participant(p) for p in self._kept(record.get("participants", ()))],
            "meetings": [_meeting(m) for m in self._kept(record.get("meetings", ()))],
            "statements": [_statement(s) for s in self._kept(record.get("statements", ()))],
        }
        for i in range(self.invent):
            name, adjective, words = self._invented(i)
            answer["participants"].append(_invented_participant(name, adjective))
            answer["statements"].append(_invented_statement(name, words))
        return answer

    def select(self, record: Mapping[str, Any]) -> Json:
        """The record as a model would choose it: ids of candidates, words where there is none.

        Whatever is made up is said twice: in words that no article has, and by an id that marks
        nothing.
        """
        from communique.testing.selections import Choices

        said: dict[str, list[Json]] = replace(self, invent=0)(record)
        left = {name: self._kept(record.get(name, ())) for name in said}
        choices = Choices(record)
        chosen: dict[str, list[Any]] = {
            "took_part": [choices.participant(one) for one in left["participants"]],
            "met": [choices.meeting(one) for one in left["meetings"]],
            "said": [choices.statement(one) for one in left["statements"]],
        }
        answer: Json = {name: [one for one in found if one] for name, found in chosen.items()}
        added = {
            name: [w for w, one in zip(words, found, strict=True) if not one]
            for (name, words), found in zip(said.items(), chosen.values(), strict=True)
        }
        for i in range(self.invent):
            name, adjective, words = self._invented(i)
            answer["took_part"].append([f"m{NOTHING + i}"])
            answer["said"].append([f"c{NOTHING + i}"])
            added["participants"].append(_invented_participant(name, adjective))
            added["statements"].append(_invented_statement(name, words))
        return {**answer, "added": added if any(added.values()) else None}

    def _kept(self, items: Sequence[Any]) -> list[Any]:
        return [item for i, item in enumerate(items, 1) if not self.drop or i % self.drop]

    @staticmethod
    def _invented(number: int) -> tuple[str, str, str]:
        name, adjective, words = INVENTED[number % len(INVENTED)]
        again = f" {number}" if number >= len(INVENTED) else ""
        return name + again, adjective, words + again


def _participant(participant: Mapping[str, Any]) -> Json:
    evidence = participant.get("evidence") or {}
    mentions = participant.get("mentions") or [{"text": participant["name"]}]
    return {
        "mention": mentions[0]["text"],
        "name": participant["name"],
        "title": participant.get("title"),
        "organization": participant.get("organization"),
        "country_quote": _text(evidence.get("country")) if participant.get("country") else None,
        "country": participant.get("country"),
    }


def _meeting(meeting: Mapping[str, Any]) -> Json:
    proofs = meeting.get("field_evidence") or {}
    spans = meeting.get("evidence") or ()
    dates = [span["text"] for span in proofs.get("date") or ()]
    if not dates and meeting.get("date"):
        dates = [span["text"] for span in spans][:4]
    return {
        "evidence": max((span["text"] for span in spans), key=len, default=""),
        "kind": meeting["kind"],
        "date_quotes": dates,
        "date": meeting.get("date"),
        "place": meeting.get("place"),
        "organizer": meeting.get("organizer"),
        "participants": list(meeting.get("participants", ())),
    }


def _statement(statement: Mapping[str, Any]) -> Json:
    return {
        "content": statement["content"]["text"],
        "cue": _text([statement["cue"]]) if statement.get("cue") else None,
        "speaker_mention": (
            statement["speaker_mention"]["text"] if statement.get("speaker_mention") else None
        ),
        "speaker": statement.get("speaker"),
        "kind": statement.get("kind") or "indirect",
        "nested": bool(statement.get("nested")),
    }


def _text(spans: Sequence[Mapping[str, Any]] | None) -> str | None:
    return str(spans[0]["text"]) if spans else None


def _invented_participant(name: str, adjective: str) -> Json:
    return {
        "mention": f"{adjective} President {name}",
        "name": name,
        "title": "President",
        "organization": None,
        "country_quote": adjective,
        "country": "ZZ",
    }


def _invented_statement(name: str, words: str) -> Json:
    return {
        "content": words,
        "cue": "said",
        "speaker_mention": name,
        "speaker": name,
        "kind": "indirect",
        "nested": False,
    }
