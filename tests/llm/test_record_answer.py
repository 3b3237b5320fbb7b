"""Answers about a user's schema: the proven in the record, the rest in the issues."""

from __future__ import annotations

import datetime as dt
import enum
import time
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, field_validator, model_validator

from communique.errors import AnswerError
from communique.llm.claims import merge_answers
from communique.llm.record_answer import read_record
from communique.pointers import leaves_of
from communique.record import Record, dumped
from communique.records import Document
from llm.made import INFO

TEXT = (
    "ORSK, May 7, 2031 – The Vale Bank gave Orsk two boats on Monday. Its head, Una Brisk, spoke "
    "at 2:30 p.m. “We are glad,” she said.\n"
    "\n"
    "The Hill Fund gave Orsk two boats, too, and 3.5 million crowns; British engineers helped.\n"
)


def say(value: Any, quote: str | None = "") -> dict[str, Any]:
    """A leaf as a model gives it; the value is its own quote where none is named."""
    return {"quote": str(value) if quote == "" else quote, "value": value}


def read(
    model: type[BaseModel], text: str = TEXT, published: str | None = None, /, **answer: Any
) -> Record[Any]:
    document = Document(id="d", text=text, published=published)
    return read_record(model, document, answer, INFO)


def value_of(record: Record[Any]) -> Any:
    return None if record.value is None else dumped(record.value)


def codes(record: Record[Any]) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.path) for issue in record.issues]


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Leaves(BaseModel):
    text: str | None = None
    whole: int | None = None
    real: float | None = None
    exact: Decimal | None = None
    day: dt.date | None = None
    moment: dt.datetime | None = None
    sure: bool | None = None
    colour: Colour | None = None
    mood: Literal["glad", "sad"] | None = None
    either: int | str | None = None
    season: dt.date | str | None = None
    hour: dt.time | None = None


@pytest.mark.parametrize(
    ("field", "quote", "value", "found"),
    [
        ("text", "The Vale Bank", "Vale Bank", "Vale Bank"),
        ("text", "the vale bank gave", "vale bank", "Vale Bank"),
        ("text", "Vale Bank", "Vale  Bank", "Vale Bank"),
        ("text", "British engineers", "GB", "GB"),
        ("text", "British", "gb", "GB"),
        ("text", "May 7, 2031", 7, "7"),
        ("text", "Una", "Una Brisk", "Una Brisk"),
        ("text", "she", "Una Brisk", "Una Brisk"),
        ("text", "Its head", "Una Brisk", "Una Brisk"),
        ("whole", "two boats", 2, 2),
        ("real", "3.5 million crowns", 3500000, 3500000.0),
        ("real", "3.5 million crowns", 3.5, 3.5),
        ("exact", "3.5 million crowns", "3500000", "3500000"),
        ("day", "May 7, 2031", "2031-05-07", "2031-05-07"),
        ("day", "on Monday", "2031-05-05", "2031-05-05"),
        ("moment", "May 7, 2031", "2031-05-07T00:00:00", "2031-05-07T00:00:00"),
        ("sure", "“We are glad,”", True, True),
        ("sure", "two boats", False, False),
        ("colour", "crowns", "red", "red"),
        ("mood", "glad", "glad", "glad"),
        ("either", "two boats", 2, 2),
        ("either", "two boats", "two boats", "two boats"),
        ("season", "on Monday", "2031-05-05", "2031-05-05"),
        ("season", "on Monday", "Monday", "Monday"),
        ("hour", "at 2:30 p.m.", "14:30:00", "14:30:00"),
    ],
)
def test_a_leaf_that_follows_from_its_quote_is_kept(
    field: str, quote: str, value: Any, found: Any
) -> None:
    """Texts as the article writes them, numbers and dates that it tells, choices with words."""
    record = read(Leaves, **{field: {"quote": quote, "value": value}})
    assert record.issues == ()
    assert {k: v for k, v in value_of(record).items() if v is not None} == {field: found}
    assert record.evidence[f"/{field}"][0].text.casefold() == quote.casefold()


