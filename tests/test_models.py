"""Which model answers: what can be meant, and what is refused at once."""

from __future__ import annotations

from typing import Any

import pytest

import communique
from communique.errors import UsageError
from communique.models import Model

ADDRESSES = [
    "http://127.0.0.1:8000/v1",
    "https://api.example.com/v1/",
    "http://[::1]:8000/v1",
    "http://localhost",
    "https://münchen.example/v1",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_are_taken_as_they_are(address: str) -> None:
    """With and without port, path, and a slash at the end."""
    assert Model("openai/m", base_url=address).base_url == address


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"base_url": "http://127.0.0.1:notaport/v1"}, "base_url 'http://127.0.0.1:notaport/v1' is no"),
    ({"base_url": "http://127.0.0.1:99999/v1"}, "is no address"),
    ({"base_url": "http://[::1/v1"}, "is no address"),
    ({"base_url": "http:///v1"}, "no host"),
    ({"base_url": "http://a b/v1"}, "a blank in it"),
    ({"base_url": "http://a..b/v1"}, "is no address"),
    ({"base_url": "localhost:8000"}, "does not begin with http://"),
    ({"base_url": ""}, "does not begin with http://"),
    ({"base_url": 5}, "base_url is a int"),
    ({"base_url": "http://me:pw@127.0.0.1/v1"}, "holds a user name or key"),
    ({"base_url": "http://127.0.0.1/v1?api_key=SECRET"}, "goes on after 'http://127.0.0.1/v1'"),
    ({"base_url": "http://127.0.0.1/v1#x"}, "goes on after"),
    ({"mode": "nope"}, "unknown mode 'nope': use auto, json_schema, tools, json, md_json"),
    ({"timeout": -1}, "timeout is -1: it must be at least 0.001"),
    ({"timeout": 0}, "timeout is 0"),
    ({"timeout": float("nan")}, "timeout is nan, not a number"),
    ({"timeout": "60"}, "timeout is '60', not a number"),
    ({"temperature": -0.5}, "temperature is -0.5"),
    ({"max_tokens": 0}, "max_tokens is 0: it must be at least 1"),
    ({"extra": 5}, "extra holds further parameters by name.*not a int"),
    ({"extra": {1: 2}}, "extra holds further parameters by name"),
]


@pytest.mark.parametrize(("settings", "message"), WRONG)
def test_what_cannot_be_meant_is_refused_at_once(settings: dict[str, Any], message: str) -> None:
    """The field, its value and what to write instead; never a key that stands in an address."""
    with pytest.raises(UsageError, match=message) as caught:
        Model("openai/m", **settings)
    assert "SECRET" not in str(caught.value)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("name", ["gpt", "", "/x", "openai/", None, 5])
def test_unknown_names_are_refused(name: Any) -> None:
    """A name of no provider, and what is no name at all."""
    with pytest.raises(UsageError, match=r"unknown model|the model is a"):
        Model.of(name)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"model": None}, "the model is a NoneType"), ({"document_id": 5}, "document id is a int")],
)
def test_extract_refuses_what_is_of_another_type(arguments: dict[str, Any], message: str) -> None:
    """A wrong type is a wrong call, not an AttributeError from within."""
    with pytest.raises(UsageError, match=message):
        communique.extract("Hello.", **arguments)


def test_extra_is_given_as_a_dict_and_kept_as_sorted_pairs() -> None:
    """The natural form will do; two orders are one model, which can be a key of a dict."""
    headers = {"x-team": "press"}
    one = Model("openai/m", extra={"seed": 7, "extra_headers": headers})
    two = Model("openai/m", extra=(("extra_headers", {"x-team": "press"}), ("seed", 7)))
    assert one == two
    assert one.extra == (("extra_headers", {"x-team": "press"}), ("seed", 7))
    assert len({one: 1, two: 2}) == 1
    headers["x-team"] = "changed"
    one.extra_parameters()["extra_headers"]["x-team"] = "changed"
    assert one == two


def test_base_url_given_beside_a_model_replaces_its_own() -> None:
    """Everything else stays, and what is given is checked as well."""
    model = Model("openai/m", base_url="http://127.0.0.1:1/v1", temperature=None, extra={"a": 1})
    moved = Model.of(model, base_url="http://127.0.0.1:2/v1")
    assert (moved.base_url, moved.temperature, moved.extra) == (
        "http://127.0.0.1:2/v1",
        None,
        (("a", 1),),
    )
    with pytest.raises(UsageError, match="is no address"):
        Model.of(model, base_url="http://127.0.0.1:x/v1")


def test_a_model_in_a_file_gets_the_time_to_compute() -> None:
    """Where the caller does not say otherwise."""
    assert Model("openai/x").time_limit == 120
    assert Model("local/x.gguf").time_limit == 900
    assert Model("local/x.gguf", timeout=5).time_limit == 5


def test_select_before_a_name_lets_that_model_choose() -> None:
    """The name keeps it; provider, model and address are those of the rest."""
    model = Model("select:openai/m", base_url="http://127.0.0.1:1/v1")
    assert (model.name, model.selects) == ("select:openai/m", True)
    assert (model.provider, model.model, model.address) == ("openai", "m", "openai/m")
    assert not Model("openai/m").selects
    first, second, third = Model("select:local/a.gguf, openai/m,regex").parts
    assert (first.selects, first.provider, first.takes_address) == (True, "local", False)
    assert (second.selects, third.is_regex) == (False, True)


@pytest.mark.parametrize("name", ["select:", "select:regex", "select:openai", "select:select:a/b"])
def test_select_stands_before_a_language_model_alone(name: str) -> None:
    """The rules choose nothing, and nothing chooses twice."""
    with pytest.raises(UsageError, match="unknown model"):
        Model(name)
