"""Replies are told word for word to the run that keeps them, and lost where none does."""

from __future__ import annotations

import anyio

from communique.transcript import keeping_replies, tell_reply


def test_each_task_is_heard_by_its_own_listener() -> None:
    """Two documents read at a time do not mix their replies."""
    kept: dict[str, list[str]] = {"a": [], "b": []}

    async def read(document: str) -> None:
        with keeping_replies(kept[document]):
            for number in range(3):
                tell_reply(lambda: f"{document}{number}")  # noqa: B023 - called at once
                await anyio.lowlevel.checkpoint()

    async def run() -> None:
        async with anyio.create_task_group() as tasks:
            for document in kept:
                tasks.start_soon(read, document)

    anyio.run(run)
    assert kept == {"a": ["a0", "a1", "a2"], "b": ["b0", "b1", "b2"]}


def test_where_nobody_listens_no_reply_is_made() -> None:
    """It may be long to put into words."""
    made: list[str] = []
    tell_reply(lambda: made.append("made") or "")
    assert made == []
