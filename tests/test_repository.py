"""The repository holds together: data, prompts, suites, and the wheel that carries them."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import yaml

from communique import __version__
from communique.evals.metamorphic_suite import load_any
from communique.evals.suites import suite_names
from communique.gold.check import check_gold
from communique.llm.prompts import parse_prompt

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
    handed_over = {path.name: path.read_bytes() for path in SHARED_SEEDS.glob("*.txt")}
    assert len(handed_over) == 2
    assert {path.name: path.read_bytes() for path in (ROOT / "seeds").glob("*.txt")} == handed_over


def test_every_prompt_parses_and_every_suite_loads() -> None:
    """No data file is broken."""
    prompts = [p for p in (ROOT / "prompts").glob("*.md") if p.name != "README.md"]
    assert prompts
    assert all(parse_prompt(path).sha256 for path in prompts)
    assert "seeds" in suite_names(ROOT)
    assert all(load_any(name, ROOT) for name in suite_names(ROOT))


def test_every_data_folder_says_what_lives_there() -> None:
    """A README in each."""
    for folder in ("prompts", "gold", "evals", "seeds"):
        assert len((ROOT / folder / "README.md").read_text("utf-8")) > 200, folder


GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
TESTERS = {"httpx", "hypothesis", "pycountry", "pyld", "pytest", "pytest-timeout", "sybil"}
"""What of the tools the tests of an installed wheel need."""

PACKAGE = ROOT / "src" / "communique"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def rows(section: str) -> dict[str, list[str]]:
    """The tables of a section of ARCHITECTURE.md: the name in the first cell, the other cells."""
    cells = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    assert len({first for first, *_ in cells}) == len(cells), "a name has two rows"
    return {first.strip("`"): others for first, *others in cells}


def rooms() -> dict[str, list[Path]]:
    """The modules of each room of the package."""
    files = {p.name: [p] for p in PACKAGE.glob("*.py") if not p.name.startswith("__")}
    folders = {
        f"{p.parent.name}/": sorted(p.parent.rglob("*.py")) for p in PACKAGE.glob("*/__init__.py")
    }
    return files | folders


def imported(module: Path) -> set[str]:
    """The rooms that a module imports when it runs, also inside functions."""
    tree = ast.parse(module.read_text("utf-8"))
    skipped = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    ours = {name.split(".")[1] for name in found if name.startswith("communique.")}
    return ours - {"__version__"}


def told_as(module: Path, room: str) -> str | None:
    """The row that tells of a module: its own, or that of the folder in the room where everything
    is of one kind and found by its name."""
    first, *inner = module.relative_to(PACKAGE / room).with_suffix("").parts
    if inner:
        return f"{first}/"
    return None if first.startswith("__") else first


def test_architecture_names_every_room_and_module() -> None:
    """Each room has its row, each module of a room its row under the room's heading; no others."""
    _, overview, inside = re.split(r"^## (?:The|Inside the) rooms$", ARCHITECTURE, flags=re.M)
    assert rows(overview).keys() == rooms().keys()
    sections = dict(re.findall(r"^### `(\w+/)`$(.*?)(?=^##)", inside, re.M | re.S))
    for room, modules in rooms().items():
        if room.endswith("/"):
            names = {told_as(m, room) for m in modules} - {None}
            told = rows(sections.pop(room))
            assert told.keys() == names, room
            assert all(cells and all(cells) for cells in told.values()), room
    assert sections == {}


def test_architecture_tells_what_each_room_may_import() -> None:
    """A room imports no room but those its row names, and a row names only rooms above it."""
    overview = ARCHITECTURE.split("## The rooms")[1].split("## Inside")[0]
    above: list[str] = []
    for room, (_, may) in rows(overview).items():
        names = {"nothing of ours": [], "every room": above}.get(may, may.split(", "))
        assert set(names) <= set(above), room
        own = room.rstrip("/").removesuffix(".py")
        # `python -m communique.ROOM` starts a command, which is no one else's business.
        modules = [m for m in rooms()[room] if m.stem != "__main__"]
        taken = set().union(*map(imported, modules)) - {own}
        assert taken <= set(names), f"{room} imports {taken - set(names)}"
        above.append(own)


