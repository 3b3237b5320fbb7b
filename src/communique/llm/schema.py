"""The shape in which a model answers: exact quotes, never offsets.

Within an item the quotes come before what is derived from them, so that a model that writes from
left to right copies first and concludes after. ``llm.answer`` grounds every quote.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from communique.llm.lists import spelled
from communique.records import MeetingKind, StatementKind

__all__ = [
    "MOST_ITEMS",
    "Item",
    "KindOfMeeting",
    "MaybeQuote",
    "MeetingAnswer",
    "ParticipantAnswer",
    "ReadoutAnswer",
    "StatementAnswer",
]

MOST_ITEMS = {"participants": 100, "meetings": 20, "statements": 200}
"""Items of each list; what a server without constraints gives beyond them is not looked at."""


def _none_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


Quote = Annotated[str, Field(min_length=1)]
MaybeQuote = Annotated[str | None, BeforeValidator(_none_if_blank)]
KindOfMeeting = Annotated[MeetingKind, BeforeValidator(_lower)]


class Item(BaseModel):
    """One item of an answer; keys that an unconstrained server left out take ``absent``."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    absent: ClassVar[dict[str, Any]] = {}

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        return {**cls.absent, **spelled(data, cls.model_fields)} if isinstance(data, dict) else data


class ParticipantAnswer(Item):
    absent = {"title": None, "organization": None, "country_quote": None, "country": None}

    mention: Quote = Field(
        description="The words with which the article first names this participant in its own "
        "text, copied exactly, such as 'Norwegian Foreign Minister Tordis Solvang'."
    )
    name: Quote = Field(
        description="The fullest name the article gives, without the title, copied exactly."
    )
    title: MaybeQuote = Field(description="The title or office, copied exactly; null if none.")
    organization: MaybeQuote = Field(
        description="The organisation the participant speaks for, copied exactly; null if none."
    )
    country_quote: MaybeQuote = Field(
        description="The word that tells which country the participant represents, copied "
        "exactly, such as 'Norwegian'; null for an office of an international organisation."
    )
    country: MaybeQuote = Field(
        description="ISO 3166-1 alpha-2 code of that country, such as 'NO'; null if none."
    )


class MeetingAnswer(Item):
    absent = {
        "date_quotes": [],
        "date": None,
        "place": None,
        "organizer": None,
        "participants": [],
    }

    evidence: Quote = Field(
        description="The sentence, or the part of one, that reports the meeting, copied exactly."
    )
    kind: KindOfMeeting = Field(description="What it was.")
    date_quotes: list[str] = Field(
        max_length=4,
        description="The words that tell the day, copied exactly; more than one where they stand "
        "apart, such as 'Tuesday' and 'May 14, 2031'.",
    )
    date: MaybeQuote = Field(
        description="The day it took place: YYYY-MM-DD, or YYYY-MM, or YYYY; XXXX-MM-DD where "
        "nothing tells the year; null where nothing tells the day."
    )
    place: MaybeQuote = Field(description="Where it took place, copied exactly; null if unsaid.")
    organizer: MaybeQuote = Field(
        description="Who hosted, convened or organized it, only where the article says so: the "
        "name, copied exactly; else null."
    )
    participants: list[str] = Field(
        max_length=100, description="The `name` of each participant of this meeting."
    )


class StatementAnswer(Item):
    absent = {"cue": None, "speaker_mention": None, "speaker": None, "nested": False}

    content: Quote = Field(
        description="What was said, copied exactly. A direct quotation with its quotation marks; "
        "of a reported one the content alone, without speaker and cue."
    )
    cue: MaybeQuote = Field(
        description="The word that reports it, copied exactly, such as 'said' or 'according to'."
    )
    speaker_mention: MaybeQuote = Field(
        description="The words that stand for the speaker beside the cue, copied exactly, such as "
        "'She' or 'the minister'; null where the article names none."
    )
    speaker: MaybeQuote = Field(
        description="Who that is: the fullest name the article gives, or the group or "
        "organisation as named, copied exactly; null where the article names none."
    )
    kind: Annotated[StatementKind, BeforeValidator(_lower)] = Field(
        description="direct: a quotation; indirect: reported; mixed: reported with quoted words."
    )
    nested: bool = Field(
        description="true for what one speaker is reported to have said inside the content of "
        "another statement; else false."
    )


class ReadoutAnswer(BaseModel):
    """Who took part, the meetings, and who said what, in the order of the article."""

    model_config = ConfigDict(frozen=True)

    participants: list[ParticipantAnswer] = Field(
        max_length=MOST_ITEMS["participants"],
        description="Everyone who takes part in a reported meeting, once each.",
    )
    meetings: list[MeetingAnswer] = Field(
        max_length=MOST_ITEMS["meetings"],
        description="Every meeting reported as having taken place.",
    )
    statements: list[StatementAnswer] = Field(
        max_length=MOST_ITEMS["statements"],
        description="Every statement, in the order of the article.",
    )
