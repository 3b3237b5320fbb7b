"""What requests cost, by list prices that come with the library."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from communique.errors import AnswerTruncated, ServerRefused
from communique.llm.completion import Tokens
from communique.llm.prices import price
from communique.models import Model
from communique.testing import FakeServer, Fault
from llm.test_openai import ANSWER, ask

OPENAI = "https://api.openai.com/v1/"
MILLION = Tokens(1_000_000, 1_000_000)


def test_known_models_have_a_price() -> None:
    """In dollars; a million tokens each way cost more than one cent and less than a fortune."""
    model = Model("openai/gpt-4o-mini")
    dollars = price(model, MILLION, OPENAI, "gpt-4o-mini-2024-07-18")
    assert dollars == Decimal("0.15") + Decimal("0.60")
    assert price(model, MILLION, OPENAI, "a name of its own") == dollars
    assert (price(Model("anthropic/claude-3-5-haiku-latest"), MILLION, "anthropic") or 0) > 1


def test_tokens_the_server_had_computed_before_are_cheaper() -> None:
    """Where it says how many of them there were."""
    model = Model("openai/gpt-4o-mini")
    whole = price(model, MILLION, OPENAI)
    cached = price(model, MILLION._replace(cached=1_000_000), OPENAI)
    assert whole is not None
    assert cached is not None
    assert whole - cached == Decimal("0.075")


@pytest.mark.parametrize(
    ("name", "tokens", "address"),
    [
        ("openai/gpt-4o-mini", MILLION, "http://127.0.0.1:8000/v1"),
        ("openai/gpt-4o-mini", MILLION, "https://gateway.example/v1"),
        ("openai/of-my-own", MILLION, OPENAI),
        ("openai/gpt-4o-mini", Tokens(None, 7), OPENAI),
        ("openai/gpt-4o-mini", Tokens(1, 1, cached=9), OPENAI),
        ("nosuch/model", MILLION, "nosuch"),
    ],
)
def test_what_nobody_has_priced_is_unknown(name: str, tokens: Tokens, address: str) -> None:
    """A server of one's own, a model of one's own, tokens that were not counted: None, not 0."""
    assert price(Model(name), tokens, address) is None


def test_a_model_in_a_file_costs_nothing() -> None:
    """It runs on the own machine, whatever it counts."""
    assert price(Model("local/x.gguf"), Tokens(None, None), "http://127.0.0.1:1/v1") == 0


def test_cost_at_a_server_of_ones_own_is_unknown() -> None:
    """With an answer as without; a refusal is known to cost nothing."""
    with FakeServer(script=[ANSWER, ANSWER, ANSWER], faults=[None, Fault.truncated()]) as server:
        model = Model("openai/gpt-4o-mini", base_url=server.base_url)
        assert ask(model).usage.cost is None
        with pytest.raises(AnswerTruncated) as truncated:
            ask(model)
    assert truncated.value.usage.cost is None
    with (
        FakeServer(script=[Fault.refused(401, "no")]) as server,
        pytest.raises(ServerRefused) as refused,
    ):
        ask(Model("openai/gpt-4o-mini", base_url=server.base_url))
    usage = refused.value.usage
    assert (usage.requests, usage.input_tokens, usage.output_tokens, usage.cost) == (1, 0, 0, 0)


def test_price_list_is_not_loaded_with_the_package() -> None:
    """Whoever asks no model does not wait for it."""
    program = (
        "import sys, communique; communique.extract('It rained.'); "
        "print('genai_prices' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (shown.stdout, shown.stderr) == ("False\n", "")
