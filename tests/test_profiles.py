"""What is known of a server: kept as a file, read back, and used."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import communique
from communique import Model
from communique.choosing import identity_of, make_extractor, profiles_of, with_profiles
from communique.errors import OutputError, UsageError
from communique.llm.pieces import Piece
from communique.profiles import Finding, Profile, load_profile
from communique.testing import FakeServer
from communique.testing.replies import count_tokens

PARAGRAPHS = [
    f"On day {day} Irish Prime Minister Ann Lee said that ferry number {day} had left the harbour "
    f"of Orsk with forty crates of apples and came back with none of them in the evening."
    for day in range(1, 101)
]
TEXT = "\n\n".join(PARAGRAPHS[:4])


def profile(base_url: str = "http://127.0.0.1:1/v1", **changes: Any) -> Profile:
    known = Profile(
        base_url=base_url,
        asked="m",
        model="m-2031",
        mode=None,
        context=None,
        tokens_per_word=None,
        max_tokens=None,
        parallel=None,
        findings=(Finding("schema", "ok", "it answered {}", "answers can be read"),),
        requests=21,
        input_tokens=3000,
        output_tokens=None,
        communique="0",
    )
    return replace(known, **changes)


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def test_a_profile_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Equal, for its owner alone, and replaced as a whole; a link is not written through."""
    path = tmp_path / "runs" / "p.json"
    profile().write(path)
    assert load_profile(path) == profile()
    assert path.stat().st_mode & 0o777 == 0o600
    target = tmp_path / "precious"
    target.write_text("kept")
    path.unlink()
    os.symlink(target, path)
    profile(context=8).write(path)
    assert load_profile(path).context == 8
    assert target.read_text() == "kept"
    with pytest.raises(OutputError, match="cannot be written"):
        profile().write(target / "p.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no json", "is no profile of a server"),
        (b"[" * 100_000, "is no profile of a server"),
        (b'{"a": 1}', "is no profile of a server"),
        (b'{"schema": 2}', "a profile of another version"),
        (b'{"schema": 1}', "no profile of a server: base_url Field required"),
        (b" " * 1_000_001, "is no profile of a server"),
    ],
)
def test_file_that_is_none_is_a_wrong_call(tmp_path: Path, content: bytes, message: str) -> None:
    """Named, with how to get one."""
    path = tmp_path / "p.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        load_profile(path)


@pytest.mark.parametrize(
    "change", [{"context": 0}, {"context": -5}, {"mode": "tools"}, {"parallel": "many"}]
)
def test_limits_that_are_none_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    """A file may be edited."""
    path = tmp_path / "p.json"
    path.write_text(json.dumps({**profile().as_dict(), **change}))
    with pytest.raises(UsageError, match=r"p\.json: no profile of a server"):
        load_profile(path)


def test_file_name_holds_no_path() -> None:
    """Whatever a model is called; other servers' models have other names."""
    one = profile(asked="../../etc/pass wd").file_name
    assert "/" not in one
    assert one.startswith("profile-..-..-etc-pass-wd-")
    assert one != profile("http://127.0.0.1:2/v1", asked="../../etc/pass wd").file_name


def test_profile_of_another_server_or_model_is_a_wrong_call() -> None:
    """Its limits are not this one's; nothing is asked."""
    for about in (profile("http://127.0.0.1:2/v1"), profile(asked="n")):
        model = Model("openai/m", base_url="http://127.0.0.1:1/v1", profile=about)
        with pytest.raises(UsageError, match="the profile is about"):
            communique.extract("Ann Lee spoke.", model=model)
    with pytest.raises(UsageError, match="profile is a dict"):
        Model("openai/m", profile={})  # type: ignore[arg-type]


def test_a_chain_uses_a_profile_where_it_belongs() -> None:
    """Of its parts, the one that it is about."""
    chain = Model("openai/n,openai/m,regex", base_url="http://127.0.0.1:1/v1", profile=profile())
    assert profiles_of(chain) == [profile()]
    parts = identity_of(chain)["chain"]
    assert ["profile" in part for part in parts] == [False, True, False]


def test_a_cascade_uses_a_profile_where_it_belongs() -> None:
    """By the model after the ``>``, one that selects too; it tells cascades apart."""
    for name in ("regex>openai/m", "regex>select:openai/n,openai/m"):
        plain = Model(name, base_url="http://127.0.0.1:1/v1")
        (cascade,) = with_profiles([plain], [profile(mode="md_json")])
        assert profiles_of(cascade) == profiles_of(["regex", cascade]) == [cascade.profile]
        assert cascade.stages[1].asked_mode == "md_json"
        assert identity_of(cascade) != identity_of(plain)
        assert make_extractor(cascade).fingerprint() != make_extractor(plain).fingerprint()
    with pytest.raises(UsageError, match="the profile is about"):
        make_extractor(replace(cascade, name="regex>openai/x"))


