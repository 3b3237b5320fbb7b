"""The pytest plugin in real runs of pytest, as a user's project has it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import communique.baselines

pytest_plugins = "pytester"

# What the runs inside this process need is loaded once, not in each of them.
communique.extract("Ann Lee said that it rained.")

ARTICLE = "Irish President Ann Lee met Maltese President Bo Rae. “We go on,” Lee said."

TEST = f"""
ARTICLE = {ARTICLE!r}

def test_talks(assert_extraction):
    record = assert_extraction(ARTICLE)
    assert record.statements
"""


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # other plugins, which take time


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    plugins = ("-p", "communique.pytest_plugin", "-W", "error")
    # Where communique is installed, the pytest that runs this has the plugin already.
    rewritten = ("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning")
    return pytester.runpytest_inprocess(*plugins, *rewritten, *arguments)


def test_the_first_run_writes_the_next_ones_compare(pytester: pytest.Pytester) -> None:
    """Beside the test, named after it; the run says so."""
    pytester.makepyfile(test_lake=TEST)
    first = run(pytester)
    first.assert_outcomes(passed=1)
    first.stdout.fnmatch_lines(["extraction baseline written: *test_lake.test_talks.json"])
    baseline = pytester.path / "__extractions__" / "test_lake.test_talks.json"
    assert [p["name"] for p in json.loads(baseline.read_text())["participants"]] == [
        "Ann Lee",
        "Bo Rae",
    ]
    written = baseline.read_bytes()
    second = run(pytester)
    second.assert_outcomes(passed=1)
    second.stdout.no_fnmatch_line("*baseline written*")
    assert baseline.read_bytes() == written


def test_a_difference_fails_and_is_told(pytester: pytest.Pytester) -> None:
    """What is missing, new, changed, each with its path; accepting it is one option."""
    pytester.makepyfile(test_lake=TEST)
    run(pytester)
    other = TEST.replace("Maltese", "Kenyan").replace("Lee said", "Rae said")
    pytester.makepyfile(test_lake=other)
    failed = run(pytester)
    failed.assert_outcomes(failed=1)
    failed.stdout.fnmatch_lines(
        [
            "*test_lake.test_talks.json: * changed*",
            "  (the text is not the one that the baseline was made of)",
            '  participants?Bo Rae?.title: expected "Maltese President", got "Kenyan President"',
            "If this is right: pytest --update-extractions",
        ]
    )
    failed.stdout.no_fnmatch_line("*Traceback*")
    run(pytester, "--update-extractions").assert_outcomes(passed=1)
    run(pytester).assert_outcomes(passed=1)


def test_in_ci_a_missing_baseline_fails(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written there unless it is asked for."""
    monkeypatch.setenv("CI", "true")
    pytester.makepyfile(test_lake=TEST)
    failed = run(pytester)
    failed.assert_outcomes(failed=1)
    failed.stdout.fnmatch_lines(["*no baseline *test_lake.test_talks.json: run pytest outside CI*"])
    assert not (pytester.path / "__extractions__").exists()


def test_fields_may_be_ignored_and_part_of_the_items_be_enough(pytester: pytest.Pytester) -> None:
    """``ignore`` by name or path; ``at_least`` of the items, and new ones are no fault."""
    pytester.makepyfile(
        test_lake=f"""
        import pytest
        ARTICLE = {ARTICLE!r}
        OTHER = ARTICLE.replace("Maltese", "Kenyan")

        def test_ignored(assert_extraction):
            assert_extraction(ARTICLE, "one.json")
            with pytest.raises(pytest.fail.Exception, match="Bo Rae"):
                assert_extraction(OTHER, "one.json")
            with pytest.raises(pytest.fail.Exception, match="country"):
                spans = ["start", "end", "text", "evidence"]
                assert_extraction(OTHER, "one.json", ignore=[*spans, "participants.title"])

        def test_enough(assert_extraction):
            assert_extraction(ARTICLE, "two.json")
            more = ARTICLE + " “We sail,” Rae said."
            assert_extraction(more, "two.json", at_least=0.5, ignore=["mentions"])
            fewer = ARTICLE.partition(" “")[0]
            with pytest.raises(pytest.fail.Exception, match="3 of 4 items"):
                assert_extraction(fewer, "two.json", at_least=0.9, ignore=["mentions"])

        def test_several_in_one(assert_extraction):
            assert_extraction(ARTICLE)
            assert_extraction(OTHER)
        """
    )
    for _ in range(2):
        run(pytester).assert_outcomes(passed=3)
    assert sorted(path.name for path in (pytester.path / "__extractions__").iterdir()) == [
        "test_lake.test_several_in_one.2.json",
        "test_lake.test_several_in_one.json",
    ]


