"""A calibration made of a finished run: how far the records of one of its models can be trusted."""

from __future__ import annotations

import datetime as dt

from communique import __version__
from communique.errors import UsageError
from communique.evals.folder import RecordedModel, RecordedRun
from communique.records import Readout
from communique.trust.calibration import Calibration
from communique.trust.fitting import fit_missed, fit_target, judge

__all__ = ["calibrate", "model_of"]


def calibrate(run: RecordedRun, name: str | None = None) -> Calibration:
    """The calibration of one model of ``run``; no model is asked.

    Args:
        run: as ``read_run`` gives it.
        name: which model; not needed where there is one.

    Raises:
        UsageError: there is no such model, it did not make its records alone (those of chains and
            cascades are of several makers), the gold has drafts, or too little to fit anything on.
    """
    model = model_of(run, name)
    if any(gold.is_draft for gold in run.gold):
        raise UsageError(
            f"{run.path}: its gold has drafts: what is promised on records cannot rest on labels "
            "that no person has gone through"
        )
    records = [(r.gold, r.result) for r in model.readings if isinstance(r.result, Readout)]
    makers = {record.extractor.model for _, record in records}
    if makers != {model.name}:
        told = ", ".join(sorted(makers)) or "nobody"
        raise UsageError(
            f"the records of {model.name!r} were made by {told}: calibrate each model by itself"
        )
    judged = [judge(gold, record) for gold, record in records]
    return Calibration(
        model=model.name,
        version=__version__,
        gold=str(run.scored["suite"]["name"]),
        gold_sha256=str(run.scored["gold_sha256"]),
        made=dt.datetime.now(dt.UTC).date().isoformat(),
        documents=len(run.gold),
        participants=fit_target(judged, "participants"),
        content=fit_target(judged, "content"),
        attributed=fit_target(judged, "attributed"),
        missed=fit_missed(judged),
    )


def model_of(run: RecordedRun, name: str | None) -> RecordedModel:
    """The model of that name, or the only one.

    Raises:
        UsageError: there is none, or there are several and no name.
    """
    names = [model.name for model in run.models]
    if name is None and len(names) == 1:
        return run.models[0]
    if name not in names:
        told = "name one of them with -m" if name is None else f"none is called {name!r}"
        raise UsageError(f"{run.path}: the run has {', '.join(names)}: {told}")
    return run.models[names.index(name)]