@pytest.mark.parametrize(
    ("field", "quote", "value"),
    [
        ("text", "The Hill Bank", "Hill Bank"),
        ("text", "The Vale Bank", "Valley Bank"),
        ("text", "The Vale Bank", "Hill Fund"),
        ("text", "Una Brisk", "Vale Bank"),
        ("text", "spoke", "Hill Fund"),
        ("text", "British engineers", "FR"),
        ("text", None, "Vale Bank"),
        ("text", "  ", "Vale Bank"),
        ("whole", "two boats", 3),
        ("whole", None, 2),
        ("real", "3.5 million crowns", 3500),
        ("real", "crowns", 3.5),
        ("exact", "3.5 million crowns", "35"),
        ("day", "on Monday", "2031-05-06"),
        ("day", "two boats", "2031-05-07"),
        ("day", "May 7, 2031", "the seventh"),
        ("moment", "May 7, 2031", "2031-05-07T09:00:00"),
        ("sure", "We are not glad", True),
        ("colour", "red boats", "red"),
        ("season", "on Monday", "2031-05-06"),
        ("hour", "at 2:30 p.m.", "02:30:00"),
    ],
)
def test_a_leaf_that_does_not_follow_is_null_and_an_issue(
    field: str, quote: str | None, value: Any
) -> None:
    """The issue stands at the leaf and holds what the model gave."""
    claim = {"quote": quote, "value": value}
    record = read(Leaves, **{field: claim})
    assert all(leaf is None for _, leaf in leaves_of(value_of(record)))
    assert codes(record) == [("unsupported", f"/{field}")]
    assert record.issues[0].value == claim
    assert record.evidence == {}


def test_value_outside_its_quote_has_both_as_evidence() -> None:
    """ "She" proves nothing without the name that it stands for."""
    record = read(Leaves, text=say("Una Brisk", "she"))
    assert [span.text for span in record.evidence["/text"]] == ["she", "Una Brisk"]


def test_date_without_a_year_is_an_issue() -> None:
    """A date has no way to say that its year is unknown."""
    claim = say("2031-01-24", "January 24")
    record = read(Leaves, "They met on January 24.", day=claim)
    assert codes(record) == [("date_year_unknown", "/day")]
    published = read(Leaves, "They met on January 24.", "2031-01-26", day=claim)
    assert value_of(published)["day"] == "2031-01-24"


def test_time_zone_that_no_word_tells_is_left_out() -> None:
    """The time is kept as the article tells it, and the issue says what is missing."""
    text = "On May 7, 2031 at 2:30 p.m. they met."
    quote = "May 7, 2031 at 2:30 p.m."
    record = read(Leaves, text, moment=say("2031-05-07T14:30:00Z", quote))
    assert value_of(record)["moment"] == "2031-05-07T14:30:00"
    assert codes(record) == [("zone_unknown", "/moment")]


def test_quote_from_the_example_has_a_code_of_its_own() -> None:
    """What stands in the prompt's example alone was copied from there."""
    document = Document(id="d", text=TEXT)
    answer = {"text": say("North Pier"), "whole": say(9, "nine piers")}
    record = read_record(Leaves, document, answer, INFO, "Work on the North Pier begins.")
    assert codes(record) == [("from_example", "/text"), ("unsupported", "/whole")]


class Gift(BaseModel):
    giver: str
    things: list[str] = []
    count: int | None = None
    day: dt.date | None = None


class Gifts(BaseModel):
    gifts: list[Gift]


def gift(giver: str, **more: Any) -> dict[str, Any]:
    return {"giver": say(giver), "things": [], "count": say(None), "day": say(None), **more}


def test_item_without_what_it_requires_is_left_out_with_its_reason() -> None:
    """Its siblings stay; the issue holds the item and says which part was not proven."""
    wrong = gift("Moon Bank", count=say(2, "two boats"))
    record = read(Gifts, gifts=[wrong, gift("Vale Bank"), gift("Hill Fund")])
    assert [one["giver"] for one in value_of(record)["gifts"]] == ["Vale Bank", "Hill Fund"]
    assert sorted(record.evidence) == ["/gifts/0/giver", "/gifts/1/giver"]
    (issue,) = record.issues
    assert (issue.code, issue.path, issue.value) == ("unsupported", "/gifts", wrong)
    assert issue.message == "/giver is required: the text does not contain 'Moon Bank'"


def test_issue_of_a_leaf_points_to_where_it_is_at_last() -> None:
    """Items before it that were left out do not count."""
    answer = [gift("Moon Bank"), gift("Vale Bank", count=say(7, "two boats"))]
    record = read(Gifts, gifts=answer)
    assert codes(record) == [("unsupported", "/gifts"), ("unsupported", "/gifts/0/count")]


def test_leaves_of_a_list_are_left_out_one_by_one() -> None:
    """And nulls in it, which claim nothing, without a word."""
    things = [say("two boats"), say("three boats"), say(None), None, say("crowns")]
    record = read(Gifts, gifts=[gift("Vale Bank", things=things)])
    assert value_of(record)["gifts"][0]["things"] == ["two boats", "crowns"]
    assert codes(record) == [("unsupported", "/gifts/0/things")]


