"""Cascades: the offline extractor reads every article, a model the doubtful ones."""

from __future__ import annotations

from pathlib import Path

import pytest

import communique
from communique import Calibration, Failure, Model, Readout
from communique.choosing import identity_of, make_extractor
from communique.errors import AccessRefused, UsageError
from communique.extractor import Immediate
from communique.project import data_path
from communique.records import ExtractorInfo
from communique.testing import FakeServer, Fault, ObedientServer
from communique.trust.doubt import expected_errors
from llm.made import TEXT, readout

SURE = "President Ann Lee of Norway met King Bo Rae of Belgium. “We go on,” Ann Lee said."
DOUBT = expected_errors(communique.extract(TEXT), Calibration.packaged("regex"))


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def cascade(
    server: FakeServer | ObedientServer, then: str = "openai/a", doubt: float = DOUBT / 2
) -> Model:
    return Model(f"regex > {then}", base_url=server.base_url, doubt=doubt)


def test_a_doubtful_article_goes_to_the_model_and_the_record_says_why() -> None:
    """Who made it stands in the record, what it cost beside it."""
    with FakeServer([readout()]) as server:
        result = communique.extract(TEXT, model=cascade(server))
    assert result.extractor.model == "openai/a"
    assert result.statements == readout().statements
    issue = result.issues[0]
    assert (issue.code, issue.path, issue.value) == ("sent_on", None, "regex")
    assert f"{DOUBT:.2f} errors are to be expected" in issue.message
    assert result.usage.requests == 1


def test_the_model_of_a_cascade_may_select() -> None:
    """The record names it as it was asked."""
    with ObedientServer() as server:
        result = communique.extract(TEXT, model=cascade(server, "select:openai/a"))
    assert result.extractor.model == "select:openai/a"
    assert result.issues[0].code == "sent_on"


def test_an_article_without_doubt_stays_as_the_rules_read_it() -> None:
    """Byte for byte, and no request is sent."""
    with FakeServer([readout()]) as server:
        result = communique.extract(TEXT, model=cascade(server, doubt=DOUBT))
        assert server.requests == 0
    assert result.model_dump_json() == communique.extract(TEXT).model_dump_json()
    assert result.usage.requests == 0


def test_a_run_sends_on_only_the_doubtful_and_asks_once_for_them(tmp_path: Path) -> None:
    """In input order; called again it finds what was answered."""
    known = Calibration.packaged("regex")
    assert expected_errors(communique.extract(SURE), known) < DOUBT / 2
    with FakeServer([readout()]) as server:
        documents = [("a", SURE), ("b", TEXT), ("c", SURE + " It rained.")]
        first, again = (
            list(communique.extract_many(documents, model=cascade(server), run=tmp_path))
            for _ in range(2)
        )
        assert server.requests == 1
    assert first == again
    made_by = [r.extractor.model for r in first if isinstance(r, Readout)]
    assert made_by == ["regex", "openai/a", "regex"]


def test_what_the_model_cannot_answer_fails_unless_a_chain_says_otherwise() -> None:
    """A doubtful record is not passed off as one that a model has seen."""
    refused = [Fault.refused(404, "gone")] * 3
    with FakeServer([readout()], faults=refused) as server:
        with pytest.raises(AccessRefused, match="gone"):
            communique.extract(TEXT, model=cascade(server))
        (failed,) = communique.extract_many([TEXT], model=cascade(server))
        kept = communique.extract(TEXT, model=cascade(server, "openai/a,regex"))
    assert isinstance(failed, Failure)
    assert kept.extractor.model == "regex"
    assert [issue.code for issue in kept.issues][:2] == ["sent_on", "fell_back"]


def test_a_cascade_may_be_a_link_of_a_chain() -> None:
    """In a list, where the next is asked when it fails."""
    with FakeServer([readout()], faults=[Fault.refused(404, "gone")]) as server:
        chain = [cascade(server), Model("openai/b", base_url=server.base_url)]
        result = communique.extract(TEXT, model=chain)
        assert [exchange.body["model"] for exchange in server.history] == ["a", "b"]
    assert result.extractor.model == "openai/b"
    assert [issue.value for issue in result.issues[:1]] == ["regex>openai/a"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("regex>openai/gpt-5-mini", "OPENAI_API_KEY"),
        ("regex>nosuch/m", "Unsupported provider"),
        ("regex>gpt", "unknown model 'gpt' in 'regex>gpt'"),
        ("regex>", "unknown model '' in"),
        ("regex>local/missing.gguf", "cannot be read"),
        ("openai/a>openai/b", "a cascade is 'regex>MODEL'"),
        ("regex>openai/a>openai/b", "a cascade is 'regex>MODEL'"),
        ("openai/a,regex>openai/b", "a cascade is 'regex>MODEL'"),
    ],
)
def test_what_is_wrong_in_it_is_a_wrong_call(name: str, message: str) -> None:
    """Before anything is read, even where nothing would have been sent on."""
    with pytest.raises(UsageError, match=message):
        communique.extract_many([SURE], model=name)


def test_another_threshold_or_calibration_is_another_extractor(tmp_path: Path) -> None:
    """In the fingerprint, so that a run does not find the other's answers, and in evals."""
    known = Calibration.packaged("regex")
    other = tmp_path / "c.json"
    other.write_text(known.model_copy(update={"missed": {"no statement": 1.0}}).as_text(), "utf-8")
    base = Model("regex>openai/a", base_url="http://127.0.0.1:1/v1")
    models = [
        base,
        Model(base.name, base_url=base.base_url, doubt=0.7),
        Model(base.name, base_url=base.base_url, calibration=str(other)),
        Model("regex,openai/a", base_url=base.base_url),
    ]
    assert len({make_extractor(model).fingerprint() for model in models}) == len(models)
    assert len({str(identity_of(model)) for model in models}) == len(models)
    assert identity_of(base)["cascade"][0] == {"model": "regex"}
    same = Model(base.name, base_url=base.base_url, calibration=str(_packaged()))
    assert make_extractor(same).fingerprint() == make_extractor(base).fingerprint()
    assert not isinstance(make_extractor(base), Immediate)


def _packaged() -> Path:
    return data_path("evals/calibrations/regex.json")


def test_a_calibration_of_a_model_tells_no_doubt(tmp_path: Path) -> None:
    """It is about the offline extractor's records."""
    path = tmp_path / "c.json"
    known = Calibration.packaged("regex").model_copy(update={"model": "openai/x"})
    path.write_text(known.as_text(), "utf-8")
    model = Model("regex>openai/a", base_url="http://127.0.0.1:1/v1", calibration=str(path))
    with pytest.raises(UsageError, match="the doubt of a cascade is about the offline"):
        communique.extract(SURE, model=model)


def test_records_of_either_stage_are_records_of_the_cascade() -> None:
    """So that a file of them can be gone on with."""
    whole = make_extractor(Model("regex>openai/a,openai/b", base_url="http://127.0.0.1:1/v1")).info
    assert whole.model == "regex>openai/a,openai/b"
    for name in ("regex", "openai/a", "openai/b"):
        sha = None if name == "regex" else whole.prompt_sha256
        assert whole.covers(ExtractorInfo(model=name, version=whole.version, prompt_sha256=sha))
    assert not whole.covers(ExtractorInfo(model="openai/c", version=whole.version))
