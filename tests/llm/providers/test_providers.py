"""A module in the folder of providers is a provider; nothing else has to name it."""

from __future__ import annotations

from pathlib import Path

import pytest

import communique
from communique.llm import providers
from communique.llm.openai import InstructorClient
from communique.llm.providers import client_of
from communique.models import Model

PARROT = """
from communique.llm.client import Reply
from communique.records import Usage

class client:
    def __init__(self, model):
        self.model = model

    async def complete(self, request):
        person = {"mention": "Ida Holm", "name": "Ida Holm"}
        answer = {"participants": [person], "meetings": [], "statements": []}
        return Reply(answer, self.model.model, Usage(requests=1))

    async def aclose(self):
        return None
"""


def test_a_module_put_there_is_asked_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answers are proven as any model's; who calls it needs no key and no address."""
    (tmp_path / "parrot.py").write_text(PARROT, "utf-8")
    monkeypatch.setattr(providers, "__path__", [*providers.__path__, str(tmp_path)])
    record = communique.extract("Ida Holm met nobody.", model="parrot/green")
    assert [person.name for person in record.participants] == ["Ida Holm"]
    assert record.extractor.model == "parrot/green"


def test_all_other_names_go_to_instructor_and_a_client_given_goes_first() -> None:
    """A Model with a client of its own is asked through that, whatever its name."""
    model = Model("openai/m", base_url="http://127.0.0.1:1/v1")
    assert isinstance(client_of(model), InstructorClient)
    assert client_of(Model("local/none.gguf", client=lambda model: model.name)) == "local/none.gguf"
