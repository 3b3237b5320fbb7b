"""Killed at any moment, the server has lost no action that it confirmed, and broken no file."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from communique.errors import ReviewError
from communique.gold.records import GoldDocument
from communique.review.plan import make_plan
from communique.review.server import Desk

from .made import EMPTY, PLAIN, labels, make_project, source_path

COMMENT = "# Kept whatever happens.\n"


class Client:
    """Acts one time after another in a thread of its own, and keeps what was confirmed."""

    def __init__(self, url: str, chance: Random) -> None:
        self.url = url
        self.chance = chance
        self.confirmed: list[dict[str, Any]] = []
        """What was asked and done, in order."""
        self.asked: dict[str, Any] | None = None
        """What was asked and not answered."""
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        try:
            with httpx.Client(follow_redirects=True, timeout=10) as http:
                http.get(self.url)
                address = self.url.partition("/?")[0]
                shown = http.get(f"{address}/documents/0").json()
                while True:
                    self.asked = {"version": shown["version"], "action": self._action(shown)}
                    answer = http.post(f"{address}/documents/0", json=self.asked)
                    if answer.status_code == 200:
                        shown |= answer.json()
                        self.confirmed.append(self.asked)
                    self.asked = None
        except httpx.HTTPError:
            return  # the server is dead: that is the point

    def _action(self, shown: dict[str, Any]) -> Any:
        items = shown["items"]
        pick = self.chance.random()
        statements = [one["id"] for one in items if one["kind"] == "statement"]
        if pick < 0.15 and shown["undo"]:
            return "undo"
        if pick < 0.25 and shown["redo"]:
            return "redo"
        if pick < 0.45 and statements:
            kind = self.chance.choice(["direct", "mixed", "indirect"])
            item = self.chance.choice(statements)
            return {"do": "write", "item": item, "field": "kind", "value": kind}
        if pick < 0.55 and items:
            return {"do": "remove", "item": self.chance.choice(items)["id"]}
        begins, ends = shown["words"]
        first = self.chance.randrange(len(begins) - 6)
        last = first + self.chance.randrange(1, 6)
        at = {"start": begins[first], "end": ends[last]}
        return {"do": "new", "kind": self.chance.choice(["statement", "participant"]), "at": at}


def served(root: Path) -> tuple[subprocess.Popen[str], str]:
    """The command as a user runs it, and the address that it tells."""
    process = subprocess.Popen(
        [sys.executable, "-m", "communique", "gold", "review", "--no-browser", "--root", str(root)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://\S+", line)
    assert found, line
    return process, found[0]


def possible(root: Path, client: Client) -> list[GoldDocument]:
    """What the file may say: all that was confirmed, and with or without what was in work.

    ``root`` is a copy of the project as it was before; what was done is done there again.
    """
    desk = Desk(make_plan(root))
    desk.document(0)
    for body in client.confirmed:
        desk.act(0, body)
    found = [labels(root)]
    if client.asked is not None:
        with suppress(ReviewError):
            desk.act(0, client.asked)
        found.append(labels(root))
    return found


def killed(root: Path, times: int, seed: int) -> int:
    """Kill the server ``times`` times; how many actions were confirmed in all."""
    chance = Random(seed)
    confirmed = 0
    for number in range(times):
        copy = root.with_name(f"copy{number}")
        shutil.copytree(root, copy)
        process, url = served(root)
        client = Client(url, chance)
        limit = time.monotonic() + 20
        least = chance.randint(0, 12)
        while len(client.confirmed) < least and time.monotonic() < limit:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=20)
        client.thread.join(timeout=20)
        document = labels(root)  # fails where the file does not load
        assert source_path(root).read_text("utf-8").startswith(COMMENT)
        assert document in possible(copy, client)
        confirmed += len(client.confirmed)
    return confirmed


@pytest.mark.slow
def test_three_kills_lose_no_confirmed_action(tmp_path: Path) -> None:
    """A few of what the soak does fifty times."""
    root = make_project(tmp_path / "project", source=COMMENT + EMPTY, text=PLAIN)
    assert killed(root, 3, seed=1) > 0


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_fifty_kills_lose_no_confirmed_action(tmp_path: Path) -> None:
    """kill -9 at 50 random moments of a busy session: every confirmed action is in the file, and
    the file always loads."""
    root = make_project(tmp_path / "project", source=COMMENT + EMPTY, text=PLAIN)
    confirmed = killed(root, 50, seed=2)
    print(f"50 kills, {confirmed} confirmed actions, none lost")
    assert confirmed > 100
