"""When the speaker of a predicted statement is the speaker of the gold one.

Right when the two mentions overlap in the text, or when the head of one name (a surname, the noun
of "the spokesman for the mayor") is among the words of the other.
"""

from __future__ import annotations

import re
from functools import lru_cache

from communique.records import Span

__all__ = ["same_speaker", "speaker_names_agree"]

# These two lists are those of the scorers by which others measure the same records: figures can be
# compared only if the head of a name is the same word to both. German is in them because English
# reports of German offices keep "Herr" and the pronouns.
_PRONOUNS = frozenset(
    re.findall(
        r"\w+",
        "i you he she it we they me him her us them his hers their theirs its who whom which that "
        "this these those one himself herself themselves myself my our your "
        "er sie es ihr ihm ihn wir ich man der die das",
    )
)
_TITLES = frozenset(
    re.findall(
        r"\w+",
        "mr mrs ms miss dr prof professor sir dame lord lady sen senator rep representative gov "
        "governor president vice secretary minister prime chancellor king queen prince princess "
        "judge justice gen general col colonel lt sgt capt captain rev reverend pope mayor "
        "congressman congresswoman the a an jr sr ii iii herr frau of for and in at on to de la",
    )
)
_POSSESSIVE = re.compile(r"[’']s\b")
_WORD = re.compile(r"[^\W\d_][\w\-’'.]*")
_AFTER_THE_NAME = re.compile(r",|\(|\bwho\b|\bwhich\b")
_PREPOSITION = re.compile(r"\b(?:of|for|from|in|at|with|on)\b")
_CAPITALISED_RUN = re.compile(r"(?:[A-ZÀ-Þ][\w\-’'.]*\s*)+")
_EDGE = ".’'"


def same_speaker(
    gold: tuple[str | None, Span | None], predicted: tuple[str | None, Span | None]
) -> bool:
    """True when the predicted (name, mention) is the gold (name, mention)."""
    gold_mention, mention = gold[1], predicted[1]
    if (
        gold_mention is not None
        and mention is not None
        and min(gold_mention.end, mention.end) > max(gold_mention.start, mention.start)
    ):
        return True
    return any(speaker_names_agree(a, b) for a in _names(*gold) for b in _names(*predicted))


@lru_cache(maxsize=65536)
def speaker_names_agree(a: str, b: str) -> bool:
    """True when the head of one name is a word of the other."""
    head_a, head_b = _head(a), _head(b)
    return bool(
        (head_a and head_a in _content_words(b)) or (head_b and head_b in _content_words(a))
    )


def _names(name: str | None, mention: Span | None) -> list[str]:
    return [text for text in (mention and mention.text, name) if text]


def _words(name: str) -> list[str]:
    return [str(word) for word in _WORD.findall(_POSSESSIVE.sub("", name))]


@lru_cache(maxsize=65536)
def _content_words(name: str) -> tuple[str, ...]:
    """Words without titles and pronouns; with them if nothing else is left."""
    folded = [word.casefold().rstrip(_EDGE) for word in _words(name)]
    named = [word for word in folded if word not in _TITLES]
    return tuple([word for word in named if word not in _PRONOUNS] or named or folded)


@lru_cache(maxsize=65536)
def _head(name: str) -> str:
    """The last word of the last capitalised run before a comma, else of the noun phrase."""
    base = _AFTER_THE_NAME.split(name)[0]
    for run in reversed(_capitalised_runs(_POSSESSIVE.sub("", base))):
        for word in reversed(run):
            folded = word.casefold()
            if folded.rstrip(".") not in _TITLES and folded not in _PRONOUNS:
                return folded.rstrip(_EDGE)
    words = _content_words(_PREPOSITION.split(base)[0]) or _content_words(base)
    return words[-1] if words else ""


def _capitalised_runs(text: str) -> list[list[str]]:
    return [_words(run) for run in _CAPITALISED_RUN.findall(text)]
