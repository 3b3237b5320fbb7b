"""From the record of a text and a change of the text to the record that must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.differences import ANY
from communique.metamorphic.rewriting import GONE, Gone
from communique.metamorphic.variants import Change
from communique.records import Readout

__all__ = ["Expected", "comparable", "expected_record"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    record: Json
    """As ``comparable`` shows it, with ANY where nothing in particular is expected."""
    excluded: tuple[str, ...]
    """What ANY stands for, and why."""


def comparable(record: Readout) -> Json:
    """What is compared of a record: all of it but its document's id and hash and who made it.

    Of issues the codes: their messages are made for people, and ``repeated`` is not about the
    text. Soft hyphens, which nobody sees, are left out of values; spans have them.
    """
    plain = record.model_dump(mode="json", include={"meetings", "participants", "statements"})
    for person in plain["participants"]:
        for key in ("name", "title", "organization"):
            person[key] = _visible(person[key])
    for meeting in plain["meetings"]:
        meeting["participants"] = [_visible(name) for name in meeting["participants"]]
        for key in ("organizer", "place"):
            meeting[key] = _visible(meeting[key])
    for statement in plain["statements"]:
        statement["speaker"] = _visible(statement["speaker"])
    codes = (issue.code for issue in record.issues)
    return {**plain, "issues": sorted(c for c in codes if c != "repeated")}


def _visible(value: str | None) -> str | None:
    return None if value is None else " ".join(value.replace("\u00ad", "").split())


def expected_record(original: Readout, change: Change) -> Expected:
    """What ``comparable`` must show of the changed text's record, if ``original`` was the text's.

    What stood only in text that was taken out goes with it.
    """
    return _Mapping(change).record(comparable(original))


@dataclass(slots=True)
class _Mapping:
    change: Change
    excluded: list[str] = field(default_factory=list)

    def record(self, old: Json) -> Expected:
        people = [self.participant(person) for person in old["participants"]]
        names = {p["name"]: new for p, new in zip(old["participants"], people, strict=True)}
        new = {
            "participants": [person for person in people if person is not None],
            "meetings": self.whole("meetings", [self.meeting(m, names) for m in old["meetings"]]),
            "statements": self.whole("statements", [*map(self.statement, old["statements"])]),
            "issues": old["issues"],
        }
        return Expected(new, tuple(self.excluded))

    def whole(self, name: str, items: list[Any]) -> Any:
        """The items that are left; ANY where the place of one of them is not known."""
        if any(item is ANY for item in items):
            self.excluded.append(f"{name}: one begins or ends inside the change")
            return ANY
        return [item for item in items if item is not None]

    def participant(self, old: Json) -> Json | None:
        path = f"participants[{old['name']}]"
        mentions = self.spans(old["mentions"], f"{path}.mentions")
        if mentions == []:
            return None
        new = {
            **old,
            "name": self.change.words(old["name"]),
            "title": self.words(old["title"]),
            "organization": self.words(old["organization"]),
            "country": self.change.countries.get(old["country"], old["country"]),
            "mentions": mentions,
        }
        return self.proven(new, old, "evidence", path)

    def proven(self, new: Json, old: Json, key: str, path: str) -> Json:
        """``new`` with the evidence of its fields; what has lost all of it may be anything."""
        proofs: Json = {}
        for name, spans in old[key].items():
            proofs[name] = self.spans(spans, f"{path}.{key}.{name}")
            if proofs[name] == [] and spans:
                self.excluded.append(f"{path}.{name}: what proved it was taken out")
                proofs[name] = new[name] = ANY
        return {**new, key: proofs}

    def meeting(self, old: Json, names: Mapping[str, Json | None]) -> Json | None:
        evidence = self.spans(old["evidence"], "meetings.evidence")
        if evidence == []:
            return None
        here = [names[name] for name in old["participants"]]
        new = {
            **old,
            "date": None if old["date"] is None else self.change.date(old["date"]),
            "place": self.words(old["place"]),
            "organizer": self.words(old["organizer"]),
            "participants": [person["name"] for person in here if person is not None],
            "evidence": evidence,
        }
        return self.proven(new, old, "field_evidence", "meetings")

    def statement(self, old: Json) -> Any:
        content = self.span(old["content"])
        if content is ANY or content is GONE:
            return ANY if content is ANY else None
        new = {**old, "content": content, "speaker": self.speaker(old["speaker"])}
        path = f"statements[{old['content']['start']}:{old['content']['end']}]"
        for key, goes_with in (("speaker_mention", "speaker"), ("cue", "cue")):
            new[key] = None if old[key] is None else self.span(old[key])
            if new[key] is ANY or new[key] is GONE:
                self.excluded.append(f"{path}.{key}: it begins or ends inside the change")
                new[key] = new[goes_with] = ANY
        return new

    def speaker(self, old: str | None) -> str | None:
        return None if old is None else "; ".join(map(self.change.words, old.split("; ")))

    def words(self, old: str | None) -> str | None:
        return None if old is None else self.change.words(old)

    def spans(self, old: list[Json], path: str) -> Any:
        new = [span for span in map(self.span, old) if span is not GONE]
        if any(span is ANY for span in new):
            self.excluded.append(f"{path}: one begins or ends inside the change")
            return ANY
        return new

    def span(self, old: Json) -> Any:
        """The span in the new text; ANY where it has no one place, GONE where it was taken out."""
        place = self.change.rewriting.place(old["start"], old["end"])
        if place is None or isinstance(place, Gone):
            return ANY if place is None else GONE
        start, end = place
        return {"start": start, "end": end, "text": self.change.rewriting.new[start:end]}
