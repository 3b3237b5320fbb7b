"""The shipped fake server, as users' tests meet it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from communique.errors import UsageError
from communique.testing import FakeServer, Fault, Play

TEXT = "Ada Vex said that it rained. Bo Li said nothing."
RECORD: dict[str, Any] = {
    "document_id": "rain",
    "text": TEXT,
    "participants": [{"name": "Ada Vex", "mentions": [{"start": 0, "end": 7, "text": "Ada Vex"}]}],
    "meetings": [],
    "statements": [
        {
            "content": {"start": 13, "end": 27, "text": "that it rained"},
            "kind": "indirect",
            "speaker": "Ada Vex",
            "speaker_mention": {"start": 0, "end": 7, "text": "Ada Vex"},
            "cue": {"start": 8, "end": 12, "text": "said"},
        }
    ],
}


def post(server: FakeServer, prompt: str, **changes: Any) -> httpx.Response:
    body = {"model": "m", "messages": [{"role": "user", "content": prompt}], **changes}
    headers = changes.pop("headers", {})
    body.pop("headers", None)
    return httpx.post(f"{server.base_url}/chat/completions", json=body, headers=headers, timeout=5)


def content(response: httpx.Response) -> Any:
    return json.loads(response.json()["choices"][0]["message"]["content"])


def test_answers_from_the_record_whose_text_is_asked_about() -> None:
    """The record is found by its text, and given as quotes without offsets."""
    other = {**RECORD, "text": "Ada Vex said", "statements": []}
    with FakeServer([other, RECORD]) as server:
        response = post(server, f"Read this:\n{TEXT}\nThank you.")
    answer = content(response)
    assert answer["statements"][0] == {
        "content": "that it rained",
        "cue": "said",
        "speaker_mention": "Ada Vex",
        "speaker": "Ada Vex",
        "kind": "indirect",
        "nested": False,
    }
    usage = response.json()["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0
    assert response.json()["model"] == "m"


def test_tools_are_called() -> None:
    """A request with tools is answered by a call of the first."""
    tool = {"type": "function", "function": {"name": "answer", "parameters": {}}}
    with FakeServer([RECORD]) as server:
        choice = post(server, TEXT, tools=[tool]).json()["choices"][0]
    assert choice["finish_reason"] == "tool_calls"
    (call,) = choice["message"]["tool_calls"]
    assert call["function"]["name"] == "answer"
    assert json.loads(call["function"]["arguments"])["participants"][0]["name"] == "Ada Vex"


def test_lazy_and_lying_models_can_be_played() -> None:
    """Every n-th item is left out; people and statements are made up."""
    with FakeServer([RECORD], play=Play(drop=1, invent=4)) as server:
        answer = content(post(server, TEXT))
    names = [person["name"] for person in answer["participants"]]
    assert len(set(names)) == 4
    assert not any(name in TEXT for name in names)
    assert not any(statement["content"] in TEXT for statement in answer["statements"])


def test_script_comes_first_then_the_records() -> None:
    """A text as it is, a mapping as JSON, a fault; then the records."""
    with FakeServer([RECORD], script=["just text", {"a": 1}, Fault.server_error(503)]) as server:
        first, second, third, fourth = (post(server, TEXT) for _ in range(4))
        server.script.append("added later")
        fifth = post(server, TEXT)
    assert first.json()["choices"][0]["message"]["content"] == "just text"
    assert content(second) == {"a": 1}
    assert third.status_code == 503
    assert content(fourth)["statements"]
    assert fifth.json()["choices"][0]["message"]["content"] == "added later"


def test_faults_befall_the_requests_of_their_numbers() -> None:
    """A plan by number; the script waits while a request fails."""
    plan = [Fault.rate_limited(1.5), None, Fault.garbage("gar bage"), Fault.truncated()]
    with FakeServer(faults=plan, script=[{"a": 1}, {"b": 22}, {"c": 3}]) as server:
        limited, answered, garbage, cut, after = (post(server, "x") for _ in range(5))
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1.5")
    assert content(answered) == {"a": 1}
    assert garbage.json()["choices"][0]["message"]["content"] == "gar bage"
    assert cut.json()["choices"][0]["finish_reason"] == "length"
    assert cut.json()["choices"][0]["message"]["content"] == '{"b"'
    assert content(after) == {"c": 3}


def test_reset_breaks_the_connection_and_hang_says_nothing() -> None:
    """What a client sees of a dying and of a silent server."""
    with FakeServer(faults=[Fault.reset(), Fault.hang()]) as server:
        with pytest.raises(httpx.TransportError, match="reset"):
            post(server, "x")
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{server.base_url}/chat/completions", json={"messages": []}, timeout=0.2)
        started = time.perf_counter()
    assert time.perf_counter() - started < 3


def test_faults_by_function_and_latency() -> None:
    """A function of the number plans without end; latency delays every answer."""
    with FakeServer(
        [RECORD], faults=lambda n: Fault.slow(0.1) if n % 2 else None, latency=0.1
    ) as server:
        started = time.perf_counter()
        post(server, TEXT)
        middle = time.perf_counter()
        assert content(post(server, TEXT))["participants"]
        assert middle - started >= 0.1
        assert time.perf_counter() - middle >= 0.2


def test_history_keeps_requests_without_the_key() -> None:
    """What was asked can be looked at; the key cannot."""
    with FakeServer([RECORD]) as server:
        post(server, TEXT, temperature=0.5, headers={"Authorization": "Bearer sk-secret"})
        (exchange,) = server.history
    assert exchange.body["temperature"] == 0.5
    assert exchange.prompt == TEXT
    assert exchange.headers["authorization"] == "Bearer ***"
    assert "sk-secret" not in repr(exchange)
    assert server.requests == 1


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"messages": [{"role": "user", "content": "x"}]}, 400, "no record's text occurs"),
        ({"messages": [{"role": "user", "content": TEXT}], "stream": True}, 400, "not stream"),
        ({"model": "m"}, 400, "no messages"),
        ([], 400, "no messages"),
        ({"messages": ["x"]}, 400, "no messages"),
        ({"messages": 5}, 400, "no messages"),
        ({"messages": {}}, 400, "no messages"),
        ({"messages": [{"role": "user", "content": 5}]}, 400, "no record's text occurs"),
    ],
)
def test_what_it_cannot_answer_it_says(body: Any, status: int, message: str) -> None:
    """A wrong request gets an error in OpenAI's shape."""
    with FakeServer([RECORD]) as server:
        response = httpx.post(f"{server.base_url}/chat/completions", json=body)
    assert response.status_code == status
    assert message in response.json()["error"]["message"]


