"""One document under review: the actions so far, the state they make, the file that has it."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.errors import ReviewError
from communique.review.actions import Action
from communique.review.applying import apply
from communique.review.files import SourceFile
from communique.review.state import State

__all__ = ["Session"]


@dataclass(slots=True)
class Session:
    """``states`` has the first state and one more for each action; undo takes the last off."""

    file: SourceFile
    states: list[State]
    undone: list[Action] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    version: int = 0
    """Counts all that happened, so that a page that shows something older is told so."""

    @property
    def state(self) -> State:
        return self.states[-1]

    def act(self, action: Action, version: int) -> None:
        """Do ``action`` and save what comes of it.

        Raises:
            ReviewError: it cannot be done, or the file was changed by someone else; nothing is
                changed then.
            OutputError: the file cannot be written; nothing is changed then.
        """
        self._check(version)
        self._go_to(apply(self.state, action))
        self.actions.append(action)
        self.undone.clear()

    def undo(self, version: int) -> None:
        """Take back the last action."""
        self._check(version)
        if not self.actions:
            raise ReviewError("there is nothing to undo")
        self._save(self.states[-2])
        self.states.pop()
        self.undone.append(self.actions.pop())
        self.version += 1

    def redo(self, version: int) -> None:
        """Do again what was taken back."""
        self._check(version)
        if not self.undone:
            raise ReviewError("there is nothing to do again")
        self._go_to(apply(self.state, self.undone[-1]))
        self.actions.append(self.undone.pop())

    def _check(self, version: int) -> None:
        if version != self.version:
            raise ReviewError("this page shows an older state: reload it", needs="reload")

    def _go_to(self, state: State) -> None:
        self._save(state)
        self.states.append(state)
        self.version += 1

    def _save(self, state: State) -> None:
        """What changes no label (an offer set aside) leaves the file alone."""
        if state.document() != self.state.document():
            self.file.save(state)
        elif not self.file.is_current():
            self.file.save(self.state)  # says what is wrong
