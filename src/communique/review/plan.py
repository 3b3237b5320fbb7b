"""What one call of ``gold review`` is about: which documents, who, in which way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from communique.errors import UsageError
from communique.gold.records import GoldDocument, GoldEvent, GoldStatus
from communique.review.actions import Finish
from communique.review.comparing import adjudication, going_on
from communique.review.files import SourceFile, inside
from communique.review.opening import open_source, read_labels
from communique.review.proposals import days_in, proposals
from communique.review.session import Session
from communique.review.state import State

__all__ = ["Mode", "Plan", "make_plan"]

Mode = Literal["review", "blind", "adjudicate"]

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

_STATUS = re.compile(rb"^status: *(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """``sources`` are files of ``gold/sources`` by the names that pages know them by, in order.

    Nothing that a page says becomes a path: it names one of these.
    """

    root: Path
    mode: Mode
    sources: Mapping[str, Path]
    annotator: str | None = None
    sides: tuple[str, str] | None = None

    def target(self, name: str) -> Path:
        """The file that labels go to."""
        source = self.sources[name]
        if self.mode == "blind" and self.annotator is not None:
            return self.root / "gold" / "annotators" / self.annotator / source.name
        return source

    def status(self, name: str) -> str:
        """What the file says of itself; ``new`` where there is none."""
        try:
            found = _STATUS.search(self.target(name).read_bytes())
        except OSError:
            return "new"
        return "draft" if found is None else found[1].decode()

    def open(self, name: str) -> Session:
        """The document, ready to be worked on.

        Raises:
            CommuniqueError: its source cannot be read, or lies outside of the project folder.
        """
        file, state = {
            "review": self._reviewed,
            "blind": self._blind,
            "adjudicate": self._adjudicated,
        }[self.mode](name)
        inside(self.root, file.path)
        file.begins_as(state)
        return Session(file, [state])

    def finish(self, state: State) -> Finish:
        """The end of work on a document, told with who did it and when."""
        role: Literal["annotator", "reviewer"] = "annotator" if self.mode == "blind" else "reviewer"
        status: GoldStatus = "labeled"
        if self.mode == "adjudicate" or (
            self.mode == "review" and state.head.status == "adjudicated"
        ):
            status = "adjudicated"
        return Finish(status=status, event=self._event(role))

    def days(self, state: State) -> tuple[tuple[int, int, str], ...]:
        """The days that a program reads from the text; who labels blind is told none."""
        return () if self.mode == "blind" else days_in(state.head)

    def _event(self, role: Literal["annotator", "reviewer"]) -> GoldEvent:
        when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return GoldEvent(
            role=role, by=self.annotator or role, when=when, made_from=self.sides or ()
        )

    def _reviewed(self, name: str) -> tuple[SourceFile, State]:
        file, document = open_source(self.root, self.sources[name])
        return file, State.of(_with_finders(document), proposals(document))

    def _blind(self, name: str) -> tuple[SourceFile, State]:
        """The annotator's own labels; of the source its head alone."""
        path = self.target(name)
        if path.exists():
            file, document = open_source(self.root, path)
            return file, State.of(document)
        source, document = open_source(self.root, self.sources[name])
        return SourceFile(self.root, path, source.text_path, None), _empty(document)

    def _adjudicated(self, name: str) -> tuple[SourceFile, State]:
        assert self.sides is not None  # noqa: S101 - so is a plan of this mode made
        source = self.sources[name]
        folder = self.root / "gold" / "annotators"
        a, b = (read_labels(self.root, folder / side / source.name) for side in self.sides)
        if a.text_sha256 != b.text_sha256:
            raise UsageError(f"{name}: the two annotators labeled different texts")
        begun = adjudication(_empty(a).head, (self.sides[0], a), (self.sides[1], b))
        if not source.exists():
            text_path = open_source(self.root, folder / self.sides[0] / source.name)[0].text_path
            return SourceFile(self.root, source, text_path, None), self._begun(begun)
        file, document = open_source(self.root, source)
        between = {frozenset(e.made_from) for e in document.history if e.role == "reviewer"}
        if document.status == "adjudicated" or frozenset(self.sides) in between:
            return file, going_on(begun, document)
        _refuse_to_replace(name, document)
        file.layout, file.copy_first = None, True
        return file, self._begun(begun)

    def _begun(self, state: State) -> State:
        """The state, its history telling that it is being adjudicated: not to begin anew later."""
        history = (*state.head.history, self._event("reviewer"))
        return replace(state, head=state.head.model_copy(update={"history": history}))


def _refuse_to_replace(name: str, document: GoldDocument) -> None:
    """See that nobody's work on the labels of a source would be lost.

    Raises:
        UsageError: it would.
    """
    if document.status != "draft":
        raise UsageError(
            f"gold/sources has {name} as {document.status}: to decide between it and another "
            "labeling, move it to gold/annotators/NAME/; to begin anew, remove it"
        )
    for event in document.history:
        if event.role == "reviewer" and event.made_from:
            raise UsageError(
                f"{name} is being decided between {' and '.join(event.made_from)}: finish that "
                "first, or remove it from gold/sources"
            )


