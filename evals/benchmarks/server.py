"""The server of the benchmarks: answers at once after a fixed wait, and counts what it is asked.

    python evals/benchmarks/server.py --latency 0.2

Requests for ``communique``'s schema are answered from the packaged gold; requests that ask for
langextract's ``extractions`` get two of those. ``GET /count`` tells requests and tokens so far and
starts anew. Tokens are counted as ``communique.testing`` counts them, alike for everybody.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from communique.project import data_path
from communique.testing import Play
from communique.testing.replies import count_tokens

EXTRACTIONS = {
    "extractions": [
        {"person": "Jens Stoltenberg", "person_attributes": {"title": "Secretary General"}},
        {"statement": "the need", "statement_attributes": {"speaker": "Jens Stoltenberg"}},
    ]
}


class Server:
    """A chat completion server that waits ``latency`` seconds before each answer."""

    def __init__(self, records: list[Mapping[str, Any]], latency: float) -> None:
        self._texts = {record["text"]: json.dumps(Play()(record)) for record in records}
        self._latency = latency
        self._count = {"requests": 0, "tokens_in": 0, "tokens_out": 0}

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self.chat, methods=["POST"]),
                Route("/count", self.count),
            ]
        )

    async def chat(self, request: Request) -> JSONResponse:
        body = await request.json()
        prompt = "\n".join(str(message["content"]) for message in body["messages"])
        said = next((said for text, said in self._texts.items() if text in prompt), None)
        if said is None or "extractions" in prompt:
            said = json.dumps(EXTRACTIONS)
        counted = count_tokens(prompt), count_tokens(said)
        self._count["requests"] += 1
        self._count["tokens_in"] += counted[0]
        self._count["tokens_out"] += counted[1]
        await asyncio.sleep(self._latency)
        usage = {
            "prompt_tokens": counted[0],
            "completion_tokens": counted[1],
            "total_tokens": sum(counted),
        }
        message = {"role": "assistant", "content": said}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse(
            {
                "id": "x",
                "object": "chat.completion",
                "created": 0,
                "model": body["model"],
                "choices": [choice],
                "usage": usage,
            }
        )

    async def count(self, request: Request) -> JSONResponse:
        counted = dict(self._count)
        self._count = dict.fromkeys(counted, 0)
        return JSONResponse(counted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--latency", type=float, default=0.2, help="seconds")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    lines = Path(data_path("gold/seeds.jsonl")).read_text("utf-8").splitlines()
    server = Server([json.loads(line) for line in lines], options.latency)
    config = uvicorn.Config(
        server.app(), port=options.port, log_level="error", lifespan="off", backlog=4096
    )
    listening = config.bind_socket()
    listening.listen(4096)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
