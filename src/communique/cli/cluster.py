"""``communique extract --engine ray``: which of a call's options hold there, and the call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from communique.cli.call import check_target
from communique.cli.console import Terminated, counted, say, stop_on_sigterm
from communique.cli.progress import progress
from communique.cli.tally import Tally, failed_line, spent
from communique.errors import OutputError, ServerError, UsageError
from communique.models import Model

if TYPE_CHECKING:
    from communique.cli.options import Again, AskedModel, Output, Work
    from communique.cli.trust import TrustOptions
    from communique.outputs.target import Target
    from communique.ray.claims import Claim
    from communique.ray.cluster import Told
    from communique.ray.filesystems import SharedSource
    from communique.ray.parts import Parts, PartsFormat

__all__ = ["ClusterCall", "check_engine"]

_FILES: Mapping[str, PartsFormat] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
"""Names of OUT that are one file."""

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/(?!/)")


def check_engine(
    asked: AskedModel, model: Model, work: Work, *, explain: bool, trust: TrustOptions
) -> None:
    """See that there is such an engine, and that it does what the options ask for.

    Raises:
        UsageError: it does not.
    """
    if work.engine != "ray":
        raise UsageError(f"unknown engine {work.engine!r}: use 'local' or 'ray'")
    uncounted = (work.max_cost, work.max_tokens_total, work.max_time)
    if any(bound is not None for bound in uncounted):
        raise UsageError(
            "--max-cost, --max-tokens-total and --max-time cannot be counted over the nodes of a "
            "cluster: bound them at the server, or give --engine ray fewer articles at a time"
        )
    if explain or trust.cross_check or trust.min_precision is not None:
        raise UsageError(
            "--explain, --cross-check and --min-precision are of --engine local: use it for the "
            "articles that you want to look at"
        )
    if asked.schema is not None:
        raise UsageError(
            "--schema is of --engine local; on a cluster give it to communique.ray.extract_dataset"
        )
    if trust.calibration is not None and not model.is_cascade:
        raise UsageError("--calibration is for a cascade here: -m 'regex>MODEL'")


@dataclass(frozen=True, slots=True)
class ClusterCall:
    """What is to be done on the cluster."""

    model: Model
    work: Work
    again: Again

    def run(self, paths: list[str], output: Output, day: str | None) -> int:
        """Extract what ``paths`` name, to parts, and these to one file where OUT is one; the
        number of documents that failed.

        Raises:
            UsageError: the call is wrong, here or on a node.
        """
        from communique.ray.claims import claimed
        from communique.ray.filesystems import find_files

        out, format_ = output.out, output.format
        if out is None:
            raise UsageError("--engine ray writes a folder of parts, or a file: name it, -o OUT")
        if self.again.overwrite and self.again.resume:
            raise UsageError("--overwrite and --resume exclude each other")
        sources = find_files(paths)
        target = self._file(out, format_)
        if target is None:
            parts = self._parts(_address(out), format_)
            with claimed(parts.folder) as claim:
                return self._extract(sources, parts, day, claim)
        check_target(target, sources, wanted=False)
        parts = self._parts(f"{out}.parts", "jsonl")
        with target.held(), claimed(parts.folder) as claim:
            if self.again.resume and out.exists() and not parts.names():
                raise OutputError(
                    f"{out}: was not made of {parts.folder}, so there is nothing to go on with: "
                    "choose another output, or --overwrite"
                )
            return self._extract(sources, parts, day, claim, target)

    def _file(self, out: Path, format_: str | None) -> Target | None:
        """OUT, where it is one file."""
        from communique.outputs.target import Target

        kind = _FILES.get(out.suffix.lower())
        if kind is None:
            return None
        if "://" in _address(out):
            raise UsageError(f"{_address(out)}: one file is merged on this machine: name a folder")
        if format_ not in (None, kind):
            raise UsageError(f"{out} is {kind}, not {format_}: leave --format out")
        return Target(out, kind, self.again.overwrite, self.again.resume)

    def _parts(self, folder: str, format_: str | None) -> Parts:
        from communique.ray.parts import Parts

        if format_ not in (None, "jsonl", "parquet"):
            raise UsageError(f"--engine ray writes jsonl or parquet, not {format_}")
        return Parts(folder, "parquet" if format_ == "parquet" else "jsonl")

    def _extract(
        self,
        sources: Sequence[SharedSource],
        parts: Parts,
        day: str | None,
        claim: Claim,
        target: Target | None = None,
    ) -> int:
        from communique.documents import count_documents
        from communique.ray.changed import drop_changed
        from communique.ray.cluster import extract_files
        from communique.ray.finished import find_finished
        from communique.ray.library import connect, ray_library
        from communique.ray.merging import merge
        from communique.ray.reader import Order
        from communique.runs.limits import Limits

        ray_library()
        order = Order.of(self.model, Limits(**self.work.limits()))
        connect()
        parts.start(overwrite=self.again.overwrite, resume=self.again.resume)
        finished = find_finished(parts, order.extractor().info) if self.again.resume else None
        before = finished.number - drop_changed(parts, sources) if finished is not None else 0
        number = count_documents(sources)
        stop_on_sigterm()
        tally = Tally()
        results = extract_files(
            sources, order, parts, actors=self.work.processes, day=day, finished=finished
        )
        try:
            with progress(number and max(number - before, 0), shown=True) as advance:
                for told in results:
                    claim.check()
                    _take_in(told, tally)
                    advance(tally)
        except KeyboardInterrupt as interrupt:
            say(f"interrupted: {_kept(tally, before, parts)}")
            raise typer.Exit(143 if isinstance(interrupt, Terminated) else 130) from None
        except ServerError as error:
            say(f"stopped: {error.message}: {_kept(tally, before, parts)}{spent(tally.usage)}")
            raise typer.Exit(1) from None
        if target is not None:
            merge(parts, target.out, "parquet" if target.format == "parquet" else "jsonl")
        where = f" -> {parts.folder if target is None else target.out}"
        failures = f", {parts.folder}/_failures" if target is None else f", {target.failures}"
        there = f"; {counted(before, 'record')} stood there before" if before else ""
        say(
            f"{counted(tally.total, 'document')}: {counted(tally.records, 'record')}, "
            f"{counted(tally.failures, 'failure')}{where}{failures if tally.failures else ''}"
            f"{there}{spent(tally.usage)}"
        )
        return tally.failures


def _take_in(told: Told, tally: Tally) -> None:
    """Count what a part holds, and name its failures."""
    tally.records += told.records
    tally.failures += told.failures
    tally.usage = told.usage if tally.usage is None else tally.usage + told.usage
    for failure in told.first:
        say(failed_line(failure))
    if told.failures > len(told.first):
        say(f"failed: {told.failures - len(told.first)} more of the same part")


def _kept(tally: Tally, before: int, parts: Parts) -> str:
    return f"{tally.records + before} records are in {parts.folder}; --resume goes on from there"


def _address(out: Path) -> str:
    """OUT as it was given: a path makes one slash of the two of ``s3://``."""
    return _ADDRESS.sub(r"\1://", str(out))