def _empty(document: GoldDocument) -> State:
    """The document without labels, nobody's."""
    blank: Sequence[object] = ()
    parts = ("participants", "meetings", "statements", "boilerplate", "issues", "history")
    update: dict[str, object] = {**dict.fromkeys(parts, blank), "status": "draft"}
    return State(document.model_copy(update=update))


def _with_finders(document: GoldDocument) -> GoldDocument:
    """A draft with the names of who found each label, so that each can be confirmed.

    A draft of one model does not repeat its name at every label. Once a label has been confirmed
    the others have it in the file.
    """
    last = document.history[-1] if document.history else None
    labels = (*document.participants, *document.meetings, *document.statements)
    drafted = document.is_draft and last is not None and last.role == "program"
    if last is None or not drafted or any(label.found_by for label in labels):
        return document
    finders = {"found_by": last.made_from or (last.by,)}
    return document.model_copy(
        update={
            "participants": tuple(p.model_copy(update=finders) for p in document.participants),
            "meetings": tuple(m.model_copy(update=finders) for m in document.meetings),
            "statements": tuple(s.model_copy(update=finders) for s in document.statements),
        }
    )


def make_plan(
    root: Path,
    wanted: Sequence[str] = (),
    *,
    annotator: str | None = None,
    blind: bool = False,
    adjudicate: tuple[str, str] | None = None,
) -> Plan:
    """The plan of a call.

    Args:
        root: the project folder.
        wanted: names of documents; none for all.

    Raises:
        UsageError: there is no such document or annotator, or the options contradict.
    """
    if blind and annotator is None:
        raise UsageError("--blind needs --annotator NAME: whose labels are they?")
    if blind and adjudicate:
        raise UsageError("--blind or --adjudicate, not both")
    for name in (annotator, *(adjudicate or ())):
        if name is not None and not NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no annotator's name: letters, digits, - and _")
    mode: Mode = "blind" if blind else "adjudicate" if adjudicate else "review"
    known = _sources(root)
    if adjudicate:
        known = _in_both(root, known, adjudicate)
    chosen = known
    if wanted:
        names = [_in_one_set(name, known) for name in wanted]
        chosen = {name: _one(name, known) for name in names}
    if not chosen:
        what = "gold/sources has no .yaml file"
        if adjudicate:
            what = f"no document was labeled by both {adjudicate[0]} and {adjudicate[1]}"
        raise UsageError(f"nothing to review: {what}")
    if blind:
        _check_apart(chosen)
    return Plan(root, mode, chosen, annotator, adjudicate)


def _sources(root: Path) -> dict[str, Path]:
    """The sources of a project: DOC in gold/sources, SET/DOC in its folders."""
    folder = root / "gold" / "sources"
    found = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    found |= {f"{path.parent.name}/{path.stem}": path for path in sorted(folder.glob("*/*.yaml"))}
    return {name: path for name, path in found.items() if not _is_hidden(path, folder)}


def _in_one_set(name: str, known: dict[str, Path]) -> str:
    """The name with its set, where only one set has such a document."""
    found = [one for one in known if one.rpartition("/")[2] == name]
    return found[0] if name not in known and len(found) == 1 else name


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _in_both(root: Path, known: dict[str, Path], sides: tuple[str, str]) -> dict[str, Path]:
    folder = root / "gold" / "annotators"
    for side in sides:
        if not (folder / side).is_dir():
            names = ", ".join(sorted(p.name for p in folder.glob("*") if p.is_dir())) or "none"
            raise UsageError(f"{side}: no such annotator; there are: {names}")
    both = [
        path
        for path in sorted((folder / sides[0]).glob("*.yaml"))
        if (folder / sides[1] / path.name).is_file()
    ]
    named = {path.name: (name, path) for name, path in known.items()}
    return dict(
        named.get(path.name, (path.stem, root / "gold" / "sources" / path.name)) for path in both
    )


def _one(name: str, known: dict[str, Path]) -> Path:
    if name not in known:
        from rapidfuzz.process import extractOne

        best = extractOne(name, list(known), score_cutoff=60)
        hint = f"; is {best[0]} meant?" if best else ""
        raise UsageError(f"{name}: no such document to review{hint}")
    return known[name]


def _check_apart(chosen: Mapping[str, Path]) -> None:
    """See that no two documents would go into one file of the annotator."""
    seen: dict[str, str] = {}
    for name, path in chosen.items():
        if path.name in seen:
            raise UsageError(
                f"{seen[path.name]} and {name} have one name, and an annotator's labels one "
                "folder: name the documents to label"
            )
        seen[path.name] = name
