"""The code blocks of a page, as what a reader does with them.

A page is one session in a folder of its own (``session.py``), its blocks one after another:

- ``python`` blocks share their names. What ``print(...)  # this`` and comments directly below
  such statements say must be printed, each as a line.
- ``sh`` blocks are run by ``bash -e``. A ``text`` block directly below a block is all it prints;
  … stands for anything.
- A block with ``title="NAME"`` is written to that file.
- Where models' servers usually are a model answers that knows the page's texts (``model.py``);
  servers that a page starts itself listen at ports 8700 to 8799.
- ``<!--- skip: next, "REASON" -->`` directly above a block leaves it out.

A block that is nothing of this is an error: nobody would know whether it is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from sybil import Document, Example, Region
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer
from tests.documentation.session import run, written

FENCES = RawFencedCodeBlockLexer(
    re.compile(r'(?P<language>\w*)(?: title="(?P<title>[^"]+)")?(?P<rest>[^\n]*)\n')
)
SKIP = re.compile(r"<!--+ *skip\b[^\n]*")
SKIP_NEXT = re.compile(r'<!--+ *skip: next,? "(?P<reason>[^"]{8,})" *--+>\s*\Z')


UNKNOWN = (
    "a block that is neither run (python, sh) nor the output of the block above (text): "
    'give it a title="FILE", or skip it with a reason'
)
UNREASONED = 'a skip without its reason or its block: <!--- skip: next, "REASON" -->'


@dataclass(frozen=True)
class Block:
    """A code block, and the output that is shown below it."""

    language: str
    source: str
    title: str | None = None
    output: str | None = None
    skipped: str | None = None
    """Why it is not run."""


def blocks(page: Document) -> Iterator[Region]:
    """The regions of ``page`` that are tests; of a block and its output one."""
    fences = list(FENCES(page))
    end, skips = 0, 0
    for fence, below in zip_longest(fences, fences[1:]):
        if fence.start < end:  # shown with the block above
            continue
        skip = SKIP_NEXT.search(page.text, end, fence.start)
        skips += skip is not None
        output = None
        if below is not None and _is_output(fence, below, page.text):
            output = _source(below, page.text)
        end = fence.end if output is None or below is None else below.end
        block = Block(
            fence.lexemes["language"],
            _source(fence, page.text),
            fence.lexemes["title"],
            output,
            skip and skip["reason"],
        )
        if fence.lexemes["rest"]:
            yield Region(fence.start, end, f"not understood: {fence.lexemes['rest']}", _refused)
        elif block.skipped or block.title or block.language in ("python", "sh"):
            yield Region(fence.start, end, block, written if block.title else run)
        else:
            yield Region(fence.start, end, UNKNOWN, _refused)
    if skips != len(SKIP.findall(page.text)):
        yield Region(page.end, page.end, UNREASONED, _refused)


def _refused(example: Example) -> str:
    return str(example.parsed)


def _source(fence: Region, text: str) -> str:
    """What stands in the fence, without the indentation of the fence itself."""
    first, *lines, _ = text[fence.start : fence.end].splitlines(keepends=True)
    indented = len(first) - len(first.lstrip(" "))
    return "".join(line[min(indented, len(line) - len(line.lstrip(" "))) :] for line in lines)


def _is_output(block: Region, below: Region, text: str) -> bool:
    """Whether ``below`` shows what ``block`` prints: text without a title, nothing between them."""
    return (
        block.lexemes["language"] in ("python", "sh")
        and not block.lexemes["title"]
        and below.lexemes["language"] == "text"
        and not below.lexemes["title"]
        and not text[block.end : below.start].strip()
    )
