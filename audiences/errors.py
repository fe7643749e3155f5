"""What is wrong with a definition, in words: file, place in the file, reason."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; ``place`` is the path in the file, as ``conditions.all[0].value``."""

    place: str
    reason: str

    def __str__(self) -> str:
        """Place and reason; the whole file has no place."""
        return f"{self.place}: {self.reason}" if self.place else self.reason


class AudienceError(ValueError):
    """A definition is refused; the message has a line for each problem, which begins with the file."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        """Take the file as the reader knows it, and all that is wrong with it."""
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))
        self.problems = tuple(problems)
