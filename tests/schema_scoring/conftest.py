"""scipy is imported lazily: load it before hypothesis times the first example."""

from __future__ import annotations

import scipy.optimize  # noqa: F401