MOST_PARAMETERS, MOST_LINES, MOST_LINES_OF_A_FUNCTION = 7, 400, 60


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_modules_and_functions_can_be_held_in_the_head() -> None:
    """Few parameters (``self`` and ``cls`` apart), few lines, every type said; no exceptions."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        assert text.count("\n") <= MOST_LINES, path
        for function in functions(ast.parse(text)):
            given = function.args
            named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
            number = sum(one.arg not in ("self", "cls") for one in named)
            number += sum(one is not None for one in (given.vararg, given.kwarg))
            where = f"{path}:{function.lineno} {function.name}"
            assert number <= MOST_PARAMETERS, where
            assert (function.end_lineno or 0) - function.lineno < MOST_LINES_OF_A_FUNCTION, where
            assert function.returns is not None, where


def module_imports(tree: ast.AST) -> list[str]:
    """What is imported when a module is loaded: not in functions, not for the type checker."""
    skipped = {
        id(node)
        for part in ast.walk(tree)
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
        or (isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING")
        for node in ast.walk(part)
    }
    found: list[str] = []
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def test_no_modules_import_each_other() -> None:
    """Neither directly nor in a circle."""
    files = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for path in PACKAGE.rglob("*.py")
    }
    graph = {
        module: {
            name if name in files else name.rpartition(".")[0]
            for name in module_imports(ast.parse(path.read_text("utf-8")))
        }
        & files.keys() - {module}
        for module, path in files.items()
    }
    assert sum(map(len, graph.values())) > len(files)
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_the_changelogs_newest_version_is_the_packages() -> None:
    """The version stands in one place; only the newest may still be unreleased."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (.*)$", changelog, re.M)
    newest, *earlier = headings
    day = r"\d{4}-\d{2}-\d{2}"
    assert re.fullmatch(rf"\[{re.escape(__version__)}\] - (unreleased|{day})", newest)
    assert all(re.fullmatch(rf"\[[\d.]+\] - {day}", heading) for heading in earlier)
    assert "version" not in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_what_is_committed_is_what_make_check_accepts() -> None:
    """The hooks before a commit are the lines of ``make check``."""
    config = ROOT / ".pre-commit-config.yaml"
    (local,) = yaml.safe_load(config.read_text("utf-8"))["repos"]
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert recipe
    lines = recipe[1].replace("$(BIN)", ".venv/bin").split("\n\t")
    assert [hook["entry"] for hook in local["hooks"]] == [line.strip() for line in lines]


def test_a_badly_formatted_file_is_not_committed(tmp_path: Path) -> None:
    """With the hooks installed git refuses it, and says which check did, and for which file."""
    for name in (".pre-commit-config.yaml", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / ".gitignore").write_text(".venv\n", "utf-8")

    def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
        home = {**os.environ, "PREK_HOME": str(tmp_path / ".git" / "prek")}
        return subprocess.run(
            command, cwd=tmp_path, env=home, capture_output=True, text=True, check=False
        )

    run("git", "init", "-q")
    assert run(Path(sys.prefix, "bin", "prek"), "install").returncode == 0
    (tmp_path / "untidy.py").write_text("number   =  1\n", "utf-8")
    run("git", "add", ".")
    refused = run("git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-m", "untidy")
    assert refused.returncode == 1, refused
    assert "ruff format" in (told := refused.stdout + refused.stderr)
    assert "untidy.py" in told
    assert run("git", "rev-parse", "--verify", "HEAD").returncode != 0  # nothing was committed


def test_the_tests_mirror_the_rooms() -> None:
    """Each room of the package has a room or a module of tests, and each of these a room."""
    elsewhere = {
        "choosing.py": "by what is chosen: test_chain, test_cascade, test_profiles",
        "extractor.py": "a protocol: it does nothing",
        "notebooks.py": "by what is shown: pages/test_notebooks",
        "ray/": "in on_ray/: a folder of its name would hide the package that Ray itself is",
    }
    no_room = {
        "documentation/", "fuzz/", "on_ray/", "test_contributing.py", "test_public_api.py",
        "test_readme.py", "test_repository.py",
    }  # fmt: skip
    folders = {f"{path.parent.name}/" for path in (ROOT / "tests").glob("*/__init__.py")}
    modules = {path.name for path in (ROOT / "tests").glob("test_*.py")}
    tested = {name.removeprefix("test_") for name in (folders | modules) - no_room}
    assert tested == rooms().keys() - elsewhere.keys()


