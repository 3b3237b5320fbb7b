"""Which values are keys, and how none of them gets out again: into a record, an error or a log."""

from __future__ import annotations

import logging
import os
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from communique.errors import CommuniqueError
from communique.models import Model

__all__ = [
    "SHORTEST_KEY",
    "forget_keys",
    "keep_out_of_logs",
    "remember_key",
    "remember_keys",
    "scrubbed",
    "scrubbed_end",
]

_VARIABLES = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD")
_PARAMETER = re.compile(
    r"(?:^|[-_.]) (?: authorization | auth | (?:api)?key | token | secret | password | cookie ) $",
    re.VERBOSE | re.IGNORECASE,
)
_BEGUN_ESCAPE = re.compile(r"(?:\\(?:u[0-9a-f]{0,3})?|%[0-9a-f]?)?", re.IGNORECASE)
SHORTEST_SECRET = 6
"""Shorter values (``none``, ``1``) are no keys, and taking them out would maim every message."""

SHORTEST_KEY = 16
"""Shorter values may be words of an article (``secret``, ``ollama``): answers keep them."""

_LIBRARIES = ("instructor", "openai", "httpx2", "httpcore2", "httpx", "httpcore")
"""Whose logs show requests and replies, headers included, to who asks for DEBUG."""

# Keys that were given in other places than the environment, for as long as this process lives:
# an error or a log line may come long after the client that had the key.
_given: set[str] = set()


def remember_key(key: str) -> None:
    """Count ``key`` among those that must not get out."""
    _given.add(key)


def remember_keys(model: Model) -> None:
    """Count what ``model`` sends under names such as ``Authorization`` or ``x-api-key`` as keys."""
    for value in _under_key_names(model.extra_parameters()):
        _given.update((value, value.split()[-1]) if value.strip() else ())


def _under_key_names(parameters: Mapping[Any, Any]) -> Iterator[str]:
    for name, value in parameters.items():
        if isinstance(value, Mapping):
            yield from _under_key_names(value)
        elif isinstance(value, str) and _PARAMETER.search(str(name)):
            yield value


def scrubbed(message: str, shortest: int = SHORTEST_SECRET) -> str:
    """``message`` without the keys of this process, which a server may echo.

    Values of fewer than ``shortest`` characters stay.
    """
    secrets = _secrets(shortest)
    return _any_of(secrets).sub("***", message) if secrets else message


def scrubbed_end(text: str) -> str:
    """``text``, which may have been cut anywhere, without a key that was cut with it."""
    for secret in _secrets(SHORTEST_KEY):
        for begun in _any_of((secret[:SHORTEST_SECRET],)).finditer(text):
            end = begun.end()
            for char in secret[SHORTEST_SECRET:]:
                written = re.compile(_as_written(char)).match(text, end)
                if written is None:
                    break
                end = written.end()
            if _BEGUN_ESCAPE.fullmatch(text, end):
                text = text[: begun.start()] + "***"
                break
    return text


def _secrets(shortest: int) -> tuple[str, ...]:
    """The keys of this process that have ``shortest`` characters or more.

    Longer ones come first: one may begin another.
    """
    # Names first: reading a variable of the environment decodes it, each time.
    names = [name for name in os.environ if name.endswith(_VARIABLES)]
    values = {os.environ.get(name, "") for name in names} | _given
    return tuple(sorted((v for v in values if len(v) >= shortest), key=lambda v: (-len(v), v)))


@lru_cache(maxsize=16)
def _any_of(secrets: Iterable[str]) -> re.Pattern[str]:
    """Finds each of ``secrets``, also where JSON or an address escapes some of its characters."""
    return re.compile("|".join("".join(map(_as_written, secret)) for secret in secrets))


def _as_written(char: str) -> str:
    code = ord(char)
    ways = [rf"\\?{re.escape(char)}", rf"\\u(?i:{code:04x})", f"%(?i:{code:02x})"]
    return f"(?:{'|'.join(ways)})"


def forget_keys(error: BaseException) -> None:
    """Take the keys out of a foreign error and of those behind it.

    Words are scrubbed; requests and responses, whose headers hold the key, are let go of.
    """
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
        if not isinstance(one, CommuniqueError):
            one.args = tuple(_scrubbed_value(value) for value in one.args)
            for name, value in getattr(one, "__dict__", {}).items():
                setattr(one, name, _scrubbed_value(value))


def _scrubbed_value(value: Any) -> Any:
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, Mapping):
        return {key: _scrubbed_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_scrubbed_value, value)) if type(value) in (list, tuple) else None
    return value if isinstance(value, int | float | BaseException) else None


def keep_out_of_logs() -> None:
    """Scrub what the libraries below us log from now on, at any level."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _LIBRARIES:
            # A filter holds for one logger alone, not for those below it; twice is once.
            logging.getLogger(name).addFilter(_without_keys)


def _without_keys(record: logging.LogRecord) -> bool:
    """Let every record pass, its words scrubbed."""
    record.msg, record.args = scrubbed(record.getMessage()), ()
    if record.exc_info and record.exc_info[1] is not None:
        # The error itself is still needed as it is by the library that logs it.
        record.exc_text = scrubbed("".join(traceback.format_exception(record.exc_info[1])))
        record.exc_info = None
    return True
