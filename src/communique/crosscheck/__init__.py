"""Records of one text held against each other: who found what, and whether they agree."""

from communique.crosscheck.checking import cross_check
from communique.crosscheck.marks import CrossChecked, Mark

__all__ = ["CrossChecked", "Mark", "cross_check"]
