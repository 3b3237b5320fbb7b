"""A gold document becomes the source that people edit, and is read from it as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from communique.errors import GoldError
from communique.gold.loading import load_source
from communique.gold.problems import GoldErrors
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument, GoldEvent, GoldStatement, gold_line
from communique.gold.resolve import resolve_source
from communique.gold.writing import write_document
from communique.project import data_path
from communique.records import Issue, Span

from .made import documents
from .workshop import ARTICLE, make_project, read


def written_and_read(document: GoldDocument, folder: Path) -> tuple[GoldDocument, list[GoldError]]:
    path = folder / f"{document.document_id}.yaml"
    path.write_text(write_document(document, "a.txt"), encoding="utf-8", newline="")
    problems: list[GoldError] = []
    source = load_source(path, problems)
    assert source is not None, problems
    assert problems == []
    return resolve_source(source, document.text, problems), problems


@pytest.fixture
def document(tmp_path: Path) -> GoldDocument:
    found, problems = read(make_project(tmp_path))
    assert problems == []
    assert found is not None
    return found


def written(document: GoldDocument) -> str:
    return write_document(document, "seeds/ferry.txt")


@given(documents())
@settings(max_examples=100, deadline=None)
def test_every_document_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, document: GoldDocument
) -> None:
    """Emoji, CRLF, right-to-left words, words that YAML takes for something else, repeats."""
    found, _ = written_and_read(document, tmp_path_factory.mktemp("w"))
    assert gold_line(found) == gold_line(document)


@pytest.mark.parametrize("name", ["seeds", "challenge"])
def test_the_gold_of_the_project_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    """Every label of the seeds and of the challenge set, as of an article each."""
    for document in load_gold(data_path(f"gold/{name}.jsonl")):
        article = document.model_copy(
            update={"document_id": "article", "phenomenon": None, "scores": None}
        )
        assert written_and_read(article, tmp_path) == (article, [])


def test_a_source_reads_as_people_write_it(document: GoldDocument) -> None:
    """Plain words where they are enough, a few words around them where not."""
    assert written(document) == WRITTEN


def test_the_same_document_gives_the_same_bytes(document: GoldDocument) -> None:
    assert written(document) == written(GoldDocument.model_validate(document.model_dump()))


def test_a_cue_of_another_paragraph_is_found_though_its_own_has_the_word(
    document: GoldDocument, tmp_path: Path
) -> None:
    """``occurrence`` counts within the paragraph: ``in`` says where else."""
    at = ARTICLE.index("Holm on")
    elsewhere = Span.of(ARTICLE, at, at + 4)
    statement = document.statements[-1].model_copy(update={"speaker_mention": elsewhere})
    changed = document.model_copy(update={"statements": (statement,)})
    assert "speaker_mention: {quote: Holm, in: Jonas Holm}" in written(changed)
    assert written_and_read(changed, tmp_path)[0].statements == (statement,)


def test_what_a_source_cannot_say_is_named_item_by_item(document: GoldDocument) -> None:
    """Half a word, white space at an end, a statement without a kind, a value without words."""
    ada, jonas = document.participants
    statements = (
        GoldStatement(content=Span.of(ARTICLE, 1, 5), kind="indirect"),
        GoldStatement(content=Span.of(ARTICLE, 5, 11), kind="indirect"),
        GoldStatement(content=document.statements[0].content),
    )
    people = (ada, jonas.model_copy(update={"organization": "Harbour Council"}))
    issue = Issue(code="not_placed", message="a tool had it elsewhere")
    changed = document.model_copy(
        update={"statements": statements, "participants": people, "issues": (issue,)}
    )
    with pytest.raises(GoldErrors) as caught:
        written(changed)
    assert [str(error).split(": ")[1] for error in caught.value.errors] == [
        "issues[0]",
        "participants[1].organization",
        "statements[0].content",
        "statements[1].content",
        "statements[2].kind",
    ]


def test_a_passage_of_the_challenge_set_has_no_source_of_its_own() -> None:
    passage = load_gold(data_path("gold/challenge.jsonl"))[0]
    with pytest.raises(GoldErrors, match="challenge"):
        write_document(passage, "a.txt")


def test_history_and_what_a_draft_leaves_open_are_kept(
    document: GoldDocument, tmp_path: Path
) -> None:
    """Who did what when, who found an item, whether one version of it is still to be chosen."""
    event = GoldEvent(
        role="program", by="communique", when="2031-05-06T09:30:00Z", made_from=("regex 1", "x 2")
    )
    first, *rest = document.statements
    unsure = first.model_copy(update={"found_by": ("regex", "x: y"), "undecided": True})
    other = unsure.model_copy(update={"kind": "mixed", "found_by": ("z",)})
    draft = document.model_copy(
        update={"status": "draft", "history": (event,), "statements": (unsure, other, *rest)}
    )
    yaml = written(draft)
    assert "  - {role: program, by: communique, when: 2031-05-06T09:30:00Z, from: [" in yaml
    assert "    found_by: [regex, 'x: y']\n    undecided: true\n" in yaml
    make_project(tmp_path, source=yaml)
    assert read(tmp_path) == (draft, [])
    make_project(tmp_path, source=yaml.replace("status: draft", "status: labeled"))
    nothing, problems = read(tmp_path)
    assert nothing is None
    assert ["undecided, in a document that is labeled" in p.message for p in problems[:2]] == [
        True,
        True,
    ]


WRITTEN = """\
document: ferry
text: seeds/ferry.txt
text_sha256: 640a62dc577383188a0e176f11447b526e702441bfd100dbb5b984f1b4f3b1c8
published: 2031-05-06
status: labeled

participants:
  - name: Ada Lindqvist
    title: Foreign Minister
    country: {value: NO, quote: Norwegian}
    mentions: [Ada Lindqvist, She, {quote: Lindqvist, in: Lindqvist said}]
  - name: Jonas Holm
    aliases: [J. Holm]
    title: Danish Foreign Minister
    country: {value: DK, quote: Danish}
    mentions: [Jonas Holm]

meetings:
  - kind: bilateral meeting
    date: {value: 2031-05-05, quotes: ['May 6, 2031', Monday]}
    place: Bergen
    participants: all
    evidence: [Ada Lindqvist met Danish Foreign Minister Jonas Holm]

statements:
  - content: '\u201cThe line\u2019s future is safe,\u201d'
    kind: direct
    speaker: Ada Lindqvist
    speaker_mention: Lindqvist
    cue: {quote: said, in: Lindqvist said}
  - content: Holm said that traffic had doubled
    kind: indirect
    speaker: the Harbour Council
    speaker_mention: the Harbour Council
    cue: {quote: said, in: Council said}
  - content: that traffic had doubled
    kind: indirect
    speaker: Jonas Holm
    speaker_mention: Holm
    cue: {quote: said, in: Holm said}
    nested: true

boilerplate:
  - 'Photo: Harbour Council'
  - Read more about Holm. All rights reserved
"""
