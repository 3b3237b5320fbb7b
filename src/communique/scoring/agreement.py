"""How far annotators agree who labeled the same documents apart from each other.

Spans have no chance agreement to correct for, so found items are compared by pairwise F1, which
is the same whoever is taken as gold (Hripcsak and Rothschild 2005); of more than two annotators,
the counts of all pairs are added. Kind and speaker of the statements that several found are
nominal labels: Krippendorff's alpha, over all annotators at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from communique.errors import UsageError
from communique.gold.records import GoldDocument
from communique.scoring.alpha import Alpha, nominal_alpha
from communique.scoring.annotator_pairs import PairCounts, Paired, Pairs, pair_up
from communique.scoring.disagreements import CLASSES, Difference, Units, differences_of
from communique.scoring.names import Key, person_labels
from communique.scoring.units import Unit, units

__all__ = ["Agreement", "DocumentAgreement", "PairAgreement", "agreement"]

Names = tuple[str, str]
"""The two annotators of a pair."""


@dataclass(frozen=True, slots=True)
class DocumentAgreement:
    """What of one document two or more annotators have in common."""

    document_id: str
    text: str
    annotators: tuple[str, ...]
    pairs: Mapping[Names, Paired]
    kinds: tuple[tuple[str, ...], ...]
    """The kinds that a core statement has, of each statement that two or more found."""
    speakers: tuple[tuple[Key | None, ...], ...]
    """So its speakers."""
    differences: tuple[Difference, ...]

    @property
    def counts(self) -> PairCounts:
        return sum((pair.counts for pair in self.pairs.values()), PairCounts())

    @property
    def kind(self) -> Alpha:
        return nominal_alpha(self.kinds)

    @property
    def speaker(self) -> Alpha:
        return nominal_alpha(self.speakers)


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators over the ``documents`` that both labeled."""

    names: Names
    documents: int
    counts: PairCounts
    kind: Alpha
    speaker: Alpha


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over the documents that two or more labeled; counts are added over documents."""

    annotators: tuple[str, ...]
    documents: tuple[DocumentAgreement, ...]
    alone: Mapping[str, tuple[str, ...]]
    """Documents that only one of them labeled, by annotator: not compared."""

    @property
    def counts(self) -> PairCounts:
        return sum((document.counts for document in self.documents), PairCounts())

    @property
    def kind(self) -> Alpha:
        """Over statements that overlap by half; so for ``speaker``."""
        return nominal_alpha([unit for d in self.documents for unit in d.kinds])

    @property
    def speaker(self) -> Alpha:
        return nominal_alpha([unit for d in self.documents for unit in d.speakers])

    @property
    def differences(self) -> tuple[Difference, ...]:
        """By class, in the order of ``CLASSES``, then by document."""
        found = (difference for d in self.documents for difference in d.differences)
        return tuple(sorted(found, key=lambda difference: CLASSES.index(difference.what)))

    def pairs(self) -> tuple[PairAgreement, ...]:
        """Every pair that has documents in common."""
        found = []
        for names in combinations(self.annotators, 2):
            both = [d.pairs[names] for d in self.documents if names in d.pairs]
            if both:
                counts = sum((pair.counts for pair in both), PairCounts())
                kind = nominal_alpha([labels for pair in both for labels in pair.kinds])
                speaker = nominal_alpha([labels for pair in both for labels in pair.speakers])
                found.append(PairAgreement(names, len(both), counts, kind, speaker))
        return tuple(found)


def agreement(labelings: Mapping[str, Iterable[GoldDocument]]) -> Agreement:
    """Compare the labels of several annotators, given by their names.

    Raises:
        UsageError: no two share a document, or one labeled another text under its id.
    """
    by_document: dict[str, dict[str, GoldDocument]] = {}
    for name, documents in labelings.items():
        for document in documents:
            by_document.setdefault(document.document_id, {})[name] = document
    shared = {name: found for name, found in sorted(by_document.items()) if len(found) > 1}
    if not shared:
        raise UsageError("the annotations share no document_id: nothing to compare")
    return Agreement(
        annotators=tuple(labelings),
        documents=tuple(_document(found) for found in shared.values()),
        alone={
            name: tuple(sorted(i for i, found in by_document.items() if [*found] == [name]))
            for name in labelings
        },
    )


def _document(by_name: Mapping[str, GoldDocument]) -> DocumentAgreement:
    documents = list(by_name.values())
    numbers = {name: number for number, name in enumerate(by_name)}
    pairs = {(a, b): pair_up(by_name[a], by_name[b]) for a, b in combinations(by_name, 2)}

    def united(found: Callable[[Paired], Pairs], sizes: Iterable[int]) -> list[Unit]:
        return units(
            list(sizes),
            [
                (alike, (numbers[a], i), (numbers[b], j))
                for (a, b), pair in pairs.items()
                for (i, j), alike in found(pair).items()
            ],
        )

    found = Units(
        participants=united(lambda p: p.participants, (len(d.participants) for d in documents)),
        meetings=united(lambda p: p.meetings, (len(d.meetings) for d in documents)),
        statements=united(lambda p: p.statements, (len(d.statements) for d in documents)),
    )
    labels = person_labels(s.speaker for d in documents for s in d.statements)
    core = [
        [s for n, i in unit.items() if (s := documents[n].statements[i]).core]
        for unit in found.statements
    ]
    return DocumentAgreement(
        document_id=documents[0].document_id,
        text=documents[0].text,
        annotators=tuple(by_name),
        pairs=pairs,
        kinds=tuple(tuple(s.kind for s in unit if s.kind) for unit in core),
        speakers=tuple(tuple(labels[s.speaker] for s in unit) for unit in core),
        differences=tuple(differences_of(by_name, found, labels)),
    )
