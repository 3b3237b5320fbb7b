"""Models compared in pairs on the same documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.evals.measures import measures
from communique.evals.recorded import Recorded, ScoredModel, load_recorded, ratios_of
from communique.scoring.counts import Ratio
from communique.scoring.documents import Score
from communique.statistics.items import FoundBy, found_by
from communique.statistics.paired import paired_difference
from communique.statistics.verdicts import ALPHA, Judged, judge

__all__ = [
    "COMPARED",
    "QUALITY",
    "Candidate",
    "Comparison",
    "Pair",
    "candidates",
    "compare",
    "judged_pairs",
    "refuse_unlike",
    "split_target",
]

GROUPS = ("participants", "content", "attributed")

COMPARED = tuple(f"{group} {rate}" for group in GROUPS for rate in ("recall", "precision", "F1"))
"""The measures compared where the call names none."""

QUALITY = "attributed F1"
"""The one figure by which models are ranked: what is said, by the right speaker, all of it and no
more. A verdict rests on it where it is compared."""


@dataclass(frozen=True, slots=True)
class Candidate:
    label: str
    """The model's name; with its folder where two have one name."""
    run: Recorded
    model: ScoredModel


@dataclass(frozen=True, slots=True)
class Pair:
    a: str
    b: str
    """Labels of the two."""
    judged: tuple[tuple[str, Judged], ...]
    """Each measure with the difference ``a`` minus ``b``."""
    found: tuple[tuple[str, FoundBy], ...]
    """By group, the gold items by who found them; contents at overlap .5."""


