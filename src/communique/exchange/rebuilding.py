"""What was found of a document in a tool's file → its record or gold document, every place proven.

What cannot be placed is left out, with an issue that names it and where it stands in the file:
an item without its primary place, a proof without its place, and in a record (which may claim only
what it proves) the value that has no proof left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from communique.errors import CommuniqueError
from communique.exchange.anchoring import anchored
from communique.exchange.items import KINDS, PRIMARY, Found, Item, Kind, Labeled, Place
from communique.gold.records import GoldDocument
from communique.records import ErrorInfo, Failure, Issue, Readout
from communique.values import Span, place, text_sha256

__all__ = ["NOT_PLACED", "OURS", "failure", "rebuilt"]

NOT_PLACED = "not_placed"
"""The code of issues about places that the text does not have, or has more than once."""

NOT_UNDERSTOOD = "not_understood"
"""The code of issues about what of a file is none of ours."""

OURS = (NOT_PLACED, NOT_UNDERSTOOD)

_VALUES: Mapping[Kind, tuple[str, ...]] = {
    "participant": ("name", "title", "country", "organization", "aliases", "optional"),
    "meeting": ("kind", "date", "place", "organizer", "participants"),
    "statement": ("kind", "nested", "speaker", "core"),
    "boilerplate": (),
}
_GOLD_VALUES = {"aliases", "optional", "core"}
_HEAD = ("document_id", "extractor", "issues")
_GOLD_HEAD = (*_HEAD, "published", "status", "phenomenon", "scores")
_SHOWN = 200


def failure(document_id: str, message: str) -> Failure:
    """The Failure of a document that cannot be brought over."""
    return Failure(
        document_id=document_id or "?",
        error=ErrorInfo(code="exchange", message=message, stage="exchange"),
    )


def rebuilt(found: Found, text: str | None) -> Labeled | Failure:
    """The document of ``found``, its places looked for in ``text``."""
    name = str(found.head.get("document_id") or found.where)
    if text is None:
        return failure(name, f"{found.where}: no text for {name!r}: name it with --texts")
    try:
        given = found.head.get("text_sha256")
        same = None if given is None else given == text_sha256(text)
        return _Rebuilding(found, text, same).document()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(map(str, first["loc"]))
        return failure(name, f"{found.where}: {at + ': ' if at else ''}{first['msg']}")
    except CommuniqueError as error:
        return failure(name, f"{found.where}: {error.message}")


@dataclass
class _Rebuilding:
    found: Found
    text: str
    same_text: bool | None
    spans: dict[int, Span | None] = field(default_factory=dict)
    """By the identity of a place."""
    issues: list[dict[str, Any]] = field(default_factory=list)

    @property
    def gold(self) -> bool:
        return bool(self.found.head.get("gold"))

    def document(self) -> Labeled:
        places = [place for item in self.found.items for place in item.places]
        claims = [place.claim for place in places]
        spans = anchored(self.text, claims, same_text=self.same_text)
        self.spans = {id(place): span for place, span in zip(places, spans, strict=True)}
        lists: dict[str, list[Any]] = {key: [] for key in KINDS.values()}
        for item in self.found.items:
            made = self._item(item, f"{KINDS[item.kind]}[{len(lists[KINDS[item.kind]])}]")
            if made is not None:
                lists[KINDS[item.kind]].append(made)
        for note in self.found.notes:
            self._tell(NOT_UNDERSTOOD, note, None, None)
        head = self.found.head
        keys = _GOLD_HEAD if self.gold else _HEAD
        line = {key: head[key] for key in keys if head.get(key) is not None}
        line.update(lists, text=self.text)
        if not self.gold:
            line.pop("boilerplate")
            self._keep_known(line)
        earlier = head.get("issues")
        line["issues"] = [*(earlier if isinstance(earlier, list) else ()), *self.issues]
        return (GoldDocument if self.gold else Readout).model_validate(line)

    def _item(self, item: Item, path: str) -> dict[str, Any] | None:
        claimed = item.having(PRIMARY[item.kind])
        primary = self._placed(claimed, f"{path}.{PRIMARY[item.kind]}")
        needed = item.kind in ("statement", "boilerplate") or claimed or not self.gold
        if needed and not primary:
            message = f"{item.where}: left out: {item.kind} without a place in the text"
            self._tell(NOT_PLACED, message, path, dict(item.values))
            return None
        if item.kind == "boilerplate":
            return primary[0].model_dump()
        known = [k for k in _VALUES[item.kind] if self.gold or k not in _GOLD_VALUES]
        made = {key: item.values[key] for key in known if key in item.values}
        if item.kind == "statement":
            return self._statement(item, made, primary[0], path)
        proofs = {r: self._placed(item.having(r), f"{path}.{r}") for r in item.roles()}
        proofs = {role: spans for role, spans in proofs.items() if spans}
        if not self.gold:
            self._drop_unproven(item, made, proofs, path)
        if item.kind == "participant":
            return {**made, "mentions": primary, "evidence": proofs}
        parts = [span for spans in proofs.values() for span in spans if span not in primary]
        evidence = sorted([*primary, *parts], key=place) if parts else primary
        return {**made, "evidence": evidence, "field_evidence": proofs}

    def _statement(
        self, item: Item, made: dict[str, Any], content: Span, path: str
    ) -> dict[str, Any]:
        for role in ("speaker_mention", "cue"):
            spans = self._placed(item.having(role), f"{path}.{role}")
            made[role] = spans[0] if spans else None
        if not self.gold and made.get("speaker") is not None and made["speaker_mention"] is None:
            message = f"{item.where}: the speaker is left out: no mention of it was placed"
            self._tell(NOT_PLACED, message, f"{path}.speaker", made["speaker"])
            made["speaker"] = None
        if not self.gold and made.get("speaker") is None:
            made["speaker_mention"] = None
        return {**made, "content": content}

    def _drop_unproven(
        self, item: Item, made: dict[str, Any], proofs: Mapping[str, Any], path: str
    ) -> None:
        fields = {"participant": ("title", "country", "organization")}.get(
            item.kind, ("date", "place", "organizer")
        )
        for name in fields:
            if made.get(name) is not None and name not in proofs:
                message = f"{item.where}: {name} is left out: no proof of it was placed"
                self._tell(NOT_PLACED, message, f"{path}.{name}", made[name])
                made[name] = None

    def _keep_known(self, line: dict[str, Any]) -> None:
        """Take participants that were left out from the meetings of a record."""
        known = [p.get("name") for p in line["participants"]]
        for i, meeting in enumerate(line["meetings"]):
            names = meeting.get("participants")
            if not isinstance(names, list):
                continue  # refused by name, or none
            for name in names:
                if name not in known:
                    message = f"{name!r} is no participant of the record"
                    self._tell(NOT_PLACED, message, f"meetings[{i}].participants", name)
            meeting["participants"] = [name for name in names if name in known]

    def _placed(self, places: Iterable[Place], path: str) -> list[Span]:
        spans: list[Span] = []
        for claimed in places:
            span = self.spans[id(claimed)]
            if span is None:
                claim = claimed.claim
                where = claimed.where or self.found.where
                message = (
                    f"{where}: cannot be placed: the text does not have "
                    f"{claim.exact[:_SHOWN]!r}, or it cannot be told which of several is meant"
                )
                value = {"start": claim.start, "end": claim.end, "text": claim.exact}
                self._tell(NOT_PLACED, message, path, value)
            else:
                spans.append(span)
        return spans

    def _tell(self, code: str, message: str, path: str | None, value: Any) -> None:
        issue = Issue(code=code, message=message, path=path, value=value)
        self.issues.append(issue.model_dump(mode="json"))
