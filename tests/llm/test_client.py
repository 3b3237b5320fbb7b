"""A client of one's own is one small class, wherever a model may be named."""

from __future__ import annotations

from pathlib import Path

import pytest

import communique
from communique.errors import ServerUnreachable, UsageError
from communique.llm.client import Reply, Request
from communique.models import Model
from communique.records import Failure, Usage
from communique.testing import Play
from llm.made import TEXT, record


class Recorded:
    """Answers from what was recorded, and counts who asked."""

    asked: int = 0

    def __init__(self, model: Model) -> None:
        self.model = model

    async def complete(self, request: Request) -> Reply:
        type(self).asked += 1
        if self.model.model == "gone":
            raise ServerUnreachable("nobody is there")
        assert TEXT in request.messages[-1].content
        return Reply(Play()(record()), self.model.model, Usage(requests=1))

    async def aclose(self) -> None:
        return None


def test_a_client_of_one_s_own_answers() -> None:
    """Its answer is grounded like any other."""
    readout = communique.extract(TEXT, model=Model("mine/taped", client=Recorded))
    assert [participant.name for participant in readout.participants] == [
        "Livia Marchetti",
        "Amadi Okonjo",
    ]
    assert (readout.extractor.model, readout.usage.requests) == ("mine/taped", 1)


def test_it_has_its_place_in_a_chain_and_in_a_run(tmp_path: Path) -> None:
    """The next one is asked where it fails; what it answered is found again."""
    chain = [Model("mine/gone", client=Recorded), Model("mine/taped", client=Recorded)]
    Recorded.asked = 0
    for _ in range(2):
        (readout,) = communique.extract_many([TEXT], model=chain, run=tmp_path)
        assert not isinstance(readout, Failure)
        assert readout.extractor.model == "mine/taped"
        assert [issue.code for issue in readout.issues][:1] == ["fell_back"]
    assert Recorded.asked == 2


def test_what_is_no_client_is_refused() -> None:
    with pytest.raises(UsageError, match="client is a str"):
        Model("mine/x", client="Recorded")  # type: ignore[arg-type]