def test_only_loopback_and_no_web_pages() -> None:
    """It binds to no other address, and refuses foreign names and origins."""
    for host in ("0.0.0.0", "", "192.0.2.1"):  # noqa: S104 - these are what must be refused
        with pytest.raises(UsageError, match="loopback only"):
            FakeServer(address=(host, 0))
    with FakeServer([RECORD]) as server:
        url = f"{server.base_url}/models"
        assert httpx.get(url).json()["data"][0]["id"] == "fake"
        assert httpx.get(url, headers={"Host": "evil.example"}).status_code == 400
        page = {"Origin": "https://evil.example"}
        assert post(server, TEXT, headers=page).status_code == 403


def test_taken_port_and_server_not_started_are_clear_errors() -> None:
    """What to do is in the message."""
    with pytest.raises(UsageError, match="with statement"):
        _ = FakeServer().base_url
    with FakeServer() as server:
        port = int(server.base_url.split(":")[2].split("/")[0])
        with pytest.raises(UsageError, match=f"cannot listen at port {port}"):
            FakeServer(address=("127.0.0.1", port)).start()


def test_record_without_text_is_refused() -> None:
    """A record line as extract writes it has no text to be found by."""
    with pytest.raises(UsageError, match="needs its 'text'"):
        FakeServer([{"document_id": "x"}])


