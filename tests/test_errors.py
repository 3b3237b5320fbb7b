"""The errors: one tree, as its module draws it, each with a code of its own."""

from __future__ import annotations

import inspect
import re

import communique.errors as errors
from communique.errors import CommuniqueError


def kinds() -> dict[str, type[CommuniqueError]]:
    found = dict(inspect.getmembers(errors, inspect.isclass))
    return {name: kind for name, kind in found.items() if issubclass(kind, CommuniqueError)}


def test_the_tree_is_as_drawn() -> None:
    """Each class hangs where the drawing has it; none is missing from it but the several."""
    drawn: dict[str, str | None] = {}
    above: list[str] = []
    for indent, name in re.findall(r"^([│ ├└─]*)([A-Z]\w+)", errors.__doc__ or "", re.M):
        if name not in kinds() or name in drawn:
            continue
        del above[len(indent) // 4 :]
        drawn[name] = above[-1] if above else None
        above.append(name)
    shown = {name: kind for name, kind in kinds().items() if name in errors.__all__}
    assert drawn == {
        name: None if kind is CommuniqueError else kind.__mro__[1].__name__
        for name, kind in shown.items()
    }


def test_each_kind_has_a_code_of_its_own() -> None:
    """A Failure's code tells which error it was."""
    codes = [kind.code for name, kind in kinds().items() if name in errors.__all__]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)
