"""Block quotes of Markdown and mail, given the quotation marks that the rules read."""

from __future__ import annotations

import re

__all__ = ["block_quotes_marked"]

FEWEST_WORDS = 3
"""A block of fewer words quotes nobody."""

_BLOCK = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|$))+", re.MULTILINE)
_PREFIX = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)
_SIGNATURE = re.compile(r"\s*^[ \t>]*(?:[—–]|--?)[ \t]*[^\n]*\s*\Z", re.MULTILINE)
_SINGLE = str.maketrans({"“": "‘", "”": "’", '"': "'"})
_MARKS = "\"'“”„«‘*_"


def block_quotes_marked(text: str) -> str:
    """``text``, no shorter, with each block quote between “ and ”, on one line with its lead.

    Every other character keeps its place: the marks stand in that of ">" and of the last full stop.
    """
    return _BLOCK.sub(_marked, text)


def _marked(block: re.Match[str]) -> str:
    signature = _SIGNATURE.search(block[0])
    whole = block[0][: signature.start()] if signature else block[0]
    words = _PREFIX.sub(lambda prefix: " " * len(prefix[0]), whole)
    bare = words.strip()
    if len(bare.split()) < FEWEST_WORDS or bare[0] in _MARKS or bare[0] == "#":
        return block[0]
    start = words.index(bare)
    end = start + len(bare)
    inner = bare.replace("\n", " ").replace("\r", " ").translate(_SINGLE)
    rest = words[end:] + block[0][len(whole) :]
    if inner[-1] in ".!?…":
        inner = inner[:-1] + "”"
    else:
        inner, rest = inner + "”", rest[1:]
    return words[: start - 1] + "“" + inner + rest
