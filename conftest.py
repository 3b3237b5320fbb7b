"""Every code block of README.md and of the pages in docs/ is a test."""

from sybil import Sybil
from tests.documentation.blocks import blocks
from tests.documentation.session import close

pytest_collect_file = Sybil(
    parsers=[blocks],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
    # READMEs of folders; and what is made of the commands, and compared with them.
    excludes=["*/README.md", "docs/reference/cli.md"],
    teardown=close,
).pytest()
