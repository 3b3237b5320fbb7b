"""What the model of the pages answers about texts with these words, where a schema is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def claim(quote: str | None, value: Any) -> dict[str, Any]:
    return {"quote": quote, "value": value}


PLEDGE = {
    "donor": claim("Norhavn", "Norhavn"),
    "recipient": claim("the Tarnow Relief Fund", "Tarnow Relief Fund"),
    "amount": claim("€50 million", 50_000_000),
    "currency": claim("€50 million", "EUR"),
    "day": claim("on Wednesday", "2031-09-03"),
}
PROMISED_BY_NOBODY = {**PLEDGE, "donor": claim("Ostrevia", "Ostrevia")}
SANCTION = {
    "by": claim("Quarland", "Quarland"),
    "targets": [claim("the Belgor River Company", "Belgor River Company")],
    "measure": claim("froze the assets", "asset freeze"),
    "announced": claim("on Thursday", "2031-06-12"),
    "reason": claim("because of the flooding", "the flooding of the Lenta valley"),
}
INVENTED = {**SANCTION, "by": claim("Ostrevia", "Ostrevia")}

ANSWERS: Mapping[str, Any] = {
    "the Tarnow Relief Fund": {"pledges": [PLEDGE, PROMISED_BY_NOBODY]},
    "the Belgor River Company": {"sanctions": [SANCTION, INVENTED]},
}
