"""``communique verify``: a draft against its sources."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from communique.cli.console import counted, output_path, say
from communique.cli.out_file import check_out, write_out
from communique.errors import UsageError
from communique.outputs.printable import on_terminal

if TYPE_CHECKING:
    from communique.records import Document
    from communique.verification import Verification

__all__ = ["verify"]

Format = Literal["text", "json", "html"]

Draft = Annotated[
    str, typer.Argument(metavar="DRAFT", help="The file to check, '-' for standard input.")
]
Against = Annotated[
    list[str],
    typer.Option(
        "--against",
        "-a",
        metavar="PATH",
        help="A source: a file, a folder, JSONL or Parquet with id and text; may be repeated.",
    ),
]
MoreSources = Annotated[
    list[str] | None, typer.Argument(metavar="[PATH]...", help="Further sources after --against.")
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="text, json or html. Without it: what the name of OUT says, else text.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="OUT", parser=output_path, help="Write there."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace OUT.")]


def verify(
    draft: Draft,
    against: Against,
    more: MoreSources = None,
    format_: FormatName = None,
    out: Out = None,
    overwrite: Overwrite = False,
) -> None:
    """Check every quotation and attribution of a draft against its sources.

    \b
    communique verify draft.txt --against article.txt
    communique verify draft.txt --against articles/ -o page.html

    Exit code: 0 all verbatim and by the right speaker, 1 some are not, 2 the call is wrong.
    """
    kind = _format(format_, out)
    if out is not None:
        check_out(out, overwrite=overwrite)
    document, sources = _read(draft, [*against, *(more or ())])
    from communique.verification import verify as check

    result = check(document.text, sources)
    written = _written(result, kind, document.id)
    if out is None:
        sys.stdout.write(on_terminal(written, sys.stdout) if kind == "json" else written)
    else:
        write_out(out, written)
    say(_summary(result, out))
    raise typer.Exit(0 if result.clean else 1)


def _format(name: str | None, out: Path | None) -> str:
    by_suffix = {".json": "json", ".html": "html", ".htm": "html"}
    kind = name or by_suffix.get(out.suffix.lower() if out else "", "text")
    if kind not in get_args(Format):
        raise UsageError(f"unknown format {kind!r}: use {', '.join(get_args(Format))}")
    return kind


def _read(draft: str, against: list[str]) -> tuple[Document, list[Document]]:
    from communique.documents import find_sources, read_sources
    from communique.records import Failure

    if draft == "-" and "-" in against:
        raise UsageError("standard input is read once: as the draft or as a source, not both")
    texts: list[list[Document]] = []
    for paths in ([draft], against):
        found: list[Document] = []
        for one in read_sources(find_sources(paths)):
            if isinstance(one, Failure):
                raise UsageError(one.error.message)
            found.append(one)
        texts.append(found)
    (drafts, sources) = texts
    if len(drafts) != 1:
        raise UsageError(f"{draft} holds {counted(len(drafts), 'document')}: check one at a time")
    if not sources:
        raise UsageError(f"there is no source to check against in {' '.join(against)}")
    return drafts[0], sources


def _written(result: Verification, kind: str, name: str) -> str:
    if kind == "json":
        return json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    if kind == "html":
        from communique.pages.verification import verification_page

        return verification_page(result, title=f"{name}, checked against its sources")
    from communique.outputs.findings import findings_text

    return findings_text(result)


def _summary(result: Verification, out: Path | None) -> str:
    parts = [f"{number} {verdict}" for verdict, number in result.counts().items() if number]
    where = f" -> {out}" if out else ""
    told = ", ".join(parts).replace("_", " ")
    return f"{counted(len(result.findings), 'finding')}{': ' if parts else ''}{told}{where}"