def test_import_is_light() -> None:
    """Neither pydantic nor a web framework is loaded before a server starts."""
    program = (
        "import sys, communique.testing; "
        "print(sorted({'pydantic', 'starlette', 'uvicorn', 'openai'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (shown.stdout, shown.stderr) == ("[]\n", "")


def test_command_serves_until_interrupted(tmp_path: Path) -> None:
    """python -m communique.testing prints its address and answers from the file given."""
    (tmp_path / "r.jsonl").write_text(json.dumps(RECORD) + "\n")
    command = [sys.executable, "-m", "communique.testing", "--records", "r.jsonl", "--invent", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().strip()
        body = {"messages": [{"role": "user", "content": TEXT}]}
        answer = content(httpx.post(f"{base_url}/chat/completions", json=body))
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert len(answer["participants"]) == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [("{", r"r.jsonl:1: not JSON"), ("{}", "r.jsonl:1: a record to answer from needs its 'text'")],
)
def test_command_names_a_bad_line(tmp_path: Path, line: str, message: str) -> None:
    """File and line of what is wrong, exit code 2."""
    (tmp_path / "r.jsonl").write_text(line)
    command = [sys.executable, "-m", "communique.testing", "--records", "r.jsonl"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=20)
    assert ended.returncode == 2
    assert message in ended.stderr


def test_malformed_tools_are_as_none() -> None:
    """A request whose tools are no tools is answered in the message."""
    with FakeServer([RECORD]) as server:
        for tools in (5, [], ["x"], [{"type": "function"}]):
            assert content(post(server, TEXT, tools=tools))["participants"]


def test_starting_twice_is_starting_once() -> None:
    """A server that runs goes on at its address, and one stop ends it."""
    server = FakeServer([RECORD]).start()
    address = server.base_url
    assert server.start().base_url == address
    assert content(post(server, TEXT))["participants"]
    server.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/models")
    with server:
        assert content(post(server, TEXT))["participants"]


def test_failed_start_leaves_no_socket_behind() -> None:
    """The port is free again at once, and nothing is left for the garbage collector."""
    with FakeServer() as taken:
        port = int(taken.base_url.split(":")[2].split("/")[0])
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            with pytest.raises(UsageError, match="cannot listen"):
                FakeServer(address=("127.0.0.1", port)).start()
        with pytest.raises(UsageError, match="cannot listen"):
            FakeServer(address=("127.0.0.1", 70000)).start()
        assert len(os.listdir("/proc/self/fd")) == before


def test_ipv6_has_the_same_checks() -> None:
    """At ::1 as well, foreign names and web pages are refused."""
    server = FakeServer([RECORD], address=("::1", 0))
    try:
        server.start()
    except UsageError:
        pytest.skip("this machine has no ::1")
    with server:
        assert content(post(server, TEXT))["participants"]
        url = f"{server.base_url}/models"
        assert httpx.get(url).status_code == 200
        assert httpx.get(url, headers={"Host": "evil.example"}).status_code == 400
        assert post(server, TEXT, headers={"Host": "evil.example"}).status_code == 400


def test_impossible_port_is_one_line() -> None:
    """A port that no machine has is named; exit code 2."""
    command = [sys.executable, "-m", "communique.testing", "--port", "99999"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("cannot listen at port 99999")
    assert ended.stderr.count("\n") == 1


def test_dribble_gives_the_right_answer_slowly() -> None:
    """Headers at once, the bytes of the body over the time asked for, none of them missing."""
    with FakeServer([RECORD], faults=[None, Fault.dribble(0.3)]) as server:
        quick = post(server, TEXT)
        started = time.perf_counter()
        body = {"model": "m", "messages": [{"role": "user", "content": TEXT}]}
        with httpx.stream("POST", f"{server.base_url}/chat/completions", json=body) as response:
            headers = time.perf_counter() - started
            pieces = list(response.iter_bytes())
        whole = time.perf_counter() - started
    assert headers < 0.2
    assert whole >= 0.3
    assert len(pieces) > 5
    assert json.loads(b"".join(pieces)) == quick.json()


@pytest.mark.parametrize("by", ["context", "fault"])
def test_prompt_that_is_too_long_can_be_cut_without_a_word(by: str) -> None:
    """The beginning is gone: fewer tokens are counted, and only what is left is answered from."""
    settings: dict[str, Any] = (
        {"context": 6} if by == "context" else {"faults": [Fault.cut_prompt(6)]}
    )
    with FakeServer([RECORD]) as server:
        whole = post(server, TEXT)
    with FakeServer([RECORD], **settings) as server:
        cut = post(server, TEXT)
    assert whole.json()["usage"]["prompt_tokens"] > 6
    assert cut.json()["usage"]["prompt_tokens"] == 6
    assert cut.status_code == 200
    assert content(cut)["statements"] == []
    with FakeServer([RECORD], context=500) as server:
        assert post(server, TEXT).json() == whole.json()


@pytest.mark.parametrize(
    ("fault", "code", "message"),
    [
        (Fault.context_exceeded(), "context_length_exceeded", "maximum context length is 8192"),
        (
            Fault.context_exceeded_llama_cpp(used=5, limit=4),
            "exceed_context_size_error",
            r"request (5 tokens) exceeds the available context size (4 tokens)",
        ),
    ],
)
def test_prompt_that_is_too_long_can_be_refused(fault: Fault, code: str, message: str) -> None:
    """In OpenAI's and in llama.cpp's words."""
    with FakeServer([RECORD], faults=[fault]) as server:
        response = post(server, TEXT)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (400, code)
    assert message in error["message"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("She said so.", 4),
        ("2022-03-01", 6),
        ("incomprehensibilities", 3),
        ("It is “done”, he said…", 8),
        ("1234567", 3),
    ],
)
def test_tokens_are_about_as_many_as_real_ones(text: str, tokens: int) -> None:
    """Words, eight letters of a long one, three digits of a number, runs of marks."""
    with FakeServer(script=["x"]) as server:
        assert post(server, text).json()["usage"]["prompt_tokens"] == tokens
