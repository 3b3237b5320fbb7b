"""A draft checked against its sources: which of its quotations are real, and by whom.

``verify(draft, sources)`` finds the quotations and attributions of the draft (``claims``), looks
for each in the sources (``wording``), asks who speaks there (``voices``), and says which of four it
is (``verdicts``). The same rules and the same grounding that read articles, turned around; offline.
"""

from communique.verification.checking import verify
from communique.verification.report import Finding, SourcePlace, Verdict, Verification

__all__ = ["Finding", "SourcePlace", "Verdict", "Verification", "verify"]
