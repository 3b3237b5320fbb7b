"""Countries, by code or by word."""

from __future__ import annotations

from dataclasses import dataclass

from communique.comparators.base import Around, Compared, Said, yes_or_no
from communique.comparators.words import folded
from communique.countries import code_in, codes, lookup

__all__ = ["Country"]


@dataclass(frozen=True, slots=True)
class Country:
    """Right when both mean one country: "GB", "the UK" and "British" do (``countries.tsv``). What
    means none, an organisation say, is compared as folded text."""

    name: str = "country"

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        ours, theirs = _code(str(gold.value)), _code(str(predicted.value))
        if ours is None and theirs is None:
            same = folded(str(gold.value)) == folded(str(predicted.value))
            return yes_or_no(same, "equal, though no country", "no countries, and not equal")
        same = ours == theirs
        return yes_or_no(same, f"both {ours}", f"{ours or 'no country'}, {theirs or 'no country'}")


def _code(value: str) -> str | None:
    bare = value.strip()
    if bare.upper() in codes():
        return bare.upper()
    known = lookup(bare)
    return code_in(bare) if known is None else known.code
