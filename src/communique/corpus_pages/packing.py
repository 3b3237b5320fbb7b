"""Values as letters that HTML cannot misread, and few of them: JSON, gzip, base64.

The browser's own ``DecompressionStream`` reads them back. Nothing that an article says stands in
the page as markup: base64 has neither ``<`` nor ``&``.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

__all__ = ["packed", "unpacked"]


def packed(value: Any) -> str:
    """``value`` packed; the same value always as the same letters."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # mtime: gzip would write the time of day.
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii")


def unpacked(letters: str) -> Any:
    """What was packed, for tests and tools."""
    return json.loads(gzip.decompress(base64.b64decode(letters)))
