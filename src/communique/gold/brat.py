"""Attribution corpora in brat's standoff format (PolNeAR and its like) → GoldDocuments.

A text ``NAME.txt`` and its annotations ``NAME.ann`` stand side by side, or the annotations in one
folder and the texts in another below the same (PolNeAR: ``attributions/NAME_ANNOTATOR.ann``,
``text/NAME.txt``). Each attribution is an event that ties contents, cues and a source together
(``E1 Attribution:T4 Content:T3 Cue:T2 Source:T1``); offsets are code points, half-open.
(https://brat.nlplab.org/standoff.html)

Statements alone are labeled, so they alone are scored. A content of several fragments becomes a
statement for each, all with the same speaker and cue; fragments with nothing but blanks between
them are one (brat cuts at line ends). A content inside another attribution's content is an inner
statement: not ``core``. The corpus does not say which statements are direct: ``kind`` is None.
A ``Discard`` span is boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from communique.errors import GoldError, InputError
from communique.gold.problems import GoldErrors, guard, shown
from communique.gold.records import GoldDocument, GoldStatement
from communique.records import ExtractorInfo, Span, text_sha256
from communique.text.spacing import squeezed

__all__ = ["SPAN_LINE", "load_brat", "roles_of"]

_ANNOTATOR = re.compile(r"(.+)_([0-9a-f]{4})")
SPAN_LINE = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?")
"""A T line: its name, label, offsets of its fragments, and words."""

_EVENT = re.compile(r"(E\d+)\t(\S+)")


@dataclass(frozen=True, slots=True)
class _Marked:
    """A text-bound annotation: its label and the contiguous pieces it marks."""

    label: str
    pieces: tuple[Span, ...]


def load_brat(folder: Path) -> tuple[GoldDocument, ...]:
    """The labeled documents of ``folder`` and what is below it, sorted by their annotations' path.

    ``document_id`` is the name of the text without its extension; an annotator in the name of the
    annotations is ``extractor.model``.

    Raises:
        GoldErrors: there is none, a text is missing, or annotations are wrong; all are named.
    """
    texts: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*.txt")):
        texts.setdefault(path.stem, []).append(path)
    problems: list[GoldError] = []
    documents: list[GoldDocument] = []
    for path in sorted(folder.rglob("*.ann")):
        with guard(problems):
            documents.append(_document(path, texts))
    if not documents and not problems:
        problems.append(GoldError("no .ann file in this folder", path=shown(folder)))
    if problems:
        raise GoldErrors(problems)
    return tuple(documents)


def _document(path: Path, texts: Mapping[str, Sequence[Path]]) -> GoldDocument:
    where, annotator = _text_of(path, texts)
    text, name = _read(where), shown(path)
    marked: dict[str, _Marked] = {}
    events: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if found := SPAN_LINE.fullmatch(line.rstrip("\r")):
            try:
                marked[found[1]] = _marked(text, found)
            except ValueError as error:
                raise GoldError(f"{found[1]}: {error}", path=name, line=number) from error
        elif line.startswith("T"):
            raise GoldError(f"not a span of brat: {line[:60]!r}", path=name, line=number)
        elif _EVENT.match(line):
            events.append((number, roles_of(line)))
        elif line.startswith("R"):
            raise GoldError("attributions are read from events (E), not R", path=name, line=number)
    statements: list[GoldStatement] = []
    for number, arguments in events:
        # One that is an event itself marks nothing: it is no part of an attribution.
        roles = {role: mark for role, mark in arguments.items() if not mark.startswith("E")}
        stranger = next((mark for mark in roles.values() if mark not in marked), None)
        if stranger is not None:
            raise GoldError(f"{stranger} is not in this file", path=name, line=number)
        statements += _statements({role: marked[mark] for role, mark in roles.items()})
    discarded = [p for m in marked.values() if m.label == "Discard" for p in m.pieces]
    try:
        return GoldDocument(
            document_id=where.stem,
            text_sha256=text_sha256(text),
            extractor=annotator and ExtractorInfo(model=annotator, version="brat"),
            statements=tuple(_inner_marked(statements)),
            boilerplate=tuple(sorted(set(discarded), key=lambda span: span.start)),
            scores=("statements",),
            text=text,
        )
    except (ValidationError, InputError) as error:
        raise GoldError(str(error), path=name) from error


def _text_of(path: Path, texts: Mapping[str, Sequence[Path]]) -> tuple[Path, str | None]:
    """The text that ``path`` annotates, and who did, where the name says so."""
    beside, named = path.with_suffix(".txt"), _ANNOTATOR.fullmatch(path.stem)
    if beside.is_file():
        return beside, None
    for stem, annotator in ((path.stem, None), *([(named[1], named[2])] if named else [])):
        found = texts.get(stem, ())
        if len(found) > 1:
            raise GoldError(
                f"two texts for it: {shown(found[0])} and {shown(found[1])}", path=shown(path)
            )
        if found:
            return found[0], annotator
    raise GoldError(f"no text for it: {path.stem}.txt is not below the folder", path=shown(path))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(f"cannot be read: {error.strerror}", path=shown(path)) from error
    except UnicodeDecodeError as error:
        raise GoldError(f"not UTF-8 (byte {error.start})", path=shown(path)) from error


def _marked(text: str, line: re.Match[str]) -> _Marked:
    """The pieces that a T line marks.

    Raises:
        ValueError: an offset is outside the text, or other words stand there than the line has.
    """
    places = sorted(_place(fragment) for fragment in line[3].split(";"))
    for start, end in places:
        if not start < end <= len(text):
            raise ValueError(f"{start} to {end} is no span of a text of {len(text)} characters")
    there = " ".join(text[start:end] for start, end in places)
    # Brat writes line ends as blanks.
    if line[4] is not None and squeezed(line[4]) != squeezed(there):
        raise ValueError(f"marks {there[:60]!r} in the text, but says {line[4][:60]!r}")
    joined = [places[0]]
    for start, end in places[1:]:
        before, last = joined[-1]
        if last <= start and not text[last:start].strip():
            joined[-1] = (before, end)
        else:
            joined.append((start, end))
    spans = (Span(start=start, end=end, text=text[start:end]) for start, end in joined)
    return _Marked(line[2], tuple(spans))


def _place(fragment: str) -> tuple[int, int]:
    start, end = fragment.split()
    return int(start), int(end)


def roles_of(line: str) -> dict[str, str]:
    """The arguments of an E line by role, the trigger left out: ``{"Content": "T3", …}``."""
    arguments = line.rstrip("\r").split("\t", 1)[1].split()[1:]
    return dict(argument.split(":", 1) for argument in arguments if ":" in argument)


def _statements(roles: Mapping[str, _Marked]) -> Iterator[GoldStatement]:
    """A statement for each piece of content of one attribution (``Content``, ``Content2`` …)."""
    by_label: dict[str, list[Span]] = {}
    for role, mark in roles.items():
        by_label.setdefault(role.rstrip("0123456789").lower(), []).extend(mark.pieces)
    source, cue = by_label.get("source", []), by_label.get("cue", [])
    for content in sorted(by_label.get("content", []), key=lambda span: span.start):
        yield GoldStatement(
            content=content,
            speaker=" ".join(span.text for span in source) or None,
            speaker_mention=source[0] if source else None,
            cue=cue[0] if cue else None,
        )


def _inner_marked(statements: Sequence[GoldStatement]) -> Iterator[GoldStatement]:
    """Those whose content lies inside another's, and is less, made inner statements."""
    for statement in statements:
        mine = statement.content
        if any(
            other.content.start <= mine.start
            and mine.end <= other.content.end
            and other.content != mine
            for other in statements
        ):
            yield statement.model_copy(update={"nested": True, "core": False})
        else:
            yield statement
