"""A gold document as the source that people edit: the inverse of ``resolve``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from communique.countries import codes
from communique.errors import GoldError
from communique.gold.passage import Passage, Range
from communique.gold.problems import GoldErrors, guard
from communique.gold.quoting import Quoter
from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant, GoldStatement
from communique.gold.source import (
    Attribute,
    Quote,
    Region,
    Source,
    SourceMeeting,
    SourceParticipant,
    SourceStatement,
)
from communique.records import Span
from communique.text.spacing import squeezed
from communique.values import place

__all__ = ["source_of"]


def source_of(document: GoldDocument, text_path: str) -> Source:
    """The labels of ``document`` as quotes of its text.

    Resolved, they are the document again, spans and statements in text order; its extractor is
    ``FORMAT`` then, and its issues those that the labels have by themselves.

    Args:
        document: labels of an article.
        text_path: where its text lies, from the project folder.

    Raises:
        GoldErrors: something that a source cannot say; all of it, each with its path in the
            document (``participants[3].title``).
    """
    problems: list[GoldError] = []
    wording = _Wording(Quoter(Passage.of(document.text), document.document_id), problems)
    if document.phenomenon is not None or document.scores is not None:
        wording.complain("phenomenon", "a passage of the challenge set has no file of its own")
    for i, issue in enumerate(document.issues):
        if issue.code != "date_year_unknown":
            wording.complain(f"issues[{i}]", f"{issue.code}: {issue.message}")
    source = Source(
        path=document.document_id,
        document_id=document.document_id,
        text=text_path,
        text_sha256=document.text_sha256,
        published=document.published,
        status=document.status,
        participants=wording.participants(document.participants),
        meetings=wording.meetings(document.meetings, document.participants),
        statements=wording.statements(document.statements),
        boilerplate=wording.boilerplate(document.boilerplate),
        lines={},
        history=document.history,
    )
    if problems:
        raise GoldErrors(problems)
    return source


class _Wording:
    """The labels of one document, item by item; what a source cannot say goes to ``problems``."""

    def __init__(self, quoter: Quoter, problems: list[GoldError]) -> None:
        self.quoter = quoter
        self.problems = problems

    def complain(self, name: str, message: str) -> None:
        self.problems.append(self.quoter.error(name, f"a source cannot say this: {message}"))

    def participants(self, given: Sequence[GoldParticipant]) -> tuple[SourceParticipant, ...]:
        found = []
        for i, p in enumerate(given):
            with guard(self.problems):
                found.append(self._participant(p, f"participants[{i}]"))
        return tuple(found)

    def meetings(
        self, given: Sequence[GoldMeeting], people: Sequence[GoldParticipant]
    ) -> tuple[SourceMeeting, ...]:
        everyone = tuple(dict.fromkeys(p.name for p in people))
        found = []
        for i, m in enumerate(given):
            with guard(self.problems):
                found.append(self._meeting(m, everyone, f"meetings[{i}]"))
        return tuple(found)

    def statements(self, given: Sequence[GoldStatement]) -> tuple[SourceStatement, ...]:
        found = []
        for i, s in enumerate(given):
            with guard(self.problems):
                found.append(self._statement(s, f"statements[{i}]"))
        return tuple(found)

    def boilerplate(self, given: Sequence[Span]) -> tuple[Quote | Region, ...]:
        found = []
        for i, span in enumerate(given):
            with guard(self.problems):
                found.append(self.quoter.stretch(span, f"boilerplate[{i}]"))
        return tuple(found)

    def _participant(self, p: GoldParticipant, name: str) -> SourceParticipant:
        for i, each in enumerate((p.name, *p.aliases)):
            self._written(each, f"{name}.aliases[{i - 1}]" if i else f"{name}.name")
        mentions = self._quotes(p.mentions, f"{name}.mentions")
        first = min(map(place, p.mentions))
        values = {"title": p.title, "country": p.country, "organization": p.organization}
        if p.country is not None and p.country not in codes():
            self.complain(f"{name}.country", f"{p.country!r} is no ISO 3166-1 alpha-2 code")
        return SourceParticipant(
            name=p.name,
            line=0,
            mentions=mentions,
            attributes=self._attributes(values, p.evidence, name, first),
            aliases=tuple((alias, 0) for alias in p.aliases),
            optional=p.optional,
            found_by=p.found_by,
            undecided=p.undecided,
        )

    def _meeting(self, m: GoldMeeting, everyone: tuple[str, ...], name: str) -> SourceMeeting:
        values = {"date": m.date, "place": m.place, "organizer": m.organizer}
        proofs = {span for found in m.field_evidence.values() for span in found}
        own = [span for span in m.evidence if span not in proofs] or m.evidence
        return SourceMeeting(
            kind=m.kind,
            line=0,
            attributes=self._attributes(values, m.field_evidence, name),
            participants=(
                None if m.participants == everyone != () else tuple((n, 0) for n in m.participants)
            ),
            evidence=self._quotes(own, f"{name}.evidence"),
            found_by=m.found_by,
            undecided=m.undecided,
        )

    def _statement(self, s: GoldStatement, name: str) -> SourceStatement:
        content = self.quoter.one(s.content, f"{name}.content")
        scope = self.quoter.passage.paragraph(*place(s.content))
        if s.kind is None:
            raise self.quoter.error(f"{name}.kind", "is null: a source needs direct, mixed, …")
        if (s.speaker is None) != (s.speaker_mention is None):
            self.complain(f"{name}.speaker", "has speaker or speaker_mention without the other")
        if s.speaker is not None:
            self._written(s.speaker, f"{name}.speaker")
        if s.nested and s.core:
            self.complain(f"{name}.core", "a nested statement is never core")
        mention, cue = (
            None if span is None else self.quoter.one(span, f"{name}.{key}", scope=scope)
            for key, span in (("speaker_mention", s.speaker_mention), ("cue", s.cue))
        )
        return SourceStatement(
            content=content,
            line=0,
            kind=s.kind,
            speaker=s.speaker,
            speaker_line=None,
            speaker_mention=mention,
            cue=cue,
            nested=s.nested,
            core=s.core,
            found_by=s.found_by,
            undecided=s.undecided,
        )

    def _attributes(
        self,
        values: Mapping[str, str | None],
        evidence: Mapping[str, Sequence[Span]],
        name: str,
        near: Range | None = None,
    ) -> dict[str, Attribute]:
        found = {}
        for field in {**values, **evidence}:
            where, value, spans = f"{name}.{field}", values.get(field), evidence.get(field, ())
            if value is None and field not in evidence:
                continue
            if value is None:
                self.complain(where, "has words that prove it, and no value")
            elif not spans:
                self.complain(where, f"no words are given that prove {value!r}")
            else:
                self._written(value, where)
                found[field] = Attribute(value, self._quotes(spans, where, near))
        return found

    def _quotes(
        self, spans: Iterable[Span], name: str, near: Range | None = None
    ) -> tuple[Quote, ...]:
        """Of spans in text order."""
        given = sorted(spans, key=place)
        if not given:
            raise self.quoter.error(name, "is empty: a source needs words of the text")
        return tuple(
            self.quoter.one(span, f"{name}[{i}]", near=near) for i, span in enumerate(given)
        )

    def _written(self, value: str, name: str) -> None:
        """See that a value stays what it is when it is read: white space is made single."""
        if not value or value != squeezed(value):
            self.complain(name, f"{value!r} is empty, or has more than single blanks in it")
