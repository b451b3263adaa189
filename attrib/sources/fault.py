"""What could not be read, said so that the reader can mend it."""

from typing import NamedTuple

import msgspec

from attrib.model import Document


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of bad input.

    ``line`` counts from 1, ``None`` where the fault is the whole file's. ``lost`` is the number
    of articles known to be left out because of it: 0 where the article was read all the same.
    """

    path: str
    message: str
    cure: str
    line: int | None = None
    lost: int = 1

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}; {self.cure}"


class Placed(NamedTuple):
    """A document and the line it stands on, ``None`` where it is the whole file."""

    document: Document
    line: int | None


class Unreadable(Exception):  # noqa: N818 - it names the input, as Fault does
    """Raised by the readers for input that no article can be made of."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure

    def at(self, path: str, line: int | None = None) -> Fault:
        """The fault this is, at its place."""
        return Fault(path=path, line=line, message=self.message, cure=self.cure)
