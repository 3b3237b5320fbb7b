"""One client of the benchmark ``throughput``, in a process of its own, peers in their own Python.

    python evals/benchmarks/peer.py CLIENT BASE_URL DOCUMENTS CONCURRENCY ARTICLE...

Prints one line of JSON: wall-clock and processor seconds, and how many documents were answered.
Everybody gets the same instructions and the same example, those of ``prompts/readout.v1.md``. It
imports nothing but the client it is about.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parents[2] / "prompts" / "readout.v1.md"
_SECTIONS = re.split(
    r"^# (system|user|example article|example answer)$", _FILE.read_text("utf-8"), flags=re.M
)
SECTIONS = dict(zip(_SECTIONS[1::2], _SECTIONS[2::2], strict=True))
INSTRUCTIONS = SECTIONS["system"].partition("Answer with one JSON object")[0].strip()
EXAMPLE, ANSWER = SECTIONS["example article"].strip(), SECTIONS["example answer"].strip()
PROMPT = f"{INSTRUCTIONS}\n\nAn example. Article:\n{EXAMPLE}\n\nAnswer:\n{ANSWER}"
SCHEMA = {
    "type": "object",
    "properties": {"participants": {"type": "array", "items": {"type": "object"}}},
}


def communique(base_url: str, texts: list[str], concurrency: int, processes: int = 1) -> int:
    """All of it: asking, grounding, records."""
    import communique
    from communique.records import Readout

    model = communique.Model("openai/m", base_url=f"{base_url}/v1")
    documents = [(f"d{i}", text) for i, text in enumerate(texts)]
    results = communique.extract_many(
        documents, model=model, concurrency=concurrency, processes=processes
    )
    return sum(isinstance(result, Readout) for result in results)


def helped(base_url: str, texts: list[str], concurrency: int) -> int:
    """The same, the answers proven in two processes."""
    return communique(base_url, texts, concurrency, processes=2)


def _gathered(call: Callable[[str], Any], texts: list[str], concurrency: int) -> int:
    async def main() -> int:
        free = asyncio.Semaphore(concurrency)

        async def one(text: str) -> bool:
            async with free:
                return bool(await call(text))

        return sum(await asyncio.gather(*map(one, texts)))

    return asyncio.run(main())


def _messages(text: str) -> list[dict[str, str]]:
    return [{"role": "system", "content": PROMPT}, {"role": "user", "content": text}]


def openai(base_url: str, texts: list[str], concurrency: int) -> int:
    """The bare client: the answer is read as JSON and no more."""
    import openai

    client = openai.AsyncOpenAI(base_url=f"{base_url}/v1", api_key="none")
    schema = {"name": "answer", "schema": SCHEMA}

    async def call(text: str) -> bool:
        done = await client.chat.completions.create(
            model="m",
            messages=_messages(text),  # type: ignore[arg-type]
            response_format={"type": "json_schema", "json_schema": schema},  # type: ignore[typeddict-item]
        )
        return bool(json.loads(done.choices[0].message.content or ""))

    return _gathered(call, texts, concurrency)


def instructor(base_url: str, texts: list[str], concurrency: int) -> int:
    """Plain instructor with a small model: no grounding either."""
    import instructor
    from pydantic import BaseModel

    class Answer(BaseModel):
        participants: list[dict[str, Any]] = []

    client = instructor.from_provider(
        "openai/m",
        async_client=True,
        base_url=f"{base_url}/v1",
        api_key="none",
        mode=instructor.Mode.JSON_SCHEMA,
    )

    async def call(text: str) -> bool:
        return bool(await client.create(response_model=Answer, messages=_messages(text)))

    return _gathered(call, texts, concurrency)


def langextract(base_url: str, texts: list[str], concurrency: int) -> int:
    """langextract as its documentation shows it, ``concurrency`` workers."""
    import langextract as lx
    from langextract.factory import ModelConfig

    said = json.loads(ANSWER)
    found = [("participant", item["mention"], item) for item in said["participants"]]
    found += [("meeting", item["evidence"], item) for item in said["meetings"]]
    found += [("statement", item["content"], item) for item in said["statements"]]
    example = lx.data.ExampleData(
        text=EXAMPLE,
        extractions=[
            lx.data.Extraction(kind, quote, attributes={k: str(v) for k, v in item.items()})
            for kind, quote, item in found
        ],
    )
    settings = {"api_key": "none", "base_url": f"{base_url}/v1", "max_workers": concurrency}
    config = ModelConfig(
        model_id="gpt-4o-mini", provider="OpenAILanguageModel", provider_kwargs=settings
    )
    documents = [lx.data.Document(text=text, document_id=f"d{i}") for i, text in enumerate(texts)]
    results = lx.extract(
        documents,
        prompt_description=INSTRUCTIONS,
        examples=[example],
        config=config,
        max_workers=concurrency,
        batch_length=concurrency,
        show_progress=False,
    )
    return sum(1 for _ in results)


CLIENTS = {f.__name__: f for f in (communique, helped, openai, instructor, langextract)}


def main() -> None:
    name, base_url, documents, concurrency, *paths = sys.argv[1:]
    articles = [Path(path).read_text("utf-8") for path in paths]
    # Each another text: what comes again would be asked about once.
    texts = [f"{articles[i % len(articles)]}\n\nEdition {i}." for i in range(int(documents))]
    client = CLIENTS[name]
    client(base_url, [f"{text}!" for text in texts[:4]], int(concurrency))  # imports, connections
    wall, cpu = time.perf_counter(), time.process_time()
    answered = client(base_url, texts, int(concurrency))
    seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps({**seconds, "answered": answered}))


if __name__ == "__main__":
    main()
