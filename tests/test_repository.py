"""The repository holds together: data, prompts, suites, and the wheel that carries them."""

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from communique.evals.suites import load_suite, suite_names
from communique.gold.check import check_gold
from communique.llm.prompts import parse_prompt
from communique.project import data_path, packaged_root, project_root

ROOT = Path(__file__).parents[1]
SHARED_SEEDS = Path(os.environ["COMMUNIQUE_DEV"]).parent / "seeds" if (
    "COMMUNIQUE_DEV" in os.environ
) else None  # fmt: skip


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_gold_has_not_drifted() -> None:
    """The built gold is what its sources build, byte for byte, and every labeling resolves."""
    assert check_gold(ROOT).drifts == ()


def test_seeds_file_holds_the_seeds_and_nothing_else() -> None:
    """One line a seed, its text the seed's bytes."""
    lines = (ROOT / "gold" / "seeds.jsonl").read_text("utf-8").splitlines()
    texts = {(g := json.loads(line))["document_id"]: g["text"] for line in lines}
    seeds = {p.stem: p.read_bytes().decode() for p in (ROOT / "seeds").glob("*.txt")}
    assert texts == seeds


@pytest.mark.skipif(SHARED_SEEDS is None, reason="COMMUNIQUE_DEV is not set")
def test_the_seeds_are_the_given_ones() -> None:
    """Byte for byte as they were handed over."""
    assert SHARED_SEEDS is not None
    for path in SHARED_SEEDS.glob("*.txt"):
        assert (ROOT / "seeds" / path.name).read_bytes() == path.read_bytes()


def test_every_prompt_parses_and_every_suite_loads() -> None:
    """No data file is broken."""
    prompts = [p for p in (ROOT / "prompts").glob("*.md") if p.name != "README.md"]
    assert prompts
    assert all(parse_prompt(path).sha256 for path in prompts)
    assert "seeds" in suite_names(ROOT)
    assert all(load_suite(name, ROOT) for name in suite_names(ROOT))


def test_every_data_folder_says_what_lives_there() -> None:
    """A README in each."""
    for folder in ("prompts", "gold", "evals", "seeds"):
        assert len((ROOT / folder / "README.md").read_text("utf-8")) > 200, folder


def test_architecture_names_every_room() -> None:
    """Each module or folder of the package has its line in ARCHITECTURE.md."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    package = ROOT / "src" / "communique"
    rooms = {p.name + "/" for p in package.iterdir() if (p / "__init__.py").exists()}
    rooms |= {p.name for p in package.glob("*.py") if not p.name.startswith("__")}
    assert [room for room in sorted(rooms) if f"`{room}`" not in text] == []


def test_no_file_names_a_home_folder() -> None:
    """No path of any machine in what is shipped."""
    pattern = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w+/")
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".txt", ".tsv"} and path != Path(
            __file__
        ):
            assert not pattern.search(path.read_text("utf-8")), path


def test_the_projects_folder_comes_before_the_packaged_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers take the working directory when it has a gold/, else what came with the package."""
    monkeypatch.chdir(tmp_path)
    assert project_root() is None
    assert data_path("gold/seeds.jsonl") == packaged_root() / "gold" / "seeds.jsonl"
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "seeds.jsonl").write_text("{}", "utf-8")
    assert data_path("gold/seeds.jsonl") == tmp_path / "gold" / "seeds.jsonl"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    """Built, installed from another folder, it extracts and scores the seeds as the checkout."""
    dist, home, empty = tmp_path / "dist", tmp_path / "env", tmp_path / "empty"
    empty.mkdir()
    run = lambda *args: subprocess.run(  # noqa: E731
        [str(a) for a in args], cwd=empty, check=True, capture_output=True, text=True
    )
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", dist, ROOT)
    venv.create(home, with_pip=True)
    run(home / "bin" / "pip", "install", "-q", "--no-compile", *dist.glob("*.whl"))
    run(home / "bin" / "communique", "extract", ROOT / "seeds", "-o", "wheel.jsonl")
    run(sys.executable, "-m", "communique", "extract", ROOT / "seeds", "-o", "checkout.jsonl")
    assert (empty / "wheel.jsonl").read_bytes() == (empty / "checkout.jsonl").read_bytes()
    run(home / "bin" / "evals", "run", "--suite", "seeds", "-o", "wheel")
    run(sys.executable, "-m", "communique.evals", "run", "--suite", "seeds", "-o", "checkout")
    counts = [
        [m["scores"] for m in json.loads((empty / d / "scores.json").read_text())["models"]]
        for d in ("wheel", "checkout")
    ]
    assert counts[0] == counts[1]
