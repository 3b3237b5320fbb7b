"""The offline extractor: what it is made of decides whether an earlier answer is still its own."""

from __future__ import annotations

from pathlib import Path

import anyio

import communique
from communique.extractor import Immediate
from communique.offline import RegexExtractor, made_of
from communique.records import Document

PACKAGE = Path(communique.__file__).parent
TEXT = "“We go on,” Irish President Ann Lee said."


def test_it_waits_for_nothing_and_reads_alike_either_way() -> None:
    """It may be called where the caller stands."""
    extractor, document = RegexExtractor(), Document(id="a", text=TEXT)
    assert isinstance(extractor, Immediate)
    read = extractor.read(document)
    assert anyio.run(extractor.extract, document) == read
    assert [statement.speaker for statement in read.statements] == ["Ann Lee"]


def test_its_fingerprint_is_of_the_rules_and_what_they_read() -> None:
    """Nothing of it is of what has no say in an answer."""
    files = {path.relative_to(PACKAGE).as_posix() for path in made_of(PACKAGE)}
    assert {"rules/reader.py", "countries.tsv", "records.py"} <= files
    assert not any(name.startswith(("llm/", "cli/", "runs/")) for name in files)
    assert RegexExtractor().fingerprint() == RegexExtractor().fingerprint()
    assert communique.__version__ in RegexExtractor().fingerprint()
