"""JSON of other tools: a value for the file or for each line, whatever else is there named."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.exchange.json_values import read_json


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (b'{"a": 1}', [{"a": 1}]),
        (b'\xef\xbb\xbf[\n {"a": 1},\n {"a": 2}\n]\n', [[{"a": 1}, {"a": 2}]]),
        (b'{"a": 1}\n\n{"a": 2}\r\n', [{"a": 1}, {"a": 2}]),
        ('{"a": "x\u2028y"}\n{"a": 2}'.encode(), [{"a": "x\u2028y"}, {"a": 2}]),
        (b"", []),
    ],
)
def test_lines_and_whole_files_are_read(tmp_path: Path, data: bytes, values: list[object]) -> None:
    (tmp_path / "a").write_bytes(data)
    assert [value for _, value in read_json(tmp_path / "a")] == values


def test_a_wrong_line_is_named_after_those_before_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1\n2\n{\n4\n")
    found = read_json(tmp_path / "a")
    assert [next(found), next(found)] == [(f"{tmp_path}/a:1", 1), (f"{tmp_path}/a:2", 2)]
    with pytest.raises(ValueError, match=r"line 3: .*what follows is not read"):
        next(found)


@pytest.mark.parametrize("data", [b"[" * 100_000, b"\xff", b"{", b'[1,\n"\xff"]'])
def test_what_is_no_json_is_an_error_in_words(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(ValueError, match=r"nested too deep|decode|Expecting"):
        list(read_json(tmp_path / "a"))
