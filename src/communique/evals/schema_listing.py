"""What stands under the table: failed documents, wrong leaves, claims without proof, as text."""

from __future__ import annotations

from collections.abc import Iterator

from communique.evals.listing import FEW_DOCUMENTS, section_lines
from communique.evals.schema_results import SchemaModelResult, SchemaResults
from communique.outputs.printable import printable
from communique.schema_scoring import RecordScore

__all__ = ["wrong_lines"]


def wrong_lines(results: SchemaResults, *, all_of_it: bool) -> list[str]:
    """Everything that each model got wrong, a leaf a line, safe to print; of many documents how
    much, and how to see it."""
    lines: list[str] = []
    whole = all_of_it or len(results.plan.gold) <= FEW_DOCUMENTS
    if not whole:
        lines += ["", "What was wrong: `--errors` lists it; scores.json holds every decision."]
    for result in results.models:
        sections = _sections(results, result)
        if whole:
            lines += ["", result.model.name, *section_lines(sections)]
        else:
            counts = [f"{name} {len(found)}" for name, found in sections.items() if found]
            lines.append(f"  {result.model.name}: {', '.join(counts) or 'nothing'}")
    return lines


def _sections(results: SchemaResults, result: SchemaModelResult) -> dict[str, list[str]]:
    """What was wrong, a line each, by the name of what is wrong with it."""
    failed, left_out = "failed documents", "given but not in the text"
    found: dict[str, list[str]] = {failed: [], "wrong": [], "missed": [], "false alarm": []}
    found[left_out] = []
    for repeat, documents in enumerate(result.repeats, start=1):
        for gold, scored in zip(results.plan.gold, documents, strict=False):
            where = gold.document.id + (f" #{repeat}" if len(result.repeats) > 1 else "")
            if scored.failure is not None:
                error = scored.failure
                found[failed].append(f"{where}  {error.code}: {printable(error.message)}")
                continue  # that all of its gold is missed is said by that
            for verdict, told in _wrong(scored):
                found[verdict].append(f"{where}  {printable(told)}")
            for issue in scored.left_out:
                found[left_out].append(f"{where}  {issue.path}  {printable(issue.message)}")
    return found


def _wrong(scored: RecordScore) -> Iterator[tuple[str, str]]:
    """The verdict and a line for each wrong leaf; one for all leaves of an item without partner."""
    alone: dict[tuple[str, str], list[str]] = {
        (item.verdict, item.gold or item.predicted or ""): []
        for item in scored.items
        if item.verdict != "matched"
    }
    for decision in scored.wrong:
        leaf = decision.gold or decision.predicted
        where = "" if leaf is None else leaf.pointer
        # Of items in items the outermost: it was the first to find no partner.
        within = next((k for k in alone if k[0] == decision.verdict and _is_in(where, k[1])), None)
        if within is None:
            yield decision.verdict, str(decision).removeprefix(f"{decision.verdict} ")
        else:
            alone[within].append(f"{where.removeprefix(within[1] + '/')} {leaf}")
    for (verdict, item), leaves in alone.items():
        if leaves or not any(item != other and _is_in(item, other) for _, other in alone):
            yield verdict, f"{item}: {', '.join(leaves) or 'nothing given'}"


def _is_in(pointer: str, item: str) -> bool:
    return pointer.startswith(f"{item}/")
