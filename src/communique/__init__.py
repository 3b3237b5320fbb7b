"""Who met, who took part, and who said what — with proof.

``extract(text)`` reads an article into a ``Readout`` whose every value carries spans of the text.
Names are loaded when first used, so that ``import communique`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communique.notebooks import show_by

if TYPE_CHECKING:
    from communique.comparators import Compare
    from communique.crosscheck import CrossChecked, Mark, cross_check
    from communique.errors import (
        AccessRefused,
        AnswerError,
        AnswerTruncated,
        BudgetSpent,
        CommuniqueError,
        GoldError,
        InputError,
        OutputError,
        PromptCut,
        PromptError,
        PromptTooLong,
        RateLimited,
        ServerBusy,
        ServerError,
        ServerRefused,
        ServerTimeout,
        ServerUnreachable,
        UsageError,
    )
    from communique.extraction import aextract, extract, extract_many
    from communique.grounding import Grounding, ground
    from communique.models import Model
    from communique.record import Record
    from communique.records import (
        Document,
        ErrorInfo,
        ExtractorInfo,
        Failure,
        Issue,
        Meeting,
        Participant,
        Readout,
        Span,
        Statement,
        Usage,
    )
    from communique.runs.limits import Budget
    from communique.schema_scoring import SchemaScore, score_values
    from communique.trust import Calibration, confident
    from communique.verification import Finding, Verification, verify

__version__ = "0.1.0"

_HOMES = {
    "comparators": ("Compare",),
    "crosscheck": ("CrossChecked", "Mark", "cross_check"),
    "errors": (
        "AccessRefused",
        "AnswerError",
        "AnswerTruncated",
        "BudgetSpent",
        "CommuniqueError",
        "GoldError",
        "InputError",
        "OutputError",
        "PromptCut",
        "PromptError",
        "PromptTooLong",
        "RateLimited",
        "ServerBusy",
        "ServerError",
        "ServerRefused",
        "ServerTimeout",
        "ServerUnreachable",
        "UsageError",
    ),
    "extraction": ("aextract", "extract", "extract_many"),
    "grounding": ("Grounding", "ground"),
    "models": ("Model",),
    "record": ("Record",),
    "records": (
        "Document",
        "ErrorInfo",
        "ExtractorInfo",
        "Failure",
        "Issue",
        "Meeting",
        "Participant",
        "Readout",
        "Span",
        "Statement",
        "Usage",
    ),
    "runs.limits": ("Budget",),
    "schema_scoring": ("SchemaScore", "score_values"),
    "trust": ("Calibration", "confident"),
    "verification": ("Finding", "Verification", "verify"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AccessRefused",
    "AnswerError",
    "AnswerTruncated",
    "Budget",
    "BudgetSpent",
    "Calibration",
    "CommuniqueError",
    "Compare",
    "CrossChecked",
    "Document",
    "ErrorInfo",
    "ExtractorInfo",
    "Failure",
    "Finding",
    "GoldError",
    "Grounding",
    "InputError",
    "Issue",
    "Mark",
    "Meeting",
    "Model",
    "OutputError",
    "Participant",
    "PromptCut",
    "PromptError",
    "PromptTooLong",
    "RateLimited",
    "Readout",
    "Record",
    "SchemaScore",
    "ServerBusy",
    "ServerError",
    "ServerRefused",
    "ServerTimeout",
    "ServerUnreachable",
    "Span",
    "Statement",
    "Usage",
    "UsageError",
    "Verification",
    "aextract",
    "confident",
    "cross_check",
    "extract",
    "extract_many",
    "ground",
    "score_values",
    "verify",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'communique' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"communique.{home}"), name)
    globals()[name] = value
    return value


def _html_of(value: Any) -> str:
    from importlib import import_module

    html: str = import_module("communique.pages.notebooks").html_of(value)
    return html


show_by(_html_of)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
