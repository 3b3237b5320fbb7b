"""What stands around the report: menus, footers, captions, the headline, blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from communique.metamorphic.rewriting import Edit, edited
from communique.metamorphic.variants import Change
from communique.records import Readout

__all__ = ["captions", "footers", "headlines", "layouts", "menus", "tail"]

FOOTERS = (
    "Subscribe to our newsletter\nGet the best of our reporting in your inbox every morning.",
    "© 2031 The Harrowgate Courier. All rights reserved.",
    "Read more: Harbour tolls to rise again\nRead more: Storm closes the northern railway",
    "Share this article\nFacebook\nTwitter\nWhatsApp\nEmail\nPrint",
    "Support independent journalism\nReaders like you pay for our work. Please give a little.",
    "Related articles\n\nLighthouse keepers end strike\n\nMinistry of Fisheries publishes quotas",
    "Tags: diplomacy, talks, summit\nCategories: World, Politics",
    "This article was produced by a news agency and has not been edited by our staff.",
    "Comments (0)\nLog in to leave a comment\nTerms of Use | Privacy Policy | Contact",
)
MENUS = (
    "Home\nWorld\nPolitics\nBusiness\nSport",
    "Skip to content\nMenu\nSearch\nSign in",
    "Home > World > Diplomacy",
    "Advertisement",
    "Subscribe | Log in | E-paper\nLatest News | Video | Podcasts",
)
_CAPTION = re.compile(
    r"^.*(?:\bPhoto(?:graph)?s?(?: by|:)|\bFile photo\b|\bImage(?: credit)?:|\(Photo\b"
    r"|\bCredit:).*(?:\n+|$)",
    re.MULTILINE,
)


def footers(text: str, others: Iterable[str]) -> Iterator[Change]:
    """Another page's end behind the text: the built-in ones, and those of other articles."""
    for footer in (*FOOTERS, *others):
        end = Edit(len(text), len(text), f"\n\n{footer}")
        first = footer.strip().splitlines()[0]
        yield Change(detail=first, rewriting=edited(text, [end]))


def tail(text: str, record: Readout) -> str | None:
    """What a page has after the paragraph with the record's last span; None where nothing."""
    last = max((span.end for _, span in record.spans()), default=len(text))
    rest = text[last:].partition("\n")[2].strip()
    return rest or None


def menus(text: str) -> Iterator[Change]:
    """A page's navigation before the text."""
    for menu in MENUS:
        detail = menu.replace("\n", " / ")
        yield Change(detail=detail, rewriting=edited(text, [Edit(0, 0, f"{menu}\n\n")]))


def captions(text: str) -> Iterator[Change]:
    """Each photo caption taken out, and all of them."""
    found = [Edit(m.start(), m.end(), "") for m in _CAPTION.finditer(text)]
    for number, edit in enumerate(found, 1):
        yield Change(detail=f"without caption {number}", rewriting=edited(text, [edit]))
    if len(found) > 1:
        yield Change(detail="without captions", rewriting=edited(text, found))


def headlines(text: str) -> Iterator[Change]:
    """The headline in capitals, and with a capital for each word."""
    for match in re.finditer(r"^\S.*$", text, re.MULTILINE):
        line = match[0].rstrip()
        if 4 <= len(line.split()) <= 20 and line[-1].isalnum() and not _CAPTION.match(line):
            break
    else:
        return
    for detail, written in (
        ("in capitals", [word.upper() for word in line.split(" ")]),
        ("capitalised", [word[:1].upper() + word[1:] for word in line.split(" ")]),
    ):
        new = " ".join(written)
        if len(new) == len(line):  # "ß" in capitals is two letters
            pairs = enumerate(zip(line, new, strict=True), match.start())
            edits = [Edit(at, at + 1, b) for at, (a, b) in pairs if a != b]
            yield Change(detail=detail, rewriting=edited(text, edits))


def layouts(text: str) -> Iterator[Change]:
    """Line ends of other systems, more blank lines, blanks at the ends of lines."""
    ends = [(m.start(), m.end(), m[0]) for m in re.finditer(r"\n+", text)]
    wrapped = re.search(r"[a-z,]\n[a-z]", text) is not None  # lines that no paragraph ends
    if "\r" not in text:
        edits = [Edit(s, e, run.replace("\n", "\r\n")) for s, e, run in ends]
        yield Change(detail="CRLF", rewriting=edited(text, edits))
    if not wrapped:
        yield Change(
            detail="blank lines doubled",
            rewriting=edited(text, [Edit(s, e, run * 2) for s, e, run in ends]),
        )
    yield Change(
        detail="blanks at the ends of lines",
        rewriting=edited(text, [Edit(s, s, "  ") for s, _, _ in ends]),
    )
    around = [Edit(0, 0, "\n\n"), Edit(len(text), len(text), "\n\n")]
    yield Change(detail="blank lines around", rewriting=edited(text, around))
