"""What a request cost, by the published list prices (genai-prices, offline)."""

from __future__ import annotations

from decimal import Decimal

from communique.llm.completion import Tokens
from communique.models import Model

__all__ = ["has_price", "price"]

_VENDORS = {
    "anthropic": "anthropic",
    "bedrock": "aws",
    "cohere": "cohere",
    "generative-ai": "google",
    "google": "google",
    "mistral": "mistral",
    "vertexai": "google",
    "xai": "x-ai",
}
"""Our names of vendors with a library of their own, and those of the price list."""


def has_price(model: Model, address: str) -> bool:
    """Whether the price list knows what an answer of ``model`` from ``address`` will cost."""
    return price(model, Tokens(input=1, output=1), address) is not None


def price(model: Model, tokens: Tokens, address: str, answered: str = "") -> Decimal | None:
    """US dollars, or None where the price list does not know the server or the model.

    Args:
        model: as asked.
        tokens: as the server counted them.
        address: where the request went; a server of one's own has no price.
        answered: the model's name as the server gives it, which may tell the version.
    """
    if model.provider == "local":
        return Decimal(0)
    if tokens.input is None or tokens.output is None:
        return None
    import genai_prices

    usage = genai_prices.Usage(
        input_tokens=tokens.input, output_tokens=tokens.output, cache_read_tokens=tokens.cached
    )
    for name in dict.fromkeys((answered or model.model, model.model)):
        try:
            if model.provider in _VENDORS:
                vendor = _VENDORS[model.provider]
                return genai_prices.calc_price(usage, name, provider_id=vendor).total_price
            return genai_prices.calc_price(usage, name, provider_api_url=address).total_price
        except (LookupError, ValueError):  # no such server or model; counts that contradict
            continue
    return None
