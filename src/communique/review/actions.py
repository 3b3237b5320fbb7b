"""What can be done to the labels of a document, as values; ``applying`` does them.

Places are half-open ranges of code points. They are widened to whole words, as sources quote no
less.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from communique.errors import ReviewError
from communique.gold.records import GoldEvent, GoldStatus
from communique.review.state import Kind
from communique.values import Value

__all__ = [
    "Action",
    "Confirm",
    "Finish",
    "Move",
    "New",
    "Point",
    "Range",
    "Refuse",
    "Remove",
    "Take",
    "Unpoint",
    "Write",
    "read_action",
]

Id = Annotated[str, StringConstraints(max_length=40)]
Text = Annotated[str, StringConstraints(max_length=1000)]
Role = Literal[
    "mention",
    "title",
    "country",
    "organization",
    "evidence",
    "date",
    "place",
    "organizer",
    "content",
    "speaker_mention",
    "cue",
    "boilerplate",
]


class Range(Value):
    start: int = Field(ge=0)
    end: int = Field(gt=0)


class New(Value):
    """A label is made of selected words."""

    do: Literal["new"] = "new"
    kind: Kind
    at: Range


class Remove(Value):
    """A label is taken out; of a draft, rejected."""

    do: Literal["remove"] = "remove"
    item: Id


class Confirm(Value):
    """A label of a draft is right; its rivals, where the models differ, go."""

    do: Literal["confirm"] = "confirm"
    item: Id


class Take(Value):
    """An offer becomes a label."""

    do: Literal["take"] = "take"
    offer: Id


class Refuse(Value):
    """None of a group of offers becomes a label."""

    do: Literal["refuse"] = "refuse"
    group: Id


class Point(Value):
    """Selected words become a place of a label: its cue, another mention, what proves a title.

    ``value`` is what they prove, where they do not say it themselves.
    """

    do: Literal["point"] = "point"
    item: Id
    role: Role
    at: Range
    value: Text | None = None


class Move(Value):
    """A place of a label gets other boundaries; ``number`` counts those of the role from 0."""

    do: Literal["move"] = "move"
    item: Id
    role: Role
    number: int = Field(default=0, ge=0)
    at: Range


class Unpoint(Value):
    """A place is taken from a label."""

    do: Literal["unpoint"] = "unpoint"
    item: Id
    role: Role
    number: int = Field(default=0, ge=0)


class Write(Value):
    """A value of a label is changed: kind, speaker, name, who took part …; None: there is none."""

    do: Literal["write"] = "write"
    item: Id
    field: Annotated[str, StringConstraints(max_length=20)]
    value: bool | Text | Annotated[tuple[Text, ...], Field(max_length=1000)] | None


class Finish(Value):
    """The document is done. No page says who did it, and when: the server does."""

    status: GoldStatus
    event: GoldEvent


Asked = Annotated[
    New | Remove | Confirm | Take | Refuse | Point | Move | Unpoint | Write,
    Field(discriminator="do"),
]
Action = New | Remove | Confirm | Take | Refuse | Point | Move | Unpoint | Write | Finish

_ASKED: TypeAdapter[Action] = TypeAdapter(Asked)


def read_action(data: object) -> Action:
    """An action as a page sends it.

    Raises:
        ReviewError: it is none.
    """
    try:
        return _ASKED.validate_python(data, strict=False)
    except ValueError as error:
        raise ReviewError("this is no action that the page knows: load it again") from error
