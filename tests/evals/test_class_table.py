"""The classes of errors under the scored table."""

from __future__ import annotations

from communique.evals.class_table import class_lines

from .test_table import results


def test_a_row_a_class_and_a_column_a_model() -> None:
    """What is right stands beside the sum of all gold; classes without items are not shown."""
    _, head, *rows, first, second = class_lines(results(2))
    assert head.split() == ["errors", "class", "regex", "openai/some-model"]
    assert [row.split() for row in rows] == [
        ["participants", "correct", "2", "of", "6", "2", "of", "6"],
        ["missed", "1", "1"],
        ["failed", "document", "3", "3"],
        ["statements", "correct", "0", "of", "2", "0", "of", "2"],
        ["failed", "document", "1", "1"],
        ["wrong", "speaker", "1", "1"],
        ["spurious", "1", "1"],
        ["fabricated", "1", "1"],
    ]
    assert "`evals explain` tells why" in f"{first} {second}"


def test_where_nothing_is_wrong_there_is_no_table() -> None:
    """Nor a line."""
    assert class_lines(results(0)) == []
