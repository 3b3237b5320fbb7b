"""Gold items by who found them."""

from communique.statistics.items import FoundBy, found_by


def test_each_item_is_counted_once() -> None:
    """In one of four cells."""
    pairs = [(True, True)] * 3 + [(True, False)] * 2 + [(False, True)] + [(False, False)] * 4
    assert found_by(pairs) == FoundBy(both=3, only_a=2, only_b=1, neither=4)
    assert found_by(iter(pairs)).as_dict() == {"both": 3, "only_a": 2, "only_b": 1, "neither": 4}
