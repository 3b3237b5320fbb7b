"""What a report says first: which model to use, how sure that is, what each gets wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from communique.evals.comparison import Comparison, Pair
from communique.evals.report_faults import capitalized, fault_words, invented
from communique.evals.report_figures import QUALITY, ranked
from communique.evals.report_models import Reported
from communique.evals.report_names import money, number, p_text, points, points_interval
from communique.pages.report_values import Verdict
from communique.statistics.intervals import FEWEST_DOCUMENTS
from communique.statistics.swaps import least_p
from communique.statistics.verdicts import ALPHA, Judged

__all__ = ["verdict"]

MOST_REASONS = 4
"""Shown differences that are told in words; the plot has all."""

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
    best = ranked(reported)[0].label
    beaten = _beaten(best, shown)
    shown.sort(key=lambda row: _rank(row, best, beaten))
    headline, advice = _headline(reported, comparison, shown)
    advice = " ".join(filter(None, (advice, invented(reported))))
    reasons = [_difference(*row) for row in shown[:MOST_REASONS]]
    if len(shown) > MOST_REASONS:
        reasons.append(f"{_more(len(shown) - MOST_REASONS)} shown below.")
    return Verdict(headline, advice, (*reasons, *_sureness(reported, comparison)), faults)


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
    advice = "Only one model was run: whether another would do better, this page cannot say."
    advice = " ".join(filter(None, (advice, invented(reported))))
    return Verdict(headline, advice, tuple(told), faults)


def _headline(
    reported: Reported, comparison: Comparison, shown: list[tuple[Pair, str, Judged]]
) -> tuple[str, str]:
    n = len(reported.document_ids)
    documents = "this document" if n == 1 else f"these {n} documents"
    everything = [judged for pair in comparison.pairs for _, judged in pair.judged]
    if all(judged.verdict == "not testable" for judged in everything):
        same = all(judged.why == "no document differs" for judged in everything)
        headline = (
            f"On {documents} the models do the same."
            if same
            else f"{capitalized(documents)} cannot show which model is better."
        )
        return headline, f"If you must choose now: {_by_cost(reported)}"
    if not shown:
        headline = f"On {documents} no difference between the models can be shown."
        return headline, f"If you must choose now: {_by_cost(reported)}"
    best, *others = [model.label for model in ranked(reported)]
    beaten = _beaten(best, shown)
    equal = [name for name in others if name not in beaten]
    if beaten and not equal:
        than = others[0] if len(others) == 1 else f"each of the {len(others)} others"
        return (
            f"{best} is better than {than} at saying who said what.",
            f"Use {best}, if what it costs and gets wrong suits you.",
        )
    if beaten:
        return (
            f"{_listed([best, *equal])} cannot be told apart at saying who said what.",
            f"Use one of them: {best} is better than {_listed(sorted(beaten))}. "
            + _by_cost(reported, {best, *equal}),
        )
    return (
        "At saying who said what no difference is shown; in other figures there is one.",
        f"Choose by what matters to you. {_by_cost(reported)}",
    )


def _beaten(best: str, shown: list[tuple[Pair, str, Judged]]) -> set[str]:
    """The models that are shown to be worse by ``QUALITY``."""
    return {_loser(p, j) for p, name, j in shown if name == QUALITY and _winner(p, j) == best}


def _by_cost(reported: Reported, among: Collection[str] = ()) -> str:
    """What can be said where quality does not tell models apart; of all where none are named."""
    models = [m for m in reported.models if not among or m.label in among]
    known = [(m.spent.cost, m.label) for m in models if m.spent.cost is not None]
    times = [(m.spent.seconds, m.label) for m in models if m.spent.seconds is not None]
    caution = "That no difference is shown does not prove that there is none."
    if len(known) == len(models) and len({cost for cost, _ in known}) > 1:
        cost, label = min(known)
        return f"{label} costs least ({money(cost)} a document). {caution}"
    if len(times) == len(models):
        seconds, label = min(times)
        return f"{label} is the fastest ({number(seconds)} s a document). {caution}"
    return f"Nothing known here tells them apart by cost. {caution}"


def _sureness(reported: Reported, comparison: Comparison) -> Iterator[str]:
    n = len(reported.document_ids)
    detectable = {
        judged.detectable
        for pair in comparison.pairs
        for name, judged in pair.judged
        if name == QUALITY and judged.detectable is not None
    }
    if detectable:
        yield (
            f"How sure: differences of about {100 * max(detectable):.0f} points of F1 (who said "
            "what) or more would have been shown four times of five; smaller ones may be there "
            "unseen."
        )
    elif n < FEWEST_DOCUMENTS:
        yield (
            f"How sure: not at all. {n} document{'s are' if n > 1 else ' is'} an example, not a "
            "sample: read what was wrong, and run more documents before you choose."
        )
    elif least_p(n) >= ALPHA:
        yield f"How sure: not at all. {n} documents can show no difference, however large."
    elif least_p(n) * comparison.tests >= ALPHA:
        yield (
            f"How sure: {n} documents are too few for {comparison.tests} comparisons at once; "
            "fewer can be tested: `--measure` names the one that matters."
        )
    else:
        yield "How sure: the models do not differ enough to say what could have been shown."


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
