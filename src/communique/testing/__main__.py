"""``python -m communique.testing``: a fake model server in the foreground."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path
from typing import Any

from communique.errors import CommuniqueError, InputError
from communique.project import data_path
from communique.testing import FakeServer
from communique.testing.answers import Play


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m communique.testing",
        description="An OpenAI-compatible server on loopback that answers from gold records.",
    )
    parser.add_argument(
        "--records", type=Path, help="JSONL of records with 'text' (gold/seeds.jsonl)"
    )
    parser.add_argument("--port", type=int, default=0, help="port (a free one)")
    parser.add_argument("--drop", type=int, default=0, help="leave out every N-th item")
    parser.add_argument("--invent", type=int, default=0, help="make up N people and statements")
    options = parser.parse_args(argv)
    try:
        records = _read(options.records or data_path("gold/seeds.jsonl"))
        play = Play(drop=options.drop, invent=options.invent)
        server = FakeServer(records, play=play, address=("127.0.0.1", options.port))
        with server:
            print(server.base_url, flush=True)
            threading.Event().wait()
    except CommuniqueError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


def _read(path: Path) -> list[dict[str, Any]]:
    records = []
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}:{number}: not JSON: {error}") from error
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise InputError(f"{path}:{number}: a record to answer from needs its 'text'")
        records.append(record)
    return records


if __name__ == "__main__":
    raise SystemExit(main())
