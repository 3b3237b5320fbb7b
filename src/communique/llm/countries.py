"""Does a word of the text mean the country that a model says it means?"""

from __future__ import annotations

from communique.countries import codes_in

__all__ = ["means_country"]


def means_country(quote: str, code: str) -> bool:
    """Whether ``quote`` ("British", "US President") names the country with ISO code ``code``."""
    return code in codes_in(quote)
