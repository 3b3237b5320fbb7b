"""What a report says first: which model to use, how sure that is, what each gets wrong."""

from __future__ import annotations

from communique.evals.comparison import QUALITY, Comparison, Pair
from communique.evals.report_advice import advice, disagreements, sureness
from communique.evals.report_faults import capitalized, fault_words, invented
from communique.evals.report_figures import ranked
from communique.evals.report_models import Reported, ReportedModel
from communique.evals.report_names import p_text, points, points_interval
from communique.pages.report_values import Verdict
from communique.statistics.verdicts import Judged

__all__ = ["verdict"]

MOST_REASONS = 4
"""Shown differences that are told in words; the plot has all."""

_AT = "at saying who said what"

_PHRASES = {
    "participants recall": "finds more of the participants",
    "participants precision": "is right more often in the participants it gives",
    "participants F1": "is better at participants (F1)",
    "content recall": "finds more of the statements",
    "content precision": "is right more often in the statements it gives",
    "content F1": "is better at statements (F1)",
    "attributed recall": "finds more statements with the right speaker",
    "attributed precision": "gives fewer statements that are wrong or by the wrong speaker",
    "attributed F1": "is better at statements with the right speaker (F1)",
}

_ORDER = ("attributed F1", "attributed recall", "content F1", "participants F1")
"""Which shown differences are told first."""


def verdict(reported: Reported, comparison: Comparison | None) -> Verdict:
    """The verdict on the models of a report; ``comparison`` is None of one model."""
    faults = tuple(fault_words(model) for model in ranked(reported))
    if comparison is None:
        return _of_one(reported, faults)
    shown = [(p, n, j) for p in comparison.pairs for n, j in p.judged if _is_shown(j)]
    best, *others = _by_primary(reported, comparison)
    beaten = {
        _loser(p, j)
        for p, name, j in shown
        if name == comparison.primary and _winner(p, j) == best.label
    }
    equal = [model for model in others if model.label not in beaten]
    shown.sort(key=lambda row: _rank(row, best.label, beaten))
    told = [
        _use(best.label, beaten, equal),
        advice(comparison, best, equal) if equal else "",
        invented(reported),
    ]
    reasons = [_difference(*row) for row in shown[:MOST_REASONS]]
    if len(shown) > MOST_REASONS:
        reasons.append(f"{_more(len(shown) - MOST_REASONS)} shown below.")
    rivals = [model.label for model in equal] or [others[0].label]
    return Verdict(
        _headline(reported, comparison, best.label, [model.label for model in equal]),
        " ".join(filter(None, told)),
        (
            *reasons,
            _rests_on(comparison),
            *disagreements(comparison),
            *sureness(reported, comparison, best.label, rivals),
        ),
        faults,
    )


def _by_primary(reported: Reported, comparison: Comparison) -> list[ReportedModel]:
    """The models, the best by the measure that the verdict rests on first."""

    def quality(model: ReportedModel) -> float:
        value = model.figures[comparison.primary].value
        return -1.0 if value is None else value

    return sorted(ranked(reported), key=quality, reverse=True)


def _rests_on(comparison: Comparison) -> str:
    pairs = comparison.family
    family = f"its p adjusted for all {pairs} pairs of models" if pairs > 1 else "of one pair"
    others = len(comparison.pairs[0].judged) - 1
    rest = " Each other measure is a family of its own: it describes." if others else ""
    return f"The verdict rests on one measure, {comparison.primary}, {family}.{rest}"


def _of_one(reported: Reported, faults: tuple[str, ...]) -> Verdict:
    (model,) = reported.models
    rows = (
        ("attributed recall", "of the gold statements found with the right speaker"),
        ("attributed precision", "of the statements given are right, speaker included"),
        ("participants recall", "of the gold participants found"),
        ("participants precision", "of the participants given are right"),
    )
    told = []
    for key, words in rows:
        found = model.figures[key]
        sure = f", 95\N{NO-BREAK SPACE}% interval {found.interval}" if found.interval else ""
        told.append(f"{found.counts} {words} ({found.text}{sure}).")
    quality = model.figures[QUALITY]
    headline = f"{model.label} scores {quality.text} at statements with the right speaker (F1)."
    alone = "Only one model was run: whether another would do better, this page cannot say."
    told_first = " ".join(filter(None, (alone, invented(reported))))
    return Verdict(headline, told_first, tuple(told), faults)


def _headline(reported: Reported, comparison: Comparison, best: str, equal: list[str]) -> str:
    n = len(reported.document_ids)
    documents = "this document" if n == 1 else f"these {n} documents"
    at = _AT if comparison.primary == QUALITY else f"by {comparison.primary}"
    others = len(reported.models) - 1
    if not equal:
        rival = next(model.label for model in reported.models if model.label != best)
        than = rival if others == 1 else f"each of the {others} others"
        return f"{best} is better than {than} {at}."
    if len(equal) < others:
        return f"{_listed([best, *equal])} cannot be told apart {at}."
    everything = [judged for pair in comparison.pairs for _, judged in pair.judged]
    if all(judged.verdict == "not testable" for judged in everything):
        if all(judged.why == "no document differs" for judged in everything):
            return f"On {documents} the models do the same."
        return f"{capitalized(documents)} cannot show which model is better."
    if not any(_is_shown(judged) for judged in everything):
        return f"On {documents} no difference between the models can be shown."
    if any(_is_shown(dict(pair.judged)[comparison.primary]) for pair in comparison.pairs):
        return f"No model is shown to be worse than {best} {at}, though others differ."
    return f"{capitalized(at)} no difference is shown; in other figures there is one."


def _use(best: str, beaten: set[str], equal: list[ReportedModel]) -> str:
    if not beaten:
        return ""
    if not equal:
        return f"Use {best}, if what it costs and gets wrong suits you."
    return f"{best} is better than {_listed(sorted(beaten))}."


def _difference(pair: Pair, name: str, judged: Judged) -> str:
    difference = judged.difference
    value, interval = difference.value or 0.0, difference.interval
    winner, loser = _winner(pair, judged), _loser(pair, judged)
    if value < 0:
        value = -value
        interval = None if interval is None else type(interval)(-interval.high, -interval.low)
    sure = f" {points_interval(interval)}" if interval else ""
    phrase = _PHRASES.get(name, f"has the better {name}")
    return (
        f"{winner} {phrase} than {loser}: {points(value)} points{sure}, p {p_text(judged.p_holm)}."
    )


def _rank(row: tuple[Pair, str, Judged], best: str, beaten: set[str]) -> tuple[int, int, str]:
    """What tells apart the models that a reader chooses from comes first, then the rest about the
    best one."""
    pair, name, _ = row
    contenders = not {pair.a, pair.b} & beaten
    concerns = 0 if contenders else 1 if best in {pair.a, pair.b} else 2
    return concerns, _ORDER.index(name) if name in _ORDER else len(_ORDER), name


def _is_shown(judged: Judged) -> bool:
    return judged.verdict in {"better", "worse"}


def _winner(pair: Pair, judged: Judged) -> str:
    return pair.a if judged.verdict == "better" else pair.b


def _loser(pair: Pair, judged: Judged) -> str:
    return pair.b if judged.verdict == "better" else pair.a


def _more(count: int) -> str:
    return "One more difference is" if count == 1 else f"{count} more differences are"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
