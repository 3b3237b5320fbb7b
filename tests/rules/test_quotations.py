"""Quotations with every kind of mark, nested, forgotten and doubled."""

import pytest

from communique.rules.quotations import find_quotations
from communique.rules.tokens import tokenize


def quotations(text: str) -> list[tuple[str, bool]]:
    tokens = tokenize(text)
    return [
        (text[tokens[q.first].start : tokens[q.stop - 1].end], q.closed)
        for q in find_quotations(tokens, 0, len(tokens))
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "yes" and "no way".', [('"yes"', True), ('"no way"', True)]),
        ("“We go on,” she said.", [("“We go on,”", True)]),
        ("«On y va», he said.", [("«On y va»", True)]),
        ("``We go on,'' he said.", [("``We go on,''", True)]),
        ("‘We go on,’ he said of the leaders’ talks.", [("‘We go on,’", True)]),
        ("the leaders' talks and the envoys' lunch", []),
        ('"A "new way" of talking," he said.', [('"A "new way" of talking,"', True)]),
        ('"We go on, he said.', [('"We go on, he said.', False)]),
        (
            '"We go on, he said. "Soon," he said.',
            [('"We go on, he said.', False), ('"Soon,"', True)],
        ),
        ('“"We go on,” he said.', [('“"We go on,”', True)]),
    ],
)
def test_marks_are_paired(text: str, found: list[tuple[str, bool]]) -> None:
    """Straight marks open after a blank and close before one; apostrophes are no marks."""
    assert quotations(text) == found
