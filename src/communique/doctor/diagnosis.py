"""What came of asking a server: a frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from communique.profiles import Finding, Profile

__all__ = ["Diagnosis"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The findings, and what they make of the requests to come."""

    profile: Profile
    seconds: float

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.profile.findings

    @property
    def sound(self) -> bool:
        """Whether nothing essential was found to be missing; what is unknown is no such thing."""
        return not any(
            finding.essential and finding.verdict in ("ignored", "unsupported")
            for finding in self.findings
        )