def test_equal_items_are_one() -> None:
    """The second is a duplicate, also when only its parts in doubt were different."""
    answer = [gift("Vale Bank"), gift("Vale Bank", count=say(9)), gift("Hill Fund")]
    record = read(Gifts, gifts=answer)
    assert [one["giver"] for one in value_of(record)["gifts"]] == ["Vale Bank", "Hill Fund"]
    assert codes(record) == [("duplicate", "/gifts")]
    assert record.issues[0].value == answer[1]


def test_equal_words_of_two_items_have_places_of_their_own() -> None:
    """Each stands beside the rest of its item."""
    answer = [
        gift("Vale Bank", things=[say("two boats")]),
        gift("Hill Fund", things=[say("two boats")]),
    ]
    record = read(Gifts, gifts=answer)
    places = [record.evidence[f"/gifts/{i}/things/0"][0].start for i in (0, 1)]
    assert places == [TEXT.index("two boats"), TEXT.rindex("two boats")]


def test_items_told_by_the_same_words_take_one_place_after_another() -> None:
    """Two items with equal quotes and different values rest on different places."""

    class Trip(BaseModel):
        town: str
        first: bool

    class Trips(BaseModel):
        trips: list[Trip]

    text = "She went to Orsk. Then home. She went to Orsk again."
    trips = [{"town": say("Orsk"), "first": say(one, "went to Orsk")} for one in (True, False)]
    record = read(Trips, text, trips=trips)
    assert [record.evidence[f"/trips/{i}/town"][0].start for i in (0, 1)] == [12, 41]


class Offer(BaseModel):
    donor: str
    amount: float
    day: dt.date | None = None


def test_no_value_where_the_root_requires_what_is_not_proven() -> None:
    """The issues say what is missing, and what is proven is not lost."""
    record = read(Offer, donor=say("Vale Bank"), amount=say(9.0, "nine crowns"), day=say(None))
    assert record.value is None
    assert record.evidence == {}
    assert codes(record) == [
        ("unsupported", "/amount"),
        ("unproven_required", "/amount"),
        ("proven_parts", None),
    ]
    (part,) = record.issues[2].value
    assert (part["path"], part["value"]) == ("/donor", "Vale Bank")
    assert TEXT[part["evidence"][0]["start"] :].startswith("Vale Bank")


def test_required_field_that_the_answer_lacks_is_named() -> None:
    """Null is an honest answer, and still no value."""
    record = read(Offer, donor=say("Vale Bank"))
    assert codes(record) == [("unproven_required", "/amount"), ("proven_parts", None)]
    assert record.issues[0].message == "/amount is required, and the answer has none"


class Deep(BaseModel):
    class Inner(BaseModel):
        offer: Offer

    inner: Inner | None = None
    title: str | None


def test_list_with_too_few_items_says_why_each_was_left_out() -> None:
    """The reasons stay, though the list goes, and with it the value."""

    class Some(BaseModel):
        things: list[str] = Field(min_length=1)

    record = read(Some, things=[say("one boat"), say("nine boats")])
    assert record.value is None
    assert codes(record) == [
        ("invalid_item", "/things"),
        ("unsupported", "/things"),
        ("unsupported", "/things"),
        ("unproven_required", "/things"),
    ]


def test_optional_parent_goes_with_what_it_requires() -> None:
    """The nearest part that may be missing is left out, the rest stays."""
    offer = {"donor": say("Vale Bank"), "amount": say(None)}
    record = read(Deep, inner={"offer": offer}, title=say("Orsk"))
    assert value_of(record) == {"inner": None, "title": "Orsk"}
    assert codes(record)[-1] == ("unproven_required", "/inner")
    assert record.issues[-1].value == {"offer": offer}


class Cat(BaseModel):
    sort: Literal["cat"] = "cat"
    name: str
    age: int | None = None


class Dog(BaseModel):
    sort: Literal["dog"] = "dog"
    name: str
    owner: str


class House(BaseModel):
    pets: list[Cat | Dog] = []
    first: Annotated[Cat | Dog, Field(discriminator="sort")] | None = None
    seat: str | list[str] | Offer | None = None