def test_no_file_names_a_home_folder() -> None:
    """No path of any machine in what is shipped."""
    pattern = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w+/")
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".txt", ".tsv"} and path != Path(
            __file__
        ):
            assert not pattern.search(path.read_bytes().decode("utf-8", "replace")), path


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, and the wheel that is built of the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", folder, ROOT], check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which the wheel is, and what it needs, and nothing else."""
    home = tmp_path_factory.mktemp("env")
    venv.create(home, with_pip=True)
    install = [home / "bin" / "pip", "install", "-q", "--no-compile"]
    subprocess.run([*install, *dist.glob("*.whl")], check=True, env=elsewhere())
    return home / "bin"


def elsewhere() -> dict[str, str]:
    """An environment in which the checkout cannot be imported."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_wheel_works_in_an_empty_environment(installed: Path, tmp_path: Path) -> None:
    """It extracts and scores the seeds as the checkout does; each kind of command runs."""

    def run(*args: object, code: int = 0, cwd: Path = tmp_path) -> str:
        done = subprocess.run(
            list(map(str, args)), cwd=cwd, env=elsewhere(), capture_output=True, text=True
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    communique, evals = installed / "communique", installed / "evals"
    where = run(installed / "python", "-c", "import communique; print(communique.__file__)")
    assert (Path(where.strip()).parent / "py.typed").is_file()
    assert Path(where).is_relative_to(installed.parent)
    run(communique, "extract", ROOT / "seeds", "-o", "wheel.jsonl")
    run(sys.executable, "-m", "communique", "extract", ROOT / "seeds", "-o", "checkout.jsonl")
    assert (tmp_path / "wheel.jsonl").read_bytes() == (tmp_path / "checkout.jsonl").read_bytes()
    run(evals, "run", "--suite", "seeds", "-o", "wheel")
    run(sys.executable, "-m", "communique.evals", "run", "--suite", "seeds", "-o", "checkout")
    counts = [
        [m["scores"] for m in json.loads((tmp_path / d / "scores.json").read_text())["models"]]
        for d in ("wheel", "checkout")
    ]
    assert counts[0] == counts[1]
    for page in (
        (communique, "extract", ROOT / "seeds", "-o", "page.html"),
        (evals, "report", "wheel", "-o", "report.html"),
    ):
        run(*page)
        assert (tmp_path / str(page[-1])).read_text("utf-8").startswith("<!doctype html>")
    draft = ROOT / "evals" / "drafts" / "two-calls.txt"
    assert "not in sources" in run(communique, "verify", draft, "--against", ROOT / "seeds", code=1)
    run(communique, "init", "mine")
    for check in ("build", "check"):
        run(communique, "gold", check, cwd=tmp_path / "mine")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_sdists_tests_pass_on_the_wheel(dist: Path, installed: Path, tmp_path: Path) -> None:
    """Those of the commands and of what they read and write; there is no src/ to import."""
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    for name in ("README.md", "CHANGELOG.md", "SECURITY.md", "Makefile", "LICENSE"):
        assert (unpacked / name).is_file()
    shutil.rmtree(unpacked / "src")
    tools = [tool for tool in GROUPS["dev"] if tool.split(">")[0] in TESTERS]
    subprocess.run([installed / "pip", "install", "-q", "--no-compile", *tools], check=True)
    rooms = "cli gold outputs pages verification test_extraction.py evals/test_command.py".split()
    done = subprocess.run(
        [
            *(installed / "python", "-m", "pytest", "-q", "-m", "not slow and not soak"),
            *(unpacked / "tests" / room for room in rooms),
        ],
        cwd=unpacked, env=elsewhere(), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 500  # type: ignore[index]
