"""What a call costs the client's processor: ours, the bare openai client, plain instructor.

    python evals/benchmarks/client_overhead.py

The same request (the messages of the built-in prompt about one short article, the strict schema)
goes to the same server, a ``FakeServer`` in a process of its own, and the same small answer comes
back. Processor time is that of this process alone; grounding is not part of it. The three take
turns, and the median of the rounds is shown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

import anyio
import instructor
import openai

from communique.llm.client import Request
from communique.llm.openai import InstructorClient
from communique.llm.prompts import load_prompt
from communique.llm.schema import ReadoutAnswer
from communique.llm.strict import AnswerSchema
from communique.models import Model
from communique.records import Document
from communique.testing import FakeServer

TEXT = "Irish Prime Minister Ann Lee met Maltese President Bo Rae. “We go on,” she said."
ANSWER = {
    "participants": [
        {
            "mention": "Irish Prime Minister Ann Lee",
            "name": "Ann Lee",
            "title": "Prime Minister",
            "organization": None,
            "country_quote": "Irish",
            "country": "IE",
        }
    ],
    "meetings": [],
    "statements": [
        {
            "content": "“We go on,”",
            "cue": "said",
            "speaker_mention": "she",
            "speaker": "Ann Lee",
            "kind": "direct",
            "nested": False,
        }
    ],
}
SCHEMA = AnswerSchema.of(ReadoutAnswer)
MESSAGES = load_prompt("readout.v1").messages(Document(id="a", text=TEXT), SCHEMA.notes)
LIMIT = 8192

Call = Callable[[], Awaitable[object]]
Caller = tuple[Call, Callable[[], Awaitable[object]]]


def ours(base_url: str) -> Caller:
    """``InstructorClient.complete``, all of it: strict schema, usage, keys taken out."""
    model = Model("openai/m", base_url=base_url, mode="json_schema")
    client = InstructorClient(model)
    request = Request(model, MESSAGES, SCHEMA)
    return lambda: client.complete(request), client.aclose


def bare(base_url: str) -> Caller:
    """The openai client with the same request, its answer read by ``json.loads``."""
    client = openai.AsyncOpenAI(base_url=base_url, api_key="none", max_retries=2)
    chat = Request(Model("openai/m"), MESSAGES, SCHEMA).chat()
    wanted = {"name": SCHEMA.name, "strict": True, "schema": SCHEMA.json}

    async def call() -> object:
        completion = await client.chat.completions.create(
            model="m",
            messages=chat,
            response_format={"type": "json_schema", "json_schema": wanted},  # type: ignore[typeddict-item]
            temperature=0.0,
            max_tokens=LIMIT,
        )
        return json.loads(completion.choices[0].message.content or "")

    return call, client.close


def plain_instructor(base_url: str) -> Caller:
    """instructor as its documentation shows it, in the same mode."""
    client = instructor.from_provider(
        "openai/m",
        async_client=True,
        base_url=base_url,
        api_key="none",
        mode=instructor.Mode.JSON_SCHEMA,
    )
    chat = Request(Model("openai/m"), MESSAGES, SCHEMA).chat()

    async def call() -> object:
        return await client.create(
            response_model=ReadoutAnswer, messages=chat, temperature=0.0, max_tokens=LIMIT
        )

    return call, client.client.close


CLIENTS = {"communique": ours, "openai": bare, "instructor": plain_instructor}


async def cost(caller: Caller, requests: int, concurrency: int) -> float:
    """Milliseconds of this process's processor time a request, after a warm-up."""
    call, close = caller
    left = 0

    async def work() -> None:
        nonlocal left
        while left:
            left -= 1
            await call()

    async def batch(number: int) -> None:
        nonlocal left
        left = number
        async with anyio.create_task_group() as tasks:
            for _ in range(concurrency):
                tasks.start_soon(work)

    await batch(concurrency)
    started = time.process_time()
    await batch(requests)
    used = time.process_time() - started
    await close()
    return 1000 * used / requests


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=640, help="of each client, a round")
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        with FakeServer([{"text": TEXT}], play=lambda record: ANSWER) as server:
            print(server.base_url, flush=True)
            sys.stdin.read()
        return
    command = [sys.executable, str(Path(__file__).resolve()), "--serve"]
    with subprocess.Popen(  # noqa: S603 - this file itself
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the type checker
        base_url = process.stdout.readline().strip()
        found: dict[str, list[float]] = {name: [] for name in CLIENTS}
        for _ in range(options.rounds):
            for name, make in CLIENTS.items():
                found[name].append(
                    anyio.run(cost, make(base_url), options.requests, options.concurrency)
                )
        process.communicate()
    print(
        f"client       ms/request   spread          of openai   (concurrency {options.concurrency})"
    )
    of = median(found["openai"])
    for name, times in found.items():
        spread = f"{min(times):.2f}-{max(times):.2f}"
        print(f"{name:<12} {median(times):>10.2f}   {spread:<13} {median(times) / of:>9.2f}x")


if __name__ == "__main__":
    main()
