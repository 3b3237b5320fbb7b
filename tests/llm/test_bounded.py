"""What a hostile server sends: too much, packed, elsewhere; counts that none can have counted."""

import gzip
import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from communique import Model, extract, extract_many
from communique.errors import AnswerError, CommuniqueError, ServerRefused
from communique.llm.bounded import MOST_BYTES
from communique.records import Readout

TEXT = "Irish Prime Minister Ann Lee met Maltese President Bo Rae on 5 May 2031."
EMPTY: dict[str, Any] = {"participants": [], "meetings": [], "statements": []}


@contextmanager
def server(answer: Callable[[Callable[[bytes], Any]], None]) -> Iterator[tuple[str, list[bytes]]]:
    """A server on loopback that lets ``answer`` send what it likes; its URL, and what it heard."""
    heard: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline()
                if not line:
                    return
                head += line
            heard.append(head)
            length = next(
                int(line.split(b":")[1])
                for line in head.splitlines()
                if line.lower().startswith(b"content-length")
            )
            self.rfile.read(length)
            try:
                answer(self.wfile.write)
            except OSError:
                return  # the client has heard enough

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}/v1", heard
        finally:
            listening.shutdown()
            thread.join()


def whole(body: bytes, status: str = "200 OK", **headers: str) -> Callable[..., None]:
    lines = {"content-type": "application/json", "content-length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())

    def answer(send: Callable[[bytes], Any]) -> None:
        send(f"HTTP/1.1 {status}\r\n{head}connection: close\r\n\r\n".encode() + body)

    return answer


def completion(content: object = None, **more: object) -> bytes:
    said = json.dumps(EMPTY if content is None else content)
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": said},
    }
    return json.dumps(
        {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        | more
    ).encode()


def ask(url: str) -> Readout:
    return extract(TEXT, model=Model("openai/m", base_url=url, timeout=20))


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request"])
def test_reply_without_end_is_cut_off(status: str) -> None:
    """It is read up to a limit, and is a named error."""

    sent = 0

    def endless(send: Callable[[bytes], Any]) -> None:
        nonlocal sent
        send(f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n\r\n".encode())
        while True:
            sent += send(b" " * 65536)

    with (
        server(endless) as (url, heard),
        pytest.raises(AnswerError, match=f"longer than {MOST_BYTES} bytes"),
    ):
        ask(url)
    assert sent < 2 * 2 * MOST_BYTES
    # Asked twice: an answer that cannot be used is asked for once more.
    assert len(heard) == 2


def test_packed_reply_is_not_unpacked() -> None:
    """Ten kilobytes that unpack to ten megabytes are refused as they are."""
    bomb = gzip.compress(b" " * MOST_BYTES)
    assert len(bomb) < 20_000
    with (
        server(whole(bomb, content_encoding="gzip")) as (url, heard),
        pytest.raises(AnswerError, match=r"packed its reply \(gzip\)"),
    ):
        ask(url)
    assert b"accept-encoding: identity" in heard[0].lower()


def test_article_goes_to_the_given_address_alone() -> None:
    """A redirection is an error; nothing is sent to where it points."""
    with server(whole(completion())) as (other, sent_there):
        elsewhere = whole(b"", "307 Temporary Redirect", location=f"{other}/chat/completions")
        with server(elsewhere) as (url, _), pytest.raises(ServerRefused, match="307"):
            ask(url)
    assert sent_there == []


@pytest.mark.parametrize("count", [10**30, -5, True, 1.5, "7", [1], None])
def test_counts_that_no_server_counts_are_unknown(count: object, tmp_path: Any) -> None:
    """Neither a record nor a run's store is lost for them."""
    body = completion(usage={"prompt_tokens": count, "completion_tokens": count})
    with server(whole(body)) as (url, _):
        model = Model("openai/m", base_url=url, timeout=20)
        (found,) = extract_many([TEXT], model=model, run=tmp_path / "run")
    assert isinstance(found, Readout)
    assert found.usage.input_tokens is None
    assert found.usage.output_tokens is None


NESTED = b'{"a":' * 100_000
BODIES = {
    "nested": NESTED,
    "nested list": b"[" * 1_000_000,
    "a number of many digits": b'{"choices": ' + b"9" * 100_000 + b"}",
    "no object": b"[]",
    "choices of another kind": b'{"choices": [7]}',
    "message of another kind": b'{"choices": [{"message": "x", "finish_reason": "stop"}]}',
    "no finish": b'{"choices": [{"message": {"content": "{}"}}]}',
    "content of another kind": completion().replace(b'"content": "', b'"content": 7, "x": "'),
    "a model's name of another kind": completion(model=["\x1b[2J"]),
    "a list of tool calls": b'{"choices": [{"message": {"tool_calls": [7]}}]}',
    "a tool without function": b'{"choices": [{"message": {"tool_calls": [{"id": 1}]}}]}',
    "not text": b"\xff\xfe\x00",
    "half a pair": completion({**EMPTY, "participants": ["\ud800"]}),
    "nested answer": completion().replace(b"[]", b"[" + b"[" * 5000 + b"]" * 5000 + b"]", 1),
    "thinking for ever": completion().replace(
        b'"content": "', b'"content": "' + b"<think>" * 200_000
    ),
    "escapes for ever": completion().replace(b'"content": "', b'"content": "' + rb"\\\"" * 200_000),
    "nulls": b'{"choices": [null], "usage": null, "model": null}',
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("status", ["200 OK", "404 Not Found"])
def test_any_reply_is_a_record_or_a_named_error_soon(name: str, status: str) -> None:
    """Whatever a server says, no foreign error comes out, and nothing hangs."""
    started = time.perf_counter()
    with server(whole(BODIES[name], status)) as (url, _):
        try:
            found: object = ask(url)
        except CommuniqueError as error:
            found = error
    assert isinstance(found, Readout | CommuniqueError)
    assert time.perf_counter() - started < 15


KEY = "sk-canary-0123456789abcdef"


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "418 Teapot"])
def test_echoed_key_is_written_nowhere(
    status: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """In no record, failure, store or warning, wherever in its reply a server puts it."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    person = {"mention": KEY, "name": KEY, "title": KEY, "country": KEY, "organization": KEY}
    body = completion({**EMPTY, "participants": [person], KEY: KEY}, error={"message": KEY})
    caplog.set_level("WARNING")
    with server(whole(body, status)) as (url, heard):
        model = Model("openai/m", base_url=url, timeout=20)
        (found,) = extract_many([TEXT], model=model, run=tmp_path / "run")
    assert f"bearer {KEY}".encode() in heard[0].lower().replace(KEY.lower().encode(), KEY.encode())
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert KEY.encode() not in written
    assert KEY not in found.model_dump_json() + repr(found) + caplog.text