def test_failures_and_broken_baselines_are_told(pytester: pytest.Pytester) -> None:
    """A document without a record fails the test; a file that is no JSON is named."""
    pytester.makepyfile(
        test_lake=f"""
        import communique

        def test_failure(assert_extraction):
            (failure,) = communique.extract_many([""])
            assert_extraction(failure)

        def test_broken(assert_extraction):
            assert_extraction({ARTICLE!r}, "broken.json")

        def test_wrong_call(assert_extraction):
            assert_extraction({ARTICLE!r}, ignore="cue")
        """
    )
    (pytester.path / "broken.json").write_text("{")
    failed = run(pytester)
    failed.assert_outcomes(failed=3)
    failed.stdout.fnmatch_lines(["*broken.json is no JSON*", "*TypeError: ignore is a list*"])


def test_a_schema_of_the_callers_own(pytester: pytest.Pytester) -> None:
    """A Record: each leaf with its evidence."""
    pytester.makepyfile(
        test_lake="""
        from pydantic import BaseModel
        from communique.record import Record
        from communique.records import ExtractorInfo, Span

        class Lake(BaseModel):
            name: str

        TEXT = "Lake Ula and Lake Vex"

        def record(name):
            at = TEXT.index(name)
            return Record[Lake](
                text=TEXT, document_id="made", extractor=ExtractorInfo(model="m", version="1"),
                value=Lake(name=name), evidence={"/name": (Span.of(TEXT, at, at + len(name)),)},
            )

        def test_same(assert_extraction):
            assert_extraction(record("Lake Ula"), "lake.json")
            assert_extraction(record("Lake Ula"), "lake.json")

        def test_other(assert_extraction):
            assert_extraction(record("Lake Vex"), "lake.json")
        """
    )
    failed = run(pytester)
    failed.assert_outcomes(passed=1, failed=1)
    failed.stdout.fnmatch_lines(['  value./name.value: expected "Lake Ula", got "Lake Vex"'])


def test_the_plugin_loads_nothing_heavy() -> None:
    """Every run of pytest in the user's environment imports it."""
    code = (
        "import sys, communique.pytest_plugin; print([m for m in sys.modules if m.split('.')[0] in "
        "('pydantic', 'instructor', 'openai', 'numpy', 'scipy', 'datasets', 'typer', 'rich')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.slow
def test_an_installed_plugin_named_with_p_as_well_is_one(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry point has the module's name, so that pytest does not register it twice or warn."""
    declared = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    entries = declared["project"]["entry-points"]["pytest11"]
    installed = pytester.mkdir("site") / "lake-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: lake\nVersion: 1\n")
    lines = [f"{name} = {value}" for name, value in entries.items()]
    (installed / "entry_points.txt").write_text("\n".join(["[pytest11]", *lines]))
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    source = Path(communique.__file__).parents[1]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (installed.parent, source))))
    pytester.makepyfile(test_lake=TEST)
    for arguments in ((), ("-p", "communique.pytest_plugin")):
        command = ("-m", "pytest", "-W", "error", "-p", "no:cacheprovider", *arguments)
        pytester.run(sys.executable, *command).assert_outcomes(passed=1)
