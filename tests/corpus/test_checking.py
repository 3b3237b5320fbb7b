"""Files that say that they are a corpus, and do not hold together."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.errors import UsageError
from corpus.made import built, record


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    said = [("Ann Korvatti", "the ferries will sail again before the winter")]
    return built(tmp_path_factory.mktemp("corpus"), record("a", said=said))[0]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE articles SET likeness = 9e999", "infinite"),
        ("UPDATE links SET score = -9e999", "infinite"),
        ("DELETE FROM articles", "of articles that is not there"),
        ("UPDATE findings SET person = 999 WHERE field = 'attended'", "row . of findings names"),
        ("DELETE FROM proofs; DELETE FROM claims", "a meeting without claims"),
        ("UPDATE claims SET person = NULL WHERE field = 'attended'", "a finding without claims"),
        (
            "DELETE FROM findings; UPDATE claims SET field = 'place' WHERE field = 'kind'",
            "claims no kind",
        ),
    ],
)
def test_rows_that_do_not_fit_each_other_are_refused(
    corpus: Path, tmp_path: Path, damage: str, said: str
) -> None:
    """When the file is opened, with its name and what is wrong."""
    path = Path(shutil.copy(corpus, tmp_path / "hostile.db"))
    with closing(sqlite3.connect(path)) as db:
        db.executescript(damage)
    with (
        pytest.raises(UsageError, match=rf"hostile\.db: damaged \(.*{said}.*\): build it anew"),
        open_corpus(path),
    ):
        pass
