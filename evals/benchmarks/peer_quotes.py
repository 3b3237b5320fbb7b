"""langextract's part of the benchmark ``quotes``, in a Python that has it.

Reads a JSON list of [text, quote] on standard input; prints, by setting, whether each was found.
"""

from __future__ import annotations

import json
import sys

from langextract.core.data import Extraction
from langextract.resolver import WordAligner

SETTINGS = {"langextract": True, "langextract strict": False}


def main() -> None:
    asked = json.load(sys.stdin)
    aligner = WordAligner()
    found = {
        name: [
            aligner.align_extractions(
                [[Extraction("quote", quote)]], text, accept_match_lesser=lesser
            )[0][0].char_interval
            is not None
            for text, quote in asked
        ]
        for name, lesser in SETTINGS.items()
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
