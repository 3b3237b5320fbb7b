"""The table of a run with a schema of its own: fields as rows, three figures a model."""

from __future__ import annotations

from pydantic import BaseModel

from communique.evals.schema_gold import SchemaGold
from communique.evals.schema_results import SchemaModelResult, SchemaResults
from communique.evals.schema_suite import SchemaPlan, SchemaSuite
from communique.evals.schema_table import schema_lines
from communique.models import Model
from communique.records import Document
from communique.schema_scoring import score_values


class Place(BaseModel):
    town: str
    river: str | None = None


class Trip(BaseModel):
    places: list[Place] = []
    by: str | None = None


GOLD = Trip(places=[Place(town="Orsk", river="Lenta"), Place(town="Lissen")])
GUESSES = {
    "openai/a": Trip(places=[Place(town="orsk", river="Quar")], by="Bo"),
    "openai/b": GOLD,
}


def results(documents: int) -> SchemaResults:
    gold = tuple(
        SchemaGold(Document(id=f"d{n}", text="x"), GOLD, {}, "{}") for n in range(documents)
    )
    suite = SchemaSuite(name="s", description="s", gold="g", schema="m:Trip")
    models = tuple(map(Model.of, GUESSES))
    plan = SchemaPlan(suite, Trip, models, 1, None, gold, "0" * 64)
    scored = {name: score_values(GOLD, guess) for name, guess in GUESSES.items()}
    return SchemaResults(
        plan,
        tuple(
            SchemaModelResult(model, (), (), "", ((scored[model.name],) * documents,))
            for model in models
        ),
    )


def test_models_side_by_side() -> None:
    """Each with its documents; a field that nobody has is there with dashes."""
    lines = schema_lines(results(2), width=None, errors=False)
    rows = """
        openai/a, 2 documents openai/b, 2 documents
        field compared by recall precision F1 recall precision F1
        /places/*/town text 0.50 (2/4) 1.00 (2/2) 0.67 (4/6) 1.00 (4/4) 1.00 (4/4) 1.00 (8/8)
        /places/*/river text 0.00 (0/2) 0.00 (0/2) 0.00 (0/4) 1.00 (2/2) 1.00 (2/2) 1.00 (4/4)
        /by text - 0.00 (0/2) 0.00 (0/2) - - -
        all fields 0.33 (2/6) 0.33 (2/6) 0.33 (4/12) 1.00 (6/6) 1.00 (6/6) 1.00 (12/12)
        /places/* items matched 0.50 (2/4) 1.00 (2/2) 0.67 (4/6) 1.00 (4/4) 1.00 (4/4) 1.00 (8/8)
        exact 0.00 (0/2) 1.00 (2/2)
        grounded - -
    """
    shown = [row.split() for row in rows.strip().splitlines()]
    assert [line.split() for line in lines[:9]] == shown


def test_a_narrow_terminal_shows_a_model_at_a_time() -> None:
    """Nothing is cut off."""
    lines = schema_lines(results(2), width=80, errors=False)
    assert [line for line in lines if line in ("openai/a, 2 documents", "openai/b, 2 documents")]
    assert max(map(len, lines[:18])) <= 80


def test_everything_wrong_is_listed() -> None:
    """An item that has no partner in one line, a wrong leaf with both sides."""
    lines = schema_lines(results(1), width=None, errors=False)
    start = lines.index("openai/a")
    assert lines[start:] == [
        "openai/a",
        "  wrong (1)",
        "    d0  /places/0/river: gold 'Lenta', predicted 'Quar' (text: similarity 0.22)",
        "  missed (1)",
        "    d0  /places/1: town 'Lissen'",
        "  false alarm (1)",
        "    d0  /by: predicted 'Bo' (text: the gold has none)",
        "",
        "openai/b",
        "  nothing missed, no false alarms, nothing wrong",
        "",
    ]


def test_of_many_documents_how_much_was_wrong() -> None:
    """All of it where it is asked for; intervals of every rate."""
    few = schema_lines(results(21), width=None, errors=False)
    assert "  openai/a: wrong 21, missed 21, false alarm 21" in few
    assert "  openai/b: nothing" in few
    interval = next(line for line in few if line.startswith("/places/*/town") and "recall" in line)
    assert interval.split()[2:] == ["[0.35,", "0.65]", "[0.89,", "1.00]"]
    assert "    d0  /places/1: town 'Lissen'" in schema_lines(results(21), width=None, errors=True)