def test_each_model_of_a_run_gets_its_own() -> None:
    """By server and name; one that fits none is a wrong call."""
    models = [Model(f"openai/{name}", base_url="http://127.0.0.1:1/v1") for name in ("m", "n")]
    about_n = profile(asked="n")
    given = with_profiles(models, [about_n, profile()])
    assert [model.profile for model in given] == [profile(), about_n]
    with pytest.raises(UsageError, match=r"about 'x' .* not about openai/m, openai/n"):
        with_profiles(models, [profile(asked="x")])


def test_what_decides_answers_is_in_the_fingerprint_and_nothing_else() -> None:
    """Asking the server again, with the same result, costs nothing that was paid for."""
    plain = Model("openai/m", base_url="http://127.0.0.1:1/v1")

    def fingerprint(known: Profile | None) -> str:
        return make_extractor(replace(plain, profile=known)).fingerprint()

    assert "profile" not in identity_of(plain)
    one = fingerprint(profile(mode="md_json"))
    assert one == fingerprint(profile(mode="md_json", parallel=3, requests=7, findings=()))
    assert len({one, fingerprint(None), fingerprint(profile(mode="md_json", context=9))}) == 3


def test_the_profile_decides_the_mode_where_none_is_given() -> None:
    """Of a server without schemas no schema is asked; a mode that was given stays."""
    truth = communique.extract(PARAGRAPHS[0])
    with FakeServer([truth]) as server:
        known = profile(server.base_url, mode="md_json")
        model = Model("openai/m", base_url=server.base_url, profile=known)
        readout = communique.extract(PARAGRAPHS[0], model=model)
        communique.extract(PARAGRAPHS[0], model=replace(model, mode="json_schema"))
        first, second = (exchange.body for exchange in server.history)
    assert readout.statements == truth.statements
    assert first.get("response_format", {}).get("type") != "json_schema"
    assert '"additionalProperties"' in str(first["messages"])
    assert second["response_format"]["type"] == "json_schema"


def pieces_of(piece: Piece, depth: int) -> list[Piece]:
    """``piece`` and what it is halved into."""
    halves = piece.halves() if depth else None
    return [piece] + [part for half in halves or () for part in pieces_of(half, depth - 1)]


def test_a_long_article_is_parted_before_it_is_cut() -> None:
    """A server that reads so much and drops the rest without a word: with its profile no request
    is longer, and nothing is asked twice."""
    text = "\n\n".join(PARAGRAPHS)
    shown = {piece.shown for piece in pieces_of(Piece.whole(text), 3)}
    with FakeServer([communique.extract(part) for part in shown], context=5000) as server:
        known = profile(server.base_url, context=5000, tokens_per_word=1.1)
        model = Model("openai/m", base_url=server.base_url, profile=known)
        readout = communique.extract(text, model=model)
        lengths = [count_tokens(exchange.prompt) for exchange in server.history]
        communique.extract(text, model=replace(model, profile=None))
        unaware = count_tokens(server.history[len(lengths)].prompt)
    assert max(lengths) < 5000 < unaware
    (split,) = [issue for issue in readout.issues if issue.code == "split"]
    assert "as its profile tells" in split.message
    assert readout.usage.requests == len(lengths) == len(split.value) > 1
    assert [s.content for s in readout.statements] == [
        s.content for s in communique.extract(text).statements
    ]


def test_article_is_not_parted_where_that_would_not_help() -> None:
    """The instructions alone fill the context: the server is asked, and says so itself."""
    with FakeServer([communique.extract(TEXT)]) as server:
        known = profile(server.base_url, context=500, tokens_per_word=1.1)
        readout = communique.extract(
            TEXT, model=Model("openai/m", base_url=server.base_url, profile=known)
        )
    assert readout.usage.requests == 1


def test_answer_gets_the_room_that_the_server_grants() -> None:
    """Where it refuses as much as is asked for by default."""
    text = PARAGRAPHS[0]
    with FakeServer([communique.extract(text)]) as server:
        known = profile(server.base_url, max_tokens=2048)
        model = Model("openai/m", base_url=server.base_url, profile=known)
        communique.extract(text, model=model)
        communique.extract(text, model=replace(model, max_tokens=100))
        assert [exchange.body["max_tokens"] for exchange in server.history] == [2048, 100]


def test_a_run_begins_with_as_many_as_the_server_bears_and_keeps_the_profile(
    tmp_path: Path,
) -> None:
    """One at a time at first, where it answers one after another; the profile lies beside the
    answers, for the owner alone."""
    texts = [PARAGRAPHS[i] for i in range(3)]
    with FakeServer([communique.extract(text) for text in texts], latency=0.05) as server:
        known = profile(server.base_url, parallel=1)
        model = Model("openai/m", base_url=server.base_url, profile=known)
        results = list(communique.extract_many(texts, model=model, run=tmp_path / "run"))
    assert all(isinstance(result, communique.Readout) for result in results)
    kept = tmp_path / "run" / known.file_name
    assert load_profile(kept) == known
    assert kept.parent.stat().st_mode & 0o077 == 0
