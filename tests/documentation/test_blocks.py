"""A page that says what is not so fails; what a block may be is known."""

import textwrap
from collections.abc import Iterator

import pytest
from sybil import Document
from sybil.example import SybilFailure
from tests.documentation.blocks import blocks
from tests.documentation.session import ROOT, close


@pytest.fixture
def pages() -> Iterator[list[Document]]:
    made: list[Document] = []
    yield made
    for page in made:
        close(page.namespace)


def read(pages: list[Document], text: str) -> None:
    """Do what the page of ``text`` shows, as its reader would."""
    page = Document(textwrap.dedent(text), str(ROOT / "docs" / "a-page-of-a-test.md"))
    pages.append(page)
    for region in blocks(page):
        page.add(region)
    for example in page:
        example.evaluate()


def test_a_page_is_one_session(pages: list[Document]) -> None:
    """Names and files last from block to block, and … stands for anything."""
    read(
        pages,
        """
        ```text title="data/note.txt"
          two blanks
        ```
        ```python
        words = open("data/note.txt").read()
        print(repr(words))  # '  two blanks\\n'
        ```
        ```sh
        cat data/*.txt; echo "$OPENAI_BASE_URL" >&2
        ```
        ```text
          two blanks
        http://…/v1
        ```
        ```python
        for word in words.split():
            print(word)
        # two
        # blanks
        ```
        """,
    )


def test_servers_of_a_page_have_ports_of_their_own(pages: list[Document]) -> None:
    """Those of the page are shown; two sessions do not meet."""
    read(
        pages,
        """
        ```sh
        echo http://127.0.0.1:8765/v1 | tee address
        ```
        ```text
        http://127.0.0.1:8765/v1
        ```
        """,
    )
    assert "8765" not in (pages[0].namespace["session of the page"].folder / "address").read_text()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("```python\nprint(1)  # 2\n```", "no line '2'"),
        ("```python\nfor i in range(2):\n    print(i)\n# 0\n# 2\n```", "no line '2'"),
        ("```sh\necho one\n```\n```text\ntwo\n```", "-two\n\\+one"),
        ("```sh\nfalse\ntrue\n```", "exit code 1"),
        ("```json\n{}\n```", "neither run"),
        ("```sh\ntrue\n```\nAnd so\n```text\none\n```", "neither run"),
        ("```\ntrue\n```", "neither run"),
        ("```python linenums=1\npass\n```", "not understood"),
        ("<!--- skip: next -->\n```sh\ntrue\n```", "skip without its reason"),
        ('<!--- skip: next, "" -->\n```sh\ntrue\n```', "skip without its reason"),
        (
            '<!--- skip: next, "needs a GPU" -->\nWords.\n```sh\ntrue\n```',
            "skip without its reason",
        ),
    ],
)
def test_what_is_not_so_fails(text: str, complaint: str, pages: list[Document]) -> None:
    """Other output, an exit code, a block of no known sort, a skip that gives no reason."""
    with pytest.raises(SybilFailure, match=complaint):
        read(pages, text)


def test_a_skipped_block_is_not_run_and_says_why(pages: list[Document]) -> None:
    """With its page and line, for the list at the end of a test run."""
    with pytest.raises(pytest.skip.Exception, match=r"a-page-of-a-test\.md:3: needs a GPU"):
        read(pages, '\n<!--- skip: next, "needs a GPU" -->\n```sh\nfalse\n```\n')


def test_every_page_is_collected(pytestconfig: pytest.Config) -> None:
    """README.md and docs/ are among what pytest looks at."""
    assert {"README.md", "docs"} <= set(pytestconfig.getini("testpaths"))
    deep = list((ROOT / "docs").glob("*/*/**/*.md"))
    assert deep == [], "conftest.py looks into the folders of docs/ only"
