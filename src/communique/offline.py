"""The offline extractor as an ``Extractor``, and what it is made of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from communique import __version__
from communique.records import Document, ExtractorInfo, Readout

__all__ = ["RegexExtractor", "made_of"]

OFFLINE_SOURCES = (
    "rules/**/*",
    "countries.py",
    "countries.tsv",
    "errors.py",
    "evidence.py",
    "notebooks.py",
    "records.py",
    "text/calendar.py",
    "text/spacing.py",
    "values.py",
)
"""What the offline extractor is made of, in the package."""


class RegexExtractor:
    """The offline extractor as an ``Extractor``; it waits for nothing."""

    makes = Readout

    @property
    def info(self) -> ExtractorInfo:
        return ExtractorInfo(model="regex", version=__version__)

    def fingerprint(self) -> str:
        return f"regex {__version__} {_rules_sha256()}"

    def read(self, document: Document) -> Readout:
        from communique.rules import read

        return read(document)

    async def extract(self, document: Document) -> Readout:
        return self.read(document)

    async def aclose(self) -> None:
        return None


def made_of(package: Path) -> list[Path]:
    """The files of ``package`` that decide what the offline extractor answers."""
    found = (path for pattern in OFFLINE_SOURCES for path in package.glob(pattern))
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


@cache
def _rules_sha256() -> str:
    """Of everything the rules are made of: changed rules must not find the old ones' records."""
    import hashlib

    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in made_of(package):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()
