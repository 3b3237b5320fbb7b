"""What users import: the public names, and what importing them costs."""

import subprocess
import sys

import pytest

import communique

HEAVY = ("instructor", "openai", "datasets", "pyarrow", "scipy", "numpy", "pydantic", "typer")


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout


def test_all_is_sorted_and_every_name_is_there() -> None:
    """``__all__`` names what can be imported, and each name's home has it."""
    assert list(communique.__all__) == sorted(communique.__all__)
    for name in communique.__all__:
        assert getattr(communique, name) is not None
    assert set(communique.__all__) <= set(dir(communique))


def test_the_names_of_the_contract_are_public() -> None:
    """Users depend on these."""
    assert {
        "Document", "Failure", "Grounding", "Issue", "Meeting", "Model", "Participant", "Readout",
        "Span", "Statement", "CommuniqueError", "aextract", "extract", "extract_many", "ground",
    } <= set(communique.__all__)  # fmt: skip


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        communique.no_such_name  # noqa: B018  # the access is the test


def test_import_loads_nothing_heavy() -> None:
    """``import communique`` leaves the libraries for when they are used."""
    loaded = run(f"import sys, communique; print([m for m in {HEAVY} if m in sys.modules])")
    assert loaded.strip() == "[]"


def test_extracting_offline_loads_no_client() -> None:
    """The offline extractor needs neither instructor nor openai nor a numeric library."""
    code = (
        "import sys, communique; communique.extract('Ann Lee said that it rained.'); "
        "print([m for m in ('instructor', 'openai', 'datasets', 'scipy', 'numpy', 'httpx') "
        "if m in sys.modules])"
    )
    assert run(code).strip() == "[]"


def test_import_is_quick() -> None:
    """At most twice as long as importing pydantic's BaseModel, in the same run."""
    code = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"

    def best(statement: str) -> float:
        return min(float(run(code.format(statement))) for _ in range(5))

    assert best("import communique") <= 2 * best("from pydantic import BaseModel")


def test_errors_carry_code_and_stage() -> None:
    """Every error of the tree has a code of its own and the stage it befalls."""
    errors = [
        value
        for name in communique.__all__
        if isinstance(value := getattr(communique, name), type) and issubclass(value, Exception)
    ]
    assert all(issubclass(error, communique.CommuniqueError) for error in errors)
    codes = [error.code for error in errors]
    assert len(set(codes)) == len(codes)
    assert all(error.stage for error in errors)