def test_alternatives_are_told_by_their_constants() -> None:
    """Of several models the one that the answer names; within it leaf by leaf."""
    pets = [
        {"sort": "dog", "name": say("Una"), "owner": say("Vale Bank")},
        {"sort": "cat", "name": say("Brisk"), "age": say(99)},
        {"sort": "dog", "name": say("Orsk"), "owner": say("Nobody")},
    ]
    record = read(House, pets=pets, first={"sort": say("cat"), "name": say("Una")})
    assert record.value is not None
    assert record.value.pets == [Dog(name="Una", owner="Vale Bank"), Cat(name="Brisk")]
    assert record.value.first == Cat(name="Una")
    assert codes(record) == [("unsupported", "/pets"), ("unsupported", "/pets/1/age")]


@pytest.mark.parametrize(
    ("seat", "found"),
    [
        (say("Orsk"), "Orsk"),
        ([say("Orsk"), say("Nowhere"), say("Una")], ["Orsk", "Una"]),
        ({"donor": say("Una"), "amount": say(2, "two boats")}, {"donor": "Una", "amount": 2.0}),
    ],
)
def test_a_field_may_be_a_leaf_a_list_or_an_object(seat: Any, found: Any) -> None:
    """Each is read as what it is."""
    seat_found = value_of(read(House, seat=seat))["seat"]
    assert (
        {k: v for k, v in seat_found.items() if v} == found
        if isinstance(found, dict)
        else seat_found == found
    )


class Strict(BaseModel):
    name: str = Field(min_length=4)
    score: int | None = Field(default=None, ge=3)
    things: list[str] = Field(default=[], max_length=2)

    @field_validator("name")
    @classmethod
    def _no_banks(cls, name: str) -> str:
        if "Bank" in name:
            raise ValueError("no banks")
        return name.upper()


class Stricts(BaseModel):
    items: list[Strict]


def test_what_the_users_validators_refuse_is_left_out() -> None:
    """Only the leaf or item at fault goes, with what pydantic says."""
    items = [
        {"name": say("Vale Bank"), "score": say(None), "things": []},
        {"name": say("Hill Fund"), "score": say(2, "two boats"), "things": []},
        {"name": say("Una"), "score": say(None), "things": []},
    ]
    record = read(Stricts, items=items)
    assert value_of(record)["items"] == [{"name": "HILL FUND", "score": None, "things": []}]
    assert {issue.code for issue in record.issues} == {"invalid_item"}
    assert [issue.path for issue in record.issues] == ["/items", "/items", "/items/0/score"]
    assert "no banks" in record.issues[0].message
    assert "at least 4 characters" in record.issues[1].message


def test_more_items_than_a_list_may_have_are_not_looked_at() -> None:
    """The first ones count, each further one is an issue."""
    things = [say("two boats"), say("crowns"), say("engineers")]
    record = read(Stricts, items=[{"name": say("Hill Fund"), "things": things}])
    assert value_of(record)["items"][0]["things"] == ["two boats", "crowns"]
    assert codes(record) == [("too_many_items", "/items/0/things")]


def test_value_that_a_validator_refuses_as_a_whole() -> None:
    """A check of the whole model has no part to blame."""

    class Never(BaseModel):
        name: str | None = None

        @model_validator(mode="after")
        def _no(self) -> Never:
            raise ValueError("never")

    record = read(Never, name=say("Una"))
    assert record.value is None
    assert codes(record) == [("invalid_item", ""), ("proven_parts", None)]


def test_defaults_and_inventions_of_the_model_are_told_apart_from_the_text() -> None:
    """A leaf that the caller's own code made has an issue, a constant needs none."""

    class Report(BaseModel):
        kind: Literal["report"] = "report"
        state: str = "open"
        town: str | None = None

        @model_validator(mode="after")
        def _forget(self) -> Report:
            self.town = None
            return self

    record = read(Report, kind="report", state=say("shut"), town=say("Orsk"))
    assert value_of(record) == {"kind": "report", "state": "open", "town": None}
    assert codes(record) == [
        ("unsupported", "/state"),
        ("not_from_text", "/state"),
        ("not_in_value", "/town"),
    ]


def test_objects_in_which_nothing_is_proven_are_no_items() -> None:
    """A list of empty objects would count things that the article does not tell of."""

    class Person(BaseModel):
        name: str | None = None
        role: str | None = None

    class People(BaseModel):
        chief: Person | None = None
        people: list[Person]

    nobody = {"name": say("Nobody"), "role": say(None)}
    empty = {"name": say(None), "role": None}
    record = read(People, chief=nobody, people=[nobody, empty, {"name": say("Una")}])
    assert value_of(record) == {"chief": None, "people": [{"name": "Una", "role": None}]}
    assert codes(record) == [("unsupported", "/chief"), ("unsupported", "/people")]