@dataclass(frozen=True, slots=True)
class Comparison:
    suite: str
    documents: int
    repeats: int
    pairs: tuple[Pair, ...]
    primary: str
    """The measure that a verdict rests on; each other one describes."""
    items: str = "contents at overlap .5"
    """What the gold items are that are told by who found them."""
    drafts: int = 0
    """Documents whose gold no person had gone through."""

    @property
    def family(self) -> int:
        """How many differences were judged together: each two models by one measure."""
        return len(self.pairs)

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; a difference is the first model's rate minus the second's."""
        return {
            "suite": self.suite,
            "documents": self.documents,
            "repeats": self.repeats,
            **({"drafts": self.drafts} if self.drafts else {}),
            "alpha": ALPHA,
            "primary": self.primary,
            "family": self.family,
            "pairs": [
                {
                    "a": pair.a,
                    "b": pair.b,
                    "measures": {name: _judged(judged) for name, judged in pair.judged},
                    "found": {group: found.as_dict() for group, found in pair.found},
                }
                for pair in self.pairs
            ],
        }


def _judged(judged: Judged) -> dict[str, Any]:
    difference = judged.difference
    return {
        "a": difference.a.as_dict(),
        "b": difference.b.as_dict(),
        "difference": difference.value,
        "interval": difference.interval and difference.interval.as_dict(),
        "documents": difference.documents,
        "documents_differing": difference.differing,
        "p": difference.p,
        "p_holm": judged.p_holm,
        "verdict": judged.verdict,
        "why": judged.why,
        "smallest_detectable": judged.detectable,
        "documents_needed": judged.needed,
    }


def candidates(targets: Sequence[str], *, fewest: int = 2) -> tuple[Candidate, ...]:
    """What a call names: ``DIR`` or a ``scores.json`` for all models of a run,
    ``DIR:MODEL`` for one.

    Raises:
        UsageError: a target is no run, or its run has no such model; or fewer than ``fewest`` are
            named.
    """
    found: list[tuple[str, Recorded, ScoredModel]] = []
    for target in targets:
        folder, name = split_target(target)
        run = load_recorded(Path(folder))
        chosen = [model for model in run.models if name in (None, model.name)]
        if not chosen:
            there_are = ", ".join(model.name for model in run.models)
            raise UsageError(f"{folder}: no model {name!r} in that run; there are: {there_are}")
        named = {(run.path, model.name) for _, run, model in found}
        found += [(folder, run, m) for m in chosen if (run.path, m.name) not in named]
    if len(found) < fewest:
        raise UsageError(
            f"{' '.join(targets)}: only one model ({found[0][2].name}); name another run too"
        )
    names = Counter(model.name for _, _, model in found)
    return tuple(
        Candidate(model.name if names[model.name] == 1 else f"{folder}:{model.name}", run, model)
        for folder, run, model in found
    )


def split_target(target: str) -> tuple[str, str | None]:
    """Folder and model: a model's name may hold colons, and so may a folder's."""
    if not target:
        raise UsageError("an empty name of a run (an unset variable?)")
    if not Path(target).exists():
        for place in (i for i, letter in enumerate(target) if letter == ":"):
            if place and Path(target[:place]).exists():
                return target[:place], target[place + 1 :]
    return target, None


def compare(found: Sequence[Candidate], names: Sequence[str] = COMPARED) -> Comparison:
    """Each two of the candidates by each of the measures; each measure is a family of its own.

    Raises:
        UsageError: two were not made alike (``refuse_unlike``); a measure is not known.
    """
    first = found[0]
    known = [measure.key for measure in measures(Score(), first.run.overlap)]
    for name in names:
        if name not in known:
            raise UsageError(f"no measure {name!r}; there are: {', '.join(known)}")
    for other in found[1:]:
        refuse_unlike(first, other)
    judged = judged_pairs([[_ratios(one, name) for name in names] for one in found])
    pairs = tuple(
        Pair(a.label, b.label, tuple(zip(names, own, strict=True)), _found(a, b))
        for (a, b), own in zip(combinations(found, 2), judged, strict=True)
    )
    run = first.run
    primary = QUALITY if QUALITY in names else names[0]
    return Comparison(
        run.suite, len(run.document_ids), run.repeats, pairs, primary, drafts=run.drafts
    )


def judged_pairs(models: Sequence[Sequence[Sequence[Ratio]]]) -> list[tuple[Judged, ...]]:
    """Each two models by each measure; a tuple for each two.

    The family is all pairs by one measure: a verdict rests on one measure, chosen beforehand, so
    only the number of models gives chance more goes at it. In one family the recalls, precisions
    and F1 of three groups, which largely say the same, would hide what the one that counts shows.

    Args:
        models: of each model each measure, one ratio a document.
    """
    families = [
        judge([paired_difference(x, y) for x, y in combinations(measure, 2)])
        for measure in zip(*models, strict=True)
    ]
    return list(zip(*families, strict=True))


def refuse_unlike(a: Candidate, b: Candidate) -> None:
    """Make sure that two results measure the same: same documents, gold, scorer and repeats.

    Raises:
        UsageError: they do not; the message says in what they differ.
    """
    one, two = a.run, b.run
    where = f"{one.path} and {two.path} cannot be compared"
    only = set(one.document_ids) ^ set(two.document_ids)
    if only:
        here = sorted(only)[0]
        raise UsageError(f"{where}: {here} is in one of them alone ({len(only)} such documents)")
    for what, x, y in (
        ("the gold (gold_sha256)", one.gold_sha256[:12], two.gold_sha256[:12]),
        ("the scorer's overlap", one.overlap, two.overlap),
        ("repeats", one.repeats, two.repeats),
    ):
        if x != y:
            raise UsageError(f"{where}: {what} differs: {x}, {y}")
    if one.scorer_sha256 != two.scorer_sha256:
        raise UsageError(
            f"{where}: another version's scorer scored one of them (scorer_sha256); "
            "`evals rescore` both"
        )


def _ratios(candidate: Candidate, name: str) -> list[Ratio]:
    """A measure of each document, in an order that does not depend on the run."""
    found = ratios_of(candidate.model, name, candidate.run.overlap)
    return [found[document] for document in sorted(found)]


def _found(a: Candidate, b: Candidate) -> tuple[tuple[str, FoundBy], ...]:
    one, two = a.model.found, b.model.found
    return tuple(
        (
            group,
            found_by((one[item], two[item]) for item in one if item[0] == group and item in two),
        )
        for group in GROUPS
    )
