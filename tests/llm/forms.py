"""Invented articles about sanctions and aid, the schemas that a user would write, their records."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Literal

from pydantic import BaseModel, Field

SANCTIONS = (
    "Quarland and Ostrevia punish Belgor over the Lenta dam\r\n"
    "\r\n"
    "QUAR CITY, June 12, 2031 – Quarland on Thursday froze the assets of the Belgor River Company "
    "and of its chairman, Ruvim Okafor-Lind, because of the flooding of the Lenta valley. The "
    "assets are worth 1.5\u00a0billion marks, Treasury Secretary Dana Whitlock-Sena said.\r\n"
    "\r\n"
    "Ostrevia barred three Belgor officials from entry on June 10 “for false testimony”.\r\n"
)


class Measure(enum.StrEnum):
    FREEZE = "asset freeze"
    BAN = "travel ban"
    EMBARGO = "embargo"


class Sanction(BaseModel):
    """One decision by one country or body."""

    by: str = Field(description="The country or body that decides.")
    targets: list[str] = Field(description="Whom or what it is directed against.")
    measure: Measure
    announced: dt.date | None = Field(description="The day of the decision.")
    reason: str | None = Field(description="Why, in the words of the article.")
    amount: float | None = Field(default=None, description="What it is worth, in full.")
    persons: int | None = Field(default=None, description="How many people it is about.")


class SanctionsAnnounced(BaseModel):
    """Sanctions that countries announce against others."""

    kind: Literal["sanctions"] = "sanctions"
    sanctions: list[Sanction]


AID = (
    "Three donors for the Tarnow basin\n"
    "\n"
    "LISSEN, 4 September 2031 – Norhavn will give the Tarnow Relief Fund €50 million ($54.2 "
    "million) for clean water, Minister Pia Stellan told reporters on Wednesday. “It is the least "
    "we can do,” she said.\n"
    "\n"
    "The Vestry Foundation pledged five million dollars to rebuild twelve schools. A third donor, "
    "who did not want to be named, promised “a large sum”.\n"
)


class Currency(enum.StrEnum):
    EUR = "EUR"
    USD = "USD"


class Pledge(BaseModel):
    donor: str
    recipient: str | None = None
    amount: float | None = Field(default=None, description="The sum, in full.")
    currency: Currency | None = None
    purpose: str | None = None
    day: dt.date | None = None


class AidPledged(BaseModel):
    """Aid that someone promises to someone."""

    pledges: list[Pledge]


def span(text: str, quote: str, after: str = "") -> dict[str, Any]:
    """The span of the first ``quote`` that comes after ``after``."""
    start = text.index(quote, text.index(after))
    return {"start": start, "end": start + len(quote), "text": quote}


def record(
    text: str, value: dict[str, Any], quotes: dict[str, str | tuple[str, str]]
) -> dict[str, Any]:
    """What a perfect reader finds; of each pointer the quote, or the quote and what precedes it."""
    evidence = {
        path: [span(text, *((quote,) if isinstance(quote, str) else quote))]
        for path, quote in quotes.items()
    }
    return {"text": text, "value": value, "evidence": evidence}


def sanctions() -> dict[str, Any]:
    quarland = {
        "by": "Quarland",
        "targets": ["Belgor River Company", "Ruvim Okafor-Lind"],
        "measure": "asset freeze",
        "announced": "2031-06-12",
        "reason": "the flooding of the Lenta valley",
        "amount": 1500000000.0,
        "persons": None,
    }
    ostrevia = {
        "by": "Ostrevia",
        "targets": ["Belgor officials"],
        "measure": "travel ban",
        "announced": "2031-06-10",
        "reason": "false testimony",
        "amount": None,
        "persons": 3,
    }
    return record(
        SANCTIONS,
        {"kind": "sanctions", "sanctions": [quarland, ostrevia]},
        {
            "/sanctions/0/by": ("Quarland", "2031"),
            "/sanctions/0/targets/0": "the Belgor River Company",
            "/sanctions/0/targets/1": "Ruvim Okafor-Lind",
            "/sanctions/0/measure": "froze the assets",
            "/sanctions/0/announced": "on Thursday",
            "/sanctions/0/reason": "because of the flooding of the Lenta valley",
            "/sanctions/0/amount": "1.5\u00a0billion marks",
            "/sanctions/1/by": ("Ostrevia", "said."),
            "/sanctions/1/targets/0": "Belgor officials",
            "/sanctions/1/measure": "barred three Belgor officials from entry",
            "/sanctions/1/announced": "June 10",
            "/sanctions/1/reason": "“for false testimony”",
            "/sanctions/1/persons": "three Belgor officials",
        },
    )


def aid() -> dict[str, Any]:
    norhavn = {
        "donor": "Norhavn",
        "recipient": "Tarnow Relief Fund",
        "amount": 50000000.0,
        "currency": "EUR",
        "purpose": "clean water",
        "day": "2031-09-03",
    }
    vestry = {
        "donor": "Vestry Foundation",
        "recipient": None,
        "amount": 5000000.0,
        "currency": "USD",
        "purpose": "rebuild twelve schools",
        "day": None,
    }
    return record(
        AID,
        {"pledges": [norhavn, vestry]},
        {
            "/pledges/0/donor": "Norhavn",
            "/pledges/0/recipient": "the Tarnow Relief Fund",
            "/pledges/0/amount": "€50 million",
            "/pledges/0/currency": "€50 million",
            "/pledges/0/purpose": "clean water",
            "/pledges/0/day": "Wednesday",
            "/pledges/1/donor": "The Vestry Foundation",
            "/pledges/1/amount": "five million dollars",
            "/pledges/1/currency": "dollars",
            "/pledges/1/purpose": "rebuild twelve schools",
        },
    )
