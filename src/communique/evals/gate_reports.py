"""What the gate found: as text, as Markdown for a step summary, as JUnit XML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree

from communique.evals.comparison_text import signed_interval
from communique.evals.gate import Check
from communique.evals.measures import shown
from communique.evals.table import aligned
from communique.outputs.printable import printable
from communique.scoring.counts import Ratio

__all__ = ["gate_lines", "junit", "summary"]

HEADS = ["model", "measure", "baseline", "now", "now - baseline", "verdict"]


def gate_lines(suite: str, checks: Sequence[Check], note: str | None = None) -> list[str]:
    """A line a check, why where it is worse or was not judged, and the counts of verdicts.

    ``note``, here and below: what must be known of the run before its figures are believed.
    """
    rows = [_row(check) for check in checks]
    return [*aligned([HEADS, *rows]), "", f"{suite}: {_told(checks)}", *([note] if note else [])]


def summary(suite: str, checks: Sequence[Check], note: str | None = None) -> str:
    """Markdown as GitHub shows it under a step: what is worse, and the whole table folded away."""
    worse = [check for check in checks if check.verdict == "worse"]
    lines = [f"### evals gate: {_markdown(suite)}: {'worse' if worse else 'held'}", ""]
    lines += [_told(checks), *(["", _markdown(note)] if note else []), ""]
    if worse:
        lines += [*_table(worse), ""]
    lines += ["<details><summary>All checks</summary>", "", *_table(checks), "", "</details>", ""]
    return "\n".join(lines)


def junit(suite: str, checks: Sequence[Check], note: str | None = None) -> str:
    """JUnit XML: a test case a check; what was not judged is skipped."""
    verdicts = Counter(check.verdict for check in checks)
    root = ElementTree.Element(
        "testsuite",
        name=printable(f"evals gate {suite}"),
        tests=str(len(checks)),
        failures=str(verdicts["worse"]),
        errors="0",
        skipped=str(verdicts["not judged"]),
    )
    if note:
        properties = ElementTree.SubElement(root, "properties")
        ElementTree.SubElement(properties, "property", name="note", value=printable(note))
    for check in checks:
        name, model = printable(check.name), printable(check.model)
        case = ElementTree.SubElement(root, "testcase", classname=model, name=name)
        if check.verdict != "held":
            tag = "failure" if check.verdict == "worse" else "skipped"
            message = f"{_value(check.before)} -> {_value(check.now)}: {check.why}"
            ElementTree.SubElement(case, tag, message=message)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _row(check: Check) -> list[str]:
    verdict = check.verdict if check.why is None else f"{check.verdict}: {check.why}"
    return [
        check.model,
        check.name,
        _value(check.before),
        _value(check.now),
        _change(check),
        verdict,
    ]


def _value(value: Ratio | int) -> str:
    if isinstance(value, int):
        return str(value)
    return f"{shown(value.value)} ({value.numerator}/{value.denominator})"


def _change(check: Check) -> str:
    if isinstance(check.before, int) and isinstance(check.now, int):
        return f"{check.now - check.before:+d}" if check.now != check.before else "0"
    if check.interval is not None:
        return signed_interval(check.interval)
    return "0" if check.before == check.now else "-"


def _told(checks: Sequence[Check]) -> str:
    verdicts = Counter(check.verdict for check in checks)
    return ", ".join(f"{verdicts[v]} {v}" for v in ("worse", "held", "not judged"))


def _table(checks: Sequence[Check]) -> list[str]:
    rows = [HEADS, ["---"] * len(HEADS), *(_row(check) for check in checks)]
    return ["| " + " | ".join(map(_markdown, row)) + " |" for row in rows]


def _markdown(text: str) -> str:
    """In one cell, with nothing that Markdown or HTML would obey."""
    safe = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + letter if letter in "\\`*_|[]" else letter for letter in safe)
