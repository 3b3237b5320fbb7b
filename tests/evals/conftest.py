"""A project folder with gold of its own; no key and no server of the person who runs the tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SUITE = """
description = "Three made-up articles"
gold = "gold/made.jsonl"
models = ["regex"]
"""


def place(text: str, quote: str) -> dict[str, Any]:
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


def gold_line(number: int) -> dict[str, Any]:
    """One made-up article and its labels."""
    text = (
        f"OSLO, March {number} (Agency) - President Ann Lee of Norway spoke by phone with "
        f'Prime Minister Bob Ray of Canada on March {number}, 2021. "We agree on point {number}," '
        "Ann Lee said. Bob Ray stressed the importance of trade."
    )
    call, day = place(text, "spoke by phone"), place(text, f"March {number}, 2021")
    quote, trade = f'"We agree on point {number},"', "the importance of trade"
    return {
        "document_id": f"made-{number}",
        "text": text,
        "participants": [
            {"name": "Ann Lee", "country": "NO", "mentions": [place(text, "Ann Lee")]},
            {"name": "Bob Ray", "country": "CA", "mentions": [place(text, "Bob Ray")]},
        ],
        "meetings": [
            {
                "kind": "call",
                "date": f"2021-03-0{number}",
                "evidence": [call, day],
                "field_evidence": {"kind": [call], "date": [day]},
            }
        ],
        "statements": [
            {
                "content": place(text, quote),
                "kind": "direct",
                "speaker": "Ann Lee",
                "speaker_mention": place(text, "Ann Lee"),
                "cue": place(text, "said"),
            },
            {
                "content": place(text, trade),
                "kind": "indirect",
                "speaker": "Bob Ray",
                "speaker_mention": place(text, "Bob Ray"),
                "cue": place(text, "stressed"),
            },
        ],
    }


def made_project(root: Path, lines: list[dict[str, Any]]) -> Path:
    """A project folder with the suite ``made``, of these articles."""
    (root / "gold").mkdir(parents=True)
    (root / "evals" / "suites").mkdir(parents=True)
    (root / "evals" / "suites" / "made.toml").write_text(SUITE, "utf-8")
    (root / "gold" / "made.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines), "utf-8")
    return root


@pytest.fixture
def lines() -> list[dict[str, Any]]:
    return [gold_line(number) for number in (1, 2, 3)]


@pytest.fixture
def project(tmp_path: Path, lines: list[dict[str, Any]]) -> Path:
    """A project folder with the suite ``made``."""
    return made_project(tmp_path / "project", lines)


@pytest.fixture(autouse=True, scope="module")
def _no_keys() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OPENAI_API_KEY", "none")
        environment.delenv("OPENAI_BASE_URL", raising=False)
        yield
