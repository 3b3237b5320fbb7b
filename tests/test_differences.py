"""Differences of two records as JSON."""

from communique.differences import ANY, Difference, differences, leaf_count, told


def test_equal_values_have_none_whatever_their_order() -> None:
    """Items are paired by name or place, others with the one most like them."""
    one = {"people": [{"name": "Ann"}, {"name": "Bo"}], "talks": [{"a": 1, "b": [2]}, {"a": 3}]}
    other = {"talks": [{"a": 3}, {"b": [2], "a": 1}], "people": [{"name": "Bo"}, {"name": "Ann"}]}
    assert [*differences(one, other)] == []


def test_each_difference_has_kind_path_and_sides() -> None:
    """Missing, new, changed, at any depth."""
    span = {"start": 1, "end": 4, "text": "Ann"}
    one = {"people": [{"name": "Ann", "at": [span]}], "date": "2031"}
    other = {"people": [{"name": "Ann", "at": []}, {"name": "Bo"}], "date": None}
    assert [*differences(one, other)] == [
        Difference("missing", "people[Ann].at[1:4]", expected=span),
        Difference("new", "people[Bo]", got={"name": "Bo"}),
        Difference("changed", "date", "2031", None),
    ]
    assert [told(found) for found in differences(one, other)] == [
        'people[Ann].at[1:4]: missing: "Ann"',
        'people[Bo]: not expected: "Bo"',
        'date: expected "2031", got null',
    ]


def test_an_item_too_many_of_the_same_is_one_too_many() -> None:
    """Lists are no sets."""
    assert [d.kind for d in differences(["a"], ["a", "a"])] == ["new"]
    assert [d.kind for d in differences(["a", "a"], ["a"])] == ["missing"]


def test_true_is_not_one() -> None:
    """Values of another type are other values."""
    assert [d.kind for d in differences({"a": 1}, {"a": True})] == ["changed"]


def test_any_is_equal_to_anything_and_counts_nothing() -> None:
    """Also to a key that is not there."""
    assert [*differences({"a": ANY, "b": ANY}, {"a": [1]})] == []
    assert leaf_count({"a": ANY, "b": [1, None, {"c": "x"}]}) == 3
