"""How far two annotators agree who labeled the same documents apart from each other.

Spans have no chance agreement to correct for, so found items are compared by pairwise F1, which
is the same whoever is taken as gold (Hripcsak and Rothschild 2005). Kind and speaker of the
statements that both found are nominal labels: Krippendorff's alpha.

An item that either annotator marks optional or not ``core`` is left out of the counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from communique.errors import UsageError
from communique.gold.records import GoldDocument, GoldParticipant, GoldStatement
from communique.scoring.alpha import Alpha, nominal_alpha
from communique.scoring.counts import Counts
from communique.scoring.names import Key, may_stand_for, person_key, person_labels, surname_counts
from communique.scoring.pairing import Candidate, best_pairs, sort_key
from communique.scoring.statements import pair_statements

__all__ = ["Agreement", "Difference", "agreement"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One item on which the two differ; ``a`` or ``b`` is None where that side has none."""

    document_id: str
    what: Literal["participant", "statement", "boundary", "kind", "speaker"]
    a: str | None
    b: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over the documents that both labeled; counts are pooled over documents.

    In each ``Counts`` the first annotator is the gold; F1 does not depend on that.
    """

    documents: tuple[str, ...]
    only_a: tuple[str, ...]
    """Documents that the first alone labeled: not compared."""
    only_b: tuple[str, ...]
    participants: Counts
    statements: Counts
    """Contents that overlap by half (intersection over union of letters and digits)."""
    statements_exact: Counts
    kind: Alpha
    """Over statements that overlap by half; so for ``speaker``."""
    speaker: Alpha
    """Names that may stand for each other are one label; no speaker is a label too."""
    differences: tuple[Difference, ...]

    def lines(self) -> list[str]:
        """The agreement as plain lines, rates with their counts, then each difference."""
        rows = [
            ("participants, F1", _f1(self.participants)),
            ("statements, F1 at overlap .5", _f1(self.statements)),
            ("statements, F1 exact", _f1(self.statements_exact)),
            ("kind, alpha", _alpha(self.kind)),
            ("speaker, alpha", _alpha(self.speaker)),
        ]
        lines = [f"documents labeled by both: {len(self.documents)}"]
        lines += [f"  {name:<30}{value}" for name, value in rows]
        lines += [
            f"{d.document_id}: {d.what}: {d.a or '-'!s} | {d.b or '-'!s}" for d in self.differences
        ]
        return lines

    def as_dict(self) -> dict[str, Any]:
        """Counts with their rates, ready for JSON."""
        return {
            "documents": list(self.documents),
            "only_a": list(self.only_a),
            "only_b": list(self.only_b),
            "participants": self.participants.as_dict(),
            "statements": self.statements.as_dict(),
            "statements_exact": self.statements_exact.as_dict(),
            "kind": self.kind.as_dict(),
            "speaker": self.speaker.as_dict(),
            "differences": [asdict(difference) for difference in self.differences],
        }


def _f1(counts: Counts) -> str:
    if counts.f1 is None:
        return "- (0/0)"
    return f"{counts.f1:.3f} ({2 * counts.tp}/{2 * counts.tp + counts.fp + counts.fn})"


def _alpha(alpha: Alpha) -> str:
    value = "-" if alpha.value is None else f"{alpha.value:.3f}"
    return f"{value} (equal: {alpha.equal.numerator}/{alpha.equal.denominator})"


def agreement(a: Iterable[GoldDocument], b: Iterable[GoldDocument]) -> Agreement:
    """Compare two annotators' labels of the same documents.

    Raises:
        UsageError: they share no document, or labeled different texts under one id.
    """
    first = {document.document_id: document for document in a}
    second = {document.document_id: document for document in b}
    common = sorted(first.keys() & second.keys())
    if not common:
        raise UsageError("the two annotations share no document_id: nothing to compare")
    both = [_compare(first[name], second[name]) for name in common]
    return Agreement(
        documents=tuple(common),
        only_a=tuple(sorted(first.keys() - second.keys())),
        only_b=tuple(sorted(second.keys() - first.keys())),
        participants=sum((c.participants for c in both), Counts()),
        statements=sum((c.statements for c in both), Counts()),
        statements_exact=sum((c.statements_exact for c in both), Counts()),
        kind=nominal_alpha([pair for c in both for pair in c.kinds]),
        speaker=nominal_alpha([pair for c in both for pair in c.speakers]),
        differences=tuple(d for c in both for d in c.differences),
    )


Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Compared:
    participants: Counts
    statements: Counts
    statements_exact: Counts
    kinds: list[tuple[str | None, str | None]]
    speakers: list[tuple[Key | None, Key | None]]
    differences: list[Difference]


def _compare(a: GoldDocument, b: GoldDocument) -> _Compared:
    if a.text_sha256 != b.text_sha256:
        raise UsageError(f"{a.document_id}: the two annotations are of different texts")
    people = _pair_people(a.participants, b.participants)
    contents = pair_statements(a.text, a.statements, b.statements)
    half = [(i, j) for i, (j, _) in contents["iou50"].items()]
    exact = [(i, j) for i, (j, _) in contents["exact"].items()]
    scored = [s.core for s in a.statements], [s.core for s in b.statements]
    known = [not p.optional for p in a.participants], [not p.optional for p in b.participants]
    matched = [
        (a.statements[i], b.statements[j], overlap)
        for i, (j, overlap) in contents["iou50"].items()
        if a.statements[i].core and b.statements[j].core
    ]
    labels = person_labels(s.speaker for s in (*a.statements, *b.statements))
    names = [p.name for p in a.participants], [p.name for p in b.participants]
    texts = [s.content.text for s in a.statements], [s.content.text for s in b.statements]
    return _Compared(
        participants=_counts(people, *known),
        statements=_counts(half, *scored),
        statements_exact=_counts(exact, *scored),
        kinds=[(x.kind, y.kind) for x, y, _ in matched if x.kind and y.kind],
        speakers=[(labels[x.speaker], labels[y.speaker]) for x, y, _ in matched],
        differences=[
            *_unpaired(a.document_id, "participant", people, names),
            *_unpaired(a.document_id, "statement", half, texts),
            *(d for x, y, o in matched for d in _differing(a.document_id, x, y, o, labels)),
        ],
    )


def _pair_people(a: Sequence[GoldParticipant], b: Sequence[GoldParticipant]) -> list[Pair]:
    """As the scorer pairs them, but either side's names may stand for the other's."""
    order_a = sorted(range(len(a)), key=lambda i: sort_key(a[i].name, a[i].country, a[i].title))
    order_b = sorted(range(len(b)), key=lambda j: sort_key(b[j].name, b[j].country, b[j].title))
    surnames_a = surname_counts(p.name for p in a)
    surnames_b = surname_counts(p.name for p in b)
    candidates: list[Candidate] = []
    for row, i in enumerate(order_a):
        for column, j in enumerate(order_b):
            if any(
                may_stand_for(x, y, surnames_a) or may_stand_for(y, x, surnames_b)
                for x in (a[i].name, *a[i].aliases)
                for y in (b[j].name, *b[j].aliases)
            ):
                equal = person_key(a[i].name) == person_key(b[j].name)
                scored = not a[i].optional and not b[j].optional
                candidates.append((row, column, 1.001 + equal + 1e-6 * scored))
    return [(order_a[row], order_b[column]) for row, column in best_pairs(candidates)]


def _counts(pairs: list[Pair], scored_a: list[bool], scored_b: list[bool]) -> Counts:
    """A pair counts when both sides are scored; a scored item without a partner is unshared."""
    alone_a = set(range(len(scored_a))) - {i for i, _ in pairs}
    alone_b = set(range(len(scored_b))) - {j for _, j in pairs}
    return Counts(
        tp=sum(scored_a[i] and scored_b[j] for i, j in pairs),
        fp=sum(scored_b[j] for j in alone_b),
        fn=sum(scored_a[i] for i in alone_a),
    )


def _unpaired(
    document_id: str,
    what: Literal["participant", "statement"],
    pairs: list[Pair],
    texts: tuple[list[str], list[str]],
) -> list[Difference]:
    in_a, in_b = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *(Difference(document_id, what, t, None) for i, t in enumerate(texts[0]) if i not in in_a),
        *(Difference(document_id, what, None, t) for j, t in enumerate(texts[1]) if j not in in_b),
    ]


def _differing(
    document_id: str,
    a: GoldStatement,
    b: GoldStatement,
    overlap: float,
    labels: dict[str | None, Key | None],
) -> Iterable[Difference]:
    if overlap < 1:
        yield Difference(document_id, "boundary", a.content.text, b.content.text)
    if a.kind and b.kind and a.kind != b.kind:
        yield Difference(document_id, "kind", a.kind, b.kind)
    if labels[a.speaker] != labels[b.speaker]:
        yield Difference(document_id, "speaker", a.speaker, b.speaker)
