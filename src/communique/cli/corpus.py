"""``communique corpus``: the records of many articles joined into one file, and asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from communique.cli.console import counted, say, tell
from communique.cli.export import Out, Overwrite, Texts, refuse_same
from communique.cli.tally import failed_line
from communique.errors import UsageError

__all__ = ["corpus_app"]

corpus_app = typer.Typer(
    name="corpus",
    help="Join the records of many articles: who met whom, when, and which article says so.",
    no_args_is_help=True,
)

Records = Annotated[
    list[Path],
    typer.Argument(
        metavar="RECORDS...",
        help="Records of `communique extract`: JSONL, Parquet, SQLite; gold lines; exported "
        "datasets and databases.",
        show_default=False,
    ),
]
Database = Annotated[
    Path, typer.Argument(metavar="CORPUS", help="What `corpus build` wrote.", show_default=False)
]
Parquet = Annotated[
    Path | None,
    typer.Option(
        "--parquet", metavar="DIR", help="The same tables as Parquet files too, in a new folder."
    ),
]
Outlets = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.csv",
        help="Who published each article: CSV with the columns document_id and outlet. Without it, "
        "the column outlet, else source, of --texts.",
    ),
]
Number = Annotated[
    int | None, typer.Argument(metavar="[NUMBER]", help="One meeting, with all that is claimed.")
]
First = Annotated[int, typer.Argument(metavar="M1", help="A meeting, by number.")]
Second = Annotated[int, typer.Argument(metavar="M2", help="Another.")]
Form = Annotated[Literal["text", "json"], typer.Option("--format", help="How it is printed.")]
What = Annotated[Literal["meeting", "person", "article", "apart"], typer.Argument(metavar="WHAT")]
Labels = Annotated[
    Path,
    typer.Argument(
        metavar="LABELS",
        help="JSONL, an article a line: document_id, meetings (labels), people (name: label).",
        show_default=False,
    ),
]
Which = Annotated[list[str], typer.Argument(metavar="WHICH...")]


@corpus_app.command()
def build(
    paths: Records,
    out: Out,
    texts: Texts = None,
    outlets: Outlets = None,
    parquet: Parquet = None,
    overwrite: Overwrite = False,
) -> None:
    """Join records into a SQLite database: people, meetings, claims, sayings, full text.

    \b
    communique corpus build records.jsonl --texts articles/ -o corpus.db
    communique corpus build gold/seeds.jsonl -o corpus.db --parquet tables/
    communique corpus build records.jsonl --texts articles/ --outlets outlets.csv -o corpus.db

    It opens in Datasette; `.schema` explains its columns. Exit code: 0 all records are in it, 1
    some are not (named in OUT.failures.jsonl), 2 the call is wrong.
    """
    from communique.corpus.parquet import check_folder
    from communique.corpus.saving import save
    from communique.outputs.target import Target
    from communique.records import Failure

    target = Target(out, "sqlite", overwrite, can_resume=False)
    read = [*paths, *(Path(text) for text in texts or () if Path(text).exists())]
    if outlets is not None:
        read.append(outlets)
    for path in target.written():
        refuse_same(path, read)
    target.check()
    if parquet is not None:
        check_folder(parquet)
    with target.held():
        built = save(paths, texts, target, parquet, outlets)
    failed = target.failures.exists()
    more = f", {target.failures}" if failed else ""
    if failed:
        with target.failures.open(encoding="utf-8") as file:
            say(failed_line(Failure.model_validate_json(next(file))))
            others = sum(1 for _ in file)
        if others:
            say(f"and {counted(others, 'more failure')}, all in {target.failures}")
    say(
        f"{counted(built.articles, 'article')} ({counted(built.sources, 'source')}), "
        f"{counted(built.meetings, 'meeting')}, {built.people} people, "
        f"{counted(built.statements, 'statement')} -> {out}{more}"
    )
    raise typer.Exit(1 if failed else 0)


@corpus_app.command()
def meetings(database: Database, number: Number = None) -> None:
    """List the meetings of a corpus, or tell one of them: what sources agree on, and dispute."""
    from communique.corpus import open_corpus
    from communique.corpus.listing import meeting_lines, meetings_lines

    with open_corpus(database) as corpus:
        lines = meetings_lines(corpus) if number is None else meeting_lines(corpus, number)
        for line in lines:
            tell(line)


@corpus_app.command()
def compare(database: Database, one: First, other: Second, form: Form = "text") -> None:
    """Compare two meetings: who was new at the second, who is not named there."""
    from communique.corpus import open_corpus
    from communique.corpus.comparing import compare as compare_two
    from communique.corpus.listing import comparison_lines

    with open_corpus(database) as corpus:
        comparison = compare_two(corpus, one, other)
    if form == "json":
        typer.echo(json.dumps(comparison.as_dict(), indent=1, ensure_ascii=False))
        return
    for line in comparison_lines(comparison):
        tell(line)


@corpus_app.command()
def explain(database: Database, what: What, which: Which) -> None:
    """Tell why things were joined, or not.

    \b
    communique corpus explain corpus.db meeting 7
    communique corpus explain corpus.db person 3        (or "Ann Lee")
    communique corpus explain corpus.db article DOCUMENT_ID
    communique corpus explain corpus.db apart 7 9
    """
    from communique.corpus import explaining, open_corpus

    needed = 2 if what == "apart" else 1
    if len(which) != needed:
        raise UsageError(f"explain {what} takes {counted(needed, 'argument')}, got {len(which)}")
    with open_corpus(database) as corpus:
        if what == "article":
            lines = list(explaining.explain_article(corpus, which[0]))
        elif what == "apart":
            lines = [explaining.explain_apart(corpus, _number(which[0]), _number(which[1]))]
        elif what == "meeting":
            lines = list(explaining.explain_meeting(corpus, _number(which[0])))
        else:
            number = explaining.number_of_person(corpus, which[0])
            lines = list(explaining.explain_person(corpus, number))
    for line in lines:
        tell(line)


@corpus_app.command()
def score(database: Database, labels: Labels, form: Form = "text") -> None:
    """Score how a corpus links, by labels: precision and recall over pairs that are one.

    \b
    communique corpus build gold/seeds.jsonl gold/links.jsonl -o corpus.db
    communique corpus score corpus.db gold/links/labels.jsonl
    """
    from communique.corpus import open_corpus
    from communique.corpus.listing import score_lines
    from communique.corpus.scoring import read_labels
    from communique.corpus.scoring import score as score_links

    with open_corpus(database) as corpus:
        scores = score_links(corpus, read_labels(labels))
    if form == "json":
        typer.echo(json.dumps(scores.as_dict(), indent=1))
        return
    for line in score_lines(scores):
        tell(line)


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise UsageError(f"{given!r} is no number")
    return int(given)
