"""A diagnosis as text for people."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from communique.doctor.diagnosis import Diagnosis
from communique.profiles import Finding, Profile

__all__ = ["asked_by", "summary", "table_lines"]

WIDTH = 100
COLUMNS = "{:<20}{:<13}"
INDENT = " " * 33


def table_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """A few lines for each finding: what was found, what it means (=), what to do (>)."""
    yield COLUMNS.format("question", "verdict") + "found, = what it means, > what to do"
    for finding in findings:
        yield from _lines(finding)


def _lines(finding: Finding) -> Iterator[str]:
    is_lost = finding.essential and finding.verdict in ("ignored", "unsupported")
    verdict = finding.verdict.upper() if is_lost else finding.verdict
    head = COLUMNS.format(finding.name, verdict)
    yield from textwrap.wrap(finding.evidence, WIDTH, initial_indent=head, subsequent_indent=INDENT)
    more = [f"= {finding.meaning}", *([f"> {finding.advice}"] if finding.advice else [])]
    for text in more:
        yield from textwrap.wrap(
            text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT + "  "
        )


def asked_by(profile: Profile) -> str:
    """In a sentence what is asked differently with ``profile``."""
    told = []
    if profile.mode is not None:
        told.append(f"answers as {profile.mode}")
    if profile.context is not None:
        told.append(f"articles in pieces above {profile.context:,} tokens of prompt and answer")
    if profile.max_tokens is not None:
        told.append(f"max_tokens {profile.max_tokens:,}")
    if profile.parallel is not None:
        told.append(f"{profile.parallel} at a time to begin with")
    return f"With this profile: {', '.join(told) or 'nothing changes'}."


def summary(diagnosis: Diagnosis) -> str:
    """What was found and what it took, in a line."""
    profile = diagnosis.profile
    verdicts = Counter(finding.verdict for finding in diagnosis.findings)
    told = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common())
    tokens = (
        "an unknown number of tokens"
        if profile.input_tokens is None or profile.output_tokens is None
        else f"{profile.input_tokens:,} tokens in, {profile.output_tokens:,} out"
    )
    took = f"{profile.requests} requests, {tokens}, {diagnosis.seconds:.0f} s"
    return f"{told}; {took}"