def test_answers_of_servers_without_constraints_are_read_as_far_as_they_go() -> None:
    """Bare values have no quote; wrong shapes and missing keys lose nothing but themselves."""
    record = read(
        Gifts, gifts=[{"giver": say("Vale Bank"), "count": 2, "things": "boats", "day": []}, 7]
    )
    assert value_of(record)["gifts"][0] == {
        "giver": "Vale Bank", "things": [], "count": None, "day": None,
    }  # fmt: skip
    assert [code for code, _ in codes(record)] == ["invalid_item"] * 2 + ["unsupported"] + [
        "invalid_item"
    ]


def test_answer_with_none_of_the_fields_is_an_error() -> None:
    """It was an answer to something else."""
    with pytest.raises(AnswerError, match="'a' instead of gifts"):
        read(Gifts, a=1)


def test_models_may_refer_to_themselves_and_have_aliases() -> None:
    """Pointers go as deep as the value; keys are the names of fields."""

    class Part(BaseModel):
        name: str = Field(alias="Name")
        parts: list[Part] = Field(default=[], alias="from")

    inner = {"name": say("two boats"), "parts": [{"name": say("crowns"), "parts": []}]}
    record = read(Part, name=say("Orsk"), parts=[inner])
    assert record.issues == ()
    assert record.value is not None
    assert record.value.parts[0].parts[0].name == "crowns"
    assert "/parts/0/parts/0/name" in record.evidence


def test_strict_models_take_dates_and_choices_from_json() -> None:
    """Types that JSON lacks come as texts, and a strict model reads these, also back."""

    class Exact(BaseModel, strict=True, extra="forbid"):
        day: dt.date
        colour: Colour
        whole: int

    answer = {
        "day": say("2031-05-07", "May 7, 2031"),
        "colour": say("red", "crowns"),
        "whole": say(2, "two boats"),
    }
    record = read(Exact, **answer)
    assert record.value == Exact(day=dt.date(2031, 5, 7), colour=Colour.RED, whole=2)
    line = {**record.model_dump(mode="json"), "text": TEXT}
    assert Record[Exact].model_validate(line) == record


def test_two_answers_about_parts_of_a_document_make_one() -> None:
    """Lists one after another without repeats, of leaves the first that says something."""
    first = {"title": say(None), "gifts": [gift("Vale Bank")], "kind": "a", "one": None}
    second = {"title": say("Orsk"), "gifts": [gift("Vale Bank"), gift("Hill Fund")], "kind": "a"}
    merged = merge_answers(first, second)
    assert merged == {
        "title": say("Orsk"),
        "gifts": [gift("Vale Bank"), gift("Hill Fund")],
        "kind": "a",
        "one": None,
    }
    assert merge_answers(merged, first) == merged


@pytest.mark.parametrize("text", [TEXT * 40, "two boats, " * 4000])
def test_long_answers_about_monotonous_texts_take_time_in_proportion(text: str) -> None:
    """Two hundred items, of which every place is in question, are read in a moment."""
    items = [
        gift("two boats", things=[say("boats"), say("two")], count=say(2, "two"))
        for _ in range(200)
    ]
    started = time.perf_counter()
    record = read(Gifts, text, gifts=items)
    assert time.perf_counter() - started < 5
    assert len(value_of(record)["gifts"]) == 1


WORDS = st.sampled_from(
    [*TEXT.split(), "two boats", "Vale Bank", "nothing of it", "", "2031-05-07"]
)
LEAF = (
    st.fixed_dictionaries({"quote": st.none() | WORDS, "value": st.none() | WORDS | st.integers()})
    | st.none()
    | WORDS
)
ITEM = st.dictionaries(
    st.sampled_from(["giver", "count", "day", "sort", "name", "donor", "amount"]), LEAF
) | st.dictionaries(st.sampled_from(["things", "giver"]), st.lists(LEAF, max_size=3))
ANY = LEAF | ITEM | st.lists(ITEM | LEAF, max_size=4)


@settings(max_examples=200)
@given(gifts=ANY, pets=ANY, first=ANY, seat=ANY)
def test_any_answer_gives_a_record_whose_leaves_are_proven(
    gifts: Any, pets: Any, first: Any, seat: Any
) -> None:
    """Whatever a model says: no other error, and the record's own checks hold."""
    read(Gifts, gifts=gifts)
    record = read(House, pets=pets, first=first, seat=seat)
    for spans in record.evidence.values():
        assert all(TEXT[span.start : span.end] == span.text for span in spans)
