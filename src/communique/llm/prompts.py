"""Prompt files: loaded, hashed, and filled in by one pass that never reads what it put in."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.errors import PromptError
from communique.llm.client import Message
from communique.llm.examples import complaint_about
from communique.project import data_path
from communique.records import Document, text_sha256

__all__ = ["Prompt", "load_prompt", "parse_prompt"]

_SECTIONS = ("system", "user", "example article", "example answer")
_PLACE = re.compile(r"<<([A-Z_]+)>>")
_PLACES = {
    "system": {"FIELDS", "EXAMPLE_ARTICLE", "EXAMPLE_ANSWER"},
    "user": {"ARTICLE", "FENCE", "PUBLISHED"},
}
_FRONT = "+++"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of a prompt; ``sha256`` is that of the file's bytes."""

    name: str
    version: int
    sha256: str
    system: str
    user: str
    example_article: str
    example_answer: str

    def messages(self, document: Document, fields: str) -> tuple[Message, ...]:
        """The chat that asks about ``document``; ``fields`` describes the answer.

        Equal arguments give equal messages, and the system message is the same for every article,
        so that servers can reuse what they computed for it.
        """
        system = {
            "FIELDS": fields,
            "EXAMPLE_ARTICLE": self.example_article,
            "EXAMPLE_ANSWER": self.example_answer,
        }
        user = {
            "ARTICLE": document.text,
            "FENCE": _fence(document.text),
            "PUBLISHED": document.published or "unknown",
        }
        return (
            Message("system", _filled(self.system, system)),
            Message("user", _filled(self.user, user)),
        )


def load_prompt(name: str, root: Path | None = None) -> Prompt:
    """The prompt ``prompts/NAME.md``, such as ``readout.v1``, of the project folder ``root`` or
    the one here, else as packaged.

    Raises:
        PromptError: the file is malformed; file and line are in the message. Or its example would
            not pass as an answer about its own article.
        UsageError: there is no such file.
    """
    path = data_path(f"prompts/{name}.md", root)
    prompt = parse_prompt(path)
    complaint = complaint_about(prompt.name, prompt.example_article, prompt.example_answer)
    if complaint is not None:
        raise PromptError(f"{path}: the example is not borne out by its article: {complaint}")
    return prompt


def parse_prompt(path: Path) -> Prompt:
    """The prompt in the file at ``path``; see ``prompts/README.md`` for the format."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PromptError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise PromptError(f"{path}: not UTF-8 at byte {error.start}") from error
    name, version, body = _front_matter(path, lines)
    sections = _sections(path, lines, body)
    return Prompt(
        name=name,
        version=version,
        sha256=hashlib.sha256(data).hexdigest(),
        system=sections["system"],
        user=sections["user"],
        example_article=sections["example article"],
        example_answer=sections["example answer"],
    )


def _front_matter(path: Path, lines: list[str]) -> tuple[str, int, int]:
    """Name, version and the index of the first line after them."""
    if _FRONT not in lines[1:] or lines[0] != _FRONT:
        raise PromptError(f"{path}:1: begin with name and version between two {_FRONT} lines")
    end = lines.index(_FRONT, 1)
    try:
        front = tomllib.loads("\n".join(lines[1:end]))
    except (ValueError, RecursionError) as error:
        raise PromptError(f"{path}:2: {error}") from error
    name, version = front.get("name"), front.get("version")
    if not isinstance(name, str) or not isinstance(version, int):
        raise PromptError(f"{path}:2: name (text) and version (whole number) are needed")
    if path.name != f"{name}.v{version}.md":
        raise PromptError(f"{path}:2: this is {name} version {version}: name the file accordingly")
    return name, version, end + 1


def _sections(path: Path, lines: list[str], start: int) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    current: str | None = None
    for number, line in enumerate(lines[start:], start + 1):
        heading = line[2:] if line.startswith("# ") else None
        if heading in _SECTIONS:
            if heading in found:
                raise PromptError(f"{path}:{number}: a second section '# {heading}'")
            current = heading
            found[current] = []
        elif current is not None:
            _check_places(path, number, line, current)
            found[current].append(line)
        elif line.strip():
            raise PromptError(f"{path}:{number}: text before the first section")
    missing = [name for name in _SECTIONS if name not in found]
    if missing:
        raise PromptError(f"{path}:{len(lines)}: no section '# {missing[0]}'")
    sections = {name: "\n".join(section) for name, section in found.items()}
    for name, places in _PLACES.items():
        absent = sorted(places - set(_PLACE.findall(sections[name])))
        if absent:
            raise PromptError(f"{path}:{len(lines)}: <<{absent[0]}>> is not in '# {name}'")
    return sections


def _check_places(path: Path, number: int, line: str, section: str) -> None:
    unknown = sorted(set(_PLACE.findall(line)) - _PLACES.get(section, set()))
    if unknown:
        raise PromptError(f"{path}:{number}: nothing is known to go at <<{unknown[0]}>> here")


def _filled(template: str, values: Mapping[str, str]) -> str:
    """``template`` with every place filled in, in one pass: what is put in is not looked at."""
    return _PLACE.sub(lambda place: values[place[1]], template)


def _fence(text: str) -> str:
    """A line that does not occur in ``text``; equal texts have equal fences."""
    digest = text_sha256(text)
    fence = f"ARTICLE-{digest[:24]}"
    while fence in text:
        digest = text_sha256(digest + text)
        fence = f"ARTICLE-{digest[:24]}"
    return fence
