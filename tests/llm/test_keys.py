"""No key gets out, wherever it was given and whatever a server does with it."""

from __future__ import annotations

import io
import json
import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import communique
from cli.warm import run_command
from communique import Failure, Model
from communique.errors import CommuniqueError
from communique.llm.keys import scrubbed
from llm.made import answer

KEY = "sk-canary/0123456789+abcdefghij"
TEXT = "Ann Vex met Bo Rae in Rome. Vex said that all is well."
SAID = {"content": "that all is well", "kind": "indirect", "cue": "said"}


def completion(content: str, finish_reason: str = "stop", model: str = "m") -> str:
    message = {"role": "assistant", "content": content}
    return json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": model,
            "choices": [{"index": 0, "finish_reason": finish_reason, "message": message}],
            "usage": {"prompt_tokens": 2000, "completion_tokens": 9, "total_tokens": 2009},
        }
    )


def replies(headers: dict[str, str]) -> dict[str, tuple[int, str]]:
    """What a server may answer that says what it was sent: status and body."""
    sent = json.dumps(headers)
    items = [SAID, {"content": sent, "kind": "indirect"}, {"wrong": sent}]
    said = json.dumps(answer(participants=[{"mention": sent, "name": sent}], statements=items))
    escaped = said.replace("sk-canary", "sk\\u002Dcanary")
    return {
        "refused": (400, json.dumps({"error": {"message": sent, "type": sent, "code": sent}})),
        "refused in plain text": (403, sent),
        "failed": (500, json.dumps({"detail": sent})),
        "no JSON": (200, f"<html>{sent}"),
        "no completion": (200, json.dumps({"said": sent})),
        "no object": (200, completion(sent.replace("{", "("))),
        "an answer": (200, completion(said, model=sent)),
        "an answer with escapes": (200, completion(escaped)),
        "a cut answer": (200, completion(said[: said.rindex("abcdef") + 6], "length")),
        "a cut answer with escapes": (200, completion(escaped[:-40], "length")),
    }


@contextmanager
def echo(kind: str) -> Iterator[str]:
    """The address of a server that says in its reply, and its headers, what it was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            status, body = replies({**self.headers, "path": self.path})[kind]
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body.encode())))
            self.send_header("retry-after", "0.001")
            self.send_header("x-you-sent", json.dumps(dict(self.headers)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


GIVEN: dict[str, dict[str, Any]] = {
    "environment": {},
    "key header": {"extra_headers": {"x-api-key": KEY}},
    "authorization": {"extra_headers": {"Authorization": f"Bearer {KEY}"}},
    "query": {"extra_query": {"key": KEY}},
}


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything that anybody logs meanwhile, at any level."""
    root, log = logging.getLogger(), io.StringIO()
    handler, level = logging.StreamHandler(log), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def shown(error: BaseException | None) -> str:
    """All that an error and those behind it hold."""
    if error is None:
        return ""
    own = f"{error!r} {vars(error)}" + "".join(traceback.format_exception(error))
    return own + shown(error.__cause__) + shown(error.__context__)


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("kind", replies({"authorization": KEY}))
def test_no_key_in_record_error_log_or_repr(
    kind: str, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor a part of one, whether the answer is used, salvaged or refused, alone and in a chain."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY if given == "environment" else "another-key-000000")
    with echo(kind) as address, logged() as log:
        out = ""
        for name in ("openai/m", "openai/m,openai/n"):
            model = Model(name, base_url=address, extra=GIVEN[given], timeout=5.0)
            try:
                record = communique.extract(TEXT, model=model)
            except CommuniqueError as error:
                out += shown(error)
            else:
                assert [s.content.text for s in record.statements] == ["that all is well"]
                out += record.model_dump_json() + repr(record)
            out += repr(model)
    assert "***" in out
    assert "Request options" in log.getvalue()
    for part in (KEY, "canary", "abcdefghij"):
        assert part not in out
        assert part not in log.getvalue()


@pytest.mark.parametrize("kind", ["an answer", "refused", "a cut answer"])
def test_no_key_in_the_store_of_a_run(kind: str, tmp_path: Path) -> None:
    """Headers of a Model are as secret there as variables of the environment."""
    extra = {"extra_headers": {"Authorization": f"Bearer {KEY}"}}
    with echo(kind) as address:
        model = Model("openai/m", base_url=address, extra=extra)
        (result,) = communique.extract_many([TEXT], model=model, run=tmp_path)
    assert isinstance(result, Failure) == (kind == "refused")
    for path in tmp_path.iterdir():
        assert b"canary" not in path.read_bytes()


@pytest.mark.parametrize("name", ["out.html", "out.jsonl"])
def test_no_key_in_what_the_command_writes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the page, with its issues, nor beside it, nor in the terminal."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    (tmp_path / "a.txt").write_text(TEXT)
    with echo("an answer") as address:
        args = ["a.txt", "-m", "openai/m", "--base-url", address, "-o", name]
        done = run_command("extract", *args, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert b"***" in written[tmp_path / name]
    printed = [done.stdout.encode(), done.stderr.encode()]
    for content in (*printed, *written.values()):
        assert b"canary" not in content


def test_a_log_with_a_traceback_keeps_it_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a library logs about an error is scrubbed; the error itself stays as it is."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with echo("an answer") as address:
        communique.extract(TEXT, model=Model("openai/m", base_url=address))
    error = ValueError(f"sent {KEY}")
    with logged() as log:
        logging.getLogger("openai._base_client").debug("failed with %s", KEY, exc_info=error)
    assert "failed with ***" in log.getvalue()
    assert "ValueError: sent ***" in log.getvalue()
    assert KEY in str(error)


def test_words_that_are_short_stay_in_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key such as ``secret`` is taken out of errors, not out of what an article says."""
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert scrubbed("the secret talks") == "the *** talks"
    assert scrubbed("the secret talks", shortest=16) == "the secret talks"
